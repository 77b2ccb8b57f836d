"""`/v1/submissions/{submission}/...`: the report, the bytes as sent, and the history."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Query, Request, Response

from pacecar.service import reading, rendering
from pacecar.service.api import answers, kinds, validators
from pacecar.service.api.identity import ServiceOf, Who
from pacecar.service.api.negotiation import MEDIA_TYPES, wanted
from pacecar.service.api.parameters import ONLY_KNOWN, SubmissionId
from pacecar.service.api.problems import Refused
from pacecar.service.api.submission_models import REPORT_EXAMPLE, DecisionOut, History

router = APIRouter(
    prefix="/v1/submissions/{submission}", tags=["submissions"], dependencies=[ONLY_KNOWN]
)


_EXAMPLES: Final[dict[str, Any]] = {
    "json": REPORT_EXAMPLE,
    "sarif": {"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "pacecar"}}}]},
    "junit": '<testsuites name="Pacecar" tests="30" failures="1"/>',
    "html": "<!doctype html><title>Alliance mid-term plan: rejected</title>",
    "text": "kadjar.yaml:7:15: error [twins/share-a-platform] ...",
}


@router.get(
    "/report",
    operation_id="readReport",
    response_class=Response,
    responses={
        **answers.problems(
            kinds.NOT_FOUND, kinds.NO_REPORT, kinds.NOT_ACCEPTED, kinds.CANNOT_JUDGE
        ),
        **answers.with_etag("The report of the latest check."),
    },
    openapi_extra={
        "responses": {
            "200": {
                "content": {
                    media.partition(";")[0]: {
                        "schema": {"type": "string" if isinstance(shown, str) else "object"},
                        "example": shown,
                    }
                    for media, shown in (
                        (MEDIA_TYPES[form], shown) for form, shown in _EXAMPLES.items()
                    )
                }
            }
        }
    },
    summary="Read the report",
)
def report(
    request: Request,
    service: ServiceOf,
    who: Who,
    submission: SubmissionId,
    *,
    format_: Annotated[
        Literal["json", "sarif", "junit", "html", "text"] | None,
        Query(alias="format", description="The form; goes before `Accept`."),
    ] = None,
) -> Response:
    """Return the latest check's report: what the proposal introduces, resolves and leaves."""
    form = wanted(request.headers.get("Accept", ""), format_)
    found = reading.latest_check(service, who, submission)
    if found is None:
        detail = f"{submission} has no report yet: its check waits, runs, or failed."
        raise Refused(kinds.NO_REPORT, detail)
    check, kept = found
    etag = validators.etag_of(check.id, check.report, form)
    unchanged = validators.not_modified(request, etag)
    if unchanged is None:
        data = kept if form == "json" else rendering.rendered(service, check, form)
        unchanged = Response(data, media_type=MEDIA_TYPES[form])
        validators.keep(unchanged, etag)
    unchanged.headers["Vary"] = "Accept"
    return unchanged


@router.get(
    "/body",
    operation_id="readBody",
    response_class=Response,
    responses={
        **answers.problems(kinds.NOT_FOUND),
        200: {
            "description": "The bytes as they were sent.",
            "content": {
                "application/octet-stream": {
                    "schema": {"type": "string", "format": "binary"},
                    "example": "withdraw: [r-austral]",
                }
            },
        },
    },
    summary="Read what was sent",
)
def body(service: ServiceOf, who: Who, submission: SubmissionId) -> Response:
    """Return the bytes of a submission as they were sent."""
    return Response(
        reading.body(service, who, submission),
        media_type="application/octet-stream",
        headers={"Content-Disposition": "attachment"},
    )


@router.get(
    "/history",
    operation_id="readHistory",
    response_model=History,
    responses={
        **answers.problems(kinds.NOT_FOUND),
        200: {"description": "The decisions about it, the first one first."},
    },
    summary="Read what was decided about it",
)
def history(service: ServiceOf, who: Who, submission: SubmissionId) -> History:
    """Return the entries of the decision log about a submission, to its own company."""
    return History(items=[DecisionOut.of(one) for one in reading.history(service, who, submission)])

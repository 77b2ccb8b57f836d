"""`/v1/submissions`: sending a plan or a proposal, and what becomes of it."""

from __future__ import annotations

import asyncio
import json
import re
import time
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Header, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from pacecar.service import lifecycle, reading, rendering
from pacecar.service.access import Principal
from pacecar.service.api import validators
from pacecar.service.api.identity import ServiceOf, Who
from pacecar.service.api.models import (
    DryRun,
    DecisionOut,
    History,
    Problem,
    Rejection,
    SubmissionItem,
    SubmissionOut,
    SubmissionPage,
    Submitted,
)
from pacecar.service.api.negotiation import MEDIA_TYPES, wanted
from pacecar.service.api.paging import Cursor, Limit, next_page
from pacecar.service.problems import Invalid, TooLarge
from pacecar.service.service import Service
from pacecar.service.storage.checks import Check
from pacecar.service.storage.submissions import State, Submission

router = APIRouter(prefix="/v1/submissions", tags=["submissions"])

SMALL_REPORT: Final = 256 * 1024
"""Reports up to this many bytes are sent with the answer to a submission."""

MOST_WAIT: Final = 60
"""Seconds that a request may wait for its check."""

_DEFAULT_WAIT: Final = 10
_POLL_SECONDS: Final = 0.5
_ENDINGS: Final = {
    "application/yaml": "yaml",
    "application/x-yaml": "yaml",
    "text/yaml": "yaml",
    "application/json": "json",
    "application/zip": "zip",
    "application/x-zip-compressed": "zip",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
}
_BODY: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/yaml": {
                "schema": {"type": "string"},
                "examples": {
                    "proposal": {
                        "summary": "A follower, and a program that is given up",
                        "value": (
                            "programs:\n"
                            "  - id: r-kadjar-2\n"
                            "    name: Renault Kadjar II\n"
                            "    company: renault\n"
                            "    segment: C\n"
                            "    body: suv\n"
                            "    platform: cmf-cd\n"
                            "    leader: n-qashqai-3\n"
                            "withdraw: [r-austral]\n"
                        ),
                    }
                },
            },
            "application/json": {"schema": {"type": "object"}},
            "application/zip": {"schema": {"type": "string", "format": "binary"}},
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": {
                "schema": {"type": "string", "format": "binary"}
            },
        },
    }
}
_WAIT: Final = re.compile(r"(?:^|[,;\s])wait=(\d{1,4})(?:$|[,;\s])")

_PROBLEMS: Final[dict[int | str, dict[str, Any]]] = {
    status: {"model": Problem, "content": {"application/problem+json": {}}}
    for status in (400, 401, 403, 409, 413, 415, 422, 429, 503)
}


@router.post(
    "",
    status_code=201,
    response_model=Submitted,
    responses={
        **_PROBLEMS,
        200: {
            "model": DryRun,
            "description": "A dry run: what a check would say; nothing is kept.",
        },
        202: {"model": Submitted, "description": "It is kept, and waits for its check."},
    },
    openapi_extra=_BODY,
    summary="Submit a plan or a proposal",
)
async def submit(  # noqa: PLR0913, PLR0917 - what a request may say
    request: Request,
    service: ServiceOf,
    who: Who,
    *,
    kind: Annotated[
        Literal["plan", "proposal"] | None,
        Query(description="A whole plan (administrators) or a proposal; told by its content."),
    ] = None,
    name: Annotated[
        str | None,
        Query(
            max_length=200, description="What the file is called; its ending goes before its type."
        ),
    ] = None,
    dry_run: Annotated[
        bool, Query(description="Say what a check would say, and keep nothing.")
    ] = False,
    idempotency_key: Annotated[
        str | None,
        Header(description="The same key with the same body gives the same submission again."),
    ] = None,
    prefer: Annotated[
        str | None, Header(description="`respond-async`, or `wait=SECONDS` for the check.")
    ] = None,
) -> Response:
    """Send `programs` (whole, by id) and `withdraw: [ids]` as a proposal, or a whole plan.

    Answers 201 with the report when that is there in time and small, else 202 with `Location`.
    A plan with violations is no error; one that cannot be read is 422 with every flaw's place.
    """
    body = await _body(request, service)
    called = name or f"submission.{_ending(request)}"
    if "?dry_run" in f"?{request.url.query}" and request.query_params.get("dry_run") == "":
        dry_run = True
    if dry_run:
        judged = await run_in_threadpool(lifecycle.dry_run, service, who, called, body, kind=kind)
        answer = DryRun(
            verdict=judged.verdict,
            introduced_errors=judged.errors,
            report=json.loads(judged.report),
        )
        return JSONResponse(answer.model_dump())
    receipt = await run_in_threadpool(
        lifecycle.submit, service, who, called, body, kind=kind, key=idempotency_key
    )
    if not receipt.replayed:
        request.app.state.metrics.submitted(receipt.submission.kind)
    request.app.state.runner.waits()
    await _checked(request, service, receipt.submission.id, _seconds(prefer))
    return await run_in_threadpool(_submitted, service, who, receipt)


def _submitted(service: Service, who: Principal, receipt: lifecycle.Receipt) -> Response:
    id_ = receipt.submission.id
    submission, found, job = reading.whole(service, who, id_, scope=None)
    shown = SubmissionOut.of(submission, found[0] if found else None, job)
    report = json.loads(found[1]) if found and len(found[1]) <= SMALL_REPORT else None
    headers = {"Location": f"/v1/submissions/{id_}"}
    if receipt.replayed:
        headers["Idempotency-Replayed"] = "true"
    if found is None:
        headers["Retry-After"] = "1"
        headers["Preference-Applied"] = "respond-async"
    answer = Submitted(submission=shown, report=report)
    return JSONResponse(answer.model_dump(), 201 if found else 202, headers)


async def _checked(request: Request, service: Service, id_: str, seconds: float) -> None:
    """Wait until a submission is checked, or its check failed, or the time is over."""
    loop = asyncio.get_running_loop()
    told = asyncio.Event()
    until = time.monotonic() + seconds
    with request.app.state.runner.listening(id_, lambda: loop.call_soon_threadsafe(told.set)):
        while not await run_in_threadpool(reading.is_settled, service, id_):
            left = until - time.monotonic()
            if left <= 0:
                return
            try:
                await asyncio.wait_for(told.wait(), min(left, _POLL_SECONDS))
            except TimeoutError:
                continue
            told.clear()


def _seconds(prefer: str | None) -> float:
    """Return how long a request wants to wait for its check (RFC 7240)."""
    said = prefer or ""
    if found := _WAIT.search(said):
        return min(int(found[1]), MOST_WAIT)
    return 0 if "respond-async" in said else _DEFAULT_WAIT


async def _body(request: Request, service: Service) -> bytes:
    most = service.settings.max_body_bytes
    parts = bytearray()
    async for part in request.stream():
        parts += part
        if len(parts) > most:
            raise TooLarge(f"It has more than {most:,} bytes.")
    if not parts:
        raise Invalid("The body is empty; send the file of a plan or a proposal.")
    return bytes(parts)


def _ending(request: Request) -> str:
    media = request.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if media in _ENDINGS:
        return _ENDINGS[media]
    listed = ", ".join(_ENDINGS)
    raise HTTPException(415, f"Send {listed}; or say what the file is called with ?name=.")


@router.get("", response_model=SubmissionPage, responses=_PROBLEMS, summary="List submissions")
def list_submissions(  # noqa: PLR0913, PLR0917 - the filters
    request: Request,
    response: Response,
    service: ServiceOf,
    who: Who,
    *,
    state: Annotated[State | None, Query()] = None,
    company: Annotated[str | None, Query(max_length=200, pattern="^[ -~]*$")] = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> SubmissionPage:
    """Return submissions, the latest first: one's own, and of partners what is accepted."""
    found = reading.list_submissions(
        service, who, state=state, company=company, before=cursor, limit=limit + 1
    )
    shown = found[:limit]
    after = shown[-1].id if len(found) > limit else None
    return SubmissionPage(
        items=[SubmissionItem.of(one) for one in shown],
        next=next_page(request, response, after),
    )


@router.get(
    "/{id}",
    response_model=SubmissionOut,
    responses={**_PROBLEMS, 304: {"description": "Not modified"}, 404: _PROBLEMS[409]},
    summary="Read a submission",
)
def read(request: Request, response: Response, service: ServiceOf, who: Who, id: str) -> Any:  # noqa: A002 - the path's name
    """Return a submission with its progress and latest check."""
    submission, found, job = reading.whole(service, who, id)
    shown = SubmissionOut.of(submission, found[0] if found else None, job)
    etag = validators.etag_of(shown.model_dump_json())
    if (unchanged := validators.not_modified(request, etag)) is not None:
        return unchanged
    validators.keep(response, etag)
    return shown


@router.get(
    "/{id}/report",
    response_class=Response,
    responses={
        **_PROBLEMS,
        200: {
            "description": "The report of the latest check.",
            "content": {media.partition(";")[0]: {} for media in MEDIA_TYPES.values()},
        },
        304: {"description": "Not modified"},
        404: _PROBLEMS[409],
        406: _PROBLEMS[409],
    },
    summary="Read the report",
)
def report(
    request: Request,
    service: ServiceOf,
    who: Who,
    id: str,  # noqa: A002 - the path's name
    *,
    format: Annotated[  # noqa: A002 - the query's name
        Literal["json", "sarif", "junit", "html", "text"] | None,
        Query(description="Goes before `Accept`."),
    ] = None,
) -> Response:
    """Return the latest check's report: what the proposal introduces, resolves and leaves."""
    form = wanted(request.headers.get("Accept", ""), format)
    submission, found, _ = reading.whole(service, who, id)
    check, kept = _has_report(submission, found)
    etag = validators.etag_of(check.id, check.report, form)
    unchanged = validators.not_modified(request, etag)
    if unchanged is not None:
        return unchanged
    data = kept if form == "json" else rendering.rendered(service, check, form)
    response = Response(data, media_type=MEDIA_TYPES[form])
    validators.keep(response, etag)
    response.headers["Vary"] = "Accept"
    return response


def _has_report(submission: Submission, found: tuple[Check, bytes] | None) -> tuple[Check, bytes]:
    if found is None:
        raise HTTPException(
            404, f"{submission.id} has no report yet: its check waits, runs, or failed."
        )
    return found


@router.get(
    "/{id}/body",
    response_class=Response,
    responses={
        **_PROBLEMS,
        200: {
            "description": "The bytes as they were sent.",
            "content": {"application/octet-stream": {}},
        },
        404: _PROBLEMS[409],
    },
    summary="Read what was sent",
)
def body(service: ServiceOf, who: Who, id: str) -> Response:  # noqa: A002 - the path's name
    """Return the bytes of a submission as they were sent."""
    data = reading.body(service, who, id)
    return Response(
        data,
        media_type="application/octet-stream",
        headers={"Content-Disposition": "attachment"},
    )


@router.get(
    "/{id}/history",
    response_model=History,
    responses={**_PROBLEMS, 404: _PROBLEMS[409]},
    summary="Read what was decided about it",
)
def history(service: ServiceOf, who: Who, id: str) -> History:  # noqa: A002 - the path's name
    """Return the entries of the decision log about a submission, to its own company."""
    return History(items=[DecisionOut.of(one) for one in reading.history(service, who, id)])


@router.post(
    "/{id}/accept",
    response_model=SubmissionOut,
    responses={**_PROBLEMS, 404: _PROBLEMS[409]},
    summary="Accept it",
)
def accept(service: ServiceOf, who: Who, id: str) -> SubmissionOut:  # noqa: A002 - the path's name
    """Make a submission part of the portfolio; 409 if it introduces an unwaived error.

    It is checked anew if the portfolio, the rulebook or the waivers changed since its check.
    """
    return _shown(service, who, lifecycle.accept(service, who, id))


@router.post(
    "/{id}/reject",
    response_model=SubmissionOut,
    responses={**_PROBLEMS, 404: _PROBLEMS[409]},
    summary="Reject it",
)
def reject(service: ServiceOf, who: Who, id: str, rejection: Rejection) -> SubmissionOut:  # noqa: A002 - the path's name
    """Reject a submission, with a reason for those who sent it."""
    return _shown(service, who, lifecycle.reject(service, who, id, rejection.reason))


@router.post(
    "/{id}/withdraw",
    response_model=SubmissionOut,
    responses={**_PROBLEMS, 404: _PROBLEMS[409]},
    summary="Withdraw it",
)
def withdraw(service: ServiceOf, who: Who, id: str) -> SubmissionOut:  # noqa: A002 - the path's name
    """Withdraw a submission of one's own company, before anything is decided."""
    return _shown(service, who, lifecycle.withdraw(service, who, id))


def _shown(service: Service, who: Principal, submission: Submission) -> SubmissionOut:
    """Show a submission after a step; who may take the step may see what came of it."""
    _, found, job = reading.whole(service, who, submission.id, scope=None)
    return SubmissionOut.of(submission, found[0] if found else None, job)

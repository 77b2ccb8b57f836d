"""`POST /v1/submissions`: sending a plan or a proposal."""

from __future__ import annotations

import asyncio
import json
import time
from typing import Annotated, Final, Literal

from fastapi import APIRouter, Header, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse

from pacecar.service import lifecycle, reading
from pacecar.service.access import Principal
from pacecar.service.api import answers, kinds, receiving
from pacecar.service.api.identity import ServiceOf, Who
from pacecar.service.api.parameters import ONLY_KNOWN
from pacecar.service.api.submission_models import DryRun, SubmissionOut, Submitted
from pacecar.service.problems import Invalid
from pacecar.service.service import Service

router = APIRouter(prefix="/v1/submissions", tags=["submissions"], dependencies=[ONLY_KNOWN])

SMALL_REPORT: Final = 256 * 1024
"""Reports up to this many bytes are sent with the answer to a submission."""

_POLL_SECONDS: Final = 0.5
_LINKS: Final = {
    name: {
        "operationId": name,
        "parameters": {"submission": "$response.body#/submission/id"},
        "description": description,
    }
    for name, description in (
        ("readSubmission", "How far its check is."),
        ("readReport", "What it introduces, resolves and leaves."),
        ("readHistory", "What was decided about it."),
        ("readBody", "Its bytes."),
        ("checkSubmission", "Check it again, once it is outdated."),
        ("acceptSubmission", "Make it part of the portfolio."),
        ("rejectSubmission", "Reject it."),
        ("withdrawSubmission", "Withdraw it."),
    )
}
_TAKEN_IN: Final = {
    "headers": {
        **answers.LOCATION,
        "Idempotency-Replayed": {
            "description": "`true` where an earlier request with the same key brought it.",
            "schema": {"type": "string"},
        },
    },
    "links": _LINKS,
}


@router.post(
    "",
    operation_id="submit",
    status_code=201,
    response_model=Submitted,
    responses={
        **answers.problems(
            kinds.TOO_SLOW,
            kinds.WRONG_STATE,
            kinds.TOO_LARGE,
            kinds.NO_SUCH_FILE,
            kinds.UNREADABLE,
            kinds.KEY_REUSED,
            kinds.INVALID,
            kinds.CANNOT_JUDGE,
        ),
        200: {
            "model": DryRun,
            "description": "A dry run: what a check would say; nothing is kept.",
        },
        201: {"description": "It is kept and checked.", **_TAKEN_IN},
        202: {
            "model": Submitted,
            "description": "It is kept, and its check waits, runs, or failed.",
            **_TAKEN_IN,
            "headers": {**_TAKEN_IN["headers"], **answers.RETRY_AFTER},
        },
    },
    openapi_extra=receiving.BODY,
    summary="Submit a plan or a proposal",
)
async def submit(  # noqa: PLR0913 - what a request may say
    request: Request,
    service: ServiceOf,
    who: Who,
    *,
    kind: Annotated[
        Literal["plan", "proposal"] | None,
        Query(description="A whole plan (administrators) or a proposal; else told by its content."),
    ] = None,
    name: Annotated[
        str | None,
        Query(
            min_length=1,
            max_length=200,
            pattern=r"^[^\x00-\x1f\x7f]+$",
            description="What the file is called; its ending goes before its media type.",
            examples=["kadjar.yaml"],
        ),
    ] = None,
    dry_run: Annotated[
        Literal["", "true", "false"],
        Query(description="Say what a check would say and keep nothing: `?dry_run`."),
    ] = "false",
    select: Annotated[
        str | None,
        Query(
            min_length=1,
            max_length=2_000,
            description="Rules and families, with commas between; for dry runs only.",
            examples=["twins,cost/a-twin-saves"],
        ),
    ] = None,
    idempotency_key: Annotated[
        str | None,
        Header(description="The same key with the same body gives the same submission again."),
    ] = None,
    prefer: Annotated[
        str | None,
        Header(description="`wait=SECONDS` for the check, at most 60; or `respond-async`."),
    ] = None,
) -> Response:
    """Send `programs` (whole, by id) and `withdraw: [ids]` as a proposal, or a whole plan.

    Answers 201 with the report when that is there in time and small, else 202 with `Location`.
    A plan with violations is no error; one that cannot be read is 422 with every flaw's place.
    """
    who.need("submit")
    called = receiving.name_of(request, name)
    chosen = tuple(part.strip() for part in (select or "").split(",") if part.strip())
    if select and dry_run == "false":
        raise Invalid("Only a dry run may select rules; a submission is judged by all of them.")
    async with receiving.taking_turns(request.app.state.turns):
        sent = await receiving.body_of(request)
        if dry_run != "false":
            judged = await run_in_threadpool(
                lifecycle.dry_run, service, who, called, sent, kind=kind, select=chosen
            )
            answer = DryRun(
                verdict=judged.verdict,
                introduced_errors=judged.errors,
                report=json.loads(judged.report),
            )
            return JSONResponse(answer.model_dump())
        receipt = await run_in_threadpool(
            lifecycle.submit, service, who, called, sent, kind=kind, key=idempotency_key
        )
        del sent
    if not receipt.replayed:
        request.app.state.metrics.submitted(receipt.submission.kind)
        request.app.state.runner.waits()
    seconds, heeded = receiving.seconds_to_wait(prefer)
    await settled(request, service, receipt.submission.id, seconds)
    response = await run_in_threadpool(_submitted, service, who, receipt)
    if heeded:
        response.headers["Preference-Applied"] = heeded
    return response


def _submitted(service: Service, who: Principal, receipt: lifecycle.Receipt) -> Response:
    id_ = receipt.submission.id
    whole = reading.whole(service, who, id_, has_acted=True)
    shown = SubmissionOut.of(whole)
    report = json.loads(whole.report) if whole.check and len(whole.report) <= SMALL_REPORT else None
    headers = {"Location": f"/v1/submissions/{id_}"}
    if receipt.replayed:
        headers["Idempotency-Replayed"] = "true"
    if shown.is_under_way:
        headers["Retry-After"] = "1"
    answer = Submitted(submission=shown, report=report)
    return JSONResponse(answer.model_dump(), 201 if whole.check else 202, headers)


async def settled(request: Request, service: Service, id_: str, seconds: float) -> None:
    """Wait until a submission's check ended or failed, the time is over, or the service stops."""
    state = request.app.state
    loop = asyncio.get_running_loop()
    told = asyncio.Event()
    until = time.monotonic() + seconds
    with state.runner.listening(id_, lambda: loop.call_soon_threadsafe(told.set)):
        while not await run_in_threadpool(reading.is_settled, service, id_):
            left = until - time.monotonic()
            if left <= 0 or state.stopping.is_set():
                return
            try:
                await asyncio.wait_for(told.wait(), min(left, _POLL_SECONDS))
            except TimeoutError:
                continue
            told.clear()

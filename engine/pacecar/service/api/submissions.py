"""`/v1/submissions`: what was sent, and the steps of its life."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any, Final

from fastapi import APIRouter, Header, Query, Request, Response
from fastapi.concurrency import run_in_threadpool

from pacecar.service import lifecycle, reading, rechecking
from pacecar.service.access import Principal
from pacecar.service.api import answers, kinds, receiving, validators
from pacecar.service.api.identity import ServiceOf, Who
from pacecar.service.api.paging import Cursor, next_page
from pacecar.service.api.parameters import ONLY_KNOWN, Limit, SubmissionId
from pacecar.service.api.strict import StrictRoute
from pacecar.service.api.submission_models import (
    Rejection,
    SubmissionItem,
    SubmissionOut,
    SubmissionPage,
)
from pacecar.service.api.submitting import settled
from pacecar.service.service import Service
from pacecar.service.storage.submissions import State, Submission

router = APIRouter(
    prefix="/v1/submissions",
    tags=["submissions"],
    dependencies=[ONLY_KNOWN],
    route_class=StrictRoute,
)


@router.get(
    "",
    operation_id="listSubmissions",
    response_model=SubmissionPage,
    responses={
        **answers.problems(),
        200: {"description": "A page of submissions.", "headers": answers.NEXT},
    },
    summary="List submissions",
)
def list_submissions(  # noqa: PLR0913 - the filters
    request: Request,
    response: Response,
    service: ServiceOf,
    who: Who,
    *,
    state: Annotated[State | None, Query(description="Only those in this state.")] = None,
    company: Annotated[
        str | None,
        Query(max_length=200, pattern="^[ -~]*$", description="Only this company's."),
    ] = None,
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
    "/{submission}",
    operation_id="readSubmission",
    response_model=SubmissionOut,
    responses={
        **answers.problems(kinds.NOT_FOUND),
        **answers.with_etag("The submission with its progress and latest check."),
    },
    summary="Read a submission",
)
async def read(  # noqa: PLR0913 - what a request may say
    request: Request,
    response: Response,
    service: ServiceOf,
    who: Who,
    submission: SubmissionId,
    *,
    prefer: Annotated[
        str | None,
        Header(description="`wait=SECONDS` for the end of its check, at most 60."),
    ] = None,
) -> Any:
    """Return a submission with its progress and latest check."""
    if prefer and receiving.seconds_to_wait(prefer)[0]:
        seconds, heeded = receiving.seconds_to_wait(prefer)
        await run_in_threadpool(reading.submission, service, who, submission)
        await settled(request, service, submission, seconds if heeded else 0)
    shown = SubmissionOut.of(await run_in_threadpool(reading.whole, service, who, submission))
    etag = validators.etag_of(shown.model_dump_json())
    if (unchanged := validators.not_modified(request, etag)) is not None:
        return unchanged
    validators.keep(response, etag)
    if shown.is_under_way:
        response.headers["Retry-After"] = "1"
    return shown


@router.post(
    "/{submission}/check",
    operation_id="checkSubmission",
    response_model=SubmissionOut,
    responses={
        **answers.problems(kinds.NOT_FOUND, kinds.WRONG_STATE),
        200: {"description": "It is checked on what is in force, or its check failed."},
        202: {
            "model": SubmissionOut,
            "description": "Its check waits or runs.",
            "headers": answers.RETRY_AFTER,
        },
    },
    summary="Check it again",
)
async def check(  # noqa: PLR0913 - what a request may say
    request: Request,
    response: Response,
    service: ServiceOf,
    who: Who,
    submission: SubmissionId,
    *,
    prefer: Annotated[
        str | None,
        Header(description="`wait=SECONDS` for the check, at most 60; or `respond-async`."),
    ] = None,
) -> SubmissionOut:
    """Check a submission again: `outdated` says why, or its check failed.

    Where the latest check is of what is in force, or one waits already, nothing happens.
    """
    if await run_in_threadpool(rechecking.check_again, service, who, submission):
        request.app.state.runner.waits()
    seconds, heeded = receiving.seconds_to_wait(prefer)
    await settled(request, service, submission, seconds)
    whole = await run_in_threadpool(reading.whole, service, who, submission, has_acted=True)
    shown = SubmissionOut.of(whole)
    if shown.is_under_way:
        response.status_code = 202
        response.headers["Retry-After"] = "1"
    if heeded:
        response.headers["Preference-Applied"] = heeded
    return shown


_DECIDED: Final[answers.Responses] = {200: {"description": "The submission as it is now."}}


@router.post(
    "/{submission}/accept",
    operation_id="acceptSubmission",
    response_model=SubmissionOut,
    responses={
        **answers.problems(
            kinds.NOT_FOUND,
            kinds.WRONG_STATE,
            kinds.NOT_ACCEPTABLE,
            kinds.CONTENDED,
            kinds.CANNOT_JUDGE,
        ),
        **_DECIDED,
    },
    summary="Accept it",
)
def accept(service: ServiceOf, who: Who, submission: SubmissionId) -> SubmissionOut:
    """Make a submission part of the portfolio; 409 if it introduces an unwaived error.

    It is checked anew if the portfolio, the rulebook or the waivers changed since its check.
    Accepting again changes nothing.
    """
    return _shown(service, who, lifecycle.accept(service, who, submission))


@router.post(
    "/{submission}/reject",
    operation_id="rejectSubmission",
    response_model=SubmissionOut,
    responses={
        **answers.problems(kinds.NOT_FOUND, kinds.WRONG_STATE, kinds.INVALID, kinds.TOO_LARGE),
        **_DECIDED,
    },
    summary="Reject it",
)
def reject(
    service: ServiceOf, who: Who, submission: SubmissionId, rejection: Rejection
) -> SubmissionOut:
    """Reject a submission, with a reason for those who sent it; again changes nothing."""
    return _shown(service, who, lifecycle.reject(service, who, submission, rejection.reason))


@router.post(
    "/{submission}/withdraw",
    operation_id="withdrawSubmission",
    response_model=SubmissionOut,
    responses={**answers.problems(kinds.NOT_FOUND, kinds.WRONG_STATE), **_DECIDED},
    summary="Withdraw it",
)
def withdraw(service: ServiceOf, who: Who, submission: SubmissionId) -> SubmissionOut:
    """Withdraw a submission of one's own company, before anything is decided."""
    return _shown(service, who, lifecycle.withdraw(service, who, submission))


def _shown(service: Service, who: Principal, submission: Submission) -> SubmissionOut:
    """Show a submission after a step; who may take the step may see what came of it."""
    whole = reading.whole(service, who, submission.id, has_acted=True)
    return SubmissionOut.of(replace(whole, submission=submission))

"""`/submissions`: the list, a submission's report, and the steps of its life."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Annotated, Final, get_args

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.concurrency import run_in_threadpool

from pacecar.plan.files import SourceFile
from pacecar.service import lifecycle, reading, rechecking
from pacecar.service.access import Principal
from pacecar.service.api.identity import service_of
from pacecar.service.api.receiving import DEFAULT_WAIT
from pacecar.service.api.submitting import settled
from pacecar.service.bodies import AS_KEPT, files_of
from pacecar.service.pages.reporting import view_of
from pacecar.service.pages.templates import page
from pacecar.service.pages.visiting import PageRoute, VisitorOf, form_of, see, text_of
from pacecar.service.portfolio import layers_of
from pacecar.service.problems import NotFound
from pacecar.service.service import Service
from pacecar.service.storage.decisions import Decision
from pacecar.service.storage.ledger import in_force
from pacecar.service.storage.submissions import State, Submission

router = APIRouter(route_class=PageRoute, include_in_schema=False)

_PAGE: Final = 50
_STATES: Final[tuple[State, ...]] = get_args(State)
_Id = Annotated[str, Path(pattern=r"^sub-[0-9a-z]{26}$")]


@router.get("/")
def first(visitor: VisitorOf) -> Response:
    """Go on to what whoever is logged in begins with."""
    return see("/submissions" if visitor.who.reads else "/submit")


@router.get("/submissions")
def listed(
    request: Request,
    visitor: VisitorOf,
    state: Annotated[str, Query(max_length=20)] = "",
    before: Annotated[str, Query(max_length=100)] = "",
) -> Response:
    """Return the list, the latest first."""
    wanted = next((known for known in _STATES if known == state), None)
    found = reading.list_submissions(
        service_of(request),
        visitor.who,
        state=wanted,
        before=before or None,
        limit=_PAGE + 1,
    )
    shown = found[:_PAGE]
    values = {
        "submissions": shown,
        "states": _STATES,
        "state": wanted or "",
        "after": shown[-1].id if len(found) > _PAGE else "",
        "before": before,
    }
    return page(request, "submissions.html", values)


@router.get("/submissions/{submission}")
def one(request: Request, visitor: VisitorOf, submission: _Id) -> Response:
    """Return a submission with its report, its lines, and what may be done with it."""
    service, who = service_of(request), visitor.who
    whole = reading.whole(service, who, submission)
    now, check, job = whole.submission, whole.check, whole.job
    files = files_of(now.name, reading.body(service, who, submission), AS_KEPT)
    report = None
    if check is not None:
        below = files_below(service, check.portfolio)
        report = view_of(json.loads(whole.report), files, below)
    values = {
        "submission": now,
        "check": check,
        "report": report,
        "job": job,
        "outdated": whole.outdated,
        "waits": bool(job and job.state in ("waiting", "claimed")),
        "may": _may(now, who, is_checked=check is not None),
        "acceptable": check is not None
        and check.verdict != "not judged"
        and not (check.introduced_errors and check.portfolio),
        "history": _history(service, who, submission),
        "sources": report.sources if report else (),
    }
    return page(request, "submission.html", values)


@router.get("/submissions/{submission}/report.json")
def report_file(request: Request, visitor: VisitorOf, submission: _Id) -> Response:
    """Return the report for programs, whole."""
    found = reading.latest_check(service_of(request), visitor.who, submission)
    if found is None:
        raise NotFound("There is no report yet: its check waits, runs, or failed.")
    headers = {"Content-Disposition": f'attachment; filename="{submission}.json"'}
    return Response(found[1], media_type="application/json", headers=headers)


@router.get("/submissions/{submission}/body")
def body(request: Request, visitor: VisitorOf, submission: _Id) -> Response:
    """Return what was sent, to be kept as a file."""
    data = reading.body(service_of(request), visitor.who, submission)
    name = reading.submission(service_of(request), visitor.who, submission).name
    ending = name.rpartition(".")[2]
    shown = f"{submission}.{ending}" if ending.isalnum() and ending.isascii() else submission
    return Response(
        data,
        media_type="application/octet-stream",
        headers={"Content-Disposition": f'attachment; filename="{shown}"'},
    )


@router.post("/submissions/{submission}/accept")
async def accept(request: Request, visitor: VisitorOf, submission: _Id) -> Response:
    """Accept it."""
    await form_of(request)
    return await _step(
        submission, lambda: lifecycle.accept(service_of(request), visitor.who, submission)
    )


@router.post("/submissions/{submission}/reject")
async def reject(request: Request, visitor: VisitorOf, submission: _Id) -> Response:
    """Reject it, with a reason."""
    form = await form_of(request)
    # What is typed into a form has the line breaks of one.
    reason = " ".join(text_of(form, "reason").split())
    return await _step(
        submission, lambda: lifecycle.reject(service_of(request), visitor.who, submission, reason)
    )


@router.post("/submissions/{submission}/check")
async def check(request: Request, visitor: VisitorOf, submission: _Id) -> Response:
    """Check it again, on what is in force now."""
    await form_of(request)
    service = service_of(request)
    if await run_in_threadpool(rechecking.check_again, service, visitor.who, submission):
        request.app.state.runner.waits()
    await settled(request, service, submission, DEFAULT_WAIT)
    return see(f"/submissions/{submission}")


@router.post("/submissions/{submission}/withdraw")
async def withdraw(request: Request, visitor: VisitorOf, submission: _Id) -> Response:
    """Withdraw it."""
    await form_of(request)
    return await _step(
        submission, lambda: lifecycle.withdraw(service_of(request), visitor.who, submission)
    )


async def _step(submission: str, taken: Callable[[], Submission]) -> Response:
    await run_in_threadpool(taken)
    return see(f"/submissions/{submission}")


def files_below(service: Service, version: int | None = None) -> list[SourceFile]:
    """Return the files of a version of the portfolio, of that in force for None.

    They are accepted, so that everybody may see them who has a token.
    """
    with service.database.reading() as connection:
        number = in_force(connection).portfolio if version is None else version
        return [file for layer in layers_of(connection, number) for file in layer]


def _may(submission: Submission, who: Principal, *, is_checked: bool) -> frozenset[str]:
    """Return the steps that somebody may take."""
    if submission.state not in ("submitted", "checked"):
        return frozenset()
    steps = set()
    if who.administers:
        steps.add("reject")
        if is_checked:
            steps.add("accept")
    own = who.administers or who.company == submission.company
    if own and "submit" in who.scopes:
        steps.add("withdraw")
    if who.administers or (own and "submit" in who.scopes):
        steps.add("check")
    return frozenset(steps)


def _history(service: Service, who: Principal, submission: str) -> list[Decision]:
    try:
        return reading.history(service, who, submission)
    except NotFound:
        return []  # Another company's: only that it was accepted is shown.

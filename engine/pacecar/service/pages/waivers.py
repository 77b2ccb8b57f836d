"""`/waivers`: what is waived and until when; to give a waiver, and to take it back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.concurrency import run_in_threadpool

from pacecar.service import waiving
from pacecar.service.access import Principal
from pacecar.service.api.identity import service_of
from pacecar.service.pages.templates import page
from pacecar.service.pages.visiting import PageRoute, VisitorOf, form_of, see, text_of
from pacecar.service.problems import Invalid
from pacecar.service.service import Service
from pacecar.service.storage.waivers import Waiver

router = APIRouter(route_class=PageRoute, include_in_schema=False)

_PAGE: Final = 50
_SOON: Final = 30
"""Days before its end from which on a waiver is said to end soon."""


@dataclass(frozen=True, slots=True)
class _Shown:
    """A waiver, how it stands (in force, revoked, expired), and how many days it has left."""

    waiver: Waiver
    state: str
    days: int
    may_revoke: bool

    @property
    def is_ending(self) -> bool:
        """Whether it ends soon."""
        return self.state == "in force" and self.days <= _SOON


@dataclass(frozen=True, slots=True)
class _Given:
    """What the form holds."""

    rule: str = ""
    subject: str = ""
    until: str = ""
    reason: str = ""


@router.get("/waivers")
def listed(
    request: Request,
    visitor: VisitorOf,
    rule: Annotated[str, Query(max_length=200)] = "",
    subject: Annotated[str, Query(max_length=2000)] = "",
    before: Annotated[str, Query(max_length=100)] = "",
) -> Response:
    """Return the waivers, the latest first, and the form, perhaps filled from a finding."""
    return _page(request, visitor.who, _Given(rule, subject), before=before)


def _page(  # noqa: PLR0913 - what the page shows
    request: Request,
    who: Principal,
    given: _Given,
    *,
    before: str = "",
    problem: str = "",
    status: int = HTTPStatus.OK,
) -> Response:
    service = service_of(request)
    found = waiving.list_waivers(service, who, before=before or None, limit=_PAGE + 1)
    shown = [_shown(service, who, one) for one in found[:_PAGE]]
    values = {
        "waivers": shown,
        "given": given,
        "problem": problem,
        "today": service.today.isoformat(),
        "before": before,
        "after": shown[-1].waiver.id if len(found) > _PAGE else "",
    }
    return page(request, "waivers.html", values, status=status)


def _shown(service: Service, who: Principal, waiver: Waiver) -> _Shown:
    days = (date.fromisoformat(waiver.until) - service.today).days
    state = "revoked" if waiver.revoked_at else "expired" if days < 0 else "in force"
    may = not waiver.revoked_at and (who.administers or "waive" in who.scopes)
    return _Shown(waiver, state, days, may)


@router.post("/waivers")
async def give(request: Request, visitor: VisitorOf) -> Response:
    """Give a waiver; what cannot be used stands in the form again."""
    form = await form_of(request)
    given = _Given(
        rule=text_of(form, "rule").strip(),
        subject=text_of(form, "subject").strip(),
        until=text_of(form, "until").strip(),
        reason=" ".join(text_of(form, "reason").split()),
    )

    def work() -> Response:
        try:
            try:
                until = date.fromisoformat(given.until)
            except ValueError:
                raise Invalid("Its last day is written as 2027-03-31.") from None
            waiving.give(
                service_of(request),
                visitor.who,
                rule=given.rule,
                subject=given.subject,
                until=until,
                reason=given.reason,
            )
        except Invalid as problem:
            return _page(
                request,
                visitor.who,
                given,
                problem=str(problem),
                status=HTTPStatus.UNPROCESSABLE_ENTITY,
            )
        return see("/waivers")

    return await run_in_threadpool(work)


@router.post("/waivers/{waiver}/revoke")
async def revoke(
    request: Request,
    visitor: VisitorOf,
    waiver: Annotated[str, Path(pattern=r"^wvr-[0-9a-z]{26}$")],
) -> Response:
    """Take a waiver out of force."""
    await form_of(request)
    await run_in_threadpool(waiving.revoke, service_of(request), visitor.who, waiver)
    return see("/waivers")

"""`/submit`: paste or send a file, and see what is wrong with it beside its lines."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile

from pacecar.service import lifecycle
from pacecar.service.api.identity import service_of
from pacecar.service.api.receiving import DEFAULT_WAIT, taking_turns
from pacecar.service.api.submitting import settled
from pacecar.service.bodies import AS_KEPT, files_of
from pacecar.service.pages.reporting import flaws_view, view_of
from pacecar.service.pages.submissions import files_below
from pacecar.service.pages.templates import page
from pacecar.service.pages.visiting import PageRoute, VisitorOf, form_of, see, text_of
from pacecar.service.problems import Invalid, ServiceProblem, Unreadable
from pacecar.service.sessions import Visitor

router = APIRouter(route_class=PageRoute, include_in_schema=False)

_TEXTS: Final = (".yaml", ".yml", ".json", ".csv")
_MOST_PASTED: Final = 1024 * 1024
"""Bytes of a file that is put back into the form as text; a larger one is chosen again."""


@dataclass(frozen=True, slots=True)
class _Sent:
    """What was sent: its name, its bytes, and its text where it can stand in the form again."""

    name: str
    body: bytes
    text: str
    key: str


@router.get("/submit")
def form(request: Request, visitor: VisitorOf) -> Response:
    """Return the form."""
    visitor.who.need("submit")
    return _form(request, _Sent("", b"", "", _new_key()))


@router.post("/submit")
async def submit(request: Request, visitor: VisitorOf) -> Response:
    """Check what was sent and keep nothing, or submit it and go to its report."""
    visitor.who.need("submit")
    service = service_of(request)
    async with taking_turns(request.app.state.turns):
        given = await form_of(request, most=service.settings.max_body_bytes)
        try:
            sent = await _sent(given)
        except Invalid as problem:
            nothing = _Sent("", b"", "", _new_key())
            status = HTTPStatus.UNPROCESSABLE_ENTITY
            return _form(request, nothing, problem=str(problem), status=status)
        finally:
            await given.close()
        try:
            if text_of(given, "do") == "check":
                return await run_in_threadpool(_checked, request, visitor, sent)
            receipt = await run_in_threadpool(
                lifecycle.submit, service, visitor.who, sent.name, sent.body, key=sent.key
            )
        except Unreadable as problem:
            return await run_in_threadpool(_unreadable, request, sent, problem)
    if not receipt.replayed:
        request.app.state.metrics.submitted(receipt.submission.kind)
        request.app.state.runner.waits()
    await settled(request, service, receipt.submission.id, DEFAULT_WAIT)
    return see(f"/submissions/{receipt.submission.id}")


async def _sent(given: FormData) -> _Sent:
    """Return what a form holds: a file if one was chosen, else what was pasted.

    Raises:
        Invalid: there is neither.
    """
    key = text_of(given, "idempotency") or _new_key()
    upload = given.get("file")
    if isinstance(upload, UploadFile) and upload.filename:
        body = await upload.read()
        name = upload.filename.replace("\\", "/").rpartition("/")[2]
        if not body:
            raise Invalid(f"{name} is empty.")
        return _Sent(name, body, _as_text(name, body), key)
    # A browser sends the line breaks of a form as CRLF, whatever was pasted.
    text = text_of(given, "text").replace("\r\n", "\n")
    if not text.strip():
        raise Invalid("Choose a file, or paste the text of one.")
    named = text_of(given, "name").strip()
    if not named.endswith(_TEXTS):
        named = "proposal.json" if text.lstrip().startswith("{") else "proposal.yaml"
    return _Sent(named, text.encode("utf-8", "replace"), text, key)


def _as_text(name: str, body: bytes) -> str:
    if not name.endswith(_TEXTS) or len(body) > _MOST_PASTED:
        return ""
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return ""


def _new_key() -> str:
    """Return a key that a form has: sent twice, it submits once."""
    return f"page-{secrets.token_hex(16)}"


def _form(
    request: Request, sent: _Sent, *, problem: str = "", status: int = HTTPStatus.OK
) -> Response:
    values = {"sent": sent, "problem": problem, "flaws": (), "sources": (), "report": None}
    return page(request, "submit.html", values, status=status)


def _checked(request: Request, visitor: Visitor, sent: _Sent) -> Response:
    service = service_of(request)
    judged = lifecycle.dry_run(service, visitor.who, sent.name, sent.body)
    below = files_below(service)
    files = files_of(sent.name, sent.body, AS_KEPT)
    report = view_of(json.loads(judged.report), files, below)
    values = {
        "sent": sent,
        "problem": "",
        "flaws": (),
        "sources": report.sources,
        "report": report,
    }
    return page(request, "submit.html", values)


def _unreadable(request: Request, sent: _Sent, problem: Unreadable) -> Response:
    try:
        files = files_of(sent.name, sent.body, AS_KEPT)
    except ServiceProblem:
        files = ()
    flaws, sources = flaws_view(problem.flaws, files)
    values = {
        "sent": sent,
        "problem": str(problem),
        "flaws": flaws,
        "sources": sources,
        "report": None,
    }
    return page(request, "submit.html", values, status=HTTPStatus.UNPROCESSABLE_ENTITY)

"""`/v1/rulebook`: by what proposals are judged, now and in any report."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response

from pacecar.service import reading, rule_files
from pacecar.service.access import Principal
from pacecar.service.api import answers, kinds, validators
from pacecar.service.api.identity import ServiceOf, Who
from pacecar.service.api.parameters import ONLY_KNOWN, Digest
from pacecar.service.api.resource_models import RulebookOut, RuleFileOut
from pacecar.service.service import Service

router = APIRouter(prefix="/v1/rulebook", tags=["rulebook"], dependencies=[ONLY_KNOWN])


@router.get(
    "",
    operation_id="readRulebook",
    response_model=RulebookOut,
    responses={**answers.problems(), **answers.with_etag("The rulebook in force.")},
    summary="Read the rulebook",
)
def in_force(request: Request, response: Response, service: ServiceOf, who: Who) -> Any:
    """Return the rulebook in force."""
    return _answer(request, response, service, who, None)


@router.get(
    "/{digest}",
    operation_id="readRulebookByDigest",
    response_model=RulebookOut,
    responses={
        **answers.problems(kinds.NOT_FOUND),
        **answers.with_etag("The rulebook as it was loaded then."),
    },
    summary="Read an earlier one",
)
def by_digest(
    request: Request, response: Response, service: ServiceOf, who: Who, digest: Digest
) -> Any:
    """Return the rulebook that a report names, as it was loaded then."""
    return _answer(request, response, service, who, digest)


def _answer(
    request: Request, response: Response, service: Service, who: Principal, digest: str | None
) -> Any:
    name, files = reading.rulebook(service, who, digest)
    etag = validators.etag_of(name, digest)
    if (unchanged := validators.not_modified(request, etag)) is not None:
        return unchanged
    validators.keep(response, etag)
    loaded = rule_files.load(files)
    return RulebookOut(
        digest=digest or loaded.digest,
        rules=len(loaded.rules),
        files=[
            RuleFileOut(name=file.path, text=file.data.decode("utf-8", "replace")) for file in files
        ],
    )

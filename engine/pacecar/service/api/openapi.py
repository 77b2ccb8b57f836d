"""The OpenAPI document: what clients are written by."""

from __future__ import annotations

from typing import Any, Final

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

import pacecar
from pacecar.service.api import answers, kinds
from pacecar.service.api.models import Model, Problem

_DESCRIPTION: Final = """\
Send vehicle programs as a proposal against the accepted portfolio, and get what it introduces,
resolves and leaves.

Every error is `application/problem+json` (RFC 9457), and its `type` says which: clients go by it
and never by a text. Every answer has an `X-Request-ID`, which the log names as well. What is sent
twice, a parameter or a header, and parameters that there are not, are refused.
"""
_TAGS: Final = [
    {"name": "submissions", "description": "Plans and proposals, and what becomes of them."},
    {"name": "portfolio", "description": "What is accepted, now and before."},
    {"name": "rulebook", "description": "By what proposals are judged."},
    {"name": "waivers", "description": "Exceptions, each with an end."},
    {"name": "operations", "description": "For those who run the service; without a token."},
]


def described(app: FastAPI) -> FastAPI:
    """Let an application describe itself with our document, and return it."""

    def document() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _document(app)
        return app.openapi_schema

    app.openapi = document  # type: ignore[method-assign]  # The way that FastAPI documents.
    return app


def _document(app: FastAPI) -> dict[str, Any]:
    found = get_openapi(
        title="Pacecar",
        version=pacecar.__version__,
        summary="Checks proposed vehicle programs against a rulebook.",
        description=_DESCRIPTION,
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
        tags=_TAGS,
        routes=app.routes,
    )
    schemas = found["components"]["schemas"]
    schemas["Problem"] = Problem.model_json_schema()
    for model in Model.__subclasses__():
        extra = model.model_config.get("json_schema_extra")
        if isinstance(extra, dict) and model.__name__ in schemas:
            # The framework leaves out what is null, and null is a value of ours.
            schemas[model.__name__].update(extra)
    examples = found["components"]["examples"] = answers.examples()
    schemas["Problem"]["examples"] = [examples[kinds.NOT_FOUND.name]["value"]]
    found["components"]["schemas"] = dict(sorted(schemas.items()))
    return found

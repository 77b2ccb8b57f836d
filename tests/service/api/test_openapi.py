"""The OpenAPI document: published as it is, whole, and with examples that fit."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

import jsonschema
import pytest

from pacecar.service.api import kinds
from tests.service.api.conftest import Api
from tools.generate_openapi import FILE, render

Json = dict[str, Any]


@cache
def _document() -> Json:
    document: Json = json.loads(FILE.read_text(encoding="utf-8"))
    return document


def _operations() -> Iterator[tuple[str, Json]]:
    for path, operations in _document()["paths"].items():
        for method, operation in operations.items():
            yield f"{method.upper()} {path}", operation


def _resolved(part: Json) -> Json:
    while "$ref" in part:
        found: Any = _document()
        for step in part["$ref"].removeprefix("#/").split("/"):
            found = found[step]
        part = found
    return part


def _bodies(operation: Json) -> Iterator[tuple[str, Json]]:
    """Yield what an operation takes and answers, by status and media type."""
    for media, content in operation.get("requestBody", {}).get("content", {}).items():
        yield f"request {media}", content
    for status, answer in operation["responses"].items():
        for media, content in answer.get("content", {}).items():
            yield f"{status} {media}", content


def _examples(content: Json) -> list[Any]:
    named = [_resolved(one)["value"] for one in content.get("examples", {}).values()]
    single = [content["example"]] if "example" in content else []
    return [*named, *single, *_resolved(content["schema"]).get("examples", [])]


def test_the_published_document_is_that_of_the_service(api: Api) -> None:
    """Else run python -m tools.generate_openapi."""
    assert FILE.read_text(encoding="utf-8") == render()
    assert api.by("").get("/v1/openapi.json").json() == _document()


def test_operations_are_called_what_clients_call_them() -> None:
    """The ids stay: generated clients have functions of these names."""
    assert {operation["operationId"]: where for where, operation in _operations()} == {
        "submit": "POST /v1/submissions",
        "listSubmissions": "GET /v1/submissions",
        "readSubmission": "GET /v1/submissions/{submission}",
        "readReport": "GET /v1/submissions/{submission}/report",
        "readBody": "GET /v1/submissions/{submission}/body",
        "readHistory": "GET /v1/submissions/{submission}/history",
        "checkSubmission": "POST /v1/submissions/{submission}/check",
        "acceptSubmission": "POST /v1/submissions/{submission}/accept",
        "rejectSubmission": "POST /v1/submissions/{submission}/reject",
        "withdrawSubmission": "POST /v1/submissions/{submission}/withdraw",
        "readPortfolio": "GET /v1/portfolio",
        "listVersions": "GET /v1/portfolio/versions",
        "readRulebook": "GET /v1/rulebook",
        "readRulebookByDigest": "GET /v1/rulebook/{digest}",
        "giveWaiver": "POST /v1/waivers",
        "listWaivers": "GET /v1/waivers",
        "readWaiver": "GET /v1/waivers/{waiver}",
        "revokeWaiver": "DELETE /v1/waivers/{waiver}",
        "isAlive": "GET /healthz",
        "isReady": "GET /readyz",
        "readFigures": "GET /metrics",
    }


@pytest.mark.parametrize("where", [where for where, _ in _operations()])
def test_all_that_an_operation_takes_and_answers_has_an_example_that_fits(where: str) -> None:
    """But for files of bytes, of which none can be shown."""
    operation = dict(_operations())[where]
    assert operation["summary"]
    assert operation["description"]
    for name, content in _bodies(operation):
        found = _examples(content)
        schema = {**content["schema"], "components": _document()["components"]}
        assert found or content["schema"].get("format") == "binary", name
        for example in found:
            jsonschema.validate(example, schema)


def test_every_kind_of_problem_is_the_problem_of_an_operation() -> None:
    """And is told nowhere else; but for what is no HTTP at all, and what asks nothing we have."""
    told = {
        name
        for _, operation in _operations()
        for where, content in _bodies(operation)
        if where.endswith(kinds.MEDIA_TYPE)
        for name in content["examples"]
    }
    assert told == {kind.name for kind in kinds.EVERY} - {"no-http", "no-method"}
    for kind in kinds.EVERY:
        example = _document()["components"]["examples"][kind.name]["value"]
        assert (example["type"], example["status"]) == (
            f"urn:pacecar:problem:{kind.name}",
            kind.status,
        )


def test_what_is_submitted_links_to_what_can_be_done_with_it() -> None:
    """Each link names an operation and a parameter that it has."""
    operations = {one["operationId"]: one for _, one in _operations()}
    for operation in operations.values():
        for answer in operation["responses"].values():
            for link in answer.get("links", {}).values():
                taken = [one["name"] for one in operations[link["operationId"]]["parameters"]]
                assert set(link["parameters"]) <= set(taken)
    assert len(operations["submit"]["responses"]["201"]["links"]) == 8

"""The schemas in the repository."""

from __future__ import annotations

import json

import jsonschema

from tools.generate_report_schema import ROOT, schemas


def test_the_schemas_are_what_the_formats_say() -> None:
    """Whoever changes a format and forgets to generate its schema is told so."""
    assert sorted(file.name for file in schemas()) == [
        "report-1.schema.json",
        "report-lines-1.schema.json",
    ]
    for file, text in schemas().items():
        assert file.read_text(encoding="utf-8") == text, file.relative_to(ROOT)


def test_the_schemas_are_schemas() -> None:
    """Each is valid by the dialect that it names."""
    for text in schemas().values():
        jsonschema.Draft202012Validator.check_schema(json.loads(text))

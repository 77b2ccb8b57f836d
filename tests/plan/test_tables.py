"""The generated tables, and what the reading path may import."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from pacecar.plan.fields import Record, Reference, Text
from pacecar.plan.tables import SCHEMA
from tools.generate_tables import TABLES, render, schema

PROBE = """
import sys
from datetime import date
from pathlib import Path
from pacecar.plan.loading import load_plan

load_plan([Path("{plan}")], as_of=None, today=date(2026, 1, 1))
print(*sorted({{name.partition(".")[0] for name in sys.modules}}))
"""
HEAVY = {"pydantic", "pydantic_core", "difflib", "importlib_metadata", "json", "click", "rich"}


def test_the_tables_are_what_the_models_say() -> None:
    """Whoever changes a model and forgets to generate the tables is told so."""
    assert TABLES.read_bytes() == render().encode()
    assert schema() == SCHEMA


def test_every_reference_names_a_collection_and_every_field_is_described() -> None:
    """The tables are closed, and editors can show a sentence for each field."""
    pending = [field for collection in SCHEMA.values() for field in collection.fields]
    for field in pending:
        kind = getattr(field.kind, "item", field.kind)
        if isinstance(kind, Reference):
            assert kind.collection in SCHEMA
        if isinstance(kind, Record):
            pending.extend(kind.fields)
        assert field.description.endswith(".")
        assert field.name.isidentifier()


def test_choices_that_rules_compare_have_a_domain() -> None:
    """A segment is never compared with a body."""
    programs = SCHEMA["programs"]
    domains = {
        field.name: field.kind.domain for field in programs.fields if isinstance(field.kind, Text)
    }
    assert domains["segment"] == "segment"
    assert domains["body"] == "body"


def test_reading_a_plan_imports_nothing_heavy(tmp_path: Path) -> None:
    """A check starts without pydantic, and without what only other commands need."""
    plan = tmp_path / "plan.yaml"
    plan.write_text("plan: {name: P}\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", PROBE.format(plan=plan.as_posix())],
        capture_output=True,
        text=True,
        check=True,
    )
    assert not HEAVY.intersection(done.stdout.split())

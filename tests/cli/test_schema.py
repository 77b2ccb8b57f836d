"""`pacecar schema`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pacecar.cli.schema import KINDS, schema_of
from pacecar.resources import bundled
from tests.cli.conftest import Run
from tests.schemas.reading import plain, problems

PLAN = """\
plan: {name: P}
companies: [{id: north, name: Northern Motors, brands: [northern, null]}]
platforms: [{id: compact, name: "Compact, small"}]
programs:
  - {id: n-one, name: One, company: north, brand: northern, segment: C, body: suv}
  - {id: n-two, name: Two, company: north, segment: C, body: suv, leader: n-one, platform: null}
"""


@pytest.mark.parametrize("kind", KINDS)
def test_the_schema_of_a_kind_is_printed(pacecar: Run, kind: str) -> None:
    """The schema is printed as JSON, and nothing else."""
    result = pacecar("schema", kind)
    assert (result.code, json.loads(result.out), result.err) == (0, schema_of(kind), "")


def test_it_is_written_to_a_file(pacecar: Run, folder: Path) -> None:
    """A file has what is printed otherwise; its folder is made."""
    result = pacecar("schema", "plan", "--output", ".pacecar/plan.schema.json")
    told = "pacecar: schema written to .pacecar/plan.schema.json\n"
    assert (result.code, result.out, result.err) == (0, "", told)
    assert (folder / ".pacecar" / "plan.schema.json").read_text("utf-8") == pacecar(
        "schema", "plan"
    ).out


def test_references_take_the_ids_of_a_plan(pacecar: Run, folder: Path) -> None:
    """With a plan, its ids are offered with their names, and others are refused."""
    (folder / "plan.yaml").write_text(PLAN, "utf-8")
    schema = json.loads(pacecar("schema", "plan", "--plan", "plan.yaml").out)
    assert schema["$defs"]["programs of this plan"]["anyOf"] == [
        {"const": "n-one", "title": "One", "description": "One, a program of Northern Motors."},
        {"const": "n-two", "title": "Two", "description": "Two, a program of Northern Motors."},
    ]
    assert problems(schema, plain(PLAN.encode(), "plan.yaml")) == []
    for wrong in ("leader: n-on", "company: n-one", "brand: southern", "platform: Compact"):
        key = wrong.partition(":")[0]
        other = {"plan": {"name": "P"}, "programs": [{key: wrong.partition(": ")[2]}]}
        assert f"/programs/0/{key}" in [at for at, _ in problems(schema, other)]


def test_a_collection_without_ids_is_not_enumerated(pacecar: Run, folder: Path) -> None:
    """Who has no plants yet can write any."""
    (folder / "plan.yaml").write_text(PLAN, "utf-8")
    schema = json.loads(pacecar("schema", "plan", "--plan", "plan.yaml").out)
    found = problems(schema, {"programs": [{"plants": ["valley"]}]})
    assert [at for at, _ in found if "plants" in at] == []


def test_the_reference_plan_is_valid_by_its_own_schema(pacecar: Run) -> None:
    """Every reference of the Alliance's plan is one of its ids."""
    plan = bundled("plans") / "alliance"
    schema = json.loads(pacecar("schema", "plan", "--plan", str(plan)).out)
    for file in plan.rglob("*.yaml"):
        assert problems(schema, plain(file.read_bytes(), file.name)) == []


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("rule", "--plan", "p"), "pacecar: --plan goes with the kind plan, and not with rule\n"),
        (("plan", "--plan", "none"), "pacecar: none: no such file or directory\n"),
        (("plan", "--plan", "empty"), "pacecar: no file of a plan in empty\n"),
        (
            ("plan", "--plan", "-"),
            "pacecar: --plan takes files and folders, and not standard input\n",
        ),
        (
            ("plan", "--plan", "broken.yaml"),
            "pacecar: the plan cannot be read: broken.yaml:2:1: A value is missing here.\n",
        ),
        (
            ("plan", "-o", "no/where/x.json"),
            "pacecar: no/where/x.json cannot be written: No such file or directory\n",
        ),
    ],
)
def test_what_cannot_be_done(
    pacecar: Run, folder: Path, arguments: tuple[str, ...], told: str
) -> None:
    """What stands in the way is told in a line, with exit code 2."""
    (folder / "empty").mkdir()
    (folder / "broken.yaml").write_text("plants: [\n", "utf-8")
    result = pacecar("schema", *arguments)
    assert (result.code, result.out, result.err) == (2, "", told)

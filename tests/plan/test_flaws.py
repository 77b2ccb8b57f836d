"""What is said of each kind of flaw, compared whole with the file beside the plan."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.plan.golden import cases, load, report

FOLDER = Path(__file__).parent / "flaws"


@pytest.mark.parametrize("path", cases(FOLDER), ids=lambda path: path.stem)
def test_flaws_are_reported_as_written_beside_the_plan(path: Path) -> None:
    """Each broken plan gets exactly the flaws, places, messages and hints expected of it."""
    expected = path.with_name(f"{path.name}.flaws").read_text(encoding="utf-8")
    assert report(load((f"plan{path.suffix}", path.read_bytes()))) == expected


def test_every_kind_of_flaw_has_a_case() -> None:
    """No kind of flaw goes untested."""
    told = "".join(path.read_text(encoding="utf-8") for path in FOLDER.glob("*.flaws"))
    kinds = {line.split()[1].rstrip("!") for line in told.splitlines() if line[0] != " "}
    assert kinds == {
        "plan/duplicate-id",
        "plan/duplicate-key",
        "plan/impossible-date",
        "plan/missing-field",
        "plan/over-limit",
        "plan/unknown-field",
        "plan/unknown-reference",
        "plan/unreadable",
        "plan/wrong-type",
    }

"""The steps on the page about features."""

from __future__ import annotations

import re

import pytest

from pacecar.specification import steps
from tests.docs.pages import blocks
from tests.docs.running import ROOT

_PREFIX = re.compile(r"pytestbdd_stepdef_(?:given|when|then)_(?P<pattern>.*)")
_STEP = re.compile(r"^ +(?:Given|When|Then|And|But) (.*)$", re.MULTILINE)
PAGE = ROOT / "docs" / "features.md"
WRITTEN = [
    step
    for block in blocks(PAGE)
    if block.language == "gherkin"
    for step in _STEP.findall(block.text)
]
PATTERNS = [found["pattern"] for name in vars(steps) if (found := _PREFIX.fullmatch(name))]


@pytest.mark.parametrize("pattern", PATTERNS)
def test_each_step_is_run_once_at_least(pattern: str) -> None:
    """The page has features, which another test runs, with every step there is."""
    assert any(re.fullmatch(pattern, step) for step in WRITTEN)


def test_each_step_is_in_the_table() -> None:
    """The table of steps has each of them, and no other."""
    table = PAGE.read_text(encoding="utf-8").partition("| step |")[2].partition("\n\n")[0]
    told = re.findall(r"`(?:Given|When|Then) ([^`]+)`", table)
    assert len(PATTERNS) > 10
    assert [p for p in PATTERNS if not any(re.fullmatch(p, step) for step in told)] == []
    assert [s for s in told if not any(re.fullmatch(p, s) for p in PATTERNS)] == []

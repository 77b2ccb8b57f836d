"""All formats carry the same findings."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import pytest

from pacecar.checking.check import check
from pacecar.checking.report import Report
from pacecar.formats.registry import FORMATS
from pacecar.formats.view import View
from tests.formats.reading import READERS, WITHOUT_WAIVED, Told, read, told
from tests.formats.samples import SAMPLES

ROOT = Path(__file__).parents[2]

each_format = pytest.mark.parametrize("name", FORMATS)


def test_each_format_is_read_back() -> None:
    """No format is left out of what follows."""
    assert READERS.keys() == FORMATS.keys()


@each_format
@pytest.mark.parametrize("sample", SAMPLES)
def test_a_sample_in_every_format(name: str, sample: str) -> None:
    """Each format has every finding, with its rule, place and severity, and no other."""
    report = SAMPLES[sample]
    assert _read(name, report) == _expected(name, report)


@cache
def _alliance() -> Report:
    folder = ROOT / "plans" / "alliance"
    return check([folder], rules=[ROOT / "rules"], today=date(2026, 1, 1), evaluator="builtin")


@pytest.mark.slow
@each_format
def test_the_reference_plan_in_every_format(name: str) -> None:
    """The real plan's findings are the same in each format."""
    report = _alliance()
    assert len(report.findings) > 50
    assert _read(name, report) == _expected(name, report)


def _read(name: str, report: Report) -> list[Told]:
    return read(name, FORMATS[name].render([report], View(show="all")))


def _expected(name: str, report: Report) -> list[Told]:
    return [one for one in told(report) if not (one.waived and name in WITHOUT_WAIVED)]

"""The benchmark of the load: its sums, and a short run; no time is asserted."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from benchmarks.service.load import Measured, try_out


def test_the_sums_are_right() -> None:
    """Throughput, percentiles, and growth over the second half of what was measured."""
    memory = [(0, 0), (10, 900), (20, 1000), (30, 1030), (40, 1060)]
    measured = Measured(times=[float(n) for n in range(101)], memory=memory, seconds=50.5)
    found = (measured.a_second, measured.percentile(50), measured.percentile(99), measured.growth)
    assert found == pytest.approx((2.0, 50.0, 99.0, 3.0))
    assert math.isnan(Measured(memory=[(1, 5), (1, 7)]).growth)


@pytest.mark.slow
def test_a_short_load_is_kept_whole(tmp_path: Path) -> None:
    """Everything that was acknowledged within a second of load is stored and reported."""
    measured, verdict = try_out(
        "sqlite", servers=1, clients=2, seconds=1, rules=None, folder=tmp_path
    )
    assert verdict.faults == ()
    assert verdict.stored == len(measured.told) == len(measured.times) > 0


@pytest.mark.slow
def test_proposals_of_thirty_programs_are_answered_as_planted(tmp_path: Path) -> None:
    """Each introduces an error of each rule, and one for the leader that does not exist."""
    measured, verdict = try_out(
        "sqlite", servers=1, clients=1, seconds=1, rules=None, folder=tmp_path, of_thirty=True
    )
    assert verdict.faults == ()
    assert verdict.stored == len(measured.told) > 0

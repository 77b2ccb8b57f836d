"""What a worker takes is told of the worker alone."""

from __future__ import annotations

import subprocess
import sys

import pytest

_CHILD = "from pacecar.service.workers import bounds; print(bounds.peak())"
_PARENT = f"""
import subprocess, sys
much = bytearray(400_000_000)
sys.exit(subprocess.call([sys.executable, "-c", {_CHILD!r}]))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's own count is used elsewhere")
def test_the_memory_of_the_service_is_not_that_of_its_workers() -> None:
    """The kernel counts a parent's memory as its child's; workers of a large service are small."""
    told = subprocess.run(
        [sys.executable, "-c", _PARENT], capture_output=True, text=True, check=True
    )
    assert 1_000_000 < int(told.stdout) < 200_000_000

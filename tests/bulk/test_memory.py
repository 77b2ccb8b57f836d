"""A check that stays within its memory, whatever the size of the plan."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.bulk.plans import SIX, write_plan

PROGRAMS = 300_000
LIMIT = 500_000_000

_CODE = """
import json, sys
from pathlib import Path
from pacecar.cli.main import main
sys.argv = ["pacecar", *{arguments!r}]
try:
    main()
except SystemExit as ended:
    code = ended.code
# Not getrusage: it counts what the process that started this one held.
(peak,) = [line for line in Path("/proc/self/status").open() if line.startswith("VmHWM:")]
held = int(peak.split()[1]) * 1024
print(json.dumps([code, held]), file=sys.stderr)
"""


@pytest.mark.slow
def test_a_plan_is_judged_within_the_memory_it_is_given(tmp_path: Path) -> None:
    """What does not fit is kept on the disk, and nothing of it is left."""
    plan, rules, spilled = tmp_path / "plan", tmp_path / "rules", tmp_path / "spilled"
    for folder in (plan, rules / "bench", spilled):
        folder.mkdir(parents=True)
    write_plan(plan, PROGRAMS, wide=True)
    for name, text in SIX.items():
        (rules / f"{name}.yaml").write_text(text)
    arguments = [
        *("check", str(plan), "--rules", str(rules), "--memory", "500MB", "--threads", "2"),
        *("--temp", str(spilled), "--findings", str(tmp_path / "findings.jsonl")),
    ]
    done = subprocess.run(
        [sys.executable, "-c", _CODE.format(arguments=arguments)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": "engine"},
    )
    code, held = json.loads(done.stderr.splitlines()[-1])
    assert code == 1, done.stderr
    assert held < LIMIT
    assert list(spilled.iterdir()) == []
    assert len((tmp_path / "findings.jsonl").read_text().splitlines()) > PROGRAMS / 50

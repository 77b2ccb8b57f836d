#!/usr/bin/env python3
"""Where the time of one `pacecar check` goes: `python benchmarks/stages.py [PLAN] [RUNS]`.

With PACECAR_CACHE=off the rules are read and compiled in each run, as in a first one. Each run is a
fresh process. The stages are those of the pipeline; the shares are of the whole, so that they can
be compared between machines. Prints the least of the runs in milliseconds of the processor, which
others that use the machine disturb less than the time by the clock.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from time import process_time
from typing import Any

ROOT = Path(__file__).resolve().parents[1]


class Watch:
    """Notes how long each stage takes."""

    def __init__(self) -> None:
        """Start."""
        self.stages: dict[str, float] = {}

    def time(self, stage: str, work: Callable[[], Any]) -> Any:
        """Do some work and note its time, in milliseconds."""
        begin = process_time()
        result = work()
        self.stages[stage] = self.stages.get(stage, 0) + (process_time() - begin) * 1000
        return result


def _imports() -> None:
    import pacecar.checking.check
    import pacecar.cli.check
    import pacecar.formats.text  # noqa: F401 - only their import is timed


def one_run(plan_path: str) -> dict[str, float]:
    """Check a plan as the command does and return the milliseconds of each stage."""
    watch = Watch()
    watch.time("importing", _imports)
    from pacecar.checking.check import report_on
    from pacecar.evaluation.evaluating import InProcess
    from pacecar.formats import text
    from pacecar.formats.view import View
    from pacecar.plan.loading import load_plan

    plan = watch.time(
        "reading and linking the plan",
        lambda: load_plan([plan_path], as_of=None, today=date(2026, 1, 1)),
    )
    rulebook = _rulebook(plan.settings, watch)
    enabled = [rule for rule in rulebook.rules if rule.enabled]
    evaluator = watch.time("preparing the judge", lambda: InProcess(enabled, name_kept=False))
    evaluations = watch.time("binding and judging", lambda: evaluator.evaluate(plan))

    class Evaluated:
        """Stands for the evaluator, so that the report's own time is seen."""

        name = evaluator.name
        note = ""

        def evaluate(self, _: object) -> Any:
            return evaluations

    report = watch.time("findings in words", lambda: report_on(plan, rulebook, Evaluated()))
    watch.time("writing the text", lambda: text.render(report, View()))
    return watch.stages


def _rulebook(settings: Any, watch: Watch) -> Any:
    """Return the compiled rulebook, recalled or made anew."""
    from pacecar.evaluation.rulebooks import compiled_rulebook

    folders = [ROOT / "rules"]
    if os.environ.get("PACECAR_CACHE") != "off":
        return watch.time(
            "recalling the rules", lambda: compiled_rulebook(folders, settings, kept=True)
        )
    from pacecar.evaluation.compiling import compile_rulebook
    from pacecar.rulebook.loading import load_rulebook

    loaded = watch.time("reading and typing the rules", lambda: load_rulebook(folders))
    return watch.time("compiling the rules", lambda: compile_rulebook(loaded))


def main() -> None:
    """Run in fresh processes and print the least of each stage."""
    if sys.argv[1:2] == ["--one"]:
        sys.stdout.write(json.dumps(one_run(sys.argv[2])))
        return
    plan = sys.argv[1] if len(sys.argv) > 1 else str(ROOT / "plans/alliance")
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else 7  # noqa: PLR2004 - the second argument
    command = [sys.executable, __file__, "--one", plan]
    begun, found = [], []
    for _ in range(runs):
        with subprocess.Popen(command, stdout=subprocess.PIPE) as process:  # noqa: S603 - ourselves
            assert process.stdout is not None  # noqa: S101 - it was asked for
            found.append(json.loads(process.stdout.read()))
            _, status, used = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        begun.append((used.ru_utime + used.ru_stime) * 1000)
    stages = {stage: min(run[stage] for run in found) for stage in found[0]}
    whole = min(begun)
    stages = {"starting and ending Python": whole - sum(stages.values()), **stages}
    for stage, milliseconds in [*stages.items(), ("all", whole)]:
        sys.stdout.write(f"{stage:30} {milliseconds:7.1f} ms {milliseconds / whole:6.1%}\n")


if __name__ == "__main__":
    main()

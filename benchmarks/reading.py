#!/usr/bin/env python3
"""What it costs to read and link a plan, from YAML and from JSON.

    python benchmarks/reading.py [--programs 10000] [--rounds 5]

For made-up plans: the processor's microseconds a program, the least of some rounds. First what
`pacecar check` does before it judges, garbage collected as the command does; then its two parts
alone, with no garbage collected: nodes of the file, each with its place, and linked entities of
these nodes; and, of YAML, the events of PyYAML's parser, which nobody looks at. The YAML is
that of `benchmarks/plans.py`, with fifteen fields a program; the JSON that of the comparison
with peers, with ten or twelve, where one in a hundred programs names a leader that does not
exist.
"""

from __future__ import annotations

import argparse
import gc
import sys
import tempfile
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from time import process_time
from typing import Any, Final

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT)]

from benchmarks.peers import files  # noqa: E402 - the checkout, from wherever this is started
from benchmarks.peers.workload import SEED  # noqa: E402
from benchmarks.plans import plan_text  # noqa: E402
from pacecar.cli.main import COLLECTED_AT  # noqa: E402

TODAY: Final = date(2026, 1, 1)


def least(work: Callable[[], object], rounds: int) -> float:
    """Return the seconds of the processor of the quickest of some rounds."""
    found = []
    for _ in range(rounds):
        gc.collect()
        begin = process_time()
        made = work()
        found.append(process_time() - begin)
        del made
    return min(found)


def measured(plan: Path, rounds: int) -> list[tuple[str, float]]:
    """Return the seconds of the whole and of its parts."""
    from pacecar.plan.building import Allowance
    from pacecar.plan.drafts import gather
    from pacecar.plan.files import collect
    from pacecar.plan.linking import link
    from pacecar.plan.loading import load_plan, read_documents

    def nodes() -> Any:
        return read_documents(collect([plan]), Allowance()).documents

    def linked(documents: Any) -> Any:
        return link(gather(documents), as_of=None, today=TODAY, complete=True)

    whole = least(lambda: load_plan([plan], as_of=None, today=TODAY), rounds)
    gc.disable()
    try:
        to_nodes = least(nodes, rounds)
        documents = nodes()
        return [
            ("reading and linking", whole),
            ("nodes alone", to_nodes),
            ("linking alone", least(lambda: linked(documents), rounds)),
        ]
    finally:
        gc.enable()


def events(text: str) -> None:
    """Let PyYAML's parser make its events of a text."""
    import yaml
    from yaml._yaml import CParser

    next_event = CParser(text.encode()).get_event
    while type(next_event()) is not yaml.StreamEndEvent:
        pass


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--programs", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args(arguments)
    gc.set_threshold(COLLECTED_AT)
    sys.stdout.write("microseconds of the processor a program\n")
    with tempfile.TemporaryDirectory() as folder:
        yaml, json = Path(folder) / "plan.yaml", Path(folder) / "json"
        yaml.write_text(plan_text(given.programs), "utf-8")
        files.write(json, given.programs, SEED, most_in_plan=given.programs)
        for form, plan in (("YAML", yaml), ("JSON", json / files.PLAN)):
            for name, seconds in measured(plan, given.rounds):
                figure = seconds / given.programs * 1e6
                sys.stdout.write(f"{form}: {name:22}{figure:8.1f}\n")
        text = yaml.read_text("utf-8")
        gc.disable()
        figure = least(lambda: events(text), given.rounds) / given.programs * 1e6
        sys.stdout.write(f"YAML: {'events alone':22}{figure:8.1f}\n")


if __name__ == "__main__":
    main()

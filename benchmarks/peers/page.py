"""The page of the documentation that holds the figures, all of it written by the command."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final

from benchmarks.peers.figures import Figures, Found, growth, ratio
from benchmarks.peers.plot import Line, plot
from benchmarks.peers.registry import DUCKDB, ENTRIES, PLAIN, Entry
from benchmarks.peers.targets import TARGETS
from benchmarks.peers.workload import RULES
from benchmarks.service.reliability import table

_MILLISECOND: Final = 1e-3
_MEBIBYTE: Final = 2**20

INTRODUCTION: Final = """\
# Benchmarks

What Pacecar's evaluators cost beside other ways to ask the same questions. This page is written by

    {command}

which makes an environment of its own in `build/peers`, installs the peers there in the versions of
`benchmarks/requirements.txt`, makes the workload, runs all in turn, each in a fresh process, and
checks every answer. Times on a machine that others use as well mean little: trust the ratios, and
repeat the command before you rely on a second digit.

{about}

## The workload

Programs made up by a seed, half of which follow another one, and six rules. In a fiftieth of what
each rule looks at something is wrong, and which is known: who does not find exactly that is shown
as wrong, and its times do not count.

| rule | what it asks |
|---|---|
| R1 | a follower's leader exists |
| R2 | a leader is no follower |
| R3 | a follower is on its leader's platform |
| R4 | more than half of the upper body is shared |
| R5 | the programs that lead in a region are of one company |
| R6 | at least 80% of a year's vehicles are on common platforms |

*Loading* reads the files into what a contender works on, *resolving* links references where that
is done before any rule is asked, *evaluating* ends with the ids of all that is wrong as lists.
*Memory* is the highest that the process had, its imports included. Medians over all rounds of all
runs.
"""


def page(
    found: Found, sizes: Sequence[int], about: Mapping[str, str], versions: Mapping[str, str]
) -> str:
    """Return the page.

    Args:
        found: the figures.
        sizes: of the workloads that were run, rising.
        about: the command, and where and when it was run.
        versions: of the peers' distributions.
    """
    said = ", ".join(f"{name} {value}" for name, value in about.items() if name != "command")
    entries = [entry for entry in ENTRIES if any((entry.name, size) in found for size in sizes)]
    parts = [
        INTRODUCTION.format(command=about["command"], about=f"{said}."),
        "![Time to evaluate over the number of programs](benchmarks-time.svg)\n",
        "![Memory over the number of programs](benchmarks-memory.svg)\n",
        "## What was to be reached\n",
        *_targets(found, sizes),
        *(_at(found, size, entries) for size in sizes),
        "## Growth\n\nHow many times as long evaluating takes with more programs.\n",
        _growth(found, sizes, entries),
        "\n## Who is compared\n",
        *(_who(entry, versions) for entry in entries),
        MISSING,
    ]
    return "\n".join(parts)


MISSING: Final = """
## Who is not

- **OPA itself** is a program in Go that no registry used here brings; its Rego runs on the two
  interpreters above. To add it, put `opa` on the path and a module beside the others in
  `benchmarks/peers/contenders` that runs `opa eval --data` on the document of `rego.py`.
- **DRL**, the language that Drools' rules are usually written in: the jar that `drools-jpy` brings
  has the engine without the compiler of DRL's conditions. What that compiler would make of the
  rules is written out in `benchmarks/peers/drools`.
"""


def plots(found: Found, sizes: Sequence[int]) -> dict[str, str]:
    """Return the plots by the names of their files."""

    def lines(value: str) -> list[Line]:
        made = []
        for entry in reversed(ENTRIES):
            at = ((size, found.get((entry.name, size), Figures())) for size in sizes)
            points = [(float(size), float(getattr(one, value))) for size, one in at if one.counts]
            made.append(Line(entry.name, _kind(entry.name), points))
        return made

    return {
        "benchmarks-time.svg": plot(
            "Time to evaluate six rules, by programs; both axes logarithmic",
            lines("evaluate"),
            across=_programs,
            up=time_in_words,
        ),
        "benchmarks-memory.svg": plot(
            "Highest memory of the process, by programs; both axes logarithmic",
            lines("memory"),
            across=_programs,
            up=lambda value: f"{value / 1e6:,.0f} MB",
        ),
    }


def _kind(name: str) -> str:
    if name.startswith("Pacecar"):
        return "own"
    return "base" if name in (PLAIN, DUCKDB) else "peer"


def _programs(value: float) -> str:
    return f"{value:,.0f}"


def time_in_words(seconds: float) -> str:
    """Return a time with its unit and three digits at most."""
    if seconds < _MILLISECOND:
        return f"{seconds * 1e6:.0f} µs"
    if seconds < 1:
        milliseconds = seconds * 1000
        return f"{milliseconds:.0f} ms" if milliseconds >= 10 else f"{milliseconds:.1f} ms"  # noqa: PLR2004 - two digits are enough
    return f"{seconds:.1f} s" if seconds < 10 else f"{seconds:.0f} s"  # noqa: PLR2004 - two digits are enough


def times_in_words(value: float | None) -> str:
    """Return a ratio, `-` for none."""
    if value is None:
        return "-"
    return f"{value:.2f}" if value < 10 else f"{value:.0f}"  # noqa: PLR2004 - two digits are enough


def _targets(found: Found, sizes: Sequence[int]) -> Iterator[str]:
    rows = []
    missed = []
    for target in TARGETS:
        measured = {size: target.measure(found, size) for size in target.sizes if size in sizes}
        known = {size: value for size, value in measured.items() if value is not None}
        if not known:
            continue
        cells = [times_in_words(known.get(size)) if size in target.sizes else "" for size in sizes]
        reached = all(value <= target.most for value in known.values())
        rows.append((target.what, f"{target.most:g}", *cells, "yes" if reached else "**no**"))
        if not reached:
            missed.append(f"- **{target.what}.** {target.reason} What would close it: ")
            missed[-1] += f"{target.closing[0].lower()}{target.closing[1:]}"
    if not rows:
        yield "None of it was measured in this run.\n"
        return
    yield table(("ratio", "at most", *map(_programs, sizes), "reached"), rows) + "\n"
    if missed:
        yield "\n".join(["Where it falls short:\n", *missed]) + "\n"


def _at(found: Found, size: int, entries: Sequence[Entry]) -> str:
    head = ("", "load", "resolve", "evaluate", f"x {PLAIN}", "x DuckDB", "memory", "runs", "answer")
    rows = []
    for entry in entries:
        one = found.get((entry.name, size))
        if one is None:
            if size > entry.most:
                rows.append((entry.name, *["-"] * 7, f"not asked beyond {entry.most:,}"))
            continue
        if not one.runs:
            rows.append((entry.name, *["-"] * 7, one.trouble))
            continue
        times = [time_in_words(spent) if spent > 1e-5 else "-" for spent in one[1:4]]  # noqa: PLR2004 - nothing is done
        ratios = (times_in_words(ratio(found, size, entry.name, to)) for to in (PLAIN, DUCKDB))
        memory = f"{one.memory / _MEBIBYTE:,.0f} MiB"
        rows.append((entry.name, *times, *ratios, memory, f"{one.runs}", _answer(entry, one)))
    return f"## {size:,} programs\n\n{table(head, rows)}\n"


def _answer(entry: Entry, one: Figures) -> str:
    if one.wrong:
        return f"**wrong: {', '.join(one.wrong)}**"
    asked = "" if entry.rules == RULES else f", {entry.rules[0]}-{entry.rules[-1]} only"
    return f"right{asked}{f'; {one.trouble}' if one.trouble else ''}"


def _growth(found: Found, sizes: Sequence[int], entries: Sequence[Entry]) -> str:
    pairs = list(pairwise(sizes))
    rows = [
        (entry.name, *cells)
        for entry in entries
        if set(cells := [times_in_words(growth(found, entry.name, a, b)) for a, b in pairs])
        != {"-"}
    ]
    return table(("", *(f"{a:,} to {b:,}" for a, b in pairs)), rows)


def _who(entry: Entry, versions: Mapping[str, str]) -> str:
    of = ", ".join(f"{name} {versions[name]}" for name in entry.packages if name in versions)
    return f"- **{entry.name}**{f' ({of})' if of else ''}: {entry.said}."

"""The results of all rules, in figures and in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pacecar.specification.mutation.equivalents import Key, Listing
from pacecar.specification.mutation.running import RuleResult, Tried


@dataclass(frozen=True, slots=True)
class Score:
    """What became of the mutants of some rules; `seconds` is the time from start to end."""

    results: tuple[RuleResult, ...]
    listing: Listing
    seconds: float

    @property
    def tried(self) -> list[Tried]:
        """All mutants."""
        return [tried for result in self.results for tried in result.tried]

    @property
    def survivors(self) -> list[Tried]:
        """Those that survived and are not listed."""
        return [t for t in self.tried if not t.killed and not self.listing.reason(t)]

    @property
    def stale(self) -> list[Key]:
        """Those that are listed and did not survive."""
        return sorted(self.listing.stale(self.tried))

    @property
    def problems(self) -> list[str]:
        """Why the mutants of some rules were not tried."""
        return [result.problem for result in self.results if result.problem]

    @property
    def passed(self) -> bool:
        """Whether every mutant was tried, and killed or listed."""
        return not (self.survivors or self.stale or self.problems)

    @property
    def runs_a_minute(self) -> int:
        """Runs of an example with a mutant, a minute, start of the processes included."""
        return round(60 * sum(result.runs for result in self.results) / self.seconds)


def as_lines(score: Score) -> Iterator[str]:
    """Yield a score as text: a line a rule, what survived, what is stale, and all in all."""
    longest = max((len(result.rule) for result in score.results), default=0)
    for result in score.results:
        told = "not tried" if result.problem else _counts(result.tried, score.listing)
        yield f"{result.rule:<{longest}}  {told}"
    yield ""
    yield from score.problems
    for tried in score.survivors:
        yield f"{tried.file}:{tried.line}:{tried.column}: survived: {tried.kind} of {tried.rule}"
        yield f"    before: {tried.before}"
        yield f"    after:  {tried.after}"
    for rule, before, after in score.stale:
        yield f"{rule}: listed as equivalent, but killed or not made: {before} -> {after}"
    if not score.passed:
        yield ""
    runs = sum(result.runs for result in score.results)
    rules = "1 rule" if len(score.results) == 1 else f"{len(score.results)} rules"
    yield f"{rules}: {_counts(score.tried, score.listing)}"
    yield f"{runs} runs in {score.seconds:.1f} s: {score.runs_a_minute} a minute"


def as_document(score: Score) -> dict[str, Any]:
    """Return a score as data for JSON."""
    return {
        "format": "pacecar-mutation/1",
        "mutants": len(score.tried),
        "killed": sum(tried.killed for tried in score.tried),
        "survived": len(score.survivors),
        "problems": score.problems,
        "stale": [
            {"rule": rule, "before": before, "after": after} for rule, before, after in score.stale
        ],
        "runs": sum(result.runs for result in score.results),
        "seconds": round(score.seconds, 3),
        "runs_a_minute": score.runs_a_minute,
        "rules": [
            {
                "rule": result.rule,
                "examples": result.examples,
                "mutants": len(result.tried),
                "killed": sum(tried.killed for tried in result.tried),
                "runs": result.runs,
                "alive": [_entry(t, score.listing) for t in result.tried if not t.killed],
            }
            for result in score.results
        ],
    }


def _entry(tried: Tried, listing: Listing) -> dict[str, Any]:
    return {
        "kind": tried.kind,
        "file": tried.file,
        "line": tried.line,
        "column": tried.column,
        "before": tried.before,
        "after": tried.after,
        "equivalent": listing.reason(tried) or None,
    }


def _counts(tried: Sequence[Tried], listing: Listing) -> str:
    """Return `12 mutants, 11 killed, 1 equivalent, 0 survived: 100.0%`."""
    killed = sum(one.killed for one in tried)
    listed = sum(1 for one in tried if not one.killed and listing.reason(one))
    survived = len(tried) - killed - listed
    rate = 100 * killed / max(1, len(tried) - listed)
    # A rate is rounded down: 100.0% is all of them.
    shown = f"{int(rate * 10) / 10:.1f}%"
    words = [f"{len(tried)} mutants", f"{killed} killed"]
    words += [f"{listed} equivalent"] if listed else []
    return f"{', '.join(words)}, {survived} survived: {shown}"

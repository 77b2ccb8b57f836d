"""Comparing a report with an earlier state: what is introduced, changed, left, resolved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from pacecar.checking.report import (
    MOST_EXAMPLES,
    Against,
    Change,
    Finding,
    Known,
    Report,
    Subject,
    Summary,
    Undetermined,
    Verdict,
)
from pacecar.rulebook.severity import Severity

NOT_JUDGED: Final = ", whose plan was not judged: findings it does not have count as introduced"
"""What is said of an earlier state of which only some findings are known."""

NOT_RULES: Final = ("plan/", "waivers/")
"""The families of findings about the plan's structure and its waivers, which no rule makes."""

_LOUDNESS: Mapping[Severity, int] = {"info": 1, "warning": 2, "error": 3}
_WAIVED = 0
_LOUDEST = 3


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier state, as far as it is known.

    Attributes:
        what: what it is, in words: "revision HEAD".
        known: its findings.
        undetermined: what its undetermined cases waited for, None if that is not known.
    """

    what: str
    known: tuple[Known, ...] = ()
    undetermined: tuple[Undetermined, ...] | None = ()


def earlier_from(report: Report, what: str) -> Earlier:
    """Return the state that a report is about, to compare a later one with."""
    what += NOT_JUDGED if report.verdict == "not judged" else ""
    return Earlier(what, tuple(map(known_of, report.findings)), report.undetermined)


def known_of(finding: Finding) -> Known:
    """Return what is kept of a finding to know it again."""
    return Known(
        rule=finding.rule,
        severity=finding.severity,
        subject=finding.subject,
        message=finding.message,
        fingerprint=finding.fingerprint,
        values_digest=finding.values_digest,
        waived=finding.waived is not None,
    )


def compared(report: Report, earlier: Earlier) -> Report:
    """Return a report with what became of each finding, and of those of an earlier state.

    It still holds every finding. Its verdict, its summary's findings and undetermined cases,
    and its `undetermined` are about what the plan introduces or changes. Findings of rules that
    this report did not judge are neither left nor resolved: nobody knows.
    """
    judged = {result.rule for result in report.rules if result.outcome != "could not run"}
    known = [k for k in earlier.known if k.rule in judged or k.rule.startswith(NOT_RULES)]
    changes, resolved = _changes(report.findings, known)
    findings = tuple(
        replace(finding, change=change)
        for finding, change in zip(report.findings, changes, strict=True)
    )
    undetermined = tuple(_more(report.undetermined, earlier.undetermined))
    counts = Counter(changes)
    loud = [finding for finding in findings if finding.change != "left"]
    return replace(
        report,
        verdict=report.verdict if report.verdict == "not judged" else _verdict(loud),
        summary=_summary(report.summary, loud, undetermined),
        findings=findings,
        undetermined=undetermined,
        against=Against(
            what=earlier.what,
            introduced=counts["introduced"],
            changed=counts["changed"],
            left=counts["left"],
            resolved=tuple(sorted(resolved, key=_order)),
            undetermined=report.undetermined,
        ),
    )


def without_left(report: Report) -> Report:
    """Return a compared report without the findings that the earlier state had as well."""
    loud = tuple(finding for finding in report.findings if finding.change != "left")
    return replace(report, findings=loud)


def _changes(
    findings: Sequence[Finding], known: Iterable[Known]
) -> tuple[list[Change], list[Known]]:
    """Return what each finding is beside those known, and the known that are gone.

    Fingerprints need not be unique: each known finding answers for one of now.
    """
    before: dict[str, list[Known]] = {}
    for one in known:
        before.setdefault(one.fingerprint, []).append(one)
    now: dict[str, list[int]] = {}
    for number, finding in enumerate(findings):
        now.setdefault(finding.fingerprint, []).append(number)
    changes: list[Change] = ["introduced"] * len(findings)
    resolved = [one for name, ones in before.items() if name not in now for one in ones]
    for name, numbers in now.items():
        if name in before:
            resolved += _pair(findings, numbers, before[name], changes)
    return changes, resolved


def _pair(
    findings: Sequence[Finding], numbers: list[int], known: list[Known], changes: list[Change]
) -> list[Known]:
    """Note the changes of the findings of one fingerprint; return the known that are left over.

    The quietest finding takes the quietest known one that is as loud, so that as many as can be
    are left as they were.
    """
    answering: dict[tuple[str, int], list[Known]] = {}
    for one in sorted(known, key=_order, reverse=True):
        answering.setdefault((one.values_digest, _loudness(one)), []).append(one)
    others: list[int] = []
    for number in sorted(numbers, key=lambda number: _loudness(findings[number])):
        finding = findings[number]
        for loudness in range(_loudness(finding), _LOUDEST + 1):
            if fitting := answering.get((finding.values_digest, loudness)):
                fitting.pop()
                changes[number] = "left"
                break
        else:
            others.append(number)
    rest = sorted((one for ones in answering.values() for one in ones), key=_order)
    for number in others[: len(rest)]:
        changes[number] = "changed"
    return rest[len(others) :]


def _loudness(finding: Finding | Known) -> int:
    return _WAIVED if finding.waived else _LOUDNESS[finding.severity]


def _order(known: Known) -> tuple[str, ...]:
    subject = known.subject
    where = (subject.collection, subject.id, subject.field, subject.name)
    digests = (known.fingerprint, known.values_digest)
    return (known.rule, *where, *digests, known.severity, known.message, str(known.waived))


def _verdict(loud: Iterable[Finding]) -> Verdict:
    rejected = any(f.severity == "error" and f.waived is None for f in loud)
    return "rejected" if rejected else "accepted"


def _summary(
    summary: Summary, loud: Iterable[Finding], undetermined: Iterable[Undetermined]
) -> Summary:
    counts = Counter("waived" if finding.waived else finding.severity for finding in loud)
    return replace(
        summary,
        error=counts["error"],
        warning=counts["warning"],
        info=counts["info"],
        waived=counts["waived"],
        undetermined=sum(entry.count for entry in undetermined),
    )


def _more(
    now: Iterable[Undetermined], before: Iterable[Undetermined] | None
) -> Iterator[Undetermined]:
    """Yield what more cases wait for than did before; all of it, if nobody knows."""
    waited = {(entry.rule, entry.needs): entry for entry in before or ()}
    for entry in now:
        earlier = waited.get((entry.rule, entry.needs))
        if earlier is None:
            yield entry
        elif entry.count > earlier.count:
            count = entry.count - earlier.count
            yield replace(entry, count=count, examples=tuple(_new(entry, earlier)))


def _new(entry: Undetermined, earlier: Undetermined) -> Iterator[Subject]:
    """Yield the examples that are certainly new.

    Examples are sorted and capped: where there were more than are told, only what sorts before
    the last of them is known to be new.
    """
    told = [(subject.collection, subject.id) for subject in earlier.examples]
    whole = 0 < len(told) < MOST_EXAMPLES
    for subject in entry.examples:
        key = (subject.collection, subject.id)
        if key not in told and (whole or (told and key < told[-1])):
            yield subject

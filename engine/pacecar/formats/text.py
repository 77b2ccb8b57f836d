"""The format for people: what matters first on top, each finding at its place, the sum below.

It may change with any release; programs read `json`.
"""

from __future__ import annotations

from pacecar.checking.report import Finding, Report, RuleResult, Undetermined
from pacecar.formats.blocks import Blocks, View, position
from pacecar.formats.cells import shown, width, wrapped
from pacecar.formats.colour import Palette, Role
from pacecar.formats.snippet import Sources
from pacecar.formats.words import counted, findings_in_words, grouped, listed, need, titles

FULL = 5
"""Findings of one rule shown with their source; the others take a line each."""
_NAMED = 5
"""Examples, or rules, named before the rest is counted."""

_VERDICTS: dict[str, Role] = {"accepted": "good", "rejected": "error", "not judged": "warning"}


def render(report: Report, view: View) -> str:
    """Return the report as text, ending with a line break."""
    text = _Text(report, view)
    sections = [
        text.head(),
        text.could_not_run(),
        text.overview(),
        *text.findings(),
        *text.undetermined(),
        text.waived(),
        text.foot(),
    ]
    return "\n\n".join("\n".join(lines) for lines in sections if lines) + "\n"


class _Text:
    """The sections of one report, each as lines."""

    def __init__(self, report: Report, view: View) -> None:
        self._report = report
        self._all = view.show == "all"
        self._width = view.width
        self._paint = Palette(colour=view.colour).paint
        self._blocks = Blocks(Sources(report.texts), view)
        self._groups = grouped(report.findings)
        self._results = titles(report)

    def head(self) -> list[str]:
        """Return the verdict, and on what."""
        report = self._report
        begin = f"{shown(report.plan_name) or 'plan'}: {report.verdict}"
        about = f"{counted(report.programs, 'program')}, judged as of {report.as_of}"
        lines = wrapped(f"{begin}: {findings_in_words(report)} ({about})", self._width, "", "    ")
        painted = self._paint(lines[0][: len(begin)], _VERDICTS[report.verdict])
        return [painted + lines[0][len(begin) :], *lines[1:]]

    def could_not_run(self) -> list[str]:
        """Return the rules that could not run: nothing below says whether they are kept."""
        lines: list[str] = []
        for result in self._report.rules:
            if result.outcome == "could not run":
                label = f"could not run[{result.rule}]"
                text = f"{label}: {shown(result.problem)}"
                first, *rest = wrapped(text, self._width, "", "    ")
                lines += [self._paint(label, "error") + first[len(label) :], *rest]
        return lines

    def overview(self) -> list[str]:
        """Return a line for each rule with findings, where there is more than one."""
        hidden = any(severity == "info" for severity, _, _ in self._groups) and not self._all
        if len(self._groups) < 2 and not hidden:  # noqa: PLR2004 - one rule needs no overview
            return []
        digits = max(len(f"{len(found):,}") for _, _, found in self._groups)
        longest = max(len(rule) for _, rule, _ in self._groups)
        lines: list[str] = []
        for severity, rule, found in self._groups:
            label = {"error": "error", "warning": "warning", "info": "info"}[severity]
            plain = f"  {label:<7}  {len(found):>{digits},}  {rule:<{longest}}  "
            remark = self._remark(rule, found)
            row = (plain + shown(remark)).rstrip()
            if self._width is not None and width(row) > self._width:
                row = _cut(row, self._width)
            role: Role = _SEVERITIES[severity]
            lines.append("  " + self._paint(row[2:9].rstrip(), role) + row[2 + len(label) :])
        if hidden:
            note = "Information is only counted here; to see each: --show all"
            lines.append(self._paint(f"  {note}", "quiet"))
        return lines

    def findings(self) -> list[list[str]]:
        """Return the findings: of each rule the first few with their source."""
        sections: list[list[str]] = []
        quoted: set[str] = set()
        for severity, rule, found in self._groups:
            if severity == "info" and not self._all:
                continue
            full = found if self._all else found[:FULL]
            for finding in full:
                because = None if rule in quoted else self._results.get(rule)
                quoted.add(rule)
                sections.append(self._blocks.full(finding, because))
            if rest := found[len(full) :]:
                role = _SEVERITIES[severity]
                label = f"{severity}[{rule}]"
                more = f": {len(rest):,} more (with their source: --show all)"
                lines = [self._paint(label, role) + self._paint(more, "strong")]
                for finding in rest:
                    lines += self._blocks.short(finding)
                sections.append(lines)
        return sections

    def undetermined(self) -> list[list[str]]:
        """Return by rule what is not known and decides."""
        by_rule: dict[str, list[Undetermined]] = {}
        for entry in self._report.undetermined:
            by_rule.setdefault(entry.rule, []).append(entry)
        if not by_rule:
            return []
        cases = counted(self._report.summary.undetermined, "case")
        head = f"Undetermined: {cases} that the plan does not say enough about"
        sections = [[self._paint(line, "strong") for line in wrapped(head, self._width)]]
        for rule, entries in by_rule.items():
            result = self._results.get(rule)
            title = f": {shown(result.title)}" if result is not None and result.title else ""
            first, *rest = wrapped(rule + title, self._width, "", "    ")
            lines = [self._paint(rule, "warning") + first[len(rule) :], *rest]
            for entry in entries:
                lines += self._need(entry)
            sections.append(lines)
        return sections

    def waived(self) -> list[str]:
        """Return the findings that a waiver covers, with its reason and end."""
        found = [finding for finding in self._report.findings if finding.waived is not None]
        if not found:
            return []
        lines = [self._paint(f"Waived: {counted(len(found), 'finding')}", "strong")]
        for finding in found:
            lines += self._waived(finding)
        return lines

    def foot(self) -> list[str]:
        """Return the sum: verdict, findings, cases, rules."""
        report, summary = self._report, self._report.summary
        cases = [
            f"{summary.kept:,} kept",
            f"{summary.broken:,} broken" if summary.broken else "",
            f"{summary.undetermined:,} undetermined" if summary.undetermined else "",
            f"{summary.unplaced:,} unplaced (in no group, as a key is unknown)"
            if summary.unplaced
            else "",
        ]
        rules = [self._rules(outcome) for outcome in ("could not run", "broken", "undetermined")]
        rules += [self._rules(outcome) for outcome in ("kept", "not applicable")]
        rows = [
            ("verdict", f"{report.verdict}: {findings_in_words(report)}"),
            ("cases", listed(cases)),
            ("rules", f"{report.rulebook_rules:,}: {listed(rules)}" if report.rules else ""),
        ]
        lines: list[str] = []
        for name, text in rows:
            if text:
                first, *rest = wrapped(text, self._width, f"{name:<9}", " " * 9)
                lines += [self._paint(first[:9], "quiet") + first[9:], *rest]
        verdict = report.verdict
        lines[0] = lines[0].replace(verdict, self._paint(verdict, _VERDICTS[verdict]), 1)
        return lines

    def _remark(self, rule: str, found: tuple[Finding, ...]) -> str:
        """Return a rule's title, and how many of its findings are legacy."""
        legacy = sum(finding.legacy for finding in found)
        result = self._results.get(rule)
        title = result.title if result is not None else ""
        if not legacy:
            return title
        note = "legacy" if legacy == len(found) else f"{legacy:,} legacy"
        return f"({note}) {title}"

    def _need(self, entry: Undetermined) -> list[str]:
        """Return what a number of cases wait for, with some of them."""
        named = [subject.name or subject.id for subject in entry.examples[:_NAMED]]
        more = entry.count - len(named)
        examples = shown("; ".join(named)) + (f"; {more:,} more" if named and more > 0 else "")
        waits = counted(entry.count, "case waits", "cases wait")
        text = f"{waits} for {shown(need(entry.needs))}"
        return wrapped(f"{text}: {examples}" if examples else text, self._width, "  ", "      ")

    def _waived(self, finding: Finding) -> list[str]:
        """Return a finding with its waiver."""
        waiver = finding.waived
        assert waiver is not None  # noqa: S101 - only waived findings come here
        place = f"{position(finding.location)}: " if finding.location else ""
        text = shown(f"{finding.severity}[{finding.rule}]: {finding.message}")
        approved = f", approved by {listed(waiver.approved_by)}" if waiver.approved_by else ""
        reason = shown(f"until {waiver.until}{approved}: {waiver.reason}")
        return [
            *wrapped(place + text, self._width, "  ", "      "),
            *wrapped(reason, self._width, "      ", "      "),
        ]

    def _rules(self, outcome: str) -> str:
        """Return how many rules have an outcome; the names where nothing else tells them."""
        named = [result.rule for result in self._report.rules if result.outcome == outcome]
        if not named:
            return ""
        text = f"{len(named):,} {outcome}"
        if outcome != "not applicable":
            return text
        more = "" if len(named) <= _NAMED or self._all else f", {len(named) - _NAMED:,} more"
        names = named if self._all else named[:_NAMED]
        return f"{text} ({listed(names)}{more})"


_SEVERITIES: dict[str, Role] = {"error": "error", "warning": "warning", "info": "info"}


def _cut(row: str, limit: int) -> str:
    """Cut a row to `limit` cells."""
    while width(row) > limit - 3:
        row = row[:-1]
    return row.rstrip() + "..."


def because(result: RuleResult) -> str:
    """Return a rule's rationale on one line."""
    return " ".join(result.rationale.split())

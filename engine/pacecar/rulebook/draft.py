"""A rule file as written: its keys and texts, before anything in it is typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pacecar.plan.nodes import Mapping as MappingNode
from pacecar.plan.nodes import Scalar, Span
from pacecar.rulebook.forms import Form
from pacecar.rulebook.parsing import Parsed, parse
from pacecar.rulebook.problems import Problems
from pacecar.rulebook.shapes import DOWNGRADE, GROUP, REPORT, RULE, SEVERITIES
from pacecar.rulebook.written import FileText, Written


@dataclass(frozen=True, slots=True)
class GroupDraft:
    """`each`, `if` and `by` of a group."""

    file: str
    each: Written | None
    condition: Written | None
    keys: tuple[tuple[str, Span, Written], ...]


@dataclass(frozen=True, slots=True)
class CaseDraft:
    """An entry of `for`: a name, and what it is bound to."""

    name: str
    span: Span
    source: Written | GroupDraft | None


@dataclass(frozen=True, slots=True)
class DowngradeDraft:
    """A downgrade as written."""

    when: Parsed
    to: str
    legacy: bool


@dataclass(frozen=True, slots=True)
class ParameterDraft:
    """A parameter's value as written, by the rule or by a plan's settings.

    `dated` is true where a plan sets a date: there a plain year is no number.
    """

    text: str
    plain: bool
    file: str
    line: int
    column: int
    dated: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """A rule as written. What is missing or unusable is None; it has been noted."""

    id: str
    folder: int
    form: Form
    title: str
    severity: str
    version: int
    sources: tuple[Written, ...]
    rationale: str
    cases: tuple[CaseDraft, ...]
    lets: Mapping[str, tuple[Span, Written]]
    where: Written | None
    require: Written | None
    at: Written | None
    related: tuple[Written, ...]
    message: Written | None
    hint: Written | None
    known_by: tuple[Written, ...] | None
    parameters: Mapping[str, tuple[Span, ParameterDraft]]
    requires: tuple[Written, ...]
    downgrades: tuple[DowngradeDraft, ...]
    enabled: bool
    aliases: tuple[Written, ...]

    @property
    def file(self) -> str:
        """The rule's file."""
        return self.form.source.file


def read_draft(
    rule: str, folder: int, node: MappingNode, source: FileText, problems: Problems
) -> Draft:
    """Read a rule file's root."""
    form = Form(node, source, problems, RULE.what, RULE.names)
    form.require(*RULE.required)
    report = form.within("report", REPORT.names)
    if report is not None:
        report.require(*REPORT.required)
    title, rationale = form.text("title"), form.text("rationale")
    return Draft(
        id=rule,
        folder=folder,
        form=form,
        title=title.text.strip() if title else "",
        severity=form.choice("severity", SEVERITIES) or "error",
        version=_version(form),
        sources=form.texts("source"),
        rationale=rationale.text.strip() if rationale else "",
        cases=_cases(form),
        lets=_lets(form),
        where=form.text("where"),
        require=form.text("require"),
        at=report.text("at") if report else None,
        related=report.texts("related") if report else (),
        message=report.text("message") if report else None,
        hint=report.text("hint") if report else None,
        known_by=report.texts("known_by") if report and report.has("known_by") else None,
        parameters=_parameters(form),
        requires=form.texts("requires"),
        downgrades=read_downgrades(form),
        enabled=form.truth("enabled", otherwise=True),
        aliases=form.texts("aliases"),
    )


def read_downgrades(form: Form) -> tuple[DowngradeDraft, ...]:
    """Read `downgrade`, of a rule or of the rulebook."""
    found = []
    for inner in form.forms("downgrade", DOWNGRADE.names, DOWNGRADE.what):
        inner.require(*DOWNGRADE.required)
        written, to = inner.text("when"), inner.choice("to", SEVERITIES)
        when = parse(written, form.problems) if written else None
        legacy = inner.truth("legacy", otherwise=False)
        if when is not None and to is not None:
            found.append(DowngradeDraft(when, to, legacy))
    return tuple(found)


def _version(form: Form) -> int:
    found = form.text("version")
    if found is None:
        return 1
    text = found.text
    if not (found.plain and text.isascii() and text.isdigit() and text[0] != "0" and len(text) < 7):  # noqa: PLR2004 - nobody counts so far
        form.refuse(found.span, "`version` is a whole number from 1 on.")
        return 1
    return int(text)


def _cases(form: Form) -> tuple[CaseDraft, ...]:
    inner = form.within("for", None)
    if inner is None:
        return ()
    if not inner.node.entries:
        form.refuse(inner.node.span, "`for` is empty.", "As in `for: {program: programs}`.")
    found = []
    for name, span, node in inner.names():
        if not isinstance(node, MappingNode):
            found.append(CaseDraft(name, span, inner.written(node, f"`{name}`")))
            continue
        what = f"{GROUP.what} `{name}`"
        group = Form(node, form.source, form.problems, what, GROUP.names)
        group.require(*GROUP.required)
        by = group.within("by", None)
        keys = []
        for key, key_span, value in by.names() if by else ():
            written = group.written(value, f"`{key}`")
            if written is not None:
                keys.append((key, key_span, written))
        if by is not None and not by.node.entries:
            by.refuse(by.node.span, "`by` is empty.", "As in `by: {segment: p.segment}`.")
        file = form.source.file
        made = GroupDraft(file, group.text("each"), group.text("if"), tuple(keys))
        found.append(CaseDraft(name, span, made))
    return tuple(found)


def _lets(form: Form) -> dict[str, tuple[Span, Written]]:
    inner = form.within("let", None)
    found = {}
    for name, span, node in inner.names() if inner else ():
        written = inner.written(node, f"`{name}`") if inner else None
        if written is not None:
            found[name] = (span, written)
    return found


def _parameters(form: Form) -> dict[str, tuple[Span, ParameterDraft]]:
    inner = form.within("parameters", None)
    found = {}
    for name, span, node in inner.names() if inner else ():
        if inner is None or inner.written(node, f"`{name}`") is None:
            continue
        if isinstance(node, Scalar):
            place = node.span
            draft = ParameterDraft(
                node.text, node.plain, form.source.file, place.line, place.column
            )
            found[name] = (span, draft)
    return found

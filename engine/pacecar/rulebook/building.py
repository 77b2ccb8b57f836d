"""A drafted rule into a typed one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from pacecar.rulebook import canonical, joins
from pacecar.rulebook.cases import Bound, bind, check_guards
from pacecar.rulebook.deciding import deciding
from pacecar.rulebook.draft import DowngradeDraft, Draft, ParameterDraft
from pacecar.rulebook.expressions import RESERVED
from pacecar.rulebook.guards import Facts, when
from pacecar.rulebook.library import Library
from pacecar.rulebook.literals import literal
from pacecar.rulebook.parsing import parse
from pacecar.rulebook.places import at, requirement, subject_of
from pacecar.rulebook.problems import Problems, Refused, RulebookProblem, did_you_mean
from pacecar.rulebook.rule import At, Downgrade, Rule, Rulebook, Source, Template
from pacecar.rulebook.severity import Severity
from pacecar.rulebook.templates import template
from pacecar.rulebook.tree import Expression, Literal_, Place
from pacecar.rulebook.trees import negated_disjuncts
from pacecar.rulebook.typer import Context, Typer, undivided
from pacecar.rulebook.written import Written

MOST_DISJUNCTS = 32
"""Patterns that judges make of one `require`; more are refused when the rule is loaded."""

_SEVERITIES: dict[str, Severity] = {"error": "error", "warning": "warning", "info": "info"}


def build(
    draft: Draft,
    library: Library,
    problems: Problems,
    settings: Mapping[str, ParameterDraft] | None = None,
) -> Rule | None:
    """Return the typed rule, or None where there are problems; they have been noted.

    Args:
        draft: the rule as written.
        library: what it shares with other rules.
        problems: takes the problems.
        settings: values in force instead of the rule's own, by parameter.
    """
    before = len(problems)
    values = {name: value for name, (_, value) in draft.parameters.items()} | dict(settings or {})
    typer = library.typer(problems)
    _take_names(typer, draft, values)
    made = None
    if draft.cases:
        bound = bind(typer, draft.cases)
        made = _Build(draft, library, typer, bound).rule()
    if made is None and not problems.concern(draft.file):
        # Never to be seen: a rule that is left out without a word would read as kept.
        draft.form.refuse(draft.form.node.span, "This rule cannot be used.")
    if made is None or len(problems) > before:
        return None
    parameters = {name: value.text for name, value in sorted(values.items())}
    made = replace(made, parameters=parameters)
    return replace(made, digest=canonical.digest(canonical.rule_form(made)))


def assemble(rules: Sequence[Rule], library: Library, drafts: Mapping[str, object]) -> Rulebook:
    """Return the rulebook of these rules."""
    ordered = tuple(sorted(rules, key=lambda rule: rule.id))
    statements = dict(sorted(library.statements.items()))
    digest = canonical.digest(canonical.rulebook_form(ordered, statements))
    return Rulebook(ordered, statements, digest, library, drafts)


def _take_names(typer: Typer, draft: Draft, values: Mapping[str, ParameterDraft]) -> None:
    """Give the typer the rule's own names, each of which means one thing."""
    taken = {*RESERVED, *typer.schema, *typer.definitions}
    names = [(case.name, case.span) for case in draft.cases]
    names += [(name, span) for name, (span, _) in draft.lets.items()]
    names += [(name, span) for name, (span, _) in draft.parameters.items()]
    for name, span in names:
        if name in taken:
            draft.form.refuse(
                span, f"`{name}` is the name of something else already.", "Take another name."
            )
        taken.add(name)
    parameters: dict[str, Literal_] = {}
    for name, value in values.items():
        found = literal(value.text, plain=value.plain, dated=value.dated)
        if found is not None:
            parameters[name] = found
            continue
        message = f"`{value.text}` is no value for a parameter."
        hint = "It is a number, a text, a date, true or false."
        typer.problems.add(RulebookProblem(value.file, value.line, value.column, message, hint))
    lets = {name: parse(written, typer.problems) for name, (_, written) in draft.lets.items()}
    typer.parameters = parameters
    typer.lets = {name: parsed for name, parsed in lets.items() if parsed is not None}
    # What cannot be used has been noted: what names it is not refused for that once more.
    written = {name for key in ("let", "parameters") for name in draft.form.inner_keys(key)}
    typer.broken |= written - {*typer.lets, *parameters}


@dataclass(slots=True)
class _Build:
    """The parts of a rule, in the order in which one knows what the next may rely on."""

    draft: Draft
    library: Library
    typer: Typer
    bound: list[Bound]

    def rule(self) -> Rule | None:
        draft, typer = self.draft, self.typer
        bound = self.bound
        where = self._condition(draft.where, "`where`", where=None)
        where_failed = draft.where is not None and where is None
        if not where_failed:
            check_guards(typer, bound, where)
        require = self._condition(draft.require, "`require`", where=where, careless=where_failed)
        facts = None
        if require is not None and not where_failed:
            facts = when(where) if where is not None else frozenset()
            facts |= when(require, facts, holds=False)
        message = self._template(draft.message, facts)
        hint = self._template(draft.hint, facts)
        place = self._at(draft.at, facts)
        related = [self._at(written, facts) for written in draft.related]
        requires = [requirement(typer, draft, written) for written in draft.requires]
        downgrades = [self._downgrade(one, facts, typer.case_names) for one in draft.downgrades]
        subject = subject_of(place, [one.source for one in bound]) if place else None
        if subject is not None:
            for default in self.library.defaults(draft.folder):
                names = {"subject": subject}
                downgrades.append(self._downgrade(default, facts, names, in_rule=False))
        self._unused_lets(where)
        self._check_sources()
        sources = tuple(one.source for one in bound)
        lets = {name: typer.let_trees[name] for name in draft.lets if name in typer.let_trees}
        if require is None or place is None:
            return None
        if not where_failed:
            self._check_size(sources, where, require)
        return Rule(
            id=draft.id,
            title=draft.title,
            severity=_SEVERITIES[draft.severity],
            version=draft.version,
            sources=tuple(written.text for written in draft.sources),
            rationale=draft.rationale,
            sources_of_cases=sources,
            where=where,
            require=require,
            lets=lets,
            at=place,
            related=tuple(one for one in related if one is not None),
            message=message,
            hint=hint,
            known_by=self._known_by(require, lets, sources),
            requires=tuple(one for one in requires if one is not None),
            downgrades=tuple(one for one in downgrades if one is not None),
            parameters={},
            enabled=draft.enabled,
            aliases=tuple(written.text for written in draft.aliases),
            place=Place(draft.file, draft.form.node.span.line, draft.form.node.span.column, ""),
            digest="",
            texts=_texts(draft),
        )

    def _known_by(
        self, require: Expression, lets: Mapping[str, Expression], sources: Sequence[Source]
    ) -> tuple[str, ...] | None:
        """Return the names of `known_by`; each is to be one that decides."""
        if self.draft.known_by is None:
            return None
        variables = [source.variable.name for source in sources]
        names = [name for name, _ in deciding(require, lets, variables)]
        for written in self.draft.known_by:
            if written.text not in names:
                self.draft.form.refuse(
                    written.span,
                    f"`{written.text}` is none of the values that `require` compares.",
                    did_you_mean(written.text, names) or f"They are {', '.join(names)}.",
                )
        return tuple(written.text for written in self.draft.known_by)

    def _context(self, written: Written, facts: Facts) -> Context | None:
        parsed = parse(written, self.typer.problems)
        return Context(parsed, self.typer.case_names, facts) if parsed else None

    def _condition(
        self,
        written: Written | None,
        what: str,
        *,
        where: Expression | None,
        careless: bool = False,
    ) -> Expression | None:
        if written is None:
            return None
        facts = when(where) if where is not None else frozenset()
        context = self._context(written, None if careless else facts)
        if context is None:
            return None
        try:
            made = self.typer.truth(context.parsed.root, context, what)
            undivided(self.typer, made, context)
        except Refused:
            return None
        return made

    def _template(self, written: Written | None, facts: Facts) -> Template:
        if written is None:
            return Template(())
        return template(self.typer, written, self.typer.case_names, facts)

    def _at(self, written: Written | None, facts: Facts) -> At | None:
        context = self._context(written, facts) if written else None
        if context is None:
            return None
        try:
            return at(self.typer, context, related=written is not self.draft.at)
        except Refused:
            return None

    def _downgrade(
        self,
        written: DowngradeDraft,
        facts: Facts,
        names: Mapping[str, Expression],
        *,
        in_rule: bool = True,
    ) -> Downgrade | None:
        parsed = written.when
        context = Context(parsed, names, facts, in_rule=in_rule)
        try:
            made = self.typer.truth(parsed.root, context, "`when`")
            undivided(self.typer, made, context)
        except Refused:
            return None
        return Downgrade(made, _SEVERITIES[written.to], written.legacy)

    def _unused_lets(self, where: Expression | None) -> None:
        """Type what nobody uses, so that it is checked, and there for `explain`."""
        facts = when(where) if where is not None else frozenset()
        for name, parsed in self.typer.lets.items():
            if name not in self.typer.let_trees:
                context = Context(parsed, self.typer.case_names, facts)
                try:
                    self.typer.expand_let(name, parsed.root, context)
                except Refused:
                    continue

    def _check_sources(self) -> None:
        if not self.library.has_sources:
            return
        for written in self.draft.sources:
            if written.text not in self.library.statements:
                self.draft.form.refuse(
                    written.span,
                    f"There is no statement `{written.text}` in sources.yaml.",
                    did_you_mean(written.text, self.library.statements),
                )

    def _check_size(
        self, sources: tuple[Source, ...], where: Expression | None, require: Expression
    ) -> None:
        draft, typer = self.draft, self.typer
        spans = {case.name: case.span for case in draft.cases}
        for source in joins.unjoined(sources, where):
            name = source.variable.name
            draft.form.refuse(
                spans[name],
                f"Nothing joins `{name}` to what stands before it in `for`.",
                f"Add an equality to `where`, as in `{name}.platform == "
                f"{sources[0].variable.name}.platform`.",
            )
        for expression in (where, require, *typer.let_trees.values()):
            if expression is not None:
                for place in joins.quadratic(sources, expression):
                    typer.problems.add(joins.problem(place))
        count = negated_disjuncts(require)
        if count > MOST_DISJUNCTS and draft.require is not None:
            draft.form.refuse(
                draft.require.span,
                f"This can fail in {count:,} ways; a rule has at most {MOST_DISJUNCTS}.",
                "Make several rules of it.",
            )


def _texts(draft: Draft) -> dict[str, str]:
    texts = {f"let.{name}": written.text for name, (_, written) in draft.lets.items()}
    for key in ("where", "require", "message", "hint"):
        written = getattr(draft, key)
        if written is not None:
            texts[key] = written.text
    return texts

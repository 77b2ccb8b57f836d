"""One rule's cases in words: messages, places, values, and what an undetermined one waits for.

What a report shows of a case is computed by the same compiler as the case itself, only for
the cases that are shown; so messages are built in one place for every evaluator.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from pacecar.checking.places import Place, item_source, place_of, place_of_item
from pacecar.checking.report import Related, Subject
from pacecar.checking.unknowns import Unknowns
from pacecar.checking.wording import as_data, in_words, name_of
from pacecar.evaluation.binding import Binding, label_of
from pacecar.evaluation.compiling import (
    Functions,
    compile_functions,
    functions_on,
    parameters_of,
)
from pacecar.evaluation.conditions import requirement_of
from pacecar.evaluation.expressions import Env, Node, compile_expression, parts_of
from pacecar.evaluation.joins import and_parts
from pacecar.evaluation.sets import Distinct, Group, Members
from pacecar.plan.portfolio import Plan
from pacecar.plan.values import TRUE, UNKNOWN, Element, Items, State
from pacecar.rulebook import tree
from pacecar.rulebook.rule import At, Grouped, Placeholder, Rule, Severity, Template

MOST_RELATED = 20
_RANK: Mapping[Severity, int] = {"info": 0, "warning": 1, "error": 2}


class CasesInWords:
    """Tells about the cases of one rule on one plan."""

    def __init__(self, rule: Rule, plan: Plan) -> None:
        """Prepare to tell about a rule's cases; compiles on the first question."""
        self.rule = rule
        self.plan = plan
        self._unknowns = Unknowns(plan)
        self._wanted: dict[str, Node] = {}
        self._functions: Functions | None = None
        self._shown = dict(_shown(rule))
        self._conditions = [
            *(and_parts(rule.where) if rule.where is not None else []),
            *(c.node for c in requirement_of(rule.id, rule.require).conditions),
        ]
        self._collect()

    def _collect(self) -> None:
        rule = self.rule
        self._wanted["at"] = rule.at.of
        item = item_source(rule, rule.at)
        if item and isinstance(item[1].source, tree.Attribute):
            self._wanted["owner"] = item[1].source.of
        for number, related in enumerate(rule.related):
            self._wanted[f"related{number}"] = related.of
        for name, template in (("message", rule.message), ("hint", rule.hint)):
            for number, part in enumerate(template.parts):
                if isinstance(part, Placeholder):
                    self._wanted[f"{name}{number}"] = part.expression
        for number, downgrade in enumerate(rule.downgrades):
            self._wanted[f"downgrade{number}"] = downgrade.when
        for number, node in enumerate(self._shown.values()):
            self._wanted[f"value{number}"] = node
        for number, condition in enumerate(self._conditions):
            self._wanted[f"condition{number}"] = condition

    def _ask(self, name: str, binding: Binding) -> Any:
        if self._functions is None:
            parameters = parameters_of(self.rule)
            wanted = {name: (parameters, _result_of(node)) for name, node in self._wanted.items()}
            self._functions = functions_on(compile_functions(self.rule, wanted), self.plan)
        return self._functions[name](*binding)

    def message(self, binding: Binding) -> str:
        """Return the rule's message for a case."""
        return self._fill("message", self.rule.message, binding)

    def hint(self, binding: Binding) -> str:
        """Return the rule's hint for a case."""
        return self._fill("hint", self.rule.hint, binding)

    def _fill(self, name: str, template: Template, binding: Binding) -> str:
        words = []
        for number, part in enumerate(template.parts):
            if isinstance(part, str):
                words.append(part)
            else:
                value = self._ask(f"{name}{number}", binding)
                words.append(in_words(value, part.expression.type, part.format))
        return "".join(words)

    def severity(self, binding: Binding) -> tuple[Severity, bool]:
        """Return a broken case's severity, and whether it is lowered because it is legacy."""
        for number, downgrade in enumerate(self.rule.downgrades):
            lower = _RANK[downgrade.to] < _RANK[self.rule.severity]
            if lower and self._ask(f"downgrade{number}", binding) == TRUE:
                return downgrade.to, downgrade.legacy
        return self.rule.severity, False

    def place(self, binding: Binding) -> Place:
        """Return where a case is reported: at `at`, else at the first thing that is known."""
        rule = self.rule
        if "owner" in self._wanted:
            found = place_of_item(rule, rule.at, binding, self._ask("owner", binding))
            if found:
                return found
        found = place_of(self._ask("at", binding), rule.at.field)
        if found:
            return found
        for value in binding:
            found = place_of(value, "")
            if found:
                return found
        return Subject("", "", "", ""), None

    def related(self, binding: Binding) -> tuple[tuple[Related, ...], int]:
        """Return a case's related places, at most twenty, and how many there are."""
        found: list[Related] = []
        for number, at in enumerate(self.rule.related):
            value = self._ask(f"related{number}", binding)
            found += _related(value, at)
        return tuple(found[:MOST_RELATED]), len(found)

    def values(self, binding: Binding) -> dict[str, object]:
        """Return what decided a case, by the paths and `let` names of the rule."""
        return {
            text: as_data(self._ask(f"value{number}", binding), node.type)
            for number, (text, node) in enumerate(self._shown.items())
        }

    def needs(self, binding: Binding) -> str:
        """Return what an undetermined case waits for."""
        waiting = [
            condition
            for number, condition in enumerate(self._conditions)
            if self._ask(f"condition{number}", binding) == UNKNOWN
        ]
        names = dict(
            zip((s.variable.name for s in self.rule.sources_of_cases), binding, strict=True)
        )
        names["plan"] = self.plan.header
        stranger = next((name for name, value in names.items() if _is_unknown(value)), None)
        if stranger:
            return self._origin_of(stranger)
        return self._unknowns.waits_for(waiting, names) or self._doubtful_members(binding)

    def _doubtful_members(self, binding: Binding) -> str:
        """Return why some member of a group is only possibly in it: what its `if` waits for."""
        for source, value in zip(self.rule.sources_of_cases, binding, strict=True):
            if isinstance(source, Grouped) and source.condition is not None:
                for member in (m for m, truth, _ in value.members if truth == UNKNOWN):
                    names = {source.member.name: member, "plan": self.plan.header}
                    return self._unknowns.waits_for([source.condition], names)
        return "a value that is not known"

    def _origin_of(self, variable: str) -> str:
        """Return what an unknown element is an element of: `program.technologies`."""
        for source in self.rule.sources_of_cases:
            path = getattr(source, "source", None)
            if source.variable.name == variable and path is not None:
                return _text_of_path(path)
        return variable


def _result_of(node: Node) -> Callable[[Env], ast.expr]:
    return lambda env: compile_expression(node, env)


def _is_unknown(value: Any) -> bool:
    return not isinstance(value, str | int | Group | tuple) and value.state > State.NONE


def _related(value: Any, at: At) -> Iterator[Related]:
    field = at.field
    entries: list[Any] = [value]
    if isinstance(value, Group | Members):
        members = value.members if isinstance(value, Group) else value
        entries, field = [member for member, _, _ in members], ""
    elif isinstance(value, Distinct):
        entries = [*value.certain, *value.possible]
    elif isinstance(value, Items):
        entries = list(value.items)
    for entry in entries:
        found = place_of(entry, field)
        if found:
            subject, location = found
            yield Related(subject, location, _words_for(entry, field, subject))


def _words_for(entry: Any, field: str, subject: Subject) -> str:
    value = getattr(entry, field, None) if field and isinstance(entry, Element) else None
    if isinstance(value, Element) and value.state is State.KNOWN:
        return f"{subject.name}: {field} {name_of(value)}"
    if isinstance(value, Items):
        words = ", ".join(label_of(item) for item in value.items)
        return f"{subject.name}: {field} {words}"
    if isinstance(value, str) and field not in ("id", "name"):
        return f"{subject.name}: {field} {value}"
    return f"{subject.name}: {field}" if field not in ("", "id", "name") else subject.name


def _shown(rule: Rule) -> Iterator[tuple[str, tree.Expression]]:
    """Yield the paths and `let` names in `require`, with their expressions."""
    names = {expression: name for name, expression in rule.lets.items()}
    variables = {source.variable.name for source in rule.sources_of_cases}

    def walk(node: Any) -> Iterator[tuple[str, tree.Expression]]:
        if node in names:
            yield names[node], node
        elif isinstance(node, tree.Attribute) and isinstance(node.of.type, tree.GroupOf):
            return
        elif isinstance(node, tree.Attribute | tree.Variable):
            text = _text_of_path(node)
            if text.partition(".")[0] in variables:
                yield text, node
        else:
            for part in parts_of(node):
                yield from walk(part)

    yield from walk(rule.require)


def _text_of_path(node: Any) -> str:
    if isinstance(node, tree.Attribute):
        return f"{_text_of_path(node.of)}.{node.field}"
    return str(getattr(node, "name", ""))


def labels_of(binding: Binding) -> tuple[str, ...]:
    """Return what each value of a case is called."""
    return tuple(map(label_of, binding))

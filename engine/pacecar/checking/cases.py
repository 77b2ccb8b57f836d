"""One rule's cases in words: messages, places, values, and what an undetermined one waits for.

What a report shows of a case is computed by the same compiler as the case itself, only for
the cases that are shown; so messages are built in one place for every evaluator.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pacecar.checking.places import Place, place_of, place_of_item
from pacecar.checking.report import Related, Subject
from pacecar.checking.unknowns import Unknowns
from pacecar.checking.wording import as_data, in_words, name_of
from pacecar.evaluation.binding import Binding, label_of
from pacecar.evaluation.compiled import CompiledRule, Shown, Telling
from pacecar.evaluation.running import Functions, functions_on
from pacecar.evaluation.sets import Distinct, Group, Members
from pacecar.plan.portfolio import Plan
from pacecar.plan.values import TRUE, UNKNOWN, Element, Items, State
from pacecar.rulebook.severity import Severity

MOST_RELATED = 20
_RANK: Mapping[Severity, int] = {"info": 0, "warning": 1, "error": 2}


class CasesInWords:
    """Tells about the cases of one rule on one plan."""

    def __init__(self, rule: CompiledRule, plan: Plan) -> None:
        """Prepare to tell about a rule's cases; the first question has more to do."""
        self.rule = rule
        self.plan = plan
        self._unknowns = Unknowns(plan)
        self._told: Telling | None = None
        self._functions: Functions = {}

    @property
    def _telling(self) -> Telling:
        if self._told is None:
            self._told = self.rule.telling()
            self._functions = functions_on(self._told.code, self.plan)
        return self._told

    def message(self, binding: Binding) -> str:
        """Return the rule's message for a case."""
        return self._fill("message", self._telling.message, binding)

    def hint(self, binding: Binding) -> str:
        """Return the rule's hint for a case."""
        return self._fill("hint", self._telling.hint, binding)

    def _fill(self, name: str, parts: Sequence[str | Shown], binding: Binding) -> str:
        words = []
        for number, part in enumerate(parts):
            if isinstance(part, str):
                words.append(part)
            else:
                value = self._functions[f"{name}{number}"](*binding)
                words.append(in_words(value, part.kind, part.form))
        return "".join(words)

    def severity(self, binding: Binding) -> tuple[Severity, bool]:
        """Return a broken case's severity, and whether it is lowered because it is legacy.

        A case with a program that came by a proposal is not legacy: it was not decided before.
        """
        proposed = self._is_proposed(binding)
        for number, (to, legacy) in enumerate(self._telling.downgrades):
            if proposed and legacy:
                continue
            lower = _RANK[to] < _RANK[self.rule.severity]
            if lower and self._functions[f"downgrade{number}"](*binding) == TRUE:
                return to, legacy
        return self.rule.severity, False

    def _is_proposed(self, binding: Binding) -> bool:
        """Tell whether a case is about a proposed program, or about a record inside one."""
        proposed = self.plan.proposed
        return bool(proposed) and any(
            isinstance(entity, Element) and entity.id in proposed
            for value in binding
            for entity in (value, getattr(value, "owner", None))
            if getattr(entity, "name_of_kind", "") == "programs"
        )

    def place(self, binding: Binding) -> Place:
        """Return where a case is reported: at `at`, else at the first thing that is known."""
        telling = self._telling
        if telling.item is not None:
            number, field = telling.item
            found = place_of_item(self._functions["owner"](*binding), field, binding[number])
            if found:
                return found
        found = place_of(self._functions["at"](*binding), telling.field)
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
        for number, field in enumerate(self._telling.related):
            value = self._functions[f"related{number}"](*binding)
            found += _related(value, field)
        return tuple(found[:MOST_RELATED]), len(found)

    def values(self, binding: Binding) -> dict[str, object]:
        """Return what decided a case, by the paths and `let` names of the rule."""
        return {
            text: as_data(self._functions[f"value{number}"](*binding), kind)
            for number, (text, kind) in enumerate(self._telling.values)
        }

    def known_by(self, values: Mapping[str, object]) -> Mapping[str, object]:
        """Return those of a case's values by which its finding is known again."""
        names = self._telling.known_by
        return values if names is None else {name: values[name] for name in names}

    def needs(self, binding: Binding) -> str:
        """Return what an undetermined case waits for."""
        telling = self._telling
        waiting = [
            condition
            for number, condition in enumerate(telling.conditions)
            if self._functions[f"condition{number}"](*binding) == UNKNOWN
        ]
        names = {
            told.variable: value for told, value in zip(telling.variables, binding, strict=True)
        }
        for told in telling.variables:
            if _is_unknown(names[told.variable]):
                return told.origin
        names["plan"] = self.plan.header
        return self._unknowns.waits_for(waiting, names) or self._doubtful_members(binding)

    def _doubtful_members(self, binding: Binding) -> str:
        """Return why some member of a group is only possibly in it: what its `if` waits for."""
        for told, value in zip(self._telling.variables, binding, strict=True):
            if told.member is not None:
                for member in (m for m, truth, _ in value.members if truth == UNKNOWN):
                    names = {told.member.variable: member, "plan": self.plan.header}
                    return self._unknowns.waits_for([told.member.condition], names)
        return "a value that is not known"


def _is_unknown(value: Any) -> bool:
    return not isinstance(value, str | int | Group | tuple) and value.state > State.NONE


def _related(value: Any, field: str) -> Iterator[Related]:
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


def labels_of(binding: Binding) -> tuple[str, ...]:
    """Return what each value of a case is called."""
    return tuple(map(label_of, binding))

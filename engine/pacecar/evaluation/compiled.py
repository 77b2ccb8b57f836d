"""A compiled rule: all that a check needs of a rule, and nothing of what it was made from.

These are texts, numbers, tuples and code, so that a compiled rule can be kept on disk
(`pacecar.evaluation.packing`) and a check that finds it there reads no rule at all.
"""

from __future__ import annotations

from collections.abc import Callable
from types import CodeType
from typing import Literal, NamedTuple

from pacecar.evaluation.record import Criterion
from pacecar.plan.fields import Kind
from pacecar.rulebook.severity import Severity


class Blank(NamedTuple):
    """The unknown value of a type.

    Attributes:
        kind: which it is; a date is a number here.
        name: the collection of an element or of a group's members, or the kind of a record.
        keys: those of a group.
    """

    kind: Literal["element", "group", "text", "truth", "number"]
    name: str = ""
    keys: tuple[Blank, ...] = ()


class CaseSource(NamedTuple):
    """What a variable of `for` is bound to.

    Attributes:
        kind: "each" entity of a collection, each of those that are "joined" to the variables
            before by equal keys, each element "within" a list, or a "group" of members.
        variable: the variable's name.
        collection: of the entities or members, "" for a list.
        blank: what stands for an unknown one.
    """

    kind: Literal["each", "joined", "within", "group"]
    variable: str
    collection: str
    blank: Blank


class Path(NamedTuple):
    """A path of a condition: where it begins, and the fields that follow."""

    root: str
    steps: tuple[str, ...]


class Gone(NamedTuple):
    """What the variable of a generator goes through: a collection, a path, or neither."""

    variable: str
    collection: str
    path: Path | None


class Looked(NamedTuple):
    """Where a condition looks: its own paths, and its parts, each with its generators.

    A part's paths may begin at the variables of its generators.
    """

    generators: tuple[Gone, ...]
    parts: tuple[Path | Looked, ...]


class Shown(NamedTuple):
    """A placeholder: how its value is written, and the format, "" or as `.1%`, `,`."""

    kind: Kind
    form: str


class Member(NamedTuple):
    """The members of a group that has an `if`: how they are called in it, where it looks."""

    variable: str
    condition: Path | Looked


class Told(NamedTuple):
    """What is told of a variable: its name, the list it was bound to, its members' `if`."""

    variable: str
    origin: str
    member: Member | None


class Telling(NamedTuple):
    """What a report shows of a rule's cases.

    Attributes:
        code: the functions `at`, `owner`, `related0`, `message0`, ... of the bound values.
        field: the last step of `at`.
        item: where `at` is a bare variable of `for` that goes through a list, its number and
            the list's field.
        related: the last steps of `related`.
        message, hint: their parts in order.
        downgrades: to which severity, and whether because it is legacy.
        values: the texts of the paths and `let` names that decide, with their kinds.
        known_by: the texts of those by which a finding is known again; None for all.
        conditions: where each condition of `where` and `require` looks.
        variables: what is told of each variable.
    """

    code: CodeType
    field: str
    item: tuple[int, str] | None
    related: tuple[str, ...]
    message: tuple[str | Shown, ...]
    hint: tuple[str | Shown, ...]
    downgrades: tuple[tuple[Severity, bool], ...]
    values: tuple[tuple[str, Kind], ...]
    known_by: tuple[str, ...] | None
    conditions: tuple[Path | Looked, ...]
    variables: tuple[Told, ...]


class CompiledRule(NamedTuple):
    """A rule ready to be checked. What has no words of its own here is as in `Rule`.

    Attributes:
        cases: how each variable of `for` is bound.
        binding: the functions that bind cases and make their records.
        criterion: what judges are told.
        telling: returns what a report shows of its cases; few rules are asked for it.
    """

    id: str
    title: str
    severity: Severity
    rationale: str
    sources: tuple[str, ...]
    requires: tuple[tuple[str, str], ...]
    enabled: bool
    aliases: tuple[str, ...]
    cases: tuple[CaseSource, ...]
    binding: CodeType
    criterion: Criterion
    telling: Callable[[], Telling]

    @property
    def family(self) -> str:
        """The part of the id before the slash."""
        return self.id.partition("/")[0]


class CompiledRulebook(NamedTuple):
    """All rules of a rulebook, compiled and sorted by id, and what their sources say.

    Attributes:
        rules: every rule, enabled or not.
        quotes: the statements of the sources by id, word for word.
        digest: of the rulebook.
    """

    rules: tuple[CompiledRule, ...]
    quotes: dict[str, str]
    digest: str

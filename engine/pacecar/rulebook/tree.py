"""The typed tree that every expression of a rule becomes when the rulebook is loaded.

Nodes are frozen and compare by value, so that the same sub-expression used twice (by `let`,
which stands for its expression) can be recognised and computed once. Evaluators read only
this tree, never the text. Names of `let` and of definitions are already expanded.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from pacecar.plan.fields import Date, ListOf, Number, Record, Reference, Text, Truth


@dataclass(frozen=True, slots=True)
class SetOf:
    """What `distinct(...)` yields: certain and possible elements, without order."""

    item: Type


@dataclass(frozen=True, slots=True)
class GroupOf:
    """A group of a `for` with `by`: its keys by name, and `members`."""

    collection: str
    keys: tuple[tuple[str, Type], ...]


Type = Text | Truth | Number | Date | Reference | Record | ListOf | SetOf | GroupOf
"""An entity of a collection has the type Reference(collection).

A number's type says its scale: Number(6) is an integer of millionths. The scale of a sum or
difference is the larger of both, of a product their sum. Counts have scale 0.
"""


@dataclass(frozen=True, slots=True)
class Place:
    """Where an expression stands: file, 1-based line and column, and its text."""

    file: str
    line: int
    column: int
    text: str


@dataclass(frozen=True, slots=True)
class Literal_:  # noqa: N801 - `Literal` is the type checker's
    """A constant: a str, a bool (as 0 or 2, see `pacecar.plan.values`), or a scaled integer.

    A date is the ordinal of its first day; `last` is that of its last (of any other constant,
    None).
    """

    value: str | int
    type: Type
    last: int | None = None


@dataclass(frozen=True, slots=True)
class PlanHeader:
    """The name `plan`: the header record (`plan.as_of`, `plan.since`)."""

    type: Type


@dataclass(frozen=True, slots=True)
class CollectionAll:
    """The name of a collection (`programs`): all its entities, as a list."""

    name: str
    type: Type


@dataclass(frozen=True, slots=True)
class Variable:
    """A name bound by `for` or by a generator.

    No variable hides another: the loader renames one of two that would (`p`, `p~2`).
    """

    name: str
    type: Type


@dataclass(frozen=True, slots=True)
class Attribute:
    """One step of a path: a field (written or derived) of an entity, record, header, or group.

    `of` has the type Reference, Record or GroupOf. Derived fields that reach an evaluator are
    `development` and `specificity` (both linked as plain attributes); `followers` is already
    rewritten to a generator over programs whose `leader` is `of`. `year` of a date is `Year`.
    """

    of: Expression
    field: str
    type: Type
    may_be_none: bool = False


@dataclass(frozen=True, slots=True)
class Year:
    """`date.year`: the interval of years of a date; a Number of scale 0."""

    of: Expression
    type: Type


@dataclass(frozen=True, slots=True)
class Compare:
    """A comparison.

    `==` and `!=` take any two of one kind; the orderings numbers or dates (intervals) or texts
    (code points). Both sides are given as written; numbers of different scale are aligned by
    the evaluator.
    """

    operator: Literal["==", "!=", "<", "<=", ">", ">="]
    left: Expression
    right: Expression
    place: Place | None = field(default=None, compare=False)
    type: Type = field(default=Truth())


@dataclass(frozen=True, slots=True)
class Membership:
    """`item in container`: the container is a list, a set, a group's members, or constants."""

    item: Expression
    container: Expression
    place: Place | None = field(default=None, compare=False)
    type: Type = field(default=Truth())


@dataclass(frozen=True, slots=True)
class Constants:
    """A tuple or list of constants, as in `p.body in ('suv', 'pickup')`."""

    items: tuple[Literal_, ...]
    type: Type


@dataclass(frozen=True, slots=True)
class IsNone:
    """`operand is None` (`is not None` is its Not)."""

    operand: Expression
    place: Place | None = field(default=None, compare=False)
    type: Type = field(default=Truth())


@dataclass(frozen=True, slots=True)
class And:
    """All parts, left to right; at least two."""

    parts: tuple[Expression, ...]
    type: Type = field(default=Truth())


@dataclass(frozen=True, slots=True)
class Or:
    """Any part, left to right; at least two."""

    parts: tuple[Expression, ...]
    type: Type = field(default=Truth())


@dataclass(frozen=True, slots=True)
class Not:
    """Negation. `!=`, `not in` and `is not None` are `!=`, Not(Membership), Not(IsNone)."""

    operand: Expression
    type: Type = field(default=Truth())


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """`+ - *` on numbers (intervals); `/` in messages only."""

    operator: Literal["+", "-", "*", "/"]
    left: Expression
    right: Expression
    type: Type


@dataclass(frozen=True, slots=True)
class Conditional:
    """`yes if test else no`.

    Of an unknown test: numbers and dates give the hull of both, anything else is unknown
    unless both are known and equal.
    """

    test: Expression
    yes: Expression
    no: Expression
    type: Type


@dataclass(frozen=True, slots=True)
class Generator:
    """`for variable in source if conditions` of an aggregate.

    The source is a CollectionAll, a list field (Attribute of type ListOf), a set (Aggregate
    `distinct`), or the members of a group (Attribute `members` of a group).
    """

    variable: Variable
    source: Expression
    conditions: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Aggregate:
    """`any all count distinct sum min max` over generators, innermost last.

    `count(x)` of a list, set or members is an aggregate whose element is its variable. For
    `any` and `all` the element is boolean, for `sum min max` a number (min and max: or date).
    """

    function: Literal["any", "all", "count", "distinct", "sum", "min", "max"]
    element: Expression
    generators: tuple[Generator, ...]
    type: Type
    place: Place | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Call:
    """A call of a function of the language.

    `known(x)`, `covers(leadership, program)`, `overlap(a, b)`, `earliest(d)`, `latest(d)`,
    and the text functions `lower(t)`, `starts_with(t, u)`, `ends_with(t, u)`, `contains(t, u)`.

    The text functions are unknown when an argument is unknown or none. `overlap` takes
    leaderships (since, until) and programs (start, end) in any mix.
    """

    function: Literal[
        "known",
        "covers",
        "overlap",
        "earliest",
        "latest",
        "lower",
        "starts_with",
        "ends_with",
        "contains",
    ]
    arguments: tuple[Expression, ...]
    type: Type
    place: Place | None = field(default=None, compare=False)


Expression = (
    Literal_
    | PlanHeader
    | CollectionAll
    | Variable
    | Attribute
    | Year
    | Compare
    | Membership
    | Constants
    | IsNone
    | And
    | Or
    | Not
    | Arithmetic
    | Conditional
    | Aggregate
    | Call
)

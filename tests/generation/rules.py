"""Well-typed rules over the whole language, as the plain data that YAML would give."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from hypothesis import strategies as st

from tests.generation.choices import Choices, Drawn
from tests.generation.paths import AnyKind, GroupKind, Path, SetKind, paths_from
from tests.generation.plans import IDS, WORDS
from tests.reference.expressions import Definition
from tests.reference.schema import (
    COLLECTIONS,
    DayKind,
    EntityKind,
    Kind,
    ListKind,
    NumberKind,
    RecordKind,
    TextKind,
    TruthKind,
)

COMPARISONS: Final = ("==", "!=", "<", "<=", ">", ">=")
JOINED_BY: Final = ("segment", "platform", "company", "body", "platform.family")
"""Fields of programs that joins and groups use."""

DEFINITIONS: Final = {
    "on_sale": Definition(
        ("program", "year"),
        "program.start.year <= year and (program.end is None or program.end.year >= year)",
    ),
    "joint": Definition(
        ("program",),
        "program.leader is not None and program.leader.company != program.company"
        " or any(f.company != program.company for f in program.followers)",
    ),
}
DEFINED_FOR: Final[dict[str, tuple[Kind, ...]]] = {
    "on_sale": (EntityKind("programs"), NumberKind()),
    "joint": (EntityKind("programs"),),
}


PLAN: Final[dict[str, AnyKind]] = {"plan": RecordKind("plan")}
DATES: Final = ("'2024'", "'2024-02'", "'2024-02-29'", "'2025-01-01'", "'2025-12-31'")


@dataclass(frozen=True)
class Flavour:
    """What a rule may contain; laws that do not hold for everything leave something out."""

    known: bool = True
    ends: bool = True
    sources: tuple[str, ...] = ("single", "single", "list", "list", "pair", "group")


@dataclass(frozen=True)
class Context:
    """What an expression may mention.

    `guarded` are the paths known not to be none. `lets` are names of `let` and parameters, by
    kind; `depth` is how much deeper it may go, `aggregates` how many it may still nest.
    """

    variables: dict[str, AnyKind]
    cases: frozenset[str] = frozenset()
    guarded: frozenset[str] = frozenset()
    lets: tuple[tuple[str, AnyKind], ...] = ()
    parameters: tuple[tuple[str, Kind], ...] = ()
    depth: int = 3
    aggregates: int = 2

    def deeper(self) -> Context:
        """Return the context one level down."""
        return replace(self, depth=self.depth - 1)

    def guard(self, paths: Iterable[str]) -> Context:
        """Return the context in which these paths are not none."""
        return replace(self, guarded=self.guarded | frozenset(paths))

    def bind(self, name: str, kind: AnyKind) -> Context:
        """Return the context inside a generator."""
        return replace(self, variables={**self.variables, name: kind})

    def sure(self, fits: Callable[[Path], bool]) -> list[Path]:
        """Return the paths that may be written here and are not none."""
        return self.paths(
            lambda path: fits(path) and (not path.may_be_none or path.text in self.guarded)
        )

    def closed(self) -> Context:
        """Return the context without anything that depends on the case."""
        kept = {name: kind for name, kind in self.variables.items() if name not in self.cases}
        return replace(self, variables=kept, lets=(), cases=frozenset())

    def paths(self, fits: Callable[[Path], bool]) -> list[Path]:
        """Return the paths that may be written here, shorter ones of a variable first."""
        return [
            path
            for name, kind in self.variables.items()
            for path in paths_from(name, kind)
            if path.through <= self.guarded and fits(path)
        ]


def make_rule(choices: Choices, flavour: Flavour | None = None) -> dict[str, Any]:
    """Return a rule: `for`, and perhaps `let`, `where`, `parameters`; `require`."""
    return _Maker(choices, flavour or Flavour()).rule()


@st.composite
def rules(draw: st.DrawFn, flavour: Flavour | None = None) -> dict[str, Any]:
    """Return the strategy of `make_rule`."""
    return make_rule(Drawn(draw), flavour)


def _fits(kind: Kind) -> Callable[[Path], bool]:
    return lambda path: path.kind == kind


def _is_number(path: Path) -> bool:
    return isinstance(path.kind, NumberKind)


def _is_date(path: Path) -> bool:
    return isinstance(path.kind, DayKind)


def _is_list(path: Path) -> bool:
    return isinstance(path.kind, ListKind)


def _is_plain(path: Path) -> bool:
    return isinstance(path.kind, TextKind | EntityKind)


def _is_item(path: Path) -> bool:
    return isinstance(path.kind, TextKind | EntityKind | RecordKind | NumberKind | TruthKind)


class _Maker:
    def __init__(self, choices: Choices, flavour: Flavour) -> None:
        self._choices = choices
        self._flavour = flavour
        self._names = 0
        self._over_programs = False

    # ------------------------------------------------------------------------ a rule

    def rule(self) -> dict[str, Any]:
        shape = self._choices.one_of(self._flavour.sources)
        sources: dict[str, Any] = {}
        where: list[str] = []
        context = Context(dict(PLAN))
        if shape == "group":
            context = self._group(sources)
        else:
            collection = self._choices.one_of(
                ("programs", "programs", "programs", "leaderships", "targets", *COLLECTIONS)
            )
            context = self._source(sources, "a", collection, context)
        if shape == "pair" or (shape == "group" and self._choices.chance(15)):
            for name in ("b", "c")[: 2 if self._choices.chance(10) else 1]:
                options = self._joins(context, name)
                if not options:
                    break
                collection, join = self._choices.one_of(options)
                context = self._source(sources, name, collection, context)
                where.append(join)
        if shape == "list" or (shape == "pair" and self._choices.chance(15)):
            context = self._item(sources, context)
        rule: dict[str, Any] = {"for": sources}
        if self._choices.chance(30):
            rule["parameters"] = {"share": self._choices.one_of((0.5, 1, 2024))}
            context = replace(context, parameters=(("share", NumberKind()),))
        context = self._let(rule, context)
        guards = [
            path.text
            for path in context.paths(lambda path: path.may_be_none and path.steps == 1)
            if self._choices.chance(5 if path.text == "plan.since" else 20)
        ]
        where += [f"{path} is not None" for path in guards]
        context = context.guard(guards)
        if self._choices.chance(50):
            where.append(self._truth(replace(context, depth=2)))
        if where:
            rule["where"] = " and ".join(f"({part})" if " or " in part else part for part in where)
        rule["require"] = self._truth(context)
        return rule

    def _source(
        self, sources: dict[str, Any], name: str, collection: str, context: Context
    ) -> Context:
        sources[name] = collection
        self._over_programs |= collection == "programs"
        context = context.bind(name, EntityKind(collection))
        return replace(context, cases=context.cases | {name})

    def _item(self, sources: dict[str, Any], context: Context) -> Context:
        lists = [
            path
            for path in context.paths(_is_list)
            if path.steps <= 2 and "followers" not in path.text and "development" not in path.text
        ]
        if not lists:
            return context
        path = self._path(lists)
        assert isinstance(path.kind, ListKind)
        sources["s"] = path.text
        context = context.bind("s", path.kind.item)
        return replace(context, cases=context.cases | {"s"})

    def _group(self, sources: dict[str, Any]) -> Context:
        self._over_programs = True
        inside = Context({**PLAN, "p": EntityKind("programs")}, depth=1, aggregates=0)
        options = (
            ("segment", TextKind("segment")),
            ("region", EntityKind("regions")),
            ("company", EntityKind("companies")),
            ("powertrain", TextKind("powertrain")),
            ("family", EntityKind("families")),
            ("body", TextKind("body")),
        )
        written = {"region": "regions", "powertrain": "powertrains", "family": "platform.family"}
        keys = [option for option in options if self._choices.chance(35)] or [options[0]]
        group: dict[str, Any] = {"each": "p in programs"}
        if self._choices.chance(60):
            group["if"] = self._truth(inside)
        group["by"] = {name: f"p.{written.get(name, name)}" for name, _ in keys}
        sources["m"] = group
        kind = GroupKind("programs", tuple(keys))
        return Context({**PLAN, "m": kind}, frozenset({"m"}))

    def _joins(self, context: Context, name: str) -> list[tuple[str, str]]:
        """Return collections for a later variable, with the equality that joins each."""
        options: list[tuple[str, str]] = []
        for path in context.paths(lambda path: _is_plain(path) and path.steps <= 2):
            for collection in COLLECTIONS:
                other = paths_from(name, EntityKind(collection))
                options += [
                    (collection, f"{own.text} == {path.text}")
                    for own in other
                    if own.kind == path.kind
                    and own.steps <= 1
                    and own.steps + path.steps <= 3
                    and own.kind != TextKind()
                ]
        return sorted(options)

    def _let(self, rule: dict[str, Any], context: Context) -> Context:
        for name in ("first", "second"):
            if not self._choices.chance(30):
                break
            kind: AnyKind
            what = self._choices.up_to(2)
            inner = replace(context, depth=2)
            if what == 0:
                text, kind = self._set(inner)
            elif what == 1:
                text, kind = self._number(inner), NumberKind()
            else:
                text, kind = self._truth(inner), TruthKind()
            rule.setdefault("let", {})[name] = text
            context = replace(context, lets=(*context.lets, (name, kind)))
        return context

    def _path(self, paths: Sequence[Path]) -> Path:
        """Return one of the paths; short ones, and those of inner variables, are likelier."""
        if self._choices.chance(85):
            paths = [path for path in paths if not path.text.startswith("plan.")] or paths
        most = self._choices.one_of((1, 1, 1, 2, 2, 3))
        near = [path for path in paths if path.steps <= most] or list(paths)
        if self._choices.chance(40):
            last = near[-1].text.split(".")[0]
            near = [path for path in near if path.text.split(".")[0] == last]
        return self._choices.one_of(near)

    # ------------------------------------------------------------------------ truths

    def _truth(self, context: Context) -> str:
        if context.depth > 0 and self._choices.chance(45):
            return self._composed(context.deeper())
        atoms: list[Callable[[Context], str | None]] = [
            self._same,
            self._numbers_compared,
            self._dates_compared,
            self._member,
            self._none,
            self._flag,
            self._texts,
            self._scope,
            self._defined,
            self._quantified,
            self._same,
            self._quantified,
            self._let_truth,
        ]
        if self._flavour.known:
            atoms.append(self._known)
        for _ in range(4):
            if (text := self._choices.one_of(atoms)(context)) is not None:
                return text
        return self._numbers_compared(context)

    def _composed(self, context: Context) -> str:  # noqa: PLR0911 - one case for each form
        optional = context.paths(lambda path: path.may_be_none)
        what = self._choices.up_to(6)
        if what >= 4 and optional:
            path = self._path(optional).text
            inner = context.guard((path,))
            match what:
                case 4:
                    return f"({path} is not None and {self._truth(inner)})"
                case 5:
                    return f"({path} is None or {self._truth(inner)})"
                case _:
                    yes, no = self._truth(inner), self._truth(context)
                    return f"({yes} if {path} is not None else {no})"
        match what % 4:
            case 0:
                return f"({self._truth(context)} and {self._truth(context)})"
            case 1:
                return f"({self._truth(context)} or {self._truth(context)})"
            case 2:
                return f"(not {self._truth(context)})"
            case _:
                truths = [self._truth(context) for _ in range(3)]
                return "({} if {} else {})".format(*truths)

    def _same(self, context: Context) -> str | None:
        if not (paths := context.paths(_is_plain)):
            return None
        path = self._path(paths)
        operator = self._choices.one_of(("==", "!="))
        other = self._plain(context, path.kind, (path.text,))
        return f"{path.text} {operator} {other}" if other else None

    def _plain(self, context: Context, kind: Kind, apart: Sequence[str] = ()) -> str | None:
        """Return a text or reference of a kind, rather not one of the paths `apart`."""
        if isinstance(kind, TextKind) and self._choices.chance(40):
            return f"'{self._word(kind)}'"
        paths = context.paths(_fits(kind))
        if not paths:
            return None
        if context.depth > 0 and self._choices.chance(5):
            yes, no = (self._path(paths).text for _ in range(2))
            return f"({yes} if {self._truth(replace(context, depth=0))} else {no})"
        others = [path for path in paths if path.text not in apart]
        return self._path(others or paths).text

    def _word(self, kind: TextKind) -> str:
        return self._choices.one_of(IDS.get(kind.domain) or WORDS[kind.domain])

    def _numbers_compared(self, context: Context) -> str:
        operator = self._choices.one_of(COMPARISONS)
        if self._choices.chance(5):
            return f"{self._number(context)} in (2024, 2025, 0.5)"
        compared = f"{self._number(context)} {operator} {self._number(context)}"
        if self._choices.chance(5):
            return f"{compared} {self._choices.one_of(COMPARISONS)} {self._number(context)}"
        return compared

    def _dates_compared(self, context: Context) -> str | None:
        left, right = self._date(context), self._date(context)
        if left in DATES and right in DATES:
            right = "plan.as_of"
        return f"{left} {self._choices.one_of(COMPARISONS)} {right}"

    def _member(self, context: Context) -> str | None:
        lists = [
            (path.text, path.kind.item)
            for path in context.sure(_is_list)
            if isinstance(path.kind, ListKind)
            and isinstance(path.kind.item, TextKind | EntityKind)
            and not path.text.endswith("followers")
        ]
        sets = [
            (name, kind.item)
            for name, kind in context.lets
            if isinstance(kind, SetKind) and isinstance(kind.item, TextKind | EntityKind)
        ]
        what = self._choices.up_to(4)
        container: str
        kind: Kind
        if what == 0:
            texts = context.paths(lambda path: isinstance(path.kind, TextKind))
            if not texts:
                return None
            kind = self._path(texts).kind
            assert isinstance(kind, TextKind)
            words = [f"'{self._word(kind)}'" for _ in range(2)]
            container = f"({', '.join(words)})"
        elif what == 1 and context.aggregates:
            container, set_kind = self._set(context)
            if not isinstance(set_kind.item, TextKind | EntityKind):
                return None
            kind = set_kind.item
        elif sets and what == 2:
            container, kind = self._choices.one_of(sets)
        elif lists:
            container, kind = self._choices.one_of(lists)
        else:
            return None
        item = self._plain(context, kind)
        if item is None:
            return None
        return f"{item} {self._choices.one_of(('in', 'not in'))} {container}"

    def _none(self, context: Context) -> str | None:
        if not (paths := context.paths(lambda path: path.may_be_none)):
            return None
        path = self._path(paths)
        return f"{path.text} {self._choices.one_of(('is None', 'is not None'))}"

    def _known(self, context: Context) -> str | None:
        paths = context.paths(lambda path: path.steps > 0 and not path.text.endswith("followers"))
        paths = [path for path in paths if "specificity" not in path.text]
        return f"known({self._path(paths).text})" if paths else None

    def _flag(self, context: Context) -> str | None:
        paths = context.paths(_fits(TruthKind()))
        return self._path(paths).text if paths else None

    def _let_truth(self, context: Context) -> str | None:
        names = [name for name, kind in context.lets if isinstance(kind, TruthKind)]
        return self._choices.one_of(names) if names else None

    def _texts(self, context: Context) -> str | None:
        paths = context.sure(lambda path: isinstance(path.kind, TextKind))
        if not paths:
            return None
        path = self._path(paths)
        assert isinstance(path.kind, TextKind)
        text = f"lower({path.text})" if self._choices.chance(30) else path.text
        what = self._choices.one_of(("starts_with", "ends_with", "contains", "<", ">="))
        part = self._choices.one_of(("e", "no", "É", "n"))
        if what in ("<", ">="):
            return f"{path.text} {what} '{self._word(path.kind)}'"
        return f"{what}({text}, '{part}')"

    def _scope(self, context: Context) -> str | None:
        leaderships = context.paths(_fits(EntityKind("leaderships")))
        programs = context.sure(_fits(EntityKind("programs")))
        if leaderships and programs and self._choices.chance(60):
            leadership = self._path(leaderships).text
            return f"covers({leadership}, {self._path(programs).text})"
        either = leaderships + programs
        if not either:
            return None
        return f"overlap({self._path(either).text}, {self._path(either).text})"

    def _defined(self, context: Context) -> str | None:
        name = self._choices.one_of(sorted(DEFINED_FOR))
        programs = context.sure(_fits(EntityKind("programs")))
        if not programs:
            return None
        arguments = [self._path(programs).text]
        if name == "on_sale":
            arguments.append(self._number(replace(context, depth=0, aggregates=0)))
        return f"{name}({', '.join(arguments)})"

    # ------------------------------------------------------------------------ numbers, dates

    def _number(self, context: Context) -> str:
        what = self._choices.up_to(9)
        paths = context.sure(_is_number)
        names = [
            name
            for name, kind in (*context.lets, *context.parameters)
            if isinstance(kind, NumberKind)
        ]
        if what <= 2 and paths:
            return self._path(paths).text
        if what == 3 and names:
            return self._choices.one_of(names)
        if what in (4, 5, 6) and context.aggregates:
            return self._aggregate_number(context)
        if what in (7, 8) and context.depth > 0:
            inner = context.deeper()
            left, right = self._number(inner), self._number(inner)
            return f"({left} {self._choices.one_of(('+', '-', '*'))} {right})"
        if what == 9 and context.depth > 0:
            inner = context.deeper()
            test = self._truth(replace(context, depth=0))
            return f"({self._number(inner)} if {test} else {self._number(inner)})"
        return self._choices.one_of(("1", "0", "2", "0.5", "2024", "2025", "900", "0.000001"))

    def _aggregate_number(self, context: Context) -> str:
        what = self._choices.one_of(("count", "count", "sum", "min", "max", "plain", "set"))
        if what == "plain":
            lists = [path.text for path in context.sure(_is_list)]
            lists += [name for name, kind in context.lets if isinstance(kind, SetKind)]
            lists += [
                f"{name}.members"
                for name, kind in context.variables.items()
                if isinstance(kind, GroupKind)
            ]
            return f"count({self._choices.one_of([*lists, 'plants'])})"
        if what == "set":
            return f"count({self._set(context)[0]})"
        generator, inner = self._generators(context)
        if what == "count":
            return f"count({list(inner.variables)[-1]} {generator})"
        if what == "sum":
            return f"sum({self._number(replace(inner, depth=1, aggregates=0))} {generator})"
        paths = inner.sure(_is_number)
        element = self._path(paths).text if paths else "1"
        return f"{what}({element} {generator})"

    def _date(self, context: Context) -> str:
        what = self._choices.up_to(7)
        paths = context.sure(_is_date)
        if what == 0:
            return self._choices.one_of(DATES)
        path = self._path(paths).text
        if what in (1, 2) and self._flavour.ends:
            return f"{self._choices.one_of(('earliest', 'latest'))}({path})"
        if what == 3 and context.depth > 0:
            test = self._truth(replace(context, depth=0))
            return f"({path} if {test} else {self._path(paths).text})"
        if what == 4 and context.aggregates:
            generator, inner = self._generators(context)
            elements = inner.sure(_is_date)
            if elements:
                element = self._path(elements).text
                return f"{self._choices.one_of(('min', 'max'))}({element} {generator})"
        return path

    # ------------------------------------------------------------------------ aggregates

    def _quantified(self, context: Context) -> str | None:
        if not context.aggregates:
            return None
        generator, inner = self._generators(context)
        element = self._truth(replace(inner, depth=min(inner.depth, 1)))
        return f"{self._choices.one_of(('any', 'all'))}({element} {generator})"

    def _set(self, context: Context) -> tuple[str, SetKind]:
        generator, inner = self._generators(context)
        fits = _is_item if self._choices.chance(20) else _is_plain
        options = [path for path in inner.paths(fits) if path.kind != TextKind()]
        newest = [path for path in options if path.text.startswith(f"v{self._names}")]
        path = self._path(newest or options or [Path("'B'", TextKind("segment"))])
        return f"distinct({path.text} {generator})", SetKind(path.kind)

    def _generators(self, context: Context) -> tuple[str, Context]:
        """Return one `for ... in ... if ...`, or two, and the context inside."""
        context = replace(context, aggregates=context.aggregates - 1)
        text, context = self._generator(context)
        if context.aggregates and self._choices.chance(15):
            more, context = self._generator(replace(context, aggregates=context.aggregates - 1))
            text = f"{text} {more}"
        return text, context

    def _generator(self, context: Context) -> tuple[str, Context]:
        self._names += 1
        name = f"v{self._names}"
        conditions: list[str] = []
        what = self._choices.up_to(4)
        lists = context.sure(_is_list)
        sets = [(n, kind) for n, kind in context.lets if isinstance(kind, SetKind)]
        groups = [(n, k) for n, k in context.variables.items() if isinstance(k, GroupKind)]
        if groups and self._choices.chance(60):
            group, kind = self._choices.one_of(groups)
            source, context = f"{group}.members", context.bind(name, EntityKind(kind.collection))
        elif sets and what == 0:
            source, set_kind = self._choices.one_of(sets)
            context = context.bind(name, set_kind.item)
        elif what == 1 and context.aggregates and context.depth > 0:
            source, set_kind = self._set(context.deeper())
            context = context.bind(name, set_kind.item)
        elif lists and what <= 3:
            path = self._path(lists)
            assert isinstance(path.kind, ListKind)
            source, context = path.text, context.bind(name, path.kind.item)
        else:
            source = self._choices.one_of(("programs", "programs", *COLLECTIONS))
            if source == "programs" and self._over_programs:
                join = self._joined_to_case(context, name)
                if join is None or self._choices.chance(30):
                    context = context.closed()
                else:
                    conditions.append(join)
            context = context.bind(name, EntityKind(source))
        optional = [
            path.text
            for path in paths_from(name, context.variables[name])
            if path.may_be_none and path.steps == 1
        ]
        if optional and self._choices.chance(40):
            guard = self._choices.one_of(optional)
            conditions.append(f"{guard} is not None")
            context = context.guard((guard,))
        if self._choices.chance(50):
            conditions.append(self._truth(replace(context, depth=min(context.depth, 1))))
        condition = " and ".join(conditions)
        return f"for {name} in {source}" + (f" if {condition}" if condition else ""), context

    def _joined_to_case(self, context: Context, name: str) -> str | None:
        """Return an equality of a program with something of the case."""
        own = {path.text: path.kind for path in paths_from(name, EntityKind("programs"))}
        options = []
        for case, kind in context.variables.items():
            if case not in context.cases:
                continue
            theirs = [path for path in paths_from(case, kind) if path.through <= context.guarded]
            for field in JOINED_BY:
                ours = f"{name}.{field}"
                options += [
                    f"{ours} == {path.text}"
                    for path in theirs
                    if path.kind == own[ours] and path.text.endswith(field.split(".")[-1])
                ]
            if kind == EntityKind("programs"):
                options.append(f"{name}.leader == {case}")
        return self._choices.one_of(options) if options else None

"""The SQL evaluator on a plan that is read into a database: any number of cases, told in batches.

What is judged stays in the database. Only the cases that are told become bindings of entities,
so many at a time, with all that they name read at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from pacecar.evaluation.binding import Binding, unknown_of
from pacecar.evaluation.compiled import CompiledRule
from pacecar.evaluation.evaluating import InProcess, JudgedCase, RuleEvaluation
from pacecar.evaluation.record import Outcome
from pacecar.evaluation.running import functions_on
from pacecar.evaluation.sets import Group, choices_of
from pacecar.evaluation.sql.contents import Contents
from pacecar.evaluation.sql.duckdb import Queries
from pacecar.evaluation.sql.told import fields_named, fields_told
from pacecar.evaluation.sql.translating import UNPLACED
from pacecar.evaluation.sql.values import NO_TEXT, NOBODY, NotTranslated
from pacecar.plan.bulk.database import Database
from pacecar.plan.bulk.layout import TABLES, Table
from pacecar.plan.bulk.leaves import name
from pacecar.plan.bulk.reading import BulkPlan
from pacecar.plan.linking import stand_in
from pacecar.plan.portfolio import Plan
from pacecar.plan.values import FALSE, TRUE, Element, Interval, Items, State
from pacecar.rulebook.rule import Rule

_BATCH: Final = 4_000
_TOLD: Final = frozenset(("name", "company"))
"""Fields that are told of every entity, whatever the rule."""

_IN_PROCESS: Final = 100_000
"""Entities of a plan up to which a rule without translation is judged in process."""

_JUDGED: Final = "judged"
_MEMBERS: Final = "members"


@dataclass(frozen=True, slots=True)
class TableEvaluation:
    """What became of one rule: counts, and the cases that are not kept, in batches.

    `problem` says why it could not run; `note` why it was judged in process after all. `plan` is
    the plan as those see it who tell of the cases.
    """

    rule: CompiledRule
    kept: int = 0
    broken: int = 0
    undetermined: int = 0
    unplaced: int = 0
    problem: str = ""
    missing: tuple[tuple[str, str], ...] = ()
    note: str = ""
    plan: Plan | None = None
    cases: Iterator[list[JudgedCase]] = field(default_factory=lambda: iter(()))


class OverTables:
    """Judges a plan in a database."""

    name = "duckdb"

    def __init__(self, rules: Sequence[CompiledRule], typed: Sequence[Rule]) -> None:
        """Take compiled rules, and what they were compiled from."""
        self.rules = tuple(rules)
        wanted = {rule.id for rule in rules}
        judged = [rule for rule in typed if rule.id in wanted]
        self._queries = Queries(judged)
        self._fields = {rule.id: fields_told(rule) for rule in judged}
        self._named = {rule.id: fields_named(rule) for rule in judged}

    def evaluate(self, bulk: BulkPlan) -> Iterator[TableEvaluation]:
        """Yield one evaluation for each rule, in their order.

        The cases of one are there until the next is asked for.
        """
        contents = contents_of(bulk.database, self._queries.columns)
        for rule in self.rules:
            yield self._evaluate(rule, bulk, contents)

    def _evaluate(self, rule: CompiledRule, bulk: BulkPlan, contents: Contents) -> TableEvaluation:
        missing = tuple(
            (collection, wanted)
            for collection, wanted in rule.requires
            if not bulk.has(collection, wanted)
        )
        try:
            translation, text = self._queries.of(rule.id, contents)
            problem = bulk.database.judge(_JUDGED, text, sum(translation.widths))
        except NotTranslated as refusal:
            problem = str(refusal)
        if problem:
            return _in_process(rule, bulk, missing, problem.strip().splitlines()[0])
        plan = bulk.told(self._fields[rule.id])
        query = f"SELECT outcome, sum(cases) FROM {_JUDGED} GROUP BY outcome"
        counts = {outcome: int(number) for outcome, number in bulk.database.all(query)}
        return TableEvaluation(
            rule,
            kept=counts.get(Outcome.KEPT, 0),
            broken=counts.get(Outcome.BROKEN, 0),
            undetermined=counts.get(Outcome.UNDETERMINED, 0),
            unplaced=counts.get(UNPLACED, 0),
            missing=missing,
            plan=plan,
            cases=_Told(rule, bulk, plan, translation.widths, self._named[rule.id]).batches(),
        )


def contents_of(database: Database, wanted: Any) -> Contents:
    """Return what is in the columns that rules read."""
    gaps: set[tuple[str, str]] = set()
    states: dict[tuple[str, str], frozenset[int]] = {}
    empty: set[str] = set()
    unlike: set[str] = set()
    for called, columns in wanted.items():
        asked = [c for c in TABLES[called].columns if c.name in columns]
        parts = ["count(*)"]
        for column in asked:
            known = name(column.name)
            of = f"list(DISTINCT {known})" if column.part == "state" else f"count({known})"
            parts.append(of)
        total, *found = database.one(f"SELECT {', '.join(parts)} FROM {name(called)}")
        if not total:
            empty.add(called)
        for column, value in zip(asked, found, strict=True):
            if column.part == "state":
                states[called, column.name] = frozenset(value or ())
            elif column.nullable and value < total:
                gaps.add((called, column.name))
        if TABLES[called].owner and _all_unlike(database, TABLES[called]):
            unlike.add(called)
    return Contents(frozenset(gaps), states, frozenset(empty), frozenset(unlike))


def _all_unlike(database: Database, table: Table) -> bool:
    """Return whether no list holds the same item twice; each record is another."""
    item, where = ("state", "WHERE state <> 0") if table.kind else ("item", "")
    query = (
        f"SELECT count(*) FROM (SELECT 1 FROM {name(table.name)} {where} "
        f"GROUP BY owner, {item} HAVING count(*) > 1 LIMIT 1)"
    )
    return not database.one(query)[0]


def _in_process(
    rule: CompiledRule, bulk: BulkPlan, missing: tuple[tuple[str, str], ...], why: str
) -> TableEvaluation:
    """Judge a rule without translation in process, if the plan is small enough."""
    if sum(map(len, bulk.plan.collections.values())) > _IN_PROCESS:
        problem = f"there is no query for it ({why}), and the plan is too large to do without"
        return TableEvaluation(rule, problem=problem, missing=missing)
    held = bulk.held()
    found: RuleEvaluation = InProcess([rule], "builtin").evaluate(held)[0]
    told = [case for case in found.cases if case.outcome is not Outcome.KEPT]
    return TableEvaluation(
        rule,
        kept=found.count(Outcome.KEPT),
        broken=found.count(Outcome.BROKEN),
        undetermined=found.count(Outcome.UNDETERMINED),
        unplaced=found.unplaced,
        problem=found.problem,
        missing=missing,
        plan=held,
        note=f"{rule.id} was judged in process: {why}",
        cases=iter([told]),
    )


class _Told:
    """Makes bindings of the rows that name the cases of one rule."""

    def __init__(
        self,
        rule: CompiledRule,
        bulk: BulkPlan,
        plan: Plan,
        widths: Sequence[int],
        named: tuple[frozenset[str], int],
    ) -> None:
        self._fields, self._depth = named[0] | _TOLD, named[1]
        self._rule = rule
        self._bulk = bulk
        self._plan = plan
        self._widths = widths
        self._groups: _Groups | None = None

    def batches(self) -> Iterator[list[JudgedCase]]:
        """Yield the cases that are broken or undetermined."""
        columns = [f"k{number}" for number in range(sum(self._widths))]
        told = f"outcome IN ({int(Outcome.BROKEN)}, {int(Outcome.UNDETERMINED)})"
        grouped = any(source.kind == "group" for source in self._rule.cases)
        query = (
            f"SELECT outcome, cases, {', '.join(columns)} FROM {_JUDGED} WHERE {told} "
            f"ORDER BY {', '.join(columns)}, outcome"
        )
        functions = functions_on(self._rule.binding, self._plan)
        if grouped:
            self._groups = _Groups(self._rule, self._bulk, self._widths, functions, told)
            self._groups.named = self._fields, self._depth
        for rows in self._bulk.database.batches(query, 1 if grouped else _BATCH):
            named = [self._named(row) for row in rows]
            self._read(named)
            batch: list[JudgedCase] = []
            for outcome, times, names in named:
                binding: Binding = ()
                for number, keys in enumerate(names):
                    binding = (*binding, self._value(number, keys, binding, functions))
                batch += [JudgedCase(binding, outcome)] * times
            yield batch

    def _named(self, row: tuple[Any, ...]) -> tuple[Outcome, int, list[tuple[Any, ...]]]:
        outcome, times, *names = row
        found: list[tuple[Any, ...]] = []
        for width in self._widths:
            found.append(tuple(names[:width]))
            names = names[width:]
        return Outcome(outcome), int(times), found

    def _read(self, named: list[tuple[Outcome, int, list[tuple[Any, ...]]]]) -> None:
        """Read the entities of cases at once, and hold them until the next are read."""
        entities = self._bulk.entities
        self._held = [
            entities.at(source.collection, keys[0])
            for _, _, names in named
            for source, keys in zip(self._rule.cases, names, strict=True)
            if source.kind in ("each", "joined") and None not in keys
        ]
        entities.read(self._held, self._depth, self._fields)

    def _value(self, number: int, names: tuple[Any, ...], before: Binding, functions: Any) -> Any:
        source = self._rule.cases[number]
        if None in names:
            if source.kind in ("each", "joined"):
                return stand_in(source.collection, State.UNKNOWN)
            return unknown_of(source.blank)
        if source.kind == "group":
            if self._groups is None:
                raise TypeError("a rule without groups has none")
            return self._groups.at(number, names)
        (place,) = names
        if source.kind == "within":
            return functions[f"items{number}"](*before).items[place]
        return self._bulk.entities.at(source.collection, place)


class _Groups:
    """The groups of a rule's cases: their members are looked for once, and kept in the database."""

    def __init__(
        self,
        rule: CompiledRule,
        bulk: BulkPlan,
        widths: Sequence[int],
        functions: Any,
        told: str,
    ) -> None:
        self.named: tuple[frozenset[str], int] = (_TOLD, 1)
        self._bulk = bulk
        self._sources = rule.cases
        self._numbers: dict[tuple[int, tuple[Any, ...]], int] = {}
        self._keys: dict[int, tuple[object, ...]] = {}
        self._last: tuple[int, Group] | None = None
        database = bulk.database
        database.run(f"DROP TABLE IF EXISTS {_MEMBERS}")
        database.run(f"CREATE TABLE {_MEMBERS} (g BIGINT, k BIGINT, truth TINYINT)")
        start = 0
        for number, (source, width) in enumerate(zip(rule.cases, widths, strict=True)):
            if source.kind == "group":
                columns = ", ".join(f"k{n}" for n in range(start, start + width))
                query = f"SELECT DISTINCT {columns} FROM {_JUDGED} WHERE {told}"
                for keys in database.all(query):
                    self._numbers[number, tuple(keys)] = len(self._numbers)
                self._find(number, functions)
            start += width

    def at(self, number: int, names: tuple[Any, ...]) -> Group:
        """Return a group, its members read."""
        group_number = self._numbers[number, names]
        if self._last is not None and self._last[0] == group_number:
            return self._last[1]
        group = Group(self._keys[group_number])
        query = f"SELECT k, truth FROM {_MEMBERS} WHERE g = $1 ORDER BY k"
        collection = self._sources[number].collection
        found = [
            (self._bulk.entities.at(collection, key), truth)
            for key, truth in self._bulk.database.all(query, [group_number])
        ]
        fields, depth = self.named
        self._bulk.entities.read([member for member, _ in found], depth, fields)
        for member, truth in found:
            group.add(member, truth)
        self._last = group_number, group
        return group

    def _find(self, number: int, functions: Any) -> None:
        """Find the members of the groups that are told."""
        admits, keys_of = functions[f"admits{number}"], functions[f"keys{number}"]
        collection = self._sources[number].collection
        rows: list[tuple[int, int, int]] = []
        for key, member in enumerate(self._bulk.plan.collections[collection]):
            truth = admits(member)
            if truth == FALSE:
                continue
            for keys in choices_of(keys_of(member))[0]:
                named = tuple(map(self._name, keys))
                group = self._numbers.get((number, named))
                if group is not None:
                    self._keys.setdefault(group, keys)
                    rows.append((group, key, truth))
            if len(rows) >= _BATCH:
                self._keep(rows)
                rows = []
        self._keep(rows)

    def _keep(self, rows: list[tuple[int, int, int]]) -> None:
        self._bulk.database.insert(_MEMBERS, ("BIGINT", "BIGINT", "TINYINT"), rows)

    def _name(self, value: Any) -> Any:
        """Return the key of a group as the tables have it."""
        if isinstance(value, str):
            return value
        if isinstance(value, Interval):
            return int(value.low)
        if isinstance(value, int):
            return value == TRUE
        if isinstance(value, Element):
            return NOBODY if value.state is State.NONE else self._bulk.entities.key_of(value)
        if isinstance(value, Items):
            raise TypeError("a group has no list as its key")
        return NO_TEXT

"""Expressions, read with `ast` and worked out one by one, in nested loops."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final

from tests.reference.reading import Plan, days, number, years
from tests.reference.schema import COLLECTIONS, FIELDS
from tests.reference.values import (
    INFINITY,
    Bag,
    End,
    Interval,
    Member,
    State,
    Text,
    Thing,
    Truth,
    Value,
    blank,
    both,
    contains,
    distinct,
    either,
    equal,
    is_settled,
    less,
    negation,
    same,
)

ALL_NUMBERS: Final = Interval(-INFINITY, INFINITY, dated=False, state=State.UNKNOWN)
ALL_DAYS: Final = Interval(-INFINITY, INFINITY, dated=True, state=State.UNKNOWN)


@dataclass(frozen=True)
class Definition:
    """A shared expression with the names of its parameters."""

    parameters: tuple[str, ...]
    expression: str


@dataclass(frozen=True)
class Scope:
    """What names stand for.

    `case` holds the variables of `for`, which are all that the expressions of `lets` see;
    `local` has those of generators and the parameters of definitions as well.
    """

    plan: Plan
    case: Mapping[str, Value]
    local: Mapping[str, Value]
    lets: Mapping[str, str]
    constants: Mapping[str, Value]
    definitions: Mapping[str, Definition]

    def bind(self, name: str, value: Value) -> Scope:
        """Return the scope inside which `name` is bound."""
        return replace(self, local={**self.local, name: value})


def parse(text: str) -> ast.expr:
    """Return the tree of an expression, which may go over several lines."""
    return ast.parse(f"({text.strip()}\n)", mode="eval").body


def value_of(node: ast.expr, scope: Scope) -> Value:  # noqa: C901, PLR0911, PLR0912 - one case for each form
    """Return what an expression comes to."""
    match node:
        case ast.Constant(bool(truth)):
            return truth
        case ast.Constant(str(text)):
            return Text(State.KNOWN, text)
        case ast.Constant(int(literal) | float(literal)):
            return number(str(literal))  # repr gives back up to 15 digits as they were written
        case ast.Name(name):
            return _named(name, scope)
        case ast.Attribute(of, field):
            return _attribute(value_of(of, scope), field, scope.plan)
        case ast.BoolOp(ast.And(), parts):
            return both(truth_of(part, scope) for part in parts)
        case ast.BoolOp(ast.Or(), parts):
            return either(truth_of(part, scope) for part in parts)
        case ast.UnaryOp(ast.Not(), operand):
            return negation(truth_of(operand, scope))
        case ast.UnaryOp(ast.USub(), operand):
            return _arithmetic(ast.Sub(), number(0), _interval(operand, scope))
        case ast.Compare(first, operators, others):
            steps = zip([first, *others], operators, others, strict=False)
            return both(_compared(left, by, right, scope) for left, by, right in steps)
        case ast.BinOp(left, operation, right):
            return _arithmetic(operation, _interval(left, scope), _interval(right, scope))
        case ast.IfExp(test, yes, no):
            return _conditional(truth_of(test, scope), value_of(yes, scope), value_of(no, scope))
        case ast.Call(ast.Name(name), arguments):
            return _called(name, arguments, scope)
        case _:
            raise AssertionError(f"not in the language: {ast.unparse(node)}")


def truth_of(node: ast.expr, scope: Scope) -> Truth:
    """Return what a condition comes to."""
    truth = value_of(node, scope)
    assert truth is None or isinstance(truth, bool), ast.unparse(node)
    return truth


def bag_of(node: ast.expr, scope: Scope) -> Bag:
    """Return what a list or set comes to."""
    bag = value_of(node, scope)
    assert isinstance(bag, Bag), ast.unparse(node)
    return bag


def _interval(node: ast.expr, scope: Scope) -> Interval:
    value = value_of(node, scope)
    assert isinstance(value, Interval), ast.unparse(node)
    return value


def _named(name: str, scope: Scope) -> Value:
    if name in scope.local:
        return scope.local[name]
    if name in scope.lets:
        return value_of(parse(scope.lets[name]), replace(scope, local=scope.case))
    if name in scope.constants:
        return scope.constants[name]
    if name == "plan":
        return scope.plan.header
    assert name in COLLECTIONS, f"nothing is called {name}"
    return Bag(tuple(Member(entity) for entity in scope.plan.all(name)))


# ---------------------------------------------------------------------------- paths


def _attribute(of: Value, field: str, plan: Plan) -> Value:
    if isinstance(of, Interval):
        assert of.dated
        assert field == "year"
        return years(of)
    assert isinstance(of, Thing)
    match of.kind, field:
        case "programs", "followers":
            return _followers(of, plan)
        case "programs", "development":
            return _development(of)
        case "leaderships", "specificity":
            return _specificity(of)
    return _field(of, field)


def _field(of: Thing, field: str) -> Value:
    if of.state is State.KNOWN or of.kind == "group":
        return of.fields[field]
    return blank(FIELDS[of.kind][field])


def _followers(of: Thing, plan: Plan) -> Bag:
    leads = [(program, equal(_field(program, "leader"), of)) for program in plan.all("programs")]
    return Bag(tuple(Member(program, there) for program, there in leads if there is not False))


def _development(of: Thing) -> Value:
    leader = _field(of, "leader")
    assert isinstance(leader, Thing)
    return of if leader.state is State.NONE else leader


def _specificity(of: Thing) -> Interval:
    if of.state is not State.KNOWN:
        return Interval(Fraction(0), Fraction(3), dated=False, state=State.UNKNOWN)
    states = [_list(of, key).state for key in ("segments", "regions", "families")]
    certain = sum(state in (State.KNOWN, State.PRESENT) for state in states)
    possible = certain + states.count(State.UNKNOWN)
    return Interval(Fraction(certain), Fraction(possible), dated=False)


def _list(of: Thing, field: str) -> Bag:
    value = _field(of, field)
    assert isinstance(value, Bag)
    return value


def _day(of: Thing, field: str) -> Interval:
    value = _field(of, field)
    assert isinstance(value, Interval)
    return value


def _thing(of: Thing, field: str) -> Thing:
    value = _field(of, field)
    assert isinstance(value, Thing)
    return value


# ---------------------------------------------------------------------------- comparisons


def _compared(left: ast.expr, operator: ast.cmpop, right: ast.expr, scope: Scope) -> Truth:  # noqa: C901, PLR0911 - one case for each form
    match operator:
        case ast.Is():
            return _is_none(value_of(left, scope))
        case ast.IsNot():
            return negation(_is_none(value_of(left, scope)))
        case ast.In():
            return contains(_container(right, scope), value_of(left, scope))
        case ast.NotIn():
            return negation(contains(_container(right, scope), value_of(left, scope)))
    a, b = _with_date(value_of(left, scope), value_of(right, scope))
    match operator:
        case ast.Eq():
            return equal(a, b)
        case ast.NotEq():
            return negation(equal(a, b))
        case ast.Lt():
            return less(a, b)
        case ast.Gt():
            return less(b, a)
        case ast.LtE():
            return negation(less(b, a))
        case ast.GtE():
            return negation(less(a, b))
        case _:
            raise AssertionError(operator)


def _with_date(a: Value, b: Value) -> tuple[Value, Value]:
    """A text that is compared with a date is the date it names."""
    if isinstance(a, Text) and isinstance(b, Interval):
        return days(a.text), b
    if isinstance(a, Interval) and isinstance(b, Text):
        return a, days(b.text)
    return a, b


def _is_none(value: Value) -> Truth:
    state = State.UNKNOWN if isinstance(value, bool) or value is None else value.state
    return None if state is State.UNKNOWN else state is State.NONE


def _container(node: ast.expr, scope: Scope) -> Bag:
    match node:
        case ast.Tuple(constants) | ast.List(constants):
            return Bag(tuple(Member(value_of(constant, scope)) for constant in constants))
        case _:
            return bag_of(node, scope)


def _conditional(test: Truth, yes: Value, no: Value) -> Value:
    if test is not None:
        return yes if test else no
    if isinstance(yes, Interval) and isinstance(no, Interval):
        state = yes.state if yes.state is no.state else State.UNKNOWN
        return Interval(min(yes.low, no.low), max(yes.high, no.high), yes.dated, state)
    if is_settled(yes) and is_settled(no) and same(yes, no):
        return yes
    match yes:
        case Text():
            return Text(State.UNKNOWN)
        case Thing():
            return Thing(yes.kind, State.UNKNOWN)
        case _:
            return None


# ---------------------------------------------------------------------------- arithmetic


def _arithmetic(operation: ast.operator, a: Interval, b: Interval) -> Interval:
    match operation:
        case ast.Add():
            return Interval(a.low + b.low, a.high + b.high, dated=False)
        case ast.Sub():
            return Interval(a.low - b.high, a.high - b.low, dated=False)
        case ast.Mult():
            products = [times(x, y) for x in (a.low, a.high) for y in (b.low, b.high)]
            return Interval(min(products), max(products), dated=False)
        case _:
            raise AssertionError(operation)


def times(a: End, b: End) -> End:
    """Return a product in which 0 times a missing bound is 0."""
    return Fraction(0) if 0 in (a, b) else a * b


# ---------------------------------------------------------------------------- functions


def _called(name: str, arguments: Sequence[ast.expr], scope: Scope) -> Value:  # noqa: PLR0911 - one case for each form
    if name in scope.definitions:
        definition = scope.definitions[name]
        bound = zip(definition.parameters, arguments, strict=True)
        local = {parameter: value_of(argument, scope) for parameter, argument in bound}
        return value_of(parse(definition.expression), replace(scope, local=local, case={}, lets={}))
    match name:
        case "known":
            return _known(arguments[0], scope)
        case "any" | "all" | "count" | "distinct" | "sum" | "min" | "max":
            return _aggregate(name, arguments[0], scope)
    values = [value_of(argument, scope) for argument in arguments]
    match name, values:
        case "earliest", [Interval() as dates]:
            return _one_day(dates, dates.low)
        case "latest", [Interval() as dates]:
            return _one_day(dates, dates.high)
        case "covers", [Thing() as leadership, Thing() as program]:
            return _covers(leadership, program)
        case "overlap", [Thing() as one, Thing() as other]:
            return _overlap(one, other)
        case _, [Text() as text, *rest]:
            return _of_texts(name, text, rest)
        case _:
            raise AssertionError(f"nothing is called {name}")


def _known(node: ast.expr, scope: Scope) -> bool:
    if isinstance(node, ast.Attribute):
        of = value_of(node.value, scope)
        if isinstance(of, Thing | Interval) and of.state is not State.KNOWN:
            return False
        if not _known(node.value, scope):
            return False
    value = value_of(node, scope)
    if isinstance(value, Bag):
        return value.state in (State.KNOWN, State.NONE) and all(
            m.there and _is_known(m.value) for m in value.members
        )
    return _is_known(value)


def _is_known(value: Value) -> bool:
    if value is None or isinstance(value, bool):
        return value is not None
    return value.state in (State.KNOWN, State.NONE)


def _one_day(dates: Interval, end: End) -> Interval:
    return Interval(end, end, dated=True) if dates.state is State.KNOWN else ALL_DAYS


def _of_texts(name: str, text: Text, rest: Sequence[Value]) -> Value:
    part = rest[0] if rest else text
    assert isinstance(part, Text)
    if State.KNOWN is not text.state or State.KNOWN is not part.state:
        return Text(State.UNKNOWN) if name == "lower" else None
    match name:
        case "lower":
            return Text(State.KNOWN, text.text.lower())
        case "starts_with":
            return text.text.startswith(part.text)
        case "ends_with":
            return text.text.endswith(part.text)
        case "contains":
            return part.text in text.text
        case _:
            raise AssertionError(f"nothing is called {name}")


def _covers(leadership: Thing, program: Thing) -> Truth:
    """Return the `and` of what the leadership's keys ask."""
    start = _day(program, "start")
    asked: dict[str, Truth] = {
        "region": contains(_list(program, "regions"), _field(leadership, "region")),
        "technology": either(
            both([use.there, equal(_technology(use.value), _field(leadership, "technology"))])
            for use in _list(program, "technologies").members
        ),
        "model_line": _in_line(_thing(leadership, "model_line"), program),
        "segments": contains(_list(leadership, "segments"), _field(program, "segment")),
        "regions": either(
            both([region.there, contains(_list(leadership, "regions"), region.value)])
            for region in _list(program, "regions").members
        ),
        "families": contains(
            _list(leadership, "families"), _field(_thing(program, "platform"), "family")
        ),
        "since": negation(less(start, _day(leadership, "since"))),
        "until": negation(less(_day(leadership, "until"), start)),
    }
    return both(_asks(leadership, key, answer) for key, answer in asked.items())


def _in_line(line: Thing, program: Thing) -> Truth:
    asked: dict[str, Truth] = {
        "segment": equal(_field(line, "segment"), _field(program, "segment")),
        "body": equal(_field(line, "body"), _field(program, "body")),
        "programs": contains(_list(line, "programs"), program),
    }
    return both(_asks(line, key, answer) for key, answer in asked.items())


def _asks(of: Thing, key: str, answer: Truth) -> Truth:
    """A key that is none asks nothing; one that is unknown might be none."""
    match _field(of, key):
        case Text(State.NONE) | Interval(state=State.NONE) | Thing(state=State.NONE):
            return True
        case Bag(state=State.NONE):
            return True
        case Text(State.UNKNOWN) | Interval(state=State.UNKNOWN) | Thing(state=State.UNKNOWN):
            return either([answer, None])
        case Bag(state=State.UNKNOWN):
            return either([answer, None])
        case _:
            return answer


def _technology(use: Value) -> Value:
    assert isinstance(use, Thing)
    return _field(use, "technology")


def _overlap(a: Thing, b: Thing) -> Truth:
    """Neither ends before the other begins."""
    return both(
        [negation(less(_ends(a), _begins(b))), negation(less(_ends(b), _begins(a)))],
    )


def _begins(of: Thing) -> Interval:
    day = _day(of, "since" if of.kind == "leaderships" else "start")
    return replace(day, high=-INFINITY) if day.state is State.NONE else day


def _ends(of: Thing) -> Interval:
    day = _day(of, "until" if of.kind == "leaderships" else "end")
    return replace(day, low=INFINITY) if day.state is State.NONE else day


# ---------------------------------------------------------------------------- aggregates


@dataclass(frozen=True)
class Kept:
    """An element that a generator keeps: certainly, or possibly; once, or any number of times."""

    scope: Scope
    certain: bool
    many: bool


def _aggregate(name: str, argument: ast.expr, scope: Scope) -> Value:  # noqa: PLR0911 - one return for each aggregate
    if name == "count" and not isinstance(argument, ast.GeneratorExp):
        return _count([(m.there is True, m.many) for m in bag_of(argument, scope).members])
    assert isinstance(argument, ast.GeneratorExp), ast.unparse(argument)
    kept = list(_generated(argument.generators, scope))
    if name == "count":
        return _count([(element.certain, element.many) for element in kept])
    values = [value_of(argument.elt, element.scope) for element in kept]
    match name:
        case "any":
            return either(both([k.certain or None, v]) for k, v in _truths(kept, values))
        case "all":
            return both(
                either([None if not k.certain else False, v]) for k, v in _truths(kept, values)
            )
        case "distinct":
            return distinct(
                Member(value, k.certain or None, k.many)
                for k, value in zip(kept, values, strict=True)
            )
        case "sum":
            return _sum(zip(kept, _intervals(values), strict=True))
        case _:
            return _extreme(name, kept, _intervals(values))


def _generated(generators: Sequence[ast.comprehension], scope: Scope) -> Iterator[Kept]:
    if not generators:
        yield Kept(scope, certain=True, many=False)
        return
    first, *rest = generators
    assert isinstance(first.target, ast.Name)
    for member in bag_of(first.iter, scope).members:
        inner = scope.bind(first.target.id, member.value)
        kept = both([member.there, *(truth_of(condition, inner) for condition in first.ifs)])
        if kept is False:
            continue
        for element in _generated(rest, inner):
            yield replace(
                element,
                certain=element.certain and kept is True,
                many=element.many or member.many,
            )


def _truths(kept: Sequence[Kept], values: Sequence[Value]) -> Iterator[tuple[Kept, Truth]]:
    for element, value in zip(kept, values, strict=True):
        assert value is None or isinstance(value, bool)
        yield element, value


def _intervals(values: Sequence[Value]) -> list[Interval]:
    intervals = [value for value in values if isinstance(value, Interval)]
    assert len(intervals) == len(values)
    return intervals


def _count(elements: Sequence[tuple[bool, bool]]) -> Interval:
    """Count elements, each certain or not, and standing for many or not."""
    certain = sum(certain for certain, _ in elements)
    unbounded = any(many for _, many in elements)
    return Interval(
        Fraction(certain), INFINITY if unbounded else Fraction(len(elements)), dated=False
    )


def _sum(elements: Iterator[tuple[Kept, Interval]]) -> Interval:
    low: End = Fraction(0)
    high: End = Fraction(0)
    for kept, value in elements:
        times_at_most = INFINITY if kept.many else 1
        low += value.low if kept.certain else times(min(value.low, Fraction(0)), times_at_most)
        high += value.high if kept.certain else times(max(value.high, Fraction(0)), times_at_most)
    return Interval(low, high, dated=False)


def _extreme(name: str, kept: Sequence[Kept], values: Sequence[Interval]) -> Interval:
    """The least or greatest value.

    Where nothing is kept, whether numbers or days were meant does not matter: either is
    compared with its own kind, and is unknown.
    """
    if not values:
        return ALL_NUMBERS
    unknown = ALL_DAYS if values[0].dated else ALL_NUMBERS
    if any(not k.certain for k in kept) or any(v.state is not State.KNOWN for v in values):
        return unknown
    pick = min if name == "min" else max
    return Interval(pick(v.low for v in values), pick(v.high for v in values), dated=unknown.dated)

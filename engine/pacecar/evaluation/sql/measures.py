"""What aggregates count of their rows, and what comes of it.

The rows that are measured are those whose truth is not FALSE. A row that may be missing (no
element at all) leaves NULLs, which count as nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pacecar.evaluation.sql import syntax
from pacecar.evaluation.sql.syntax import Sql
from pacecar.evaluation.sql.values import Span, Truth, Value, point

Measures = list[tuple[str, Sql]]
Part = Mapping[str, Sql]
"""What was measured of some rows, by name; each may be NULL."""

ZERO = syntax.number(0)
UNKNOWN = Truth(syntax.NULL)


def measures(function: str, truth: Truth, number: Sql | None, value: Value | None) -> Measures:
    """Return what to measure for an aggregate.

    Args:
        function: of the aggregate.
        truth: whether a row's element is kept; never FALSE.
        number: how many elements a row stands for, NULL for any number; None for one.
        value: what is added up or compared.
    """
    if function in ("any", "all"):
        made = [("rows", syntax.counted())]
        return made if truth.total else [*made, ("best", _any(truth.sql))]
    if function == "count":
        return _count(truth, number)
    if not isinstance(value, Span):
        raise TypeError(function)
    if function == "sum":
        return _sum(truth, number, value)
    return _extreme(function, truth, value)


def _any(value: Sql) -> Sql:
    if value is syntax.NULL:
        return syntax.typed(syntax.NULL, "BOOLEAN")
    return syntax.any_of(value)


def _count(truth: Truth, number: Sql | None) -> Measures:
    if number is None:
        made: Measures = [("high", syntax.counted())]
    else:
        made = [
            ("high", syntax.called("SUM", number)),
            ("endless", syntax.any_of(syntax.is_null(number))),
        ]
    if truth.total:
        return made
    if truth.sql is syntax.NULL:
        return [*made, ("low", ZERO)]
    if number is None:
        return [*made, ("low", syntax.counted(where=truth.sql))]
    return [*made, ("low", syntax.filtered(syntax.called("SUM", number), truth.sql))]


def _sum(truth: Truth, number: Sql | None, value: Span) -> Measures:
    if truth.total and number is None and value.point is not None and value.blank is None:
        return [("low", syntax.called("SUM", value.point))]
    made: Measures = []
    for name, missing, end, operator in (
        ("low", "down", value.low, "<"),
        ("high", "up", value.high, ">"),
    ):
        if end is None:
            # Not bounded wherever it counts at all, and it always may.
            made += [(name, syntax.called("SUM", ZERO)), (missing, syntax.any_of(syntax.TRUE))]
            continue
        possible = syntax.case((syntax.compared(operator, end, ZERO), end), otherwise=ZERO)
        open_end = syntax.case((syntax.is_null(end), syntax.NULL), otherwise=possible)
        part = end if truth.total else syntax.case((truth.sql, end), otherwise=open_end)
        gone = syntax.is_null(part)
        if number is not None:
            far = syntax.both(syntax.is_null(number), syntax.compared("!=", part, ZERO))
            gone = syntax.either(gone, far)
            part = syntax.compared("*", syntax.wide(part), syntax.first_there(number, ZERO))
        made += [(name, syntax.called("SUM", part)), (missing, syntax.any_of(gone))]
    return made


def _extreme(function: str, truth: Truth, value: Span) -> Measures:
    least = function == "min"
    gather = "MIN" if least else "MAX"
    made: Measures = [("rows", syntax.counted())]
    doubt = [value.blank] if value.blank is not None else []
    if not truth.total:
        doubt.append(syntax.is_null(truth.sql))
    if doubt:
        made.append(("blank", syntax.any_of(syntax.either(*doubt))))
    for name, end, outer in (("low", value.low, least), ("high", value.high, not least)):
        if end is None:
            continue
        made.append((name, syntax.called(gather, end)))
        if outer and not value.total:
            made.append((f"{name}_gone", syntax.any_of(syntax.is_null(end))))
    return made


def result(function: str, parts: Sequence[Part], value: Value | None) -> Value:
    """Return what an aggregate is, from what was measured of all its rows.

    Args:
        function: of the aggregate.
        parts: what was measured of one or more sets of rows.
        value: what was added up or compared.
    """
    if function in ("any", "all"):
        found = _exists(parts)
        return Truth(syntax.negated(found.sql), found.total) if function == "all" else found
    if function == "count":
        return _counted(parts)
    if not isinstance(value, Span):
        raise TypeError(function)
    return _summed(parts) if function == "sum" else _found(parts, value)


def _plus(values: Sequence[Sql]) -> Sql:
    made = syntax.first_there(values[0], ZERO)
    for value in values[1:]:
        made = syntax.compared("+", made, syntax.first_there(value, ZERO))
    return made


def _exists(parts: Sequence[Part]) -> Truth:
    rows = syntax.compared(">", _plus([part["rows"] for part in parts]), ZERO)
    if all("best" not in part for part in parts):
        return Truth(rows, total=True)
    sure = [
        part["best"] if "best" in part else syntax.compared(">", part["rows"], ZERO)
        for part in parts
    ]
    return Truth(
        syntax.case(
            (syntax.either(*sure), syntax.TRUE), (rows, syntax.NULL), otherwise=syntax.FALSE
        )
    )


def _counted(parts: Sequence[Part]) -> Span:
    high = _plus([part["high"] for part in parts])
    endless = [part["endless"] for part in parts if "endless" in part]
    if all("low" not in part for part in parts) and not endless:
        return point(high, total=True)
    low = _plus([part.get("low", part["high"]) for part in parts])
    if endless:
        high = syntax.case((syntax.either(*endless), syntax.NULL), otherwise=high)
    return Span(low, high, total=not endless)


def _summed(parts: Sequence[Part]) -> Span:
    if all("high" not in part for part in parts):
        return point(_plus([part["low"] for part in parts]), total=True)
    ends = []
    for name, missing in (("low", "down"), ("high", "up")):
        end = _plus([part.get(name, part["low"]) for part in parts])
        gone = [part[missing] for part in parts if missing in part]
        ends.append(syntax.case((syntax.either(*gone), syntax.NULL), otherwise=end))
    return Span(ends[0], ends[1])


def _found(parts: Sequence[Part], value: Span) -> Span:
    """Return the least or greatest; of several sets of rows there is one that counts."""
    (part, *others) = parts
    nothing = syntax.negated(
        syntax.first_there(syntax.compared(">", part["rows"], ZERO), syntax.FALSE)
    )
    doubts = [syntax.compared(">", other["rows"], ZERO) for other in others]
    doubts = [syntax.first_there(doubt, syntax.FALSE) for doubt in doubts]
    if "blank" in part:
        doubts.append(syntax.first_there(part["blank"], syntax.FALSE))
    blank = syntax.either(nothing, *doubts)

    def end(name: str) -> Sql | None:
        if name not in part:
            return None
        gone = part.get(f"{name}_gone", syntax.FALSE)
        return syntax.case((syntax.either(blank, gone), syntax.NULL), otherwise=part[name])

    if value.point is not None:
        low = end("low")
        if low is not None:
            return point(low, total=False)
    return Span(end("low"), end("high"), blank)

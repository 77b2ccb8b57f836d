"""A compiled rulebook as bytes and back.

The bytes are Python's own `marshal`: they hold code, so they must never come from a place that
others can write to, as little as `__pycache__` (`pacecar.evaluation.keeping` sees to that).
"""

from __future__ import annotations

from functools import cache, partial
from marshal import dumps, loads
from typing import Any

from pacecar.evaluation.compiled import (
    Blank,
    CaseSource,
    CompiledRule,
    CompiledRulebook,
    Gone,
    Looked,
    Member,
    Path,
    Shown,
    Telling,
    Told,
)
from pacecar.evaluation.record import ColumnKind, Criterion, Test
from pacecar.plan.fields import Date, Kind, ListOf, Number, Text

Plain = Any
"""Tuples, texts, numbers, bytes, code: what `marshal` takes."""


def pack(rulebook: CompiledRulebook) -> bytes:
    """Return a rulebook as bytes."""
    rules = [(*_plain(rule[:-1]), dumps(_plain(rule.telling()))) for rule in rulebook.rules]
    return dumps((tuple(rules), dict(rulebook.quotes), rulebook.digest))


def unpack(data: bytes) -> CompiledRulebook:
    """Return the rulebook of bytes that `pack` made.

    Raises:
        EOFError, TypeError, ValueError: it has not made them.
    """
    rules, quotes, digest = loads(data)  # noqa: S302 - see above
    return CompiledRulebook(tuple(_rule(*rule) for rule in rules), quotes, digest)


def _plain(value: Any) -> Plain:
    """Return a value in plain tuples."""
    if isinstance(value, tuple):
        return tuple(map(_plain, value))
    match value:
        case Number(scale=scale):
            return scale
        case ListOf(item=item):
            return (_plain(item),)
        case Date():
            return "date"
        case Text():
            return "text"
    return value


def _kind(plain: Plain) -> Kind:
    if isinstance(plain, tuple):
        return ListOf(_kind(plain[0]))
    if isinstance(plain, int):
        return Number(plain)
    return Date() if plain == "date" else Text()


def _rule(*plain: Plain) -> CompiledRule:
    *_, cases, _, (rule, columns, broken, undetermined), telling = plain
    return CompiledRule(*plain)._replace(
        cases=tuple(
            CaseSource(kind, variable, collection, _blank(blank))
            for kind, variable, collection, blank in cases
        ),
        criterion=Criterion(
            rule,
            tuple(ColumnKind(*column) for column in columns),
            tuple(tuple(Test(*test) for test in pattern) for pattern in broken),
            tuple(tuple(Test(*test) for test in pattern) for pattern in undetermined),
        ),
        telling=cache(partial(_telling, telling)),
    )


def _blank(plain: Plain) -> Blank:
    kind, name, keys = plain
    return Blank(kind, name, tuple(map(_blank, keys)))


def _telling(data: bytes) -> Telling:
    told = Telling(*loads(data))  # noqa: S302 - part of what `unpack` was given
    return told._replace(
        message=_parts(told.message),
        hint=_parts(told.hint),
        values=tuple((text, _kind(kind)) for text, kind in told.values),
        conditions=tuple(map(_looked, told.conditions)),
        variables=tuple(
            Told(name, origin, _member(member)) for name, origin, member in told.variables
        ),
    )


def _parts(plain: Plain) -> tuple[str | Shown, ...]:
    return tuple(
        part if isinstance(part, str) else Shown(_kind(part[0]), part[1]) for part in plain
    )


def _member(plain: Plain) -> Member | None:
    return plain and Member(plain[0], _looked(plain[1]))


def _looked(plain: Plain) -> Path | Looked:
    first, rest = plain
    if isinstance(first, str):
        return Path(first, rest)
    generators = tuple(Gone(name, where, path and Path(*path)) for name, where, path in first)
    return Looked(generators, tuple(map(_looked, rest)))

"""The reference evaluator's table of fields agrees with the product's."""

from __future__ import annotations

import pytest

from pacecar.plan.fields import (
    Collection,
    Date,
    Field,
    Kind,
    ListOf,
    Number,
    Record,
    Reference,
    Text,
    Truth,
)
from pacecar.plan.tables import SCHEMA
from tests.reference import schema as reference

FIELDS = [
    (owner, field, kind)
    for owner in ("plan", *reference.COLLECTIONS)
    for field, kind in reference.FIELDS[owner].items()
]


@pytest.mark.parametrize(("owner", "field", "kind"), FIELDS)
def test_field(owner: str, field: str, kind: reference.Kind) -> None:
    """A field is of the same kind, and may be none, in both tables."""
    found = SCHEMA[owner].field(field)
    assert found is not None
    assert found.may_be_none is ((owner, field) in reference.MAY_BE_NONE)
    _same(found.kind, kind)


def _same(found: Kind, expected: reference.Kind) -> None:
    match found, expected:
        case Number(low=low, high=high), reference.NumberKind(expected_low, expected_high):
            if (expected_low, expected_high) != (None, None):
                assert (low, high) == (expected_low, expected_high)
        case Date(bound), reference.DayKind(expected_bound):
            assert bound == expected_bound
        case Reference(collection), reference.EntityKind(expected_collection):
            assert collection == expected_collection
        case ListOf(item, keyed), reference.ListKind(expected_item, expected_keyed):
            assert keyed is (expected_keyed is not None)
            _same(item, expected_item)
        case Record(fields=fields, label=label), reference.RecordKind(name, expected_label):
            assert label == expected_label
            of_record = Collection(name, name, fields)
            for field, kind in reference.FIELDS[name].items():
                inner = of_record.field(field)
                assert isinstance(inner, Field)
                assert inner.may_be_none is ((name, field) in reference.MAY_BE_NONE)
                _same(inner.kind, kind)
        case _:
            simple = {Text: reference.TextKind, Truth: reference.TruthKind}
            assert simple.get(type(found)) is type(expected)

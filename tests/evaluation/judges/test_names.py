"""durable-rules knows names by their hash alone: no two that meet may have the same."""

from itertools import chain

from pacecar.evaluation.judges.names import (
    _RESERVED,
    CLOSING,
    MOST_COLUMNS,
    STATES,
    column_attributes,
    fnv1a,
    rule_attribute,
)


def test_the_hash_is_the_one_that_durable_rules_uses() -> None:
    """The numbers stand in its source, beside these names."""
    assert fnv1a("id") == 926444256
    assert fnv1a("sid") == 3593476751
    assert fnv1a("$and") == 3746487396


def test_no_two_attributes_hash_alike() -> None:
    """Nor does one hash like a name that has a meaning."""
    names = [*_RESERVED, rule_attribute(), *column_attributes()]
    assert len(column_attributes()) == MOST_COLUMNS
    assert len({fnv1a(name) for name in names}) == len(set(names)) == len(names)


def test_only_the_rule_begins_in_the_last_place() -> None:
    """So that looking for any other attribute does not walk past all rules."""
    others = [*column_attributes(), "id", "sid", "$s"]
    assert fnv1a(rule_attribute()) % 32 == 31
    assert all(fnv1a(name) % 32 != 31 for name in others)
    assert len({fnv1a(name) % 32 for name in column_attributes()[:31]}) == 31


def test_no_two_ids_in_a_state_hash_alike() -> None:
    """Those of facts, and the one that durable-rules gives to the state itself."""
    ids = [fnv1a(str(one)) for one in range(CLOSING + 1)]
    states = [fnv1a(f"sid-{one}") for one in range(1, STATES + 1)]
    assert len(set(chain(ids, states))) == len(ids) + len(states)
    assert len({fnv1a(str(one)) for one in range(1, STATES + 1)}) == STATES

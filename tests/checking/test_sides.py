"""The sides of a merge as one earlier state."""

from __future__ import annotations

from pacecar.checking.comparing import Earlier, earlier_from
from pacecar.checking.report import Undetermined
from pacecar.checking.sides import either
from tests.checking.states import finding, report_of

ONE = earlier_from(report_of([finding("a"), finding("b"), finding("b")]), "revision HEAD")
OTHER = earlier_from(report_of([finding("b"), finding("c")]), "revision topic")


def test_what_any_side_has_is_known() -> None:
    """A finding of both is known as often as it is on the side that has more of it."""
    both = either([ONE, OTHER])
    assert both.what == "revision HEAD and revision topic"
    assert both.known == (*ONE.known, OTHER.known[1])


def test_what_both_wait_for_is_known_once() -> None:
    """Undetermined cases of a kind are as many as on the side that has more."""
    sides = [Earlier("one", (), (Undetermined("r", "x", 3, ()), Undetermined("r", "y", 1, ())))]
    sides.append(Earlier("other", (), (Undetermined("r", "x", 4, ()),)))
    assert either(sides).undetermined == (
        Undetermined("r", "x", 4, ()),
        Undetermined("r", "y", 1, ()),
    )


def test_what_a_side_does_not_know_nobody_knows() -> None:
    """Where one side does not know what its cases waited for, new ones cannot be told apart."""
    assert either([ONE, Earlier("other", (), None)]).undetermined is None

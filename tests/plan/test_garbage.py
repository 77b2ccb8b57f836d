"""While a plan is read no garbage is looked for, and afterwards as before."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest

from pacecar.plan.garbage import uncollected


@pytest.fixture(autouse=True)
def _collecting() -> Iterator[None]:
    """Collect garbage before and after each test."""
    gc.enable()
    yield
    gc.enable()


class Ring:
    """Something that holds itself."""

    def __init__(self) -> None:
        self.itself = self


def test_garbage_is_collected_again_after_a_block_and_what_encloses_it() -> None:
    """Within blocks, however deep, collecting is off; it is on again after the outermost."""
    states = [gc.isenabled()]
    with uncollected():
        states.append(gc.isenabled())
        with uncollected():
            states.append(gc.isenabled())
        states.append(gc.isenabled())
    states.append(gc.isenabled())
    assert states == [True, False, False, False, True]


def test_an_error_leaves_collecting_on() -> None:
    """A block that fails ends like any other."""
    with pytest.raises(ValueError, match="within"), uncollected():
        raise ValueError("within")
    assert gc.isenabled()


def test_who_collects_nothing_is_left_alone() -> None:
    """Where collecting was off before a block, it is off after it."""
    gc.disable()
    with uncollected():
        assert not gc.isenabled()
    assert not gc.isenabled()


def test_what_a_block_made_is_old_and_collected_once_it_is_garbage() -> None:
    """A round among the young leaves it, a round among all finds it; nothing stays frozen."""
    gc.collect()
    aside = gc.get_freeze_count()  # Of the interpreter itself, in Python 3.12.
    with uncollected():
        ring = Ring()
    kept = weakref.ref(ring)
    del ring
    gc.collect(1)
    assert kept() is not None
    gc.collect()
    assert kept() is None
    assert gc.get_freeze_count() == aside


def test_what_others_put_aside_stays_there() -> None:
    """Objects that were frozen before a block are frozen after it."""
    gc.freeze()
    try:
        frozen = gc.get_freeze_count()
        assert frozen > 1_000
        with uncollected():
            pass
        assert gc.get_freeze_count() == frozen
    finally:
        gc.unfreeze()

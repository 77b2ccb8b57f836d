"""Which judge is used, and what is said where it is missing."""

import subprocess
import sys

import pytest

from pacecar.evaluation.judges import EvaluatorMissing, choice, choose, durable_available

from .samples import sample


def test_builtin_is_always_there() -> None:
    """It is plain Python."""
    assert choose("builtin", [sample("r")]).name == "builtin"


def test_auto_is_durable_where_it_is_available() -> None:
    """durable-rules judges by default."""
    expected = "durable" if durable_available() else "builtin"
    assert choose("auto", [sample("r")]).name == expected


def test_without_durable_auto_is_builtin(monkeypatch: pytest.MonkeyPatch) -> None:
    """A module that is None in sys.modules cannot be imported."""
    monkeypatch.setitem(sys.modules, "durable_rules_engine", None)
    choice.durable_available.cache_clear()
    try:
        assert choose("auto", [sample("r")]).name == "builtin"
        with pytest.raises(EvaluatorMissing, match="choose the evaluator builtin") as raised:
            choose("durable", [sample("r")])
        assert "\n" not in str(raised.value)
    finally:
        choice.durable_available.cache_clear()


def test_an_unknown_name_is_answered_with_the_known_ones() -> None:
    """The message is the way out."""
    with pytest.raises(EvaluatorMissing, match="auto, durable, builtin"):
        choose("prolog", [])


@pytest.mark.parametrize("module", ["durable_rules_engine", "hashlib"])
def test_nothing_is_imported_before_it_is_needed(module: str) -> None:
    """Importing the judges imports neither the C module nor what only one of them needs."""
    program = (
        "import sys; before = set(sys.modules); import pacecar.evaluation.judges.choice; "
        f"sys.exit({module!r} in sys.modules and {module!r} not in before)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0

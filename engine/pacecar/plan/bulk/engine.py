"""How DuckDB is set up wherever it reads or judges a plan."""

from __future__ import annotations

from typing import Final

SETTINGS: Final[dict[str, str | bool | int | float | list[str]]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    # It takes two parts of a query for one that differ in what they yield, and columns get lost:
    # seen in 2.0.1, and known of releases before. `python -m tests.differential` finds it.
    "disabled_optimizers": "common_subplan",
}
"""Nothing is fetched, and what is known to give wrong answers is off."""

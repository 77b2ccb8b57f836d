"""`pacecar rules`: the rulebook."""

from __future__ import annotations

from pacecar.cli.lazy import LazyGroup

command = LazyGroup(
    "rules",
    modules={
        "list": "pacecar.cli.rules_list",
        "check": "pacecar.cli.rules_check",
        "coverage": "pacecar.cli.rules_coverage",
        "new": "pacecar.cli.rules_new",
    },
    help="Look at the rulebook, or add to it.",
    short_help="Look at the rulebook, or add to it.",
)

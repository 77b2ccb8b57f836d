"""`pacecar rules`: the rulebook."""

from __future__ import annotations

from pacecar.cli.lazy import LazyGroup

command = LazyGroup(
    "rules",
    modules={"list": "pacecar.cli.rules_list"},
    help="Look at the rulebook.",
    short_help="Look at the rulebook.",
)

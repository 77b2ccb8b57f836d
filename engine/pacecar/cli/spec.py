"""`pacecar spec`: the features that specify the rules."""

from __future__ import annotations

from pacecar.cli.lazy import LazyGroup

command = LazyGroup(
    "spec",
    modules={
        "lint": "pacecar.cli.spec_lint",
        "mutate": "pacecar.cli.spec_mutate",
        "run": "pacecar.cli.spec_run",
        "steps": "pacecar.cli.spec_steps",
        "site": "pacecar.cli.spec_site",
    },
    help="Run the features that specify the rules, and keep them honest.",
    short_help="Run the features that specify the rules.",
)

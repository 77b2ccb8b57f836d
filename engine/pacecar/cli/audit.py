"""`pacecar audit`: whether the past is as it was."""

from __future__ import annotations

from pacecar.cli.lazy import LazyGroup

command = LazyGroup(
    "audit",
    modules={"verify": "pacecar.cli.audit_verify", "reproduce": "pacecar.cli.audit_reproduce"},
    help="Show that nothing the service decided was changed afterwards.",
    short_help="Show that no decision was changed afterwards.",
)

"""`pacecar admin token`: who may use the service."""

from __future__ import annotations

from pacecar.cli.lazy import LazyGroup

command = LazyGroup(
    "token",
    modules={
        "create": "pacecar.cli.admin_token_create",
        "list": "pacecar.cli.admin_token_list",
        "revoke": "pacecar.cli.admin_token_revoke",
    },
    help="Make, list and revoke the tokens that the service is used with.",
    short_help="Make, list and revoke tokens.",
)

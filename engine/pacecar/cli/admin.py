"""`pacecar admin`: what the operator of the service does on its machine."""

from __future__ import annotations

from pacecar.cli.lazy import LazyGroup

command = LazyGroup(
    "admin",
    modules={
        "token": "pacecar.cli.admin_token",
        "backup": "pacecar.cli.admin_backup",
        "restore": "pacecar.cli.admin_restore",
        "migrate": "pacecar.cli.admin_migrate",
    },
    help="""Run the service's database: tokens, backups, its schema.

The database is that of --database, PACECAR_DATABASE, or [tool.pacecar.service] database in
pyproject.toml: postgresql://..., or the path of an SQLite file (default: pacecar.db). Whoever
can open it administers it; every token made or revoked is an entry of the log.
""",
    short_help="Run the service's database.",
)

"""The database of the service, for the commands that work on it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from pacecar.cli.settings import SERVICE, load_settings
from pacecar.cli.troubles import Trouble

if TYPE_CHECKING:
    from pacecar.service.service import Service
    from pacecar.service.settings import ServiceSettings

F = TypeVar("F", bound=Callable[..., Any])


def database_option(function: F) -> F:
    """Let a command take --database."""
    return click.option(
        "--database",
        metavar="URL|FILE",
        help="postgresql://..., or an SQLite file (default: pacecar.db).",
    )(function)


@contextmanager
def service_on(database: str | None, *, must_exist: bool = True) -> Iterator[Service]:
    """Open the service's database as it is, and close it in the end.

    Args:
        database: as --database says; None for what the settings say.
        must_exist: refuse to make a new SQLite file, which a mistyped name would.

    Raises:
        Trouble: the settings are wrong, or the service has a problem.
    """
    with service_troubles():
        from pacecar.service.service import Service
        from pacecar.service.settings import file_of
        from pacecar.service.storage.database import Database

        settings = service_settings({"database": database})
        file = file_of(settings.database)
        if must_exist and file is not None and not file.exists():
            raise Trouble(f"pacecar: there is no database {file}; name it with --database")
        opened = Service(Database(settings.database), settings)
        try:
            yield opened
        finally:
            opened.database.close()


@contextmanager
def service_troubles() -> Iterator[None]:
    """Tell in one line what the service refuses, and which of its packages is not installed.

    The service is imported inside of it.

    Raises:
        Trouble: the service has a problem, or cannot be imported.
    """
    try:
        yield
    except ModuleNotFoundError as missing:
        if (missing.name or "").startswith("pacecar"):
            raise
        raise Trouble(
            f"pacecar: the service needs {missing.name}: pip install 'pacecar[service]'"
        ) from None
    except Exception as problem:
        from pacecar.service.problems import ServiceProblem

        if not isinstance(problem, ServiceProblem):
            raise
        raise Trouble(f"pacecar: {problem}") from None


def service_settings(flags: Mapping[str, Any]) -> ServiceSettings:
    """Return the service's settings: from flags, then the environment, then the file of settings.

    Args:
        flags: by the setting's name, None where one was not given.

    Raises:
        BadSetting: a value is not what its key takes.
        Trouble: the file of settings cannot be read.
    """
    from pacecar.service.settings import load

    table = load_settings(Path.cwd(), os.environ).values.get(SERVICE, {})
    return load(flags, os.environ, table)


def up_to_date(service: Service) -> None:
    """Go on only with a database of the present schema.

    Raises:
        Trouble: it has an older one, or none.
    """
    from pacecar.service.storage.migrating import newest, revision_of

    if revision_of(service.database) != newest():
        raise Trouble(
            "pacecar: the database has an older schema, or none; "
            "bring it up to date with: pacecar admin migrate"
        )

"""What the service is told: from flags, then PACECAR_*, then [tool.pacecar.service].

Limits are on the safe side for a machine of two cores; each can be raised.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Final, get_type_hints

from pacecar.plan.nearest import nearest, suggestion
from pacecar.service.problems import ServiceProblem

DEFAULT_DATABASE: Final = "pacecar.db"
_PREFIX: Final = "PACECAR_"


class BadSetting(ServiceProblem):
    """A setting that the service does not know, or a value that it cannot use."""


@dataclass(frozen=True, slots=True)
class ServiceSettings:
    """The service's settings.

    Attributes:
        database: `postgresql://...`, `sqlite:///FILE`, or the path of an SQLite file. It may
            hold a password, and is never printed as it is.
        evaluator: who judges: auto, durable or builtin.
        max_body_bytes: of one submission, as it is sent.
        max_unpacked_bytes: of one submission's files together, out of their archive.
        max_files: in one archive.
        max_programs: in one submission.
        check_seconds: how long one check may take.
        check_megabytes: how much memory one check may take.
        workers: how many checks run at once.
        requests_a_minute: of one token.
        strangers_a_minute: how often one address may try tokens that were not in force before.
        requests_at_once: how many one server process answers, those that wait for a check included.
        requests_at_once_each: how many of these may be of one token.
        submissions_at_once: how many it takes in; each is wholly in memory.
        lease_seconds: how soon others take up the check of a server that died; while a check runs
            its server renews the lease.
    """

    database: str = field(default=DEFAULT_DATABASE, repr=False)
    evaluator: str = "auto"
    max_body_bytes: int = 16 * 1024 * 1024
    max_unpacked_bytes: int = 64 * 1024 * 1024
    max_files: int = 1_000
    max_programs: int = 100_000
    check_seconds: int = 60
    check_megabytes: int = 2_048
    workers: int = 2
    requests_a_minute: int = 600
    strangers_a_minute: int = 60
    requests_at_once: int = 512
    requests_at_once_each: int = 32
    submissions_at_once: int = 16
    lease_seconds: int = 30

    def __post_init__(self) -> None:
        """Refuse values that nothing could work with.

        Raises:
            BadSetting: which one, and what it takes.
        """
        for name, kind in get_type_hints(type(self)).items():
            value = getattr(self, name)
            if kind is int and value < 1:
                raise BadSetting(f"{name} is {value}; it takes a number from 1 on.")
        if self.evaluator not in ("auto", "durable", "builtin"):
            raise BadSetting("evaluator is auto, durable or builtin.")
        if not self.database:
            raise BadSetting("database is empty; give postgresql://... or the path of a file.")


NAMES: Final = tuple(one.name for one in fields(ServiceSettings))


def load(
    flags: Mapping[str, Any], environment: Mapping[str, str], table: Mapping[str, Any]
) -> ServiceSettings:
    """Return the settings that hold.

    Args:
        flags: by name, None where a flag was not given.
        environment: variables; PACECAR_DATABASE and so on count.
        table: `[tool.pacecar.service]`.

    Raises:
        BadSetting: a key is unknown, or a value is not what its key takes. The message names
            where it was set and never holds the database's address.
    """
    values: dict[str, Any] = {}
    for written, raw in table.items():
        name = written.replace("-", "_")
        if name not in NAMES:
            near = suggestion(nearest(name, NAMES))
            raise BadSetting(f'[tool.pacecar.service] has no "{written}". {near}'.rstrip())
        values[name] = _value(name, raw, f"[tool.pacecar.service] {written}")
    for name in NAMES:
        variable = _PREFIX + name.upper()
        if environment.get(variable):
            values[name] = _value(name, environment[variable], variable)
    values.update({name: value for name, value in flags.items() if value is not None})
    return ServiceSettings(**values)


def variables() -> tuple[str, ...]:
    """Return the environment variables that the service reads."""
    return tuple(_PREFIX + name.upper() for name in NAMES)


def _value(name: str, raw: Any, where: str) -> Any:
    if get_type_hints(ServiceSettings)[name] is int:
        text = str(raw).replace("_", "")
        if isinstance(raw, bool) or not (text.isascii() and text.isdigit()):
            raise BadSetting(f"{where} takes a whole number.")
        return int(text)
    if not isinstance(raw, str):
        raise BadSetting(f"{where} takes a text.")
    return raw


def file_of(address: str) -> Path | None:
    """Return the file of an SQLite address, None for another database."""
    if "://" not in address:
        return Path(address)
    return Path(address.removeprefix("sqlite:///")) if address.startswith("sqlite:///") else None

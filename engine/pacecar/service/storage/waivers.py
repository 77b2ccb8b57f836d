"""Waivers given through the service; one that is revoked is kept as well."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from sqlalchemy import Connection, insert, select, update

from pacecar.service.access import Principal, sees_waiver
from pacecar.service.problems import NotFound
from pacecar.service.storage.tables import WAIVERS


@dataclass(frozen=True, slots=True)
class Waiver:
    """A waiver: its rule and subject (the id of a program or what else a report names).

    `company` is that of the token that gave it: who approved it. `until` is its last day.
    """

    id: str
    rule: str
    subject: str
    until: str
    reason: str
    company: str
    token: str
    given_at: str
    revoked_at: str = ""
    revoked_by: str = ""


def add(connection: Connection, waiver: Waiver) -> None:
    """Keep a new waiver."""
    connection.execute(insert(WAIVERS), asdict(waiver))


def alike(connection: Connection, waiver: Waiver) -> Waiver | None:
    """Return the waiver in force that says the same for the same company, None if there is none."""
    columns = WAIVERS.c
    same = [
        columns[name] == getattr(waiver, name)
        for name in ("rule", "subject", "until", "reason", "company")
    ]
    query = select(WAIVERS).where(*same, columns.revoked_at == "").order_by(columns.id).limit(1)
    row = connection.execute(query).one_or_none()
    return None if row is None else Waiver(*row)


def revoke(connection: Connection, id_: str, now: str, token: str) -> None:
    """Take a waiver out of force."""
    values = {"revoked_at": now, "revoked_by": token}
    connection.execute(update(WAIVERS).where(WAIVERS.c.id == id_).values(values))


def one(connection: Connection, id_: str, who: Principal) -> Waiver:
    """Return a waiver.

    Raises:
        NotFound: there is none, or `who` may not see it.
    """
    query = select(WAIVERS).where(WAIVERS.c.id == id_, sees_waiver(who))
    row = connection.execute(query).one_or_none()
    if row is None:
        raise NotFound(f"There is no waiver {id_}.")
    return Waiver(*row)


def page(
    connection: Connection, who: Principal, *, before: str | None = None, limit: int = 50
) -> list[Waiver]:
    """Return waivers that someone may see, the latest first, revoked ones too."""
    query = select(WAIVERS).where(sees_waiver(who)).order_by(WAIVERS.c.id.desc()).limit(limit)
    if before is not None:
        query = query.where(WAIVERS.c.id < before)
    return [Waiver(*row) for row in connection.execute(query)]


def not_revoked(connection: Connection) -> list[Waiver]:
    """Return the waivers that checks read; whether one has expired depends on the date."""
    query = select(WAIVERS).where(WAIVERS.c.revoked_at == "").order_by(WAIVERS.c.id)
    return [Waiver(*row) for row in connection.execute(query)]

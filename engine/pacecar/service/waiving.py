"""Waivers given through the service: by tokens that may waive, for their company."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from pacecar.service import rule_files
from pacecar.service.access import Principal
from pacecar.service.clock import new_id
from pacecar.service.problems import Forbidden, Invalid
from pacecar.service.service import Service
from pacecar.service.storage import rulebooks, waivers
from pacecar.service.storage.ledger import Ledger, decide, in_force
from pacecar.service.storage.waivers import Waiver

_LENGTH: Final = 2_000


@dataclass(frozen=True, slots=True)
class Given:
    """A waiver that was given, and whether it was there because it had been given before."""

    waiver: Waiver
    repeated: bool


def give(  # noqa: PLR0913 - what a waiver is
    service: Service, who: Principal, *, rule: str, subject: str, until: date, reason: str
) -> Given:
    """Give a waiver; every check from now on reads it, also those of proposals made before.

    What a company gives twice, in all words alike, is one waiver.

    Args:
        service: where.
        who: gives it; the company of the token approved it.
        rule: the id of the rule.
        subject: the id of a program, or what else a report calls the subject of its finding.
        until: its last day.
        reason: why the rule need not be kept.

    Returns:
        The waiver, and whether it was in force before.

    Raises:
        Forbidden: the token may not waive, or has no company.
        Invalid: there is no such rule, it ends before it begins, or a text cannot be used.
    """
    who.need("waive")
    if not who.company:
        raise Forbidden("A waiver is given for a company, and this token has none.")
    for what, text in (("reason", reason), ("subject", subject)):
        if not text.strip() or len(text) > _LENGTH or not text.isprintable():
            raise Invalid(f"A waiver needs a {what} of at most {_LENGTH:,} printable characters.")
    if until < service.today:
        raise Invalid(f"{until.isoformat()} is over; a waiver is for the future.")
    with service.database.reading() as connection:
        rules = rule_files.load(rulebooks.read(connection, in_force(connection).rulebook)).rules
    if rule not in {name for one in rules for name in (one.id, *one.aliases)}:
        raise Invalid(f"There is no rule {rule!r} that could be waived.")

    def work(ledger: Ledger) -> Given:
        given = Waiver(
            id=new_id("wvr", ledger.instant),
            rule=rule,
            subject=subject,
            until=until.isoformat(),
            reason=reason,
            company=who.company,
            token=who.token,
            given_at=ledger.now,
        )
        known = waivers.alike(ledger.connection, given)
        if known is not None:
            return Given(known, repeated=True)
        waivers.add(ledger.connection, given)
        ledger.record(
            "waiver given",
            who,
            waiver=given.id,
            rule=rule,
            subject=subject,
            until=given.until,
            reason=reason,
        )
        return Given(given, repeated=False)

    return decide(service.database, service.clock, work)


def revoke(service: Service, who: Principal, id_: str) -> Waiver:
    """Take a waiver out of force: its own company may, and an administrator; again is no harm.

    Raises:
        Forbidden: the token may neither waive nor administer.
        NotFound: there is no such waiver for this token.
    """
    if not who.administers:
        who.need("waive")

    def work(ledger: Ledger) -> Waiver:
        waiver = waivers.one(ledger.connection, id_, who)
        if waiver.revoked_at:
            return waiver
        waivers.revoke(ledger.connection, id_, ledger.now, who.token)
        ledger.record("waiver revoked", who, waiver=id_)
        return waivers.one(ledger.connection, id_, who)

    return decide(service.database, service.clock, work)


def waiver(service: Service, who: Principal, id_: str) -> Waiver:
    """Return a waiver.

    Raises:
        Forbidden: the token may not read.
        NotFound: there is no such waiver for this token.
    """
    who.need("read")
    with service.database.reading() as connection:
        return waivers.one(connection, id_, who)


def list_waivers(
    service: Service, who: Principal, *, before: str | None = None, limit: int = 50
) -> list[Waiver]:
    """Return the waivers of one's own company, or all to an administrator, the latest first.

    Raises:
        Forbidden: the token may not read.
    """
    who.need("read")
    with service.database.reading() as connection:
        return waivers.page(connection, who, before=before, limit=limit)

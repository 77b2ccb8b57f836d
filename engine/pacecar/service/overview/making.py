"""The overview of the accepted portfolio: made once for each version and day."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Any

from pacecar.plan.loading import load_layers
from pacecar.plan.values import State
from pacecar.service.access import Principal
from pacecar.service.overview.regions import Regions, regions_of
from pacecar.service.overview.shares import Shares, shares_of
from pacecar.service.overview.twins import Twins, twins_of
from pacecar.service.portfolio import layers_of
from pacecar.service.service import Service
from pacecar.service.storage import portfolios
from pacecar.service.storage.ledger import in_force
from pacecar.service.storage.portfolios import Version


@dataclass(frozen=True, slots=True)
class Overview:
    """What the portfolio comes to: at `as_of`, of the plan of that name."""

    version: Version
    plan: str
    as_of: str
    programs: int
    regions: Regions
    twins: Twins
    shares: Shares


class Overviews:
    """Makes overviews, one at a time, and keeps the last one: many look, few accept."""

    def __init__(self, service: Service) -> None:
        """Keep none yet."""
        self._service = service
        self._lock = threading.Lock()
        self._last: tuple[tuple[int, str], Overview] | None = None

    def overview(self, who: Principal) -> Overview | None:
        """Return the overview of the portfolio in force, None before the first.

        It is made of what is accepted alone, which everybody may see who may read.

        Raises:
            Forbidden: the token may not read.
        """
        who.need("read")
        with self._service.database.reading() as connection:
            number = in_force(connection).portfolio
            if not number:
                return None
            version = portfolios.one(connection, number)
        key = (number, self._service.today.isoformat())
        with self._lock:
            if self._last is None or self._last[0] != key:
                with self._service.database.reading() as connection:
                    layers = layers_of(connection, number)
                self._last = (key, _made(self._service, version, layers))
            return self._last[1]


def _made(service: Service, version: Version, layers: Any) -> Overview:
    base, *proposals = layers
    plan = load_layers(base, proposals, as_of=None, today=service.today)
    header: Any = plan.header
    day = int(header.as_of.low) if header.as_of.state is State.KNOWN else service.today.toordinal()
    return Overview(
        version=version,
        plan=header.name if isinstance(header.name, str) else "",
        as_of=service.today.fromordinal(day).isoformat(),
        programs=len(plan.collections["programs"]),
        regions=regions_of(plan, day),
        twins=twins_of(plan, day),
        shares=shares_of(plan, day),
    )

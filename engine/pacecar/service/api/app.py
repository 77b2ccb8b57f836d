"""The application: routes, what guards them, and what runs beside them."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from fastapi import FastAPI
from fastapi.concurrency import run_in_threadpool

from pacecar.service.api import (
    openapi,
    operations,
    portfolio,
    problems,
    reports,
    rulebook,
    submissions,
    submitting,
    waivers,
)
from pacecar.service.api.crowds import Crowds
from pacecar.service.api.guard import Guard
from pacecar.service.api.identity import Acquaintances
from pacecar.service.api.metrics import Metrics
from pacecar.service.api.rates import Rates
from pacecar.service.api.remembering import Remembered
from pacecar.service.overview.making import Overviews
from pacecar.service.pages import app as pages
from pacecar.service.problems import DatabaseProblem
from pacecar.service.runner import Runner
from pacecar.service.service import Service
from pacecar.service.storage.ledger import in_force
from pacecar.service.watching import RulebookWatch

_STOP_SECONDS: Final = 20.0
_LOOK_SECONDS: Final = 1.0
"""How old what is known of the database may be for those who ask without a token."""


def create_app(service: Service) -> FastAPI:
    """Return the application of an open service; its checks run while it is served.

    Its state holds what requests share: `service`, `runner`, `metrics`, `stopping` (set as soon
    as the server is told to stop), and what bounds them.
    """
    watch = RulebookWatch(service)
    metrics = Metrics(service, watch)
    runner = Runner(service, metrics.checked)
    stopping = threading.Event()

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        runner.start()
        yield
        stopping.set()
        await run_in_threadpool(runner.stop, _STOP_SECONDS)

    app = openapi.described(
        FastAPI(
            lifespan=lifespan,
            openapi_url="/v1/openapi.json",
            docs_url=None,
            redoc_url=None,
            telemetry={"tracing": False, "metrics": False},
            strict_content_type=False,
        )
    )
    app.state.service = service
    app.state.metrics = metrics
    app.state.runner = runner
    app.state.stopping = stopping
    app.state.rates = Rates(service.settings.requests_a_minute)
    app.state.crowds = Crowds(service.settings.requests_at_once_each)
    app.state.strangers = Rates(service.settings.strangers_a_minute)
    app.state.acquaintances = Acquaintances()
    app.state.turns = asyncio.Semaphore(service.settings.submissions_at_once)
    app.state.overviews = Overviews(service)
    app.state.readiness = Remembered(lambda: _look(service, watch), _LOOK_SECONDS)
    problems.install(app)
    for module in (submitting, submissions, reports, portfolio, rulebook, waivers, operations):
        app.include_router(module.router)
    pages.install(app)
    app.add_middleware(Guard, metrics=metrics, settings=service.settings)
    return app


def _look(service: Service, watch: RulebookWatch) -> bool:
    """Look whether the service can work; true if another rulebook is in force than its own.

    Raises:
        DatabaseProblem: the database does not answer, or no rulebook is in force.
    """
    with service.database.reading() as connection:
        force = in_force(connection)
    if not force.rulebook:
        raise DatabaseProblem("No rulebook is in force.")
    return watch.is_replaced(force)

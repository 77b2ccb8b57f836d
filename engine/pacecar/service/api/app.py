"""The application: routes, what guards them, and what runs beside them."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from fastapi import FastAPI
from fastapi.concurrency import run_in_threadpool

import pacecar
from pacecar.service.api import (
    operations,
    portfolio,
    problems,
    rulebook,
    submissions,
    waivers,
)
from pacecar.service.api.metrics import Metrics
from pacecar.service.api.protection import Guard, Rates, TooManyRequests, too_many
from pacecar.service.runner import Runner
from pacecar.service.service import Service

_DESCRIPTION: Final = """
Send vehicle programs as a proposal against the accepted portfolio, and get what it introduces,
resolves and leaves. Every error is `application/problem+json`; every answer has `X-Request-ID`.
"""
_STOP_SECONDS: Final = 20.0


def create_app(service: Service) -> FastAPI:
    """Return the application of an open service; its checks run while it is served."""
    metrics = Metrics(service)
    runner = Runner(service, metrics.checked)
    stopping = threading.Event()

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        runner.start()
        yield
        stopping.set()
        await run_in_threadpool(runner.stop, _STOP_SECONDS)

    app = FastAPI(
        title="Pacecar",
        summary="Checks proposed vehicle programs against a rulebook.",
        description=_DESCRIPTION,
        version=pacecar.__version__,
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
        openapi_url="/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
        telemetry={"tracing": False, "metrics": False},
        strict_content_type=False,
    )
    app.state.service = service
    app.state.metrics = metrics
    app.state.runner = runner
    app.state.stopping = stopping
    app.state.rates = Rates(service.settings.requests_a_minute)
    problems.install(app)
    app.add_exception_handler(TooManyRequests, too_many)
    for module in (submissions, portfolio, rulebook, waivers, operations):
        app.include_router(module.router)
    app.add_middleware(Guard, metrics=metrics)
    return app

"""Serving: one process that listens until it is told to stop."""

from __future__ import annotations

import logging
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import structlog
import uvicorn

from pacecar.service.api.app import create_app
from pacecar.service.service import Service

_GRACE_SECONDS: Final = 25
_MOST_CONNECTIONS: Final = 500


def log_as_json() -> None:
    """Let the service write its log to standard error, a JSON object a line."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(sort_keys=True),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )


def serve(service: Service, host: str, port: int) -> None:
    """Serve until SIGTERM or SIGINT; what runs then is finished, or left to be taken up again.

    Args:
        service: the open service.
        host: the address to listen on.
        port: the port; 0 for any that is free. The log's first line names it.

    Raises:
        OSError: the address cannot be listened on.
    """
    config = uvicorn.Config(
        create_app(service),
        host=host,
        port=port,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=_GRACE_SECONDS,
        limit_concurrency=_MOST_CONNECTIONS,
    )
    listening = config.bind_socket()
    log = structlog.get_logger()
    address, chosen = listening.getsockname()[:2]
    log.info("listening", url=f"http://{address}:{chosen}", database=service.database.shown())
    uvicorn.Server(config).run(sockets=[listening])
    log.info("stopped")

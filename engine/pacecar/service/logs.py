"""The log: a JSON object a line on standard error, with no secret and nothing of what was sent."""

from __future__ import annotations

import logging
import sys
import traceback
from collections.abc import MutableMapping
from pathlib import PurePath
from typing import Any, Final

import structlog

_MOST_FRAMES: Final = 40
_OTHERS_LEVEL: Final = logging.WARNING
"""From which level on libraries are heard."""


def log_as_json() -> None:
    """Let the service and its libraries write to standard error, a JSON object a line."""
    structlog.configure(
        processors=[*_common(), structlog.processors.JSONRenderer(sort_keys=True)],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=_common(),
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(sort_keys=True),
            ],
        )
    )
    logging.basicConfig(handlers=[handler], level=_OTHERS_LEVEL, force=True)
    logging.captureWarnings(capture=True)


def where_raised(error: BaseException) -> str:
    """Return an exception as its types and the lines it came through, the last one last.

    Its message is left out: it may quote what was sent, or what is kept.
    """
    parts: list[str] = []
    raised: BaseException | None = error
    while raised is not None:
        frames = traceback.extract_tb(raised.__traceback__)[-_MOST_FRAMES:]
        lines = (f"{PurePath(one.filename).name}:{one.lineno} {one.name}" for one in frames)
        kind = type(raised)
        parts.append(f"{kind.__module__}.{kind.__qualname__} at {' > '.join(lines)}")
        raised = raised.__cause__ or raised.__context__
    return "; after ".join(parts)


def _common() -> list[structlog.typing.Processor]:
    return [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _shorten,
    ]


def _shorten(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Put where an exception was raised in its place."""
    found = event.pop("exc_info", None)
    if found is True:
        found = sys.exc_info()
    if isinstance(found, tuple):
        found = found[1]
    if isinstance(found, BaseException):
        event["raised"] = where_raised(found)
    return event

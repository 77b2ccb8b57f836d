"""Parameters that several operations take, and the refusal of those that none does."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import Depends, Path, Query, Request
from fastapi.routing import APIRoute

from pacecar.plan.nearest import nearest, suggestion
from pacecar.service.api import kinds
from pacecar.service.api.problems import Refused

SUBMISSION_ID: Final = "sub-01kb4c8xv9d3m5n7p9r1s3t5v7"
WAIVER_ID: Final = "wvr-01kb4c8xv9d3m5n7p9r1s3t5v7"
DIGEST: Final = "sha256:2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae"

SubmissionId = Annotated[
    str,
    Path(
        pattern=r"^sub-[0-9a-z]{26}$",
        description="The id of a submission.",
        examples=[SUBMISSION_ID],
    ),
]
WaiverId = Annotated[
    str,
    Path(
        pattern=r"^wvr-[0-9a-z]{26}$",
        description="The id of a waiver.",
        examples=[WAIVER_ID],
    ),
]
Digest = Annotated[
    str,
    Path(pattern=r"^sha256:[0-9a-f]{64}$", description="As reports name it.", examples=[DIGEST]),
]
Limit = Annotated[int, Query(ge=1, le=200, description="How many at most.")]


def _only_known(request: Request) -> None:
    """Refuse a parameter that the operation does not take: a misspelt one would do nothing.

    Raises:
        Refused: 400, with the nearest one that there is.
    """
    route = request.scope["route"]
    assert isinstance(route, APIRoute)  # noqa: S101 - this is a dependency of routers
    known = [one.alias for one in route.dependant.query_params]
    for name in request.query_params:
        if name not in known:
            near = suggestion(nearest(name, known))
            shown = name if name.isprintable() and len(name) <= _SHOWN else "of that name"
            raise Refused(kinds.AMBIGUOUS, f'There is no parameter "{shown}". {near}'.rstrip())


_SHOWN: Final = 60

ONLY_KNOWN: Final = Depends(_only_known)
"""For routers: refuse parameters that an operation does not take."""

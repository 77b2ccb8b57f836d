"""The kinds of problems: what each is called, its status, and how one reads (RFC 9457)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, Final

from pacecar.service import problems

MEDIA_TYPE: Final = "application/problem+json"
_PREFIX: Final = "urn:pacecar:problem:"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of problem.

    Attributes:
        name: the last part of its type.
        status: the HTTP status that it is sent with.
        title: what it is, the same each time.
        example: the detail of one.
        more: what an example has beside the members that all have.
    """

    name: str
    status: HTTPStatus
    title: str
    example: str
    more: Mapping[str, Any] = field(default_factory=dict)

    @property
    def type(self) -> str:
        """The URI that names it."""
        return _PREFIX + self.name


_FLAW: Final = {
    "rule": "plan/unreadable",
    "detail": "A quote is opened and never closed.",
    "hint": "",
    "file": "kadjar.yaml",
    "line": 3,
    "column": 11,
    "pointer": "",
}
_MISTAKE: Final = {"in": "query", "name": "limit", "detail": "Input should be a valid integer"}

NO_HTTP: Final = Kind(
    "no-http", HTTPStatus.BAD_REQUEST, "This is no HTTP request", "The head is no HTTP/1.1."
)
LONG_HEAD: Final = Kind(
    "long-head",
    HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
    "Its address or its headers are too long",
    "The address and the headers have more than 32,768 bytes.",
)
MALFORMED: Final = Kind(
    "malformed",
    HTTPStatus.UNPROCESSABLE_ENTITY,
    "The request is malformed",
    "limit: Input should be a valid integer",
    {"errors": [_MISTAKE]},
)
AMBIGUOUS: Final = Kind(
    "ambiguous",
    HTTPStatus.BAD_REQUEST,
    "The request says something twice, or something unknown",
    'There is no parameter "dryrun". Did you mean "dry_run"?',
)
UNAUTHENTICATED: Final = Kind(
    "unauthenticated",
    HTTPStatus.UNAUTHORIZED,
    "No valid token",
    "The token is not known, or no longer in force.",
)
FORBIDDEN: Final = Kind(
    "forbidden",
    HTTPStatus.FORBIDDEN,
    "Not allowed with this token",
    "This token has no scope administer; ask an administrator for one.",
)
NOT_FOUND: Final = Kind(
    "not-found",
    HTTPStatus.NOT_FOUND,
    "There is no such thing",
    "There is no submission sub-01kb4c8xv9d3m5n7p9r1s3t5v7.",
)
NO_REPORT: Final = Kind(
    "no-report",
    HTTPStatus.NOT_FOUND,
    "There is no report yet",
    "sub-01kb4c8xv9d3m5n7p9r1s3t5v7 has no report yet: its check waits, runs, or failed.",
)
NO_METHOD: Final = Kind(
    "no-method", HTTPStatus.METHOD_NOT_ALLOWED, "There is no such method here", "Allowed: GET."
)
NOT_ACCEPTED: Final = Kind(
    "no-such-form",
    HTTPStatus.NOT_ACCEPTABLE,
    "It cannot be sent in this form",
    "Reports are sent as application/json, application/sarif+json, application/xml, text/html, "
    "text/plain.",
)
TOO_SLOW: Final = Kind(
    "too-slow",
    HTTPStatus.REQUEST_TIMEOUT,
    "It took too long to arrive",
    "The body did not arrive within 60 s.",
)
WRONG_STATE: Final = Kind(
    "wrong-state",
    HTTPStatus.CONFLICT,
    "The present state does not allow this",
    "sub-01kb4c8xv9d3m5n7p9r1s3t5v7 is withdrawn; it cannot be accepted from there.",
)
NOT_ACCEPTABLE: Final = Kind(
    "not-acceptable",
    HTTPStatus.CONFLICT,
    "It cannot become part of the portfolio",
    "It introduces an error, which its report shows; mend it, or have it waived.",
    {"check": "chk-01kb4c8xv9d3m5n7p9r1s3t5v7"},
)
TOO_LARGE: Final = Kind(
    "too-large",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "It is too large",
    "It has more than 16,777,216 bytes.",
)
NO_SUCH_FILE: Final = Kind(
    "no-such-file",
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    "This is no kind of file that is taken in",
    "Send application/yaml, application/json or application/zip; or say what the file is called "
    "with ?name=.",
)
UNREADABLE: Final = Kind(
    "unreadable",
    HTTPStatus.UNPROCESSABLE_ENTITY,
    "It cannot be read",
    "It cannot be read: 1 flaw.",
    {"errors": [_FLAW]},
)
KEY_REUSED: Final = Kind(
    "key-reused",
    HTTPStatus.UNPROCESSABLE_ENTITY,
    "The idempotency key came before with something else",
    "This idempotency key came before with another body; take a new key.",
)
INVALID: Final = Kind(
    "invalid",
    HTTPStatus.UNPROCESSABLE_ENTITY,
    "A value cannot be used",
    "There is no rule 'twins/share-a-plan' that could be waived.",
)
TOO_MANY: Final = Kind(
    "too-many",
    HTTPStatus.TOO_MANY_REQUESTS,
    "Too many requests",
    "Too many requests; again in 2 s.",
)
INTERNAL: Final = Kind(
    "internal",
    HTTPStatus.INTERNAL_SERVER_ERROR,
    "Internal error",
    "This is our mistake; the log has more under the request's id.",
)
BUSY: Final = Kind(
    "busy",
    HTTPStatus.SERVICE_UNAVAILABLE,
    "Too much is asked at once",
    "Too much is asked at once; try again in a moment.",
)
CONTENDED: Final = Kind(
    "contended",
    HTTPStatus.SERVICE_UNAVAILABLE,
    "Others were faster",
    "The portfolio changed again and again meanwhile; try once more.",
)
CANNOT_JUDGE: Final = Kind(
    "cannot-judge",
    HTTPStatus.SERVICE_UNAVAILABLE,
    "The check could not be run",
    "The check could not be run: it took more than 60 s.",
)
DATABASE: Final = Kind(
    "database",
    HTTPStatus.SERVICE_UNAVAILABLE,
    "The database cannot be used",
    "The database does not answer; try again later.",
)

OF_SERVICE: Final[Mapping[type[problems.ServiceProblem], Kind]] = {
    problems.Unauthenticated: UNAUTHENTICATED,
    problems.Forbidden: FORBIDDEN,
    problems.NotFound: NOT_FOUND,
    problems.Unreadable: UNREADABLE,
    problems.TooLarge: TOO_LARGE,
    problems.KeyReused: KEY_REUSED,
    problems.IllegalTransition: WRONG_STATE,
    problems.NotAcceptable: NOT_ACCEPTABLE,
    problems.Contended: CONTENDED,
    problems.Invalid: INVALID,
    problems.CannotJudge: CANNOT_JUDGE,
    problems.DatabaseProblem: DATABASE,
}
"""What the service refuses, by the type of its problem."""

OF_STATUS: Final[Mapping[int, Kind]] = {
    HTTPStatus.NOT_FOUND: NOT_FOUND,
    HTTPStatus.METHOD_NOT_ALLOWED: NO_METHOD,
    HTTPStatus.BAD_REQUEST: AMBIGUOUS,
}
"""What the framework itself answers."""

ANY: Final = (AMBIGUOUS, MALFORMED, TOO_MANY, LONG_HEAD, BUSY, INTERNAL)
"""What may come of any request."""

WITH_TOKEN: Final = (*ANY, UNAUTHENTICATED, FORBIDDEN, DATABASE)
"""What may come of any request with a token."""

EVERY: Final = tuple(kind for kind in tuple(globals().values()) if isinstance(kind, Kind))
"""All of them."""

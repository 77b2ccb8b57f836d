"""The tables. Instants and dates are texts that sort; digests are `sha256:...`.

Only texts, integers and bytes, so that both databases keep the same and a backup of one can be
restored into the other. Migrations make the tables; a test holds the two together.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import BigInteger, Column, Index, LargeBinary, MetaData, Table, Text

METADATA: Final = MetaData()

HEADS: Final = Table(
    "heads",
    METADATA,
    Column("id", BigInteger, primary_key=True, autoincrement=False),  # There is one row: 1.
    Column("portfolio", BigInteger, nullable=False),  # The version in force, 0 before the first.
    Column("rulebook", Text, nullable=False),  # The rulebook in force, by its files; "" for none.
    Column("log_sequence", BigInteger, nullable=False),
    Column("log_hash", Text, nullable=False),
)
"""What is in force, and the head of the log. Whoever decides locks this row first."""

BLOBS: Final = Table(
    "blobs",
    METADATA,
    Column("digest", Text, primary_key=True),
    Column("size", BigInteger, nullable=False),
    Column("data", LargeBinary, nullable=False),  # Compressed with zlib.
)

RULEBOOKS: Final = Table(
    "rulebooks",
    METADATA,
    Column("files", Text, primary_key=True),  # The blob that lists its files.
    Column("digest", Text, nullable=False, index=True),
    Column("rules", BigInteger, nullable=False),
    Column("recorded_at", Text, nullable=False),
)

SUBMISSIONS: Final = Table(
    "submissions",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("company", Text, nullable=False),
    Column("token", Text, nullable=False),
    Column("kind", Text, nullable=False),  # plan, proposal
    Column("state", Text, nullable=False),
    Column("name", Text, nullable=False),  # Of the file that was sent.
    Column("body", Text, nullable=False),  # The blob with its bytes.
    Column("submitted_at", Text, nullable=False),
    Column("checked", Text, nullable=False),  # The latest check, "" before the first.
    Column("decided_at", Text, nullable=False),
    Column("decided_by", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("portfolio", BigInteger, nullable=False),  # The version it became, else 0.
    Index("ix_submissions_company", "company", "id"),
    Index("ix_submissions_state", "state", "id"),
)

CHECKS: Final = Table(
    "checks",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("submission", Text, nullable=False, index=True),
    Column("portfolio", BigInteger, nullable=False),  # The version it was checked on.
    Column("rulebook", Text, nullable=False),
    Column("waivers", Text, nullable=False),  # The blob with the waivers in force; "" for none.
    Column("today", Text, nullable=False),
    Column("as_of", Text, nullable=False),
    Column("tool_version", Text, nullable=False),
    Column("evaluator", Text, nullable=False),
    Column("rulebook_digest", Text, nullable=False, index=True),
    Column("report", Text, nullable=False),
    Column("verdict", Text, nullable=False),
    Column("introduced_errors", BigInteger, nullable=False),
    Column("checked_at", Text, nullable=False),
)

PORTFOLIOS: Final = Table(
    "portfolios",
    METADATA,
    Column("version", BigInteger, primary_key=True, autoincrement=False),
    Column("kind", Text, nullable=False),
    Column("submission", Text, nullable=False),
    Column("check_id", Text, nullable=False),
    Column("token", Text, nullable=False),
    Column("recorded_at", Text, nullable=False),
)

PORTFOLIO_REPORTS: Final = Table(
    "portfolio_reports",
    METADATA,
    Column("portfolio", BigInteger, primary_key=True, autoincrement=False),
    Column("rulebook", Text, primary_key=True),
    Column("waivers", Text, primary_key=True),
    Column("today", Text, primary_key=True),
    Column("tool_version", Text, primary_key=True),
    Column("report", Text, nullable=False),
)

DECISIONS: Final = Table(
    "decisions",
    METADATA,
    Column("sequence", BigInteger, primary_key=True, autoincrement=False),
    Column("kind", Text, nullable=False),
    Column("submission", Text, nullable=False, index=True),
    Column("body", Text, nullable=False),
    Column("previous", Text, nullable=False),
    Column("hash", Text, nullable=False),
)

TOKENS: Final = Table(
    "tokens",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("hash", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("company", Text, nullable=False),
    Column("scopes", Text, nullable=False),
    Column("created_at", Text, nullable=False),
    Column("expires_at", Text, nullable=False),
    Column("revoked_at", Text, nullable=False),
)

SESSIONS: Final = Table(
    "sessions",
    METADATA,
    Column("hash", Text, primary_key=True),
    Column("token", Text, nullable=False),
    Column("began_at", Text, nullable=False),
    Column("ends_at", Text, nullable=False),
)

WAIVERS: Final = Table(
    "waivers",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("rule", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("until", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("company", Text, nullable=False, index=True),
    Column("token", Text, nullable=False),
    Column("given_at", Text, nullable=False),
    Column("revoked_at", Text, nullable=False),
    Column("revoked_by", Text, nullable=False),
)

IDEMPOTENCY_KEYS: Final = Table(
    "idempotency_keys",
    METADATA,
    Column("token", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("request", Text, nullable=False),  # The digest of what was asked.
    Column("submission", Text, nullable=False),
    Column("created_at", Text, nullable=False),
)

JOBS: Final = Table(
    "jobs",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("submission", Text, nullable=False, index=True),
    Column("state", Text, nullable=False),  # waiting, claimed, done, failed
    Column("attempts", BigInteger, nullable=False),
    Column("worker", Text, nullable=False),
    Column("claimed_until", Text, nullable=False),
    Column("created_at", Text, nullable=False),
    Column("problem", Text, nullable=False),
    Index("ix_jobs_state", "state", "created_at"),
)

APPEND_ONLY: Final = ("blobs", "rulebooks", "checks", "portfolios", "decisions")
"""Tables whose rows are never changed or removed; triggers refuse it."""

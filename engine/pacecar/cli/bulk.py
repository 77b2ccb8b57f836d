"""`pacecar check` on files of rows: read and judged by a database, all findings in a file."""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from pacecar.checking.bulk import Asked as By
from pacecar.checking.bulk import Checked, checked
from pacecar.checking.report import Report
from pacecar.cli.asked import Asked
from pacecar.cli.main import say
from pacecar.cli.options import terms_of, today
from pacecar.cli.settings import split as at_commas
from pacecar.cli.troubles import Trouble
from pacecar.formats.cells import shown
from pacecar.formats.json import finding_of, written
from pacecar.plan.bulk.database import Limits
from pacecar.plan.bulk.files import split

_SIZE: Final = re.compile(r"([0-9]+(?:\.[0-9]+)?)\s*([KMGT]?)(?:i?B)?", re.IGNORECASE)
_UNITS: Final = {"": 1, "k": 10**3, "m": 10**6, "g": 10**9, "t": 10**12}
_LEAST: Final = 300 * 10**6
_CLEAR: Final = "\r\x1b[K"
_ENDINGS: Final = (".parquet", ".jsonl")


def check_rows(plan: Asked, flags: dict[str, Any]) -> Report:
    """Check a plan with files of rows; write all findings where `--findings` says.

    Raises:
        Trouble: what was asked for cannot be done on files of rows.
    """
    settings = plan.settings
    evaluator = settings.get("evaluator", flags["evaluator"], "auto")
    if evaluator not in ("auto", "duckdb"):
        raise Trouble(
            f"pacecar: files of rows are judged by DuckDB, not by {evaluator}: "
            "leave out --evaluator"
        )
    for option in ("against", "annotate", "write_baseline"):
        if flags[option] is not None:
            name = option.replace("_", "-")
            raise Trouble(
                f"pacecar: --{name} is not for files of rows; --findings FILE writes all findings"
            )
    target = flags["findings"]
    if target:
        must_be_findings(target)
    limits = Limits(
        memory=size_of(flags["memory"]) if flags["memory"] else 0,
        threads=flags["threads"] or 0,
        folder=_folder(flags["temp"], target),
    )
    by = By(
        rules=plan.rules,
        select=settings.get("select", at_commas(flags["select"]), ()),
        ignore=settings.get("ignore", at_commas(flags["ignore"]), ()),
        as_of=settings.get("as-of", flags["as_of"], None),
        today=today(),
        kept=settings.get("cache", None, default=True),
        terms=terms_of(settings),
    )
    if plan.against or settings.get("against", None, ""):
        say(
            f"pacecar: {shown(plan.name)} has files of rows, which are compared with no earlier "
            "state: all its findings are told"
        )
    files = split(plan.paths)
    if evaluator == "auto":
        reason = "Parquet" if any(f.format == "parquet" for f in files.large) else "their size"
        say(f"pacecar: DuckDB reads and judges the files of {shown(plan.name)}, for {reason}")
    with telling() as tell, checked(files, by, limits, tell) as found:
        if target:
            tell(f"writing {target}")
            write_findings(found, target)
    if target:
        say(f"pacecar: {len(found.findings):,} findings written to {target}")
    elif found.report.left_out:
        more = sum(found.report.left_out.values())
        say(f"pacecar: {more:,} findings are only counted; --findings FILE writes all")
    return found.report


def must_be_findings(target: str) -> None:
    """Refuse a file for findings whose name does not say how they are written.

    Raises:
        Trouble: its ending is another, or its folder is not there.
    """
    if not target.lower().endswith(_ENDINGS):
        ends = " or ".join(_ENDINGS)
        raise Trouble(f"pacecar: --findings {target}: the file's name ends in {ends}")
    if not Path(target).parent.is_dir():
        raise Trouble(f"pacecar: --findings {target}: there is no folder {Path(target).parent}")


def write_findings(found: Checked, target: str) -> None:
    """Write all findings, in the order of reports: as a whole or not at all.

    Raises:
        Trouble: the file cannot be written.
    """
    place = Path(os.path.realpath(target))
    beside = place.with_name(f".{place.name}.{os.getpid()}.tmp")
    try:
        if target.lower().endswith(".parquet"):
            found.findings.to_parquet(str(beside))
        else:
            with beside.open("x", encoding="utf-8", newline="\n") as stream:
                for finding in found.findings:
                    stream.write(written(finding_of(finding)) + "\n")
        beside.replace(place)
    except OSError as problem:
        reason = problem.strerror or str(problem)
        raise Trouble(f"pacecar: {target} cannot be written: {reason}") from None
    finally:
        beside.unlink(missing_ok=True)


def size_of(text: str) -> int:
    """Read `2GB`, `800MB`: a number of bytes.

    Raises:
        Trouble: it is none, or too few to work with.
    """
    found = _SIZE.fullmatch(text.strip())
    if found is None:
        raise Trouble(f'pacecar: --memory "{text}" is no size such as 2GB or 800MB')
    size = int(float(found[1]) * _UNITS[found[2].lower()])
    if size < _LEAST:
        raise Trouble(f"pacecar: --memory {text} is too little: give it at least 300MB")
    return size


def _folder(temp: str | None, target: str | None) -> Path | None:
    """Return where the database may write: where it is said, or beside the findings."""
    if temp is not None:
        if not Path(temp).is_dir():
            raise Trouble(f"pacecar: --temp {temp}: there is no such folder")
        return Path(temp)
    return Path(target).resolve().parent if target and Path(target).parent.is_dir() else None


@contextmanager
def telling() -> Iterator[Callable[[str], None]]:
    """Yield what takes the steps of long work: a terminal shows them, one over the other."""
    started = time.monotonic()
    terminal = sys.stderr.isatty()

    def tell(step: str) -> None:
        if terminal:
            seconds = time.monotonic() - started
            sys.stderr.write(f"{_CLEAR}{shown(step)} ... {seconds:.0f} s")
            sys.stderr.flush()

    try:
        yield tell
    finally:
        if terminal:
            sys.stderr.write(_CLEAR)
            sys.stderr.flush()

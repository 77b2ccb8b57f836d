"""Where reports go: the terminal, and files that are there as a whole or not at all."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from pacecar.checking.report import Report
from pacecar.cli.main import say, silence
from pacecar.cli.troubles import Trouble
from pacecar.formats.colour import ColourSetting, wants_colour
from pacecar.formats.registry import FORMATS
from pacecar.formats.view import Show, Undetermined, View
from pacecar.rulebook.severity import Severity

TERMINAL = "-"


class Output(NamedTuple):
    """A format and where it goes: a file's path, or `-` for standard output."""

    format: str
    target: str


class Look(NamedTuple):
    """How reports are to look, and what of them lets the check fail."""

    colour: ColourSetting
    show: Show
    fail_level: Severity = "error"
    undetermined: Undetermined = "allow"


def paired(
    order: Sequence[str], formats: Sequence[str], files: Sequence[str], default: str
) -> list[Output]:
    """Give each `--output` to the `--format` before it.

    Args:
        order: "format" and "output" as they follow each other on the command line.
        formats: the formats given.
        files: the files given.
        default: the format where none is given.

    Raises:
        Trouble: two outputs for one format, two formats for the terminal, a file twice, or
            a file in a folder that does not exist.
    """
    remaining, targets = iter(formats), iter(files)
    pairs: list[list[str]] = []
    for kind in order:
        if kind == "format":
            pairs.append([next(remaining)])
        elif pairs and len(pairs[-1]) == 1:
            pairs[-1].append(next(targets))
        elif not pairs:
            pairs.append([default, next(targets)])
        else:
            raise Trouble(f"pacecar: --output {next(targets)} needs a --format before it")
    outputs = [Output(pair[0], (*pair, TERMINAL)[1]) for pair in pairs or [[default]]]
    places = [output.target for output in outputs]
    if places.count(TERMINAL) > 1:
        raise Trouble("pacecar: one format goes to the terminal; give the others an --output FILE")
    for place in places:
        if places.count(place) > 1:
            raise Trouble(f"pacecar: --output {place} is given twice")
        if place != TERMINAL and not Path(place).parent.is_dir():
            folder = Path(place).parent
            raise Trouble(f"pacecar: --output {place}: there is no folder {folder}")
        if place != TERMINAL and Path(place).is_dir():
            raise Trouble(f"pacecar: --output {place} is a folder")
    return outputs


def write(reports: Sequence[Report], output: Output, look: Look) -> None:
    """Write reports in a format to where they are to go; a file is told on standard error.

    Raises:
        Trouble: the file cannot be written, or is one of those that a report is about.
    """
    terminal = output.target == TERMINAL
    if not terminal and any(is_among(output.target, report.texts) for report in reports):
        raise Trouble(f"pacecar: --output {output.target} is a file of the plan")
    format_ = FORMATS[output.format]
    text = format_.render(reports, _view(look, terminal=terminal))
    if terminal:
        to_terminal(text, "utf-8" if format_.utf8 else "")
        return
    write_file(text, output.target)
    say(f"pacecar: {output.format} written to {output.target}")


def write_file(text: str, target: str) -> None:
    """Write a file as a whole or not at all.

    Raises:
        Trouble: it cannot be written.
    """
    try:
        to_file(text.encode("utf-8", "backslashreplace"), Path(target))
    except OSError as problem:
        reason = problem.strerror or str(problem)
        raise Trouble(f"pacecar: {target} cannot be written: {reason}") from None


def _view(look: Look, *, terminal: bool) -> View:
    """Return how reports are shown: a file has no width, and colour only if that is asked for."""
    colour = look.colour == "always"
    if terminal:
        colour = wants_colour(look.colour, sys.stdout, os.environ)
    width = terminal_width() if terminal else None
    return View(colour, width, look.show, look.fail_level, look.undetermined)


def terminal_width() -> int | None:
    """Return the cells of standard output's lines, None where it is no terminal."""
    if not sys.stdout.isatty():
        return None
    columns = os.environ.get("COLUMNS", "")
    if columns.isdecimal() and int(columns):
        return int(columns)
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns or None
    except (OSError, ValueError):
        return None


def to_terminal(text: str, encoding: str = "") -> None:
    """Write to standard output, in its own encoding if no other is asked for."""
    encoding = encoding or sys.stdout.encoding or "utf-8"
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode(encoding, "backslashreplace"))
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        # Whoever read (`head`, a pager) has seen enough; the exit code still tells the result.
        silence(sys.stdout.fileno())
    except OSError as problem:
        silence(sys.stdout.fileno())
        reason = problem.strerror or str(problem)
        raise Trouble(f"pacecar: standard output cannot be written: {reason}") from None


def is_among(target: str, names: Iterable[str]) -> bool:
    """Tell whether a file to be written is one of those that were read, by whatever name."""
    place = os.path.realpath(target)
    return any(os.path.realpath(name) == place for name in names)


def to_file(data: bytes, target: Path) -> None:
    """Write a file as a whole: beside its place first, then moved there."""
    target = Path(os.path.realpath(target))
    if target.exists() and not target.is_file():
        target.write_bytes(data)
        return
    to_files({target: data})


def to_files(files: Mapping[Path, bytes]) -> None:
    """Write files as a whole, and none of them unless all could be written beside their places."""
    places = {_beside(target): target for target in map(_real, files)}
    data = {_real(target): content for target, content in files.items()}
    try:
        for beside, target in places.items():
            with beside.open("xb") as stream:
                stream.write(data[target])
                stream.flush()
                os.fsync(stream.fileno())
            if target.exists():
                beside.chmod(target.stat().st_mode & 0o7777)
        for beside, target in places.items():
            beside.replace(target)
    finally:
        for beside in places:
            beside.unlink(missing_ok=True)


def _real(target: Path) -> Path:
    return Path(os.path.realpath(target))


def _beside(target: Path) -> Path:
    return target.with_name(f".{target.name}.{os.getpid()}.tmp")

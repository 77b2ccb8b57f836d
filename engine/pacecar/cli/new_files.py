"""Writing the files that something begins with: new ones only, all of them or none."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pacecar.cli.troubles import Trouble


def write_new(texts: Mapping[Path, str]) -> None:
    """Write new files; if one cannot be written, none is left.

    Raises:
        Trouble: one cannot be written, or is there already.
    """
    written: list[Path] = []
    try:
        for path, text in texts.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("x", encoding="utf-8", newline="\n") as stream:
                written.append(path)
                stream.write(text)
    except OSError as problem:
        for done in written:
            done.unlink(missing_ok=True)
        reason = problem.strerror or problem
        raise Trouble(f"pacecar: {path.as_posix()} cannot be written: {reason}") from None

"""The command `pacecar`: whatever happens ends in an exit code and, at worst, in one line."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

INTERRUPTED = 130
INTERNAL_ERROR = 4

COLLECTED_AT = 100_000
"""Objects made between two rounds of the garbage collector; Python's own 700 are for services."""


def main() -> NoReturn:
    """Run the command line and end the process with its exit code."""
    _open_streams()
    # Nearly all that a check makes it keeps to its end, and a process's end gives it all back:
    # the garbage collector is to look only where really much is made, and not once more at last.
    gc.set_threshold(COLLECTED_AT)
    code = run(sys.argv[1:])
    gc.freeze()
    sys.exit(code)


def run(arguments: Sequence[str]) -> int:
    """Run the command line and return its exit code."""
    try:
        # Imported here, so that an interrupt while importing ends in one line as well.
        from pacecar.cli.app import dispatch

        code = dispatch(arguments)
        sys.stdout.flush()
    except KeyboardInterrupt:
        say("pacecar: interrupted")
        return INTERRUPTED
    except BrokenPipeError:
        silence(sys.stdout.fileno())
        return 0
    except Exception as problem:
        if os.environ.get("PACECAR_DEBUG"):
            raise
        from pacecar.formats.cells import shown

        what = shown(" ".join(f"{type(problem).__name__}: {problem}".split()))
        say(f"pacecar: internal error: {what} (for the traceback: PACECAR_DEBUG=1)")
        return INTERNAL_ERROR
    return code


def _open_streams() -> None:
    """Let what is printed go nowhere where the process was started with a closed stream."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            nowhere = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - to the end
            setattr(sys, name, nowhere)


def silence(descriptor: int) -> None:
    """Let nothing more be written where nobody reads: Python flushes once more at its end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, descriptor)
    os.close(nowhere)


def say(line: str) -> None:
    """Print a line on standard error, whatever that can encode."""
    encoding = sys.stderr.encoding or "utf-8"
    sys.stderr.write(line.encode(encoding, "backslashreplace").decode(encoding) + "\n")

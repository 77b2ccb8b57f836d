"""Where and when a run was made, and of which commit."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def about() -> dict[str, str]:
    """Return the date, the commit, the machine and the versions, each in words."""
    return {
        "date": f"{datetime.now(UTC):%Y-%m-%d}",
        "commit": _commit(),
        "machine": (
            f"{platform.system()} {platform.machine()}, {os.cpu_count()} processors, "
            f"{_gibibytes():.0f} GiB"
        ),
        "Python": platform.python_version(),
    }


def _gibibytes() -> float:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30


def _commit() -> str:
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        return "unknown"
    commit = _read(git, "rev-parse", "--short=10", "HEAD")
    changed = _read(git, "status", "--porcelain", "--untracked-files=no")
    return f"{commit} with changes" if changed else commit


def _read(*command: str) -> str:
    done = subprocess.run(  # noqa: S603 - git, on our own checkout
        command, cwd=ROOT, capture_output=True, text=True, check=False
    )
    return done.stdout.strip()

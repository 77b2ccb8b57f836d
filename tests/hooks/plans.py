"""Plans and rules for scratch repositories, small enough to tell each finding by heart."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

RULE = """\
title: A follower is on its leader's platform
severity: error
version: 1
for: {follower: programs}
where: follower.leader is not None
require: follower.platform == follower.leader.platform
report:
  at: follower.platform
  message: "{follower.name} is on {follower.platform.name}, {follower.leader.name} is not."
"""
RULES: Mapping[str, str] = {"rules/twins/one-platform.yaml": RULE}

HEADER = """\
plan: {name: NAME, as_of: 2026-01-01}
companies:
  - {id: c, name: C}
platforms:
  - {id: one, name: One}
  - {id: two, name: Two}
"""


def programs(*lines: str) -> str:
    """Return a file of programs, each on its line: id, platform and the id of its leader."""
    entries = []
    for line in lines:
        name, platform, leader = line.split()
        more = "" if leader == "-" else f", leader: {leader}"
        entries.append(
            f"  - {{id: {name}, name: {name.title()}, company: c, segment: C, body: suv, "
            f"platform: {platform}{more}}}\n"
        )
    return "programs:\n" + "".join(entries)


def plan_files(folder: str) -> dict[str, str]:
    """Return the files of a plan; `old` is on another platform than its leader `ada`."""
    return {
        f"{folder}/plan.yaml": HEADER.replace("NAME", Path(folder).name.title()),
        f"{folder}/programs/ada.yaml": programs("ada one -"),
        f"{folder}/programs/old.yaml": programs("old two ada"),
    }


def broken(file: str, name: str, line: int = 2) -> str:
    """Return the line that tells of a program in a file that is not on Ada's platform."""
    column = (
        len(f"  - {{id: {name}, name: {name}, company: c, segment: C, body: suv, platform: ") + 1
    )
    message = f"{name.title()} is on Two, Ada is not."
    return f"{file}:{line}:{column}: error twins/one-platform: {message}\n"


def write(folder: Path, files: Mapping[str, str]) -> None:
    """Write files below a folder."""
    for name, text in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

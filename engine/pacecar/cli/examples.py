"""A rule's examples: the scenarios of its feature, as they are written there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pacecar.resources import bundled

_EXAMPLE = ("Example:", "Scenario:", "Scenario Outline:", "Scenario Template:")
_OTHER = ("Background:", "Rule:", "Feature:")


def feature_of(rule: str, file: Path) -> Path | None:
    """Return the feature of a rule, None if there is none.

    It stands at `features/<family>/<name>.feature` beside the folder of the rules, else among
    the bundled features.

    Args:
        rule: the rule's id.
        file: the rule's file, `.../rules/<family>/<name>.yaml`.
    """
    beside = file.parent.parent.parent / "features"
    for folder in (beside, bundled("features")):
        feature = folder / f"{rule}.feature"
        if feature.is_file():
            return feature
    return None


def examples_of(feature: Path | None) -> Iterator[list[str]]:
    """Yield each example of a feature as its lines, the first without indent."""
    if feature is None:
        return
    example: list[str] = []
    try:
        text = feature.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        # A feature is an illustration here; whether it is sound, its own run tells.
        return
    for line in text.splitlines():
        written = line.strip()
        if written.startswith((*_EXAMPLE, *_OTHER, "@")):
            if example:
                yield _trimmed(example)
            example = [line] if written.startswith(_EXAMPLE) else []
        elif example and written and not written.startswith("#"):
            example.append(line)
    if example:
        yield _trimmed(example)


def _trimmed(lines: list[str]) -> list[str]:
    """Take the first line's indent off all lines."""
    indent = len(lines[0]) - len(lines[0].lstrip())
    return [line[indent:] if not line[:indent].strip() else line.lstrip() for line in lines]

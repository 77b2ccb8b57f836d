"""Where the files that we write find their schema, so that editors know it.

A schema lies in `.pacecar`, or in `schemas` as in Pacecar's own repository: beside the folder of
the plans or rules, or further up in the same git repository. The first of these names begins with
a dot because a folder of plans may be looked through for `*.json`, hidden folders aside.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from pacecar.cli.hook_config import repository
from pacecar.cli.schema import schema_of, schema_text
from pacecar.cli.starting_plan import MODELINE

FOLDER: Final = ".pacecar"
_FOLDERS: Final = (FOLDER, "schemas")


def modeline(file: Path, folder: Path, kind: str) -> str:
    """Return the first line of a file: its schema, by a path from the file.

    Args:
        file: the file that is to be written.
        folder: the folder of plans or rules that it lies in.
        kind: the kind of schema, as `pacecar schema` has them.
    """
    schema = _place(folder, kind)
    path = os.path.relpath(os.path.realpath(schema), os.path.realpath(file.parent))
    return MODELINE.format(schema=path.replace(os.sep, "/"))


def missing_schemas(folder: Path, kinds: Iterable[str]) -> dict[Path, str]:
    """Return the schemas that files in a folder name and that are still to be written."""
    places = {_place(folder, kind): kind for kind in kinds}
    return {
        place: schema_text(schema_of(kind)) for place, kind in places.items() if not place.exists()
    }


def _place(folder: Path, kind: str) -> Path:
    """Return where a schema lies, or is to lie: beside the folder if it is nowhere yet."""
    beside = folder.parent
    real = Path(os.path.realpath(beside))
    top = repository(real) or real
    for above in (real, *real.parents):
        for name in _FOLDERS:
            found = above / name / f"{kind}.schema.json"
            if _is_ours(found):
                return found
        if above == top:
            break
    return beside / FOLDER / f"{kind}.schema.json"


def _is_ours(file: Path) -> bool:
    """Tell whether a file is a schema of Pacecar's: others have files of such names, too."""
    try:
        return '"title": "Pacecar ' in file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return False

"""Write `schemas/`: the JSON Schemas of plans and rule files, as `pacecar schema` prints them.

Run it after a change of the plan format or of the shapes of rule files:
`python -m tools.generate_schemas`. A test fails if a file is not what it would write.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "engine"))

from pacecar.cli.schema import KINDS, schema_of, schema_text  # noqa: E402 - the checkout's own

FOLDER = ROOT / "schemas"


def schemas() -> dict[str, str]:
    """Return the text of each file, by its name."""
    return {f"{kind}.schema.json": schema_text(schema_of(kind)) for kind in KINDS}


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, text in schemas().items():
        (FOLDER / name).write_text(text, encoding="utf-8")

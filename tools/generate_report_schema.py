"""Write the JSON Schemas of Pacecar's reports into `schemas/`.

Run it after a change of the formats: `python -m tools.generate_report_schema`. A test fails if
a file is not what it would write.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "engine"))

from pacecar.formats.report_schema import (  # noqa: E402 - the checkout's own, installed or not
    json_schema,
    lines_json_schema,
)


def schemas() -> Mapping[Path, str]:
    """Return the text of each schema by its file."""
    made = {"report-1": json_schema(), "report-lines-1": lines_json_schema()}
    return {
        ROOT / "schemas" / f"{name}.schema.json": json.dumps(schema, indent=2) + "\n"
        for name, schema in made.items()
    }


def main() -> None:
    """Write the files."""
    for file, text in schemas().items():
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
        print(f"wrote {file.relative_to(ROOT)}")


if __name__ == "__main__":
    main()

"""Write `schemas/openapi.json`: what the service's API is, for those who write clients.

Run it after a change of the API: `python -m tools.generate_openapi`. A test fails if the file is
not what it would write.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "engine"))

from pacecar.service.api.app import create_app  # noqa: E402 - the checkout's own
from pacecar.service.service import Service  # noqa: E402 - as above
from pacecar.service.settings import ServiceSettings  # noqa: E402 - as above
from pacecar.service.storage.database import Database  # noqa: E402 - as above

FILE = ROOT / "schemas" / "openapi.json"


def render() -> str:
    """Return the text of the file; no database is opened for it."""
    settings = ServiceSettings()
    document = create_app(Service(Database(settings.database), settings)).openapi()
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    FILE.write_text(render(), encoding="utf-8")

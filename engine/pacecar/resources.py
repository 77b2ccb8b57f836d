"""Where the rules, features, plans and schemas that come with Pacecar lie on disk.

In a checkout they are the top-level folders that people edit; in a wheel they travel below
`pacecar/data`. An editable install has no copy and reads the checkout.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

_PACKAGE = Path(__file__).resolve().parent


def bundled(kind: Literal["rules", "features", "plans", "schemas"]) -> Path:
    """Return the folder of the rules, features, plans or schemas that came with this installation.

    The folder of a wheel goes before that of a checkout. It may be missing where an
    installation was taken apart; whoever reads it reports that.
    """
    packed = _PACKAGE / "data" / kind
    return packed if packed.is_dir() else _PACKAGE.parent.parent / kind

"""One way to write data as bytes, and one way to name bytes: what digests and hashes rest on."""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256


def canonical(data: Mapping[str, object] | list[object]) -> str:
    """Return data as JSON with sorted keys, no blanks and only ASCII: the same text forever."""
    return json.dumps(data, sort_keys=True, separators=(",", ":"), allow_nan=False)


def digest_of(data: bytes) -> str:
    """Return `sha256:...`, the name of some bytes."""
    return f"sha256:{sha256(data).hexdigest()}"

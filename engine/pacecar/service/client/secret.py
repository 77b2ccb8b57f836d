"""The secret of a token: from the environment, or from a file that nobody else can read."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from pacecar.service.client.problems import BadToken

VARIABLE: Final = "PACECAR_TOKEN"
_OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO
_LONGEST: Final = 1_000


def secret(file: str | None, environment: Mapping[str, str]) -> str:
    """Return the secret in a file, or without one in PACECAR_TOKEN.

    Raises:
        BadToken: there is none, or others can read it; the message never holds it.
    """
    if file is None:
        found = environment.get(VARIABLE, "").strip()
        if not found:
            raise BadToken(f"no token: put its secret into {VARIABLE}, or name its --token-file")
    else:
        found = _in_file(Path(file))
    if not found.isascii() or not found.isprintable() or " " in found:
        raise BadToken("the token holds what no token holds, such as a space or a second line")
    return found


def _in_file(file: Path) -> str:
    try:
        with file.open("rb") as stream:
            if os.name == "posix" and os.fstat(stream.fileno()).st_mode & _OTHERS:
                raise BadToken(f"{file} can be read by others: chmod 600 {file}")
            text = stream.read(_LONGEST).decode("utf-8", "replace").strip()
    except OSError as problem:
        raise BadToken(f"{file} cannot be read: {problem.strerror or problem}") from None
    if not text:
        raise BadToken(f"{file} is empty; it is to hold the secret of a token")
    return text

"""How grave it is that a rule is broken."""

from __future__ import annotations

from typing import Literal

Severity = Literal["error", "warning", "info"]

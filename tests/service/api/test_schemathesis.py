"""The API tried with requests that are made from its own description, right and wrong ones."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import httpx2
import pytest

from pacecar.service import tokens
from pacecar.service.access import OPERATOR, SCOPES
from pacecar.service.service import Service
from tests.service.api.running import server
from tests.service.conftest import SetClock

pytestmark = pytest.mark.slow

CONFIGURATION = Path(__file__).with_name("schemathesis.toml")
EXAMPLES = 8
"""For each operation and phase; a longer run: python -m schemathesis run --max-examples 500 ..."""


def test_no_request_fails_and_every_answer_is_as_described(
    filled: Service, address: str, rules: list[Path], clock: SetClock, tmp_path: Path
) -> None:
    """Examples, bounds of every parameter, random values, and sequences of operations."""
    secret = tokens.create(
        filled, OPERATOR, name="all", company="nissan", scopes=SCOPES, expires=None
    )[1]
    many = {"requests_a_minute": 10**6, "strangers_a_minute": 10**6}
    with server(address, rules[0], tmp_path, **many) as running:
        done = subprocess.run(
            [
                str(Path(sys.executable).with_name("schemathesis")),
                "--config-file",
                str(CONFIGURATION),
                "run",
                f"{running.url}/v1/openapi.json",
                "--header",
                f"Authorization: Bearer {secret}",
                "--max-examples",
                str(EXAMPLES),
                "--seed",
                "20261125",
                "--suppress-health-check",
                "all",
                "--no-color",
            ],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
            timeout=600,
        )
        assert done.returncode == 0, done.stdout
        assert httpx2.get(f"{running.url}/readyz").json() == {
            "status": "ready",
            "rulebook": "in force",
        }
        figures = httpx2.get(f"{running.url}/metrics").text
        log = running.log
    answered = [line for line in figures.splitlines() if "pacecar_request_seconds_count" in line]
    assert len(answered) > 20
    assert not [line for line in answered if 'status="5' in line]
    assert '"level": "error"' not in log
    assert secret not in log

"""The pages for those who run the service say what holds."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import fields
from pathlib import Path

import pytest

from pacecar.service.settings import ServiceSettings, variables

ROOT = Path(__file__).resolve().parent.parent.parent
DEPLOY = ROOT / "examples" / "deploy"


def test_every_setting_stands_in_the_table_with_its_default() -> None:
    """And no other."""
    page = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
    table = page.partition("| setting |")[2].partition("\n\n")[0]
    told = re.findall(r"^\| `(\w+)` \| (\S+) \|", table, re.MULTILINE)
    assert told == [
        (one.name, f"{one.default:,}" if isinstance(one.default, int) else f"`{one.default}`")
        for one in fields(ServiceSettings)
    ]


def test_every_threat_has_a_test_that_there_is() -> None:
    """Or a page that tells of several."""
    page = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    rows = [line for line in page.splitlines() if line.startswith("| ")][1:]
    tests = "\n".join(file.read_text("utf-8") for file in (ROOT / "tests").rglob("test_*.py"))
    for row in rows:
        shown = row.split(" | ")[-1]
        named = re.findall(r"`(test_\w+)`", shown)
        assert named or "](workers.md)" in shown, row
        for name in named:
            assert f"def {name}(" in tests, name


def test_the_examples_set_only_what_there_is() -> None:
    """The unit, the container and their settings."""
    for file in DEPLOY.iterdir():
        text = file.read_text(encoding="utf-8")
        assert set(re.findall(r"PACECAR_[A-Z_]+", text)) <= set(variables()), file


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not installed")
def test_the_unit_is_one_that_systemd_understands(tmp_path: Path) -> None:
    """And that it calls well guarded."""
    text = (DEPLOY / "pacecar.service").read_text(encoding="utf-8")
    true = shutil.which("true")
    assert true is not None
    unit = tmp_path / "pacecar.service"
    unit.write_text(
        text.replace("/opt/pacecar/bin/pacecar serve", f"{true} serve").replace(
            "/etc/pacecar/pacecar.env", str(DEPLOY / "pacecar.env")
        ),
        encoding="utf-8",
    )
    for command in (["verify"], ["security", "--offline=true", "--threshold=20"]):
        done = subprocess.run(
            ["systemd-analyze", *command, str(unit)],  # noqa: S607 - where it stands differs
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        assert "Unknown" not in done.stderr

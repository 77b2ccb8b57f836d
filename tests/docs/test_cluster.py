"""What the page about scale shows of Spark is what happens."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.docs.pages import blocks, is_shown
from tests.docs.running import ROOT
from tests.spark import needs_spark, session

pytestmark = needs_spark


def test_the_page_shows_what_spark_prints(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each block of Python prints what the block below it shows."""
    session()
    for name in ("rules", "plans"):
        (tmp_path / name).symlink_to(ROOT / name)
    monkeypatch.chdir(tmp_path)
    scope: dict[str, Any] = {}
    page = ROOT / "docs" / "scale.md"
    found = [block for block in blocks(page) if block.language in ("python", "text")]

    for code, shown in zip(found[::2], found[1::2], strict=True):
        assert (code.language, shown.language) == ("python", "text")
        exec(compile(code.text, f"{page.name}:{code.line}", "exec"), scope)  # noqa: S102 - the page's own
        out = capsys.readouterr().out
        assert is_shown(out, shown.text), out
    for name in scope["judging"].columns:
        session().catalog.dropTempView(name)

"""The folders of workers are removed with them, or after them."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest

from pacecar.service.workers import folders


def test_only_folders_of_workers_that_are_gone_are_swept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that lives, one that only begins, and what is somebody else's stay."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    living, errors = folders.made()
    gone, of_gone = folders.made()
    young, of_young = folders.made()
    of_gone.close()
    of_young.close()
    other = tmp_path / "other"
    other.mkdir()
    for folder in (living, gone, other):
        os.utime(folder, (0, 0))
    folders.sweep()
    assert sorted(tmp_path.iterdir()) == sorted([living, young, other])
    errors.close()
    folders.sweep()
    assert sorted(tmp_path.iterdir()) == sorted([young, other])


def test_what_a_worker_said_is_one_line(tmp_path: Path) -> None:
    """And nothing, where it said nothing or its folder is gone."""
    (tmp_path / "stderr").write_bytes(b"Fatal: fault\n\n  in f:1\xff\n")
    assert folders.said(tmp_path, 100) == "Fatal: fault / in f:1\ufffd"
    assert folders.said(tmp_path / "gone", 100) == ""

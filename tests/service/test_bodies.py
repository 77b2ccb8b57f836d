"""What was sent, as files: archives are unpacked within limits, or refused in one sentence."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pacecar.service.bodies import files_of
from pacecar.service.problems import Unreadable
from pacecar.service.settings import ServiceSettings

LIMITS = ServiceSettings(max_unpacked_bytes=1_000, max_files=3)


def _zip(files: Mapping[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return stream.getvalue()


_NAMED = b"\6\0\0\0\0\0" + b"\0\0\0\0\0\0\x80\x01"
_NAMELESS = b"\0\0\0\0\6\0" + b"\0\0\0\0\0\0\x80\x01"
"""The lengths of name, extra field and comment in an archive's list: the name is the comment."""


def test_an_archive_is_its_files_sorted_without_what_systems_leave() -> None:
    """Folders and hidden files do not count."""
    body = _zip({"p/b.yaml": b"b", "__MACOSX/b.yaml": b"x", "p/.DS_Store": b"x", "a.json": b"a"})
    found = [(file.name, file.data) for file in files_of("all.zip", body, LIMITS)]
    assert found == [("a.json", b"a"), ("p/b.yaml", b"b")]


@pytest.mark.parametrize(
    ("name", "body", "message"),
    [
        ("a.yaml.exe", b"", "is no file of a plan"),
        ("../a.yaml", b"", "cannot be the name of a file"),
        ("accepted/v1/a.yaml", b"", "stands among what is accepted"),
        ("a\n.yaml", b"", "cannot be the name of a file"),
        ("a\0.zip", _zip({"a.yaml": b""}), "cannot be the name of a file"),
        ("../a.zip", _zip({"a.yaml": b""}), "cannot be the name of a file"),
        ("a.zip", b"no zip", "cannot be unpacked"),
        ("a.zip", _zip({}), "holds no file of a plan"),
        ("a.zip", _zip({"/etc/a.yaml": b""}), "cannot be the name of a file"),
        ("a.zip", _zip({"a.yaml": b""}).replace(_NAMED, _NAMELESS), "is no file of a plan"),
        ("a.zip", _zip({"a.xls": b""}), "is no file of a plan"),
        ("a.zip", _zip({"a.yaml": b"0" * 1_001}), "unpacks to more than 1,000 bytes"),
        ("a.zip", _zip({"a.yaml": b"0" * 600, "b.yaml": b"0" * 600}), "unpacks to more than"),
        ("a.zip", _zip({f"{n}.yaml": b"" for n in range(4)}), "holds 4 files; 3 is the most"),
    ],
)
def test_what_cannot_be_unpacked_is_refused(name: str, body: bytes, message: str) -> None:
    """With what is wrong and, where there is one, the way out."""
    with pytest.raises(Unreadable) as refused:
        files_of(name, body, LIMITS)
    assert message in refused.value.flaws[0].message


@given(st.integers(0, 200), st.binary(min_size=1, max_size=4))
def test_a_damaged_archive_is_read_or_refused(at: int, damage: bytes) -> None:
    """Whatever its bytes are, nothing else happens."""
    body = _zip({"a.yaml": b"programs: []\n" * 5, "b.yaml": b"withdraw: []\n"})
    at %= len(body)
    try:
        files = files_of("a.zip", body[:at] + damage + body[at + len(damage) :], LIMITS)
    except Unreadable:
        return
    assert sum(len(file.data) for file in files) <= LIMITS.max_unpacked_bytes

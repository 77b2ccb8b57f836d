"""What files are sent as, and where the token is taken from."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from pacecar.plan.files import SourceFile
from pacecar.service.bodies import files_of
from pacecar.service.client.packing import packed
from pacecar.service.client.problems import BadToken
from pacecar.service.client.secret import secret
from pacecar.service.settings import ServiceSettings


def test_one_file_is_sent_as_it_is() -> None:
    """Under its own name, without what leads upwards."""
    assert packed([SourceFile("../new/kadjar.yaml", b"x")]) == (
        "new/kadjar.yaml",
        b"x",
        {"new/kadjar.yaml": "../new/kadjar.yaml"},
    )


def test_several_are_one_archive_that_depends_on_nothing_else() -> None:
    """Whatever their order; the service takes out what went in, each under a name of its own."""
    files = [SourceFile(name, name.encode()) for name in ("../a.yaml", "a.yaml", "/b/c.json")]
    name, body, names = packed(files)
    assert packed(files)[1] == body
    assert sorted(names.values()) == ["../a.yaml", "/b/c.json", "a.yaml"]
    taken_out = files_of(name, body, ServiceSettings())
    assert {names[file.name]: file.data for file in taken_out} == {
        file.name: file.data for file in files
    }
    with zipfile.ZipFile(io.BytesIO(body)) as opened:
        assert {entry.date_time for entry in opened.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_token_comes_from_the_environment_or_a_file_of_ones_own(tmp_path: Path) -> None:
    """A file goes before the environment."""
    file = tmp_path / "token"
    file.write_text("pcr_of-the-file\n")
    file.chmod(0o600)
    assert secret(None, {"PACECAR_TOKEN": "pcr_x\n"}) == "pcr_x"
    assert secret(str(file), {"PACECAR_TOKEN": "pcr_x"}) == "pcr_of-the-file"


@pytest.mark.parametrize(
    ("text", "mode", "said"),
    [
        ("pcr_secret", 0o640, "can be read by others: chmod 600"),
        ("pcr_secret", 0o604, "can be read by others: chmod 600"),
        ("", 0o600, "is empty"),
        ("pcr_secret\npcr_other", 0o600, "holds what no token holds"),
        (None, 0o600, "cannot be read: No such file"),
    ],
)
def test_tokens_that_are_refused(tmp_path: Path, text: str | None, mode: int, said: str) -> None:
    """With a word on why, and never with the secret."""
    file = tmp_path / "token"
    if text is not None:
        file.write_text(text)
        file.chmod(mode)
    with pytest.raises(BadToken, match=said) as raised:
        secret(str(file), {})
    assert "pcr_" not in str(raised.value)


def test_without_a_token_the_way_out_is_told() -> None:
    """Both ways."""
    with pytest.raises(BadToken, match="PACECAR_TOKEN, or name its --token-file"):
        secret(None, {})

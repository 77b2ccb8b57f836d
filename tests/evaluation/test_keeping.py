"""What is kept between runs: right, or not there."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pacecar.evaluation.keeping import MOST_BYTES, MOST_FILES, folder_of, keep, recall

KEY, OTHER = "ab" * 32, "cd" * 32
DATA = bytes(range(256)) * 3
HOUR, DAY = 3600, 86_400


@pytest.fixture
def told(tmp_path: Path) -> dict[str, str]:
    """Return an environment whose cache folder is new."""
    return {"XDG_CACHE_HOME": str(tmp_path / "cache"), "HOME": str(tmp_path)}


def _file(environment: Mapping[str, str], key: str = KEY) -> Path:
    return folder_of(environment) / f"{key}.kept"


def _names(environment: Mapping[str, str]) -> list[str]:
    return sorted(path.name for path in folder_of(environment).iterdir())


def test_what_was_kept_is_recalled(told: dict[str, str]) -> None:
    """Bytes come back under their key, and under no other; nobody else can read or write them."""
    assert recall(KEY, told) is None
    keep(KEY, DATA, told)
    assert (recall(KEY, told), recall(OTHER, told)) == (DATA, None)
    modes = [path.stat().st_mode & 0o777 for path in (folder_of(told), _file(told))]
    assert modes == [0o700, 0o600]
    keep(KEY, b"", told)
    assert recall(KEY, told) == b""
    assert _names(told) == [_file(told).name]


@pytest.fixture(scope="module")
def shared() -> Iterator[dict[str, str]]:
    """Return an environment for many damages of one file."""
    with tempfile.TemporaryDirectory() as name:
        yield {"XDG_CACHE_HOME": name}


def _cut(content: bytes, at: int) -> bytes:
    return content[: at % len(content)]


def _flipped(content: bytes, at: int) -> bytes:
    at, bit = divmod(at % (8 * len(content)), 8)
    return content[:at] + bytes([content[at] ^ 1 << bit]) + content[at + 1 :]


def _longer(content: bytes, at: int) -> bytes:
    at %= len(content) + 1
    return content[:at] + b"\0" + content[at:]


@given(st.sampled_from([_cut, _flipped, _longer]), st.integers(0, 10**6))
def test_what_was_damaged_is_not_recalled(
    shared: dict[str, str], damage: Callable[[bytes, int], bytes], at: int
) -> None:
    """A file with any bit turned, cut or longer than it was is none; keeping mends it."""
    keep(KEY, DATA, shared)
    file = _file(shared)
    file.write_bytes(damage(file.read_bytes(), at))
    assert recall(KEY, shared) is None
    keep(KEY, DATA, shared)
    assert recall(KEY, shared) == DATA


def test_a_file_of_another_key_is_none(told: dict[str, str]) -> None:
    """What was kept under one key cannot be passed off as another's."""
    keep(KEY, DATA, told)
    _file(told).rename(_file(told, OTHER))
    assert recall(OTHER, told) is None


def _link(file: Path) -> None:
    file.rename(file.with_name("elsewhere"))
    file.symlink_to("elsewhere")


def _link_folder(file: Path) -> None:
    elsewhere = file.parent.with_name("elsewhere")
    file.parent.rename(elsewhere)
    file.parent.symlink_to(elsewhere)


def _make_folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


def _inflate(file: Path) -> None:
    os.truncate(file, MOST_BYTES + 1)


UNTRUSTED: dict[str, Callable[[Path], None]] = {
    "a link": _link,
    "a link to the folder": _link_folder,
    "a folder": _make_folder,
    "a file that the group can write": lambda file: file.chmod(0o660),
    "a file that all can write": lambda file: file.chmod(0o602),
    "a folder that the group can write": lambda file: file.parent.chmod(0o770),
    "a folder that all can write": lambda file: file.parent.chmod(0o1777),
    "a file too large": _inflate,
}


@pytest.mark.parametrize("name", UNTRUSTED)
def test_what_others_may_have_written_is_not_recalled(told: dict[str, str], name: str) -> None:
    """Links, and what others can write, are not read."""
    keep(KEY, DATA, told)
    UNTRUSTED[name](_file(told))
    assert recall(KEY, told) is None


def test_what_others_own_is_not_recalled(
    told: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only what belongs to whoever runs this is read, and nothing is put among others' files."""
    keep(KEY, DATA, told)
    before = _names(told)
    somebody = os.geteuid() + 1
    monkeypatch.setattr(os, "geteuid", lambda: somebody)
    assert recall(KEY, told) is None
    keep(OTHER, DATA, told)
    assert _names(told) == before


def test_no_folder_is_made_in_anothers_home(
    told: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Root, started with somebody's HOME, makes no folder there that its owner cannot use."""
    somebody = os.geteuid() + 1
    monkeypatch.setattr(os, "geteuid", lambda: somebody)
    keep(KEY, DATA, told)
    assert list(tmp_path.iterdir()) == []


def test_a_file_of_somebody_in_an_own_folder_is_not_recalled(told: dict[str, str]) -> None:
    """A file that belongs to somebody else is not read."""
    if os.geteuid() != 0:
        pytest.skip("only root can give files away")
    keep(KEY, DATA, told)
    os.chown(_file(told), 12345, 12345)
    assert recall(KEY, told) is None


@pytest.mark.parametrize("here", [False, True], ids=["in a checkout", "below this folder"])
def test_a_checkout_is_no_place_to_keep_things(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, here: bool
) -> None:
    """Whoever wrote what is checked cannot have put anything there; nothing is written either."""
    told = {"XDG_CACHE_HOME": str(tmp_path / "tree" / "cache")}
    keep(KEY, DATA, told)
    assert recall(KEY, told) == DATA
    if here:
        monkeypatch.chdir(tmp_path / "tree")
    else:
        (tmp_path / "tree" / ".git").mkdir()
    assert recall(KEY, told) is None
    before = sorted(tmp_path.rglob("*"))
    keep(OTHER, DATA, told)
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("told", ["", "relative", "./x"])
def test_the_folder_is_below_home_unless_told_absolutely(tmp_path: Path, told: str) -> None:
    """As its standard says, XDG_CACHE_HOME counts where it is absolute."""
    environment = {"XDG_CACHE_HOME": told, "HOME": str(tmp_path)}
    assert folder_of(environment) == tmp_path / ".cache" / "pacecar"


@pytest.mark.parametrize(
    "environment", [{}, {"HOME": ""}, {"HOME": "here"}, {"HOME": "/dev/null"}, {"HOME": "/nowhere"}]
)
def test_without_a_place_nothing_is_kept(environment: dict[str, str]) -> None:
    """Where nothing can be written nothing is said."""
    keep(KEY, DATA, environment)
    assert recall(KEY, environment) is None


def test_a_full_disk_leaves_nothing_behind(
    told: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that cannot be finished is removed, and what was there before stays."""
    keep(KEY, DATA, told)

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "rename", full)
    keep(KEY, b"other", told)
    assert _names(told) == [_file(told).name]
    assert recall(KEY, told) == DATA


def _age(path: Path, seconds: float) -> None:
    now = path.stat().st_mtime
    os.utime(path, (now - seconds, now - seconds))


def test_what_was_not_used_for_long_goes_first(told: dict[str, str]) -> None:
    """Only so many files are kept: a recall makes a file new again."""
    keys = [f"{number:064x}" for number in range(MOST_FILES + 3)]
    for number, key in enumerate(keys[:-1]):
        keep(key, DATA, told)
        _age(_file(told, key), DAY * (100 - number))
    assert recall(keys[2], told) == DATA
    keep(keys[-1], DATA, told)
    left = {name.removesuffix(".kept") for name in _names(told)}
    assert left == {keys[2], *keys[4:]}


def test_what_was_left_unfinished_goes_after_a_day(told: dict[str, str]) -> None:
    """A process that died leaves nothing for ever; one that writes now is left alone."""
    keep(KEY, DATA, told)
    old, new = (folder_of(told) / f"{name}.tmp" for name in ("old", "new"))
    for path, seconds in ((old, 2 * DAY), (new, HOUR)):
        path.touch()
        _age(path, seconds)
    keep(KEY, DATA, told)
    assert (old.exists(), new.exists()) == (False, True)


def test_many_at_once(told: dict[str, str]) -> None:
    """Whoever writes at the same time, a recall gives all of what was kept or nothing."""

    def both(number: int) -> bytes | None:
        keep(KEY, DATA * 100, told)
        if number % 3 == 0:
            _file(told).unlink(missing_ok=True)
        return recall(KEY, told)

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(both, range(200))) <= {DATA * 100, None}

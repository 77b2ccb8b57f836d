"""`pacecar admin` and `pacecar audit`: what the operator sees."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pacecar.cli.settings import load_settings
from pacecar.service.settings import BadSetting, ServiceSettings, load, variables
from tests.cli.conftest import Run


def test_a_token_is_made_listed_and_revoked_and_the_log_verifies(pacecar: Run) -> None:
    """The secret alone is on standard output; the first command makes the database."""
    made = pacecar("admin", "token", "create", "Renault planning", "--company", "renault")
    assert made.code == 0
    assert made.out.startswith("pcr_")
    assert made.err.splitlines()[1] == "The secret follows; it is not shown again."
    id_ = made.err.partition(":")[0]
    listed = json.loads(pacecar("admin", "token", "list", "--format", "json").out)
    (token,) = listed["tokens"]
    assert (token["id"], token["name"], token["scopes"]) == (
        id_,
        "Renault planning",
        ["read", "submit"],
    )
    assert made.out.strip() not in json.dumps(listed)
    assert "in force" in pacecar("admin", "token", "list").out
    assert "is revoked since" in pacecar("admin", "token", "revoke", id_).out
    verified = pacecar("audit", "verify")
    assert (verified.code, verified.err) == (0, "")
    first, head = verified.out.splitlines()
    assert first == "2 decisions and 0 blobs are as they were kept"
    assert pacecar("audit", "verify", "--noted", head.removeprefix("head: ")).code == 0
    wrong = pacecar("audit", "verify", "--noted", f"1:{'0' * 64}")
    assert (wrong.code, wrong.out) == (1, "")
    assert "does not hold the head" in wrong.err


def test_a_backup_is_restored_and_verified(pacecar: Run, folder: Path) -> None:
    """Into a new database; one that holds anything is refused."""
    pacecar("admin", "token", "create", "Office", "--scope", "administer")
    assert pacecar("admin", "backup", "b.gz").code == 0
    restored = pacecar("admin", "restore", "b.gz", "--database", "new.db")
    assert (restored.code, restored.err) == (0, "")
    assert restored.out.splitlines()[-1].startswith("head: 1:")
    again = pacecar("admin", "restore", "b.gz", "--database", "new.db")
    assert (again.code, again.out) == (2, "")
    assert "is not empty" in again.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("audit", "verify"), "there is no database pacecar.db; name it with --database"),
        (("admin", "token", "list", "--database", "x.db"), "there is no database x.db"),
        (("admin", "migrate", "--database", "oracle://u:secret@h/x"), "oracle is no database"),
        (("admin", "restore", "none.gz"), "none.gz cannot be read: No such file or directory"),
        (("audit", "reproduce", "sub-1", "--database", "empty.db"), "pacecar admin migrate"),
    ],
)
def test_what_cannot_be_done_is_told_in_one_line(
    pacecar: Run, folder: Path, arguments: tuple[str, ...], said: str
) -> None:
    """With the way out, and never with a password."""
    (folder / "empty.db").touch()
    result = pacecar(*arguments)
    assert (result.code, result.out) == (2, "")
    (line,) = result.err.splitlines()
    assert said in line
    assert "secret" not in line


def test_settings_come_from_flags_then_the_environment_then_the_table(
    folder: Path, pacecar: Run
) -> None:
    """A database that is a file is found beside the settings; other commands do not mind."""
    (folder / "pyproject.toml").write_text(
        "[tool.pacecar.service]\ndatabase = 'kept/here.db'\nworkers = 3\n", encoding="utf-8"
    )
    assert "here.db is now at schema" in pacecar("admin", "migrate").out
    assert (folder / "kept" / "here.db").exists()
    table = load_settings(folder, dict.fromkeys(variables()[2:], "1")).values["service"]
    assert load({}, {}, table).workers == 3
    assert load({}, {"PACECAR_WORKERS": "4"}, table).workers == 4
    assert load({"workers": 5}, {"PACECAR_WORKERS": "4"}, table).workers == 5
    assert load({}, {}, {}) == ServiceSettings()


@pytest.mark.parametrize(
    ("table", "environment", "said"),
    [
        ({"worker": 1}, {}, 'has no "worker". Did you mean "workers"?'),
        ({"workers": "many"}, {}, "workers takes a whole number"),
        ({"workers": 0}, {}, "workers is 0; it takes a number from 1 on"),
        ({"database": 1}, {}, "database takes a text"),
        ({}, {"PACECAR_CHECK_SECONDS": "soon"}, "PACECAR_CHECK_SECONDS takes a whole number"),
        ({"evaluator": "oracle"}, {}, "evaluator is auto, durable or builtin"),
    ],
)
def test_settings_that_make_no_sense_are_refused(
    table: dict[str, object], environment: dict[str, str], said: str
) -> None:
    """With where they were set."""
    with pytest.raises(BadSetting) as refused:
        load({}, environment, table)
    assert said in str(refused.value)

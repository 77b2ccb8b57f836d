"""Earlier states are read back from reports and baselines, or it is told what is wrong."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pacecar.checking.comparing import Earlier, earlier_from
from pacecar.checking.keeping import read_earlier
from pacecar.checking.problems import AgainstProblem
from pacecar.checking.report import Subject, Undetermined
from pacecar.formats.json import render
from tests.checking.states import finding, report_of

STATE = replace(
    report_of([finding("a"), finding("b", severity="warning", waived=True)]),
    undetermined=(
        Undetermined("twins/x", "follower.platform", 2, (Subject("programs", "c", "platform"),)),
    ),
)


def _as_read(state: Earlier) -> Earlier:
    """Return a state as a file keeps it: without names, and examples without fields."""
    known = tuple(replace(k, subject=replace(k.subject, name="")) for k in state.known)
    undetermined = tuple(
        replace(u, examples=tuple(replace(s, field="", name="") for s in u.examples))
        for u in state.undetermined or ()
    )
    return Earlier(state.what, known, undetermined)


def test_a_report_is_read_back(tmp_path: Path) -> None:
    """What `--format json` writes is an earlier state, with or without a byte order mark."""
    file = tmp_path / "old.json"
    expected = _as_read(earlier_from(STATE, f"report {file}"))
    for mark in ("", "\ufeff"):
        file.write_text(mark + render(STATE), encoding="utf-8")
        assert read_earlier(str(file)) == expected


def test_a_report_that_was_not_judged_says_so(tmp_path: Path) -> None:
    """Its findings are some; what it does not have may have been there."""
    file = tmp_path / "old.json"
    file.write_text(render(replace(STATE, verdict="not judged")), encoding="utf-8")
    assert read_earlier(str(file)).what == (
        f"report {file}, whose plan was not judged: findings it does not have count as introduced"
    )


def _without(*path: str | int) -> dict[str, Any]:
    made = json.loads(render(STATE))
    place: Any = made
    for step in path[:-1]:
        place = place[step]
    del place[path[-1]]
    assert isinstance(made, dict)
    return made


def _changed(*path: Any) -> dict[str, Any]:
    *steps, key, value = path
    made = json.loads(render(STATE))
    place: Any = made
    for step in steps:
        place = place[step]
    place[key] = value
    assert isinstance(made, dict)
    return made


NEITHER = "FILE is neither a report (pacecar-report/1) nor a baseline (pacecar-baseline/1): "
GIT = " If a revision is meant: git:old.json"
ANEW = "; write the file anew"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", f"{NEITHER}it is not JSON.{GIT}".replace("FILE", "FILE:1", 1)),
        ("{\n  nonsense", f"{NEITHER}it is not JSON.{GIT}".replace("FILE", "FILE:2", 1)),
        ("plan: {name: A}\n", f"{NEITHER}it is not JSON.{GIT}".replace("FILE", "FILE:1", 1)),
        ("[" * 100_000, f"{NEITHER}it is not JSON.{GIT}"),
        ("[]", f"{NEITHER}it has no `format`.{GIT}"),
        ({}, f"{NEITHER}it has no `format`.{GIT}"),
        ({"format": "sarif"}, f"{NEITHER}its format is sarif.{GIT}"),
        (_changed("format", "pacecar-report/2"), f"{NEITHER}its format is pacecar-report/2.{GIT}"),
        (b"\xff\xfe", f"{NEITHER}it is not UTF-8.{GIT}"),
        (_without("findings"), "FILE: `findings` is no list, which a report has"),
        (_changed("undetermined", {}), "FILE: `undetermined` is no list, which a report has"),
        (
            _changed("findings", 1, []),
            f"FILE: findings[1] is no JSON object{ANEW}",
        ),
        (
            _without("findings", 1, "fingerprint"),
            f"FILE: findings[1] has no `fingerprint`{ANEW}",
        ),
        (
            _changed("findings", 0, "severity", "fatal"),
            f"FILE: findings[0] does not have error, warning or info as `severity`{ANEW}",
        ),
        (
            _changed("findings", 0, "severity", ["error"]),
            f"FILE: findings[0] does not have error, warning or info as `severity`{ANEW}",
        ),
        (
            _without("findings", 0, "subject", "id"),
            f"FILE: the subject of findings[0] has no `id`{ANEW}",
        ),
        (
            _changed("undetermined", 0, "count", -1),
            f"FILE: undetermined[0] does not have a number as `count`{ANEW}",
        ),
        (
            _changed("undetermined", 0, "examples", [3]),
            f"FILE: an example of undetermined[0] is no JSON object{ANEW}",
        ),
        (
            _changed("against", {"left": 4}),
            (
                "FILE was itself made with --against and has only what was introduced then; make "
                "it without, or with --show all"
            ),
        ),
        (
            "{\n<<<<<<< HEAD\n}",
            "FILE:2: a merge conflict is left here; settle it, or write the file anew",
        ),
        (
            '{"format": "pacecar-baseline/2"}\n',
            (
                "FILE:1: the format is pacecar-baseline/2, and this Pacecar reads "
                "pacecar-baseline/1; write it anew with --write-baseline"
            ),
        ),
        (
            '{"format": "pacecar-baseline/1"}\n{"rule": "twins/x"}\n',
            f"FILE:2: the line does not have error, warning or info as `severity`{ANEW}".replace(
                "does not have error, warning or info as", "has no"
            ),
        ),
        (
            '{"format": "pacecar-baseline/1"}\n\n{"rule": \n',
            f"FILE:3: the line is no JSON object{ANEW}",
        ),
    ],
)
def test_what_is_no_earlier_state_is_told_with_its_place(
    tmp_path: Path, content: str | bytes | dict[str, Any], message: str
) -> None:
    """One line says which file, where in it, what is wrong, and the way out."""
    file = tmp_path / "old.json"
    text = json.dumps(content) if isinstance(content, dict) else content
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(AgainstProblem) as raised:
        read_earlier(str(file))
    assert str(raised.value) == message.replace("FILE", str(file))


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    """A file that vanished is one line, too."""
    with pytest.raises(AgainstProblem, match=r"gone.json cannot be read: no such file"):
        read_earlier(str(tmp_path / "gone.json"))

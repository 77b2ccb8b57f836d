"""Earlier states in files: reports and baselines, read back."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from pacecar.checking.comparing import NOT_JUDGED, Earlier
from pacecar.checking.problems import AgainstProblem
from pacecar.checking.report import Known, Subject, Undetermined
from pacecar.rulebook.severity import Severity

REPORT: Final = "pacecar-report/1"
BASELINE: Final = "pacecar-baseline/1"

_CONFLICT: Final = ("<<<<<<<", "|||||||", "=======", ">>>>>>>")
_BOM: Final = "\ufeff"


def read_earlier(file: str) -> Earlier:
    """Read the report or the baseline in a file.

    Raises:
        AgainstProblem: it is neither, it is damaged, or it does not hold all findings.
    """
    try:
        text = Path(file).read_bytes().decode("utf-8").removeprefix(_BOM)
    except OSError as problem:
        reason = (problem.strerror or str(problem)).lower()
        raise AgainstProblem(f"{file} cannot be read: {reason}") from None
    except UnicodeDecodeError:
        raise AgainstProblem(_neither(file, "it is not UTF-8")) from None
    for number, line in enumerate(text.split("\n"), 1):
        if line.startswith(_CONFLICT):
            raise AgainstProblem(
                f"{file}:{number}: a merge conflict is left here; settle it, or write the file anew"
            )
    first = _parsed(text.partition("\n")[0])
    if isinstance(first, dict) and str(first.get("format", "")).startswith("pacecar-baseline/"):
        return _baseline(file, text, first)
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as problem:
        where = f":{problem.lineno}" if isinstance(problem, json.JSONDecodeError) else ""
        raise AgainstProblem(_neither(f"{file}{where}", "it is not JSON")) from None
    if not isinstance(document, dict) or "format" not in document:
        raise AgainstProblem(_neither(file, "it has no `format`"))
    if document["format"] != REPORT:
        raise AgainstProblem(_neither(file, f"its format is {document['format']}"))
    return _report(file, document)


def _neither(file: str, why: str) -> str:
    """Return the message for a file that keeps no earlier state; `git:` is the way out."""
    name = file.rpartition("/")[2]
    return (
        f"{file} is neither a report ({REPORT}) nor a baseline ({BASELINE}): {why}. "
        f"If a revision is meant: git:{name.partition(':')[0]}"
    )


def _parsed(text: str) -> object:
    """Return what a line of JSON holds, None if it is none."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _report(file: str, document: Mapping[str, Any]) -> Earlier:
    """Read a report."""
    against = document.get("against")
    findings = [_Entry(file, f"findings[{n}]", e) for n, e in _list(file, document, "findings")]
    if isinstance(against, dict):
        left = sum(entry.value.get("change") == "left" for entry in findings)
        if left != against.get("left"):
            raise AgainstProblem(
                f"{file} was itself made with --against and has only what was introduced then; "
                "make it without, or with --show all"
            )
    waiting = [
        _Entry(file, f"undetermined[{n}]", e) for n, e in _list(file, document, "undetermined")
    ]
    undetermined = tuple(
        Undetermined(e.text("rule"), e.text("needs"), e.count("count"), tuple(e.subjects()))
        for e in waiting
    )
    what = f"report {file}"
    if document.get("verdict") == "not judged":
        what += NOT_JUDGED
    known = tuple(entry.known("values_digest") for entry in findings)
    return Earlier(what, known, None if against is not None else undetermined)


def _list(file: str, document: Mapping[str, Any], key: str) -> Iterator[tuple[int, object]]:
    entries = document.get(key)
    if not isinstance(entries, list):
        raise AgainstProblem(f"{file}: `{key}` is no list, which a report has")
    return enumerate(entries)


def _baseline(file: str, text: str, header: Mapping[str, Any]) -> Earlier:
    """Read a baseline: a line of JSON for each finding and each value that is waited for."""
    if header["format"] != BASELINE:
        raise AgainstProblem(
            f"{file}:1: the format is {header['format']}, and this Pacecar reads {BASELINE}; "
            "write it anew with --write-baseline"
        )
    known: list[Known] = []
    undetermined: list[Undetermined] = []
    for number, line in enumerate(text.split("\n")[1:], 2):
        if not line.strip():
            continue
        entry = _Entry(f"{file}:{number}", "the line", _parsed(line))
        if "undetermined" in entry.value:
            needs, count = entry.text("undetermined"), entry.count("count")
            undetermined.append(Undetermined(entry.text("rule"), needs, count, ()))
        else:
            known.append(entry.known("values"))
    return Earlier(f"baseline {file}", tuple(known), tuple(undetermined))


class _Entry:
    """One entry of a file, whose parts are asked for by name; what is wrong is told at once."""

    def __init__(self, place: str, name: str, value: object) -> None:
        self._place = place
        self._name = name
        if not isinstance(value, dict):
            raise AgainstProblem(f"{place}: {name} is no JSON object; write the file anew")
        self.value: dict[str, Any] = value

    def _refuse(self, key: str, wanted: str) -> AgainstProblem:
        what = "has no" if key not in self.value else f"does not have {wanted} as"
        return AgainstProblem(f"{self._place}: {self._name} {what} `{key}`; write the file anew")

    def text(self, key: str) -> str:
        """Return a text."""
        value = self.value.get(key)
        if not isinstance(value, str):
            raise self._refuse(key, "a text")
        return value

    def count(self, key: str) -> int:
        """Return a number of things."""
        value = self.value.get(key)
        if type(value) is not int or value < 0:
            raise self._refuse(key, "a number")
        return value

    def subjects(self) -> Iterator[Subject]:
        """Yield the examples."""
        examples = self.value.get("examples")
        if not isinstance(examples, list):
            raise self._refuse("examples", "a list")
        for example in examples:
            entry = _Entry(self._place, f"an example of {self._name}", example)
            yield Subject(entry.text("collection"), entry.text("id"), "")

    def known(self, digest: str) -> Known:
        """Return the finding; `digest` is the key of its values' digest."""
        severities: Mapping[object, Severity] = {
            "error": "error",
            "warning": "warning",
            "info": "info",
        }
        severity = severities.get(str(self.value.get("severity")))
        if severity is None:
            raise self._refuse("severity", "error, warning or info")
        about = _Entry(self._place, f"the subject of {self._name}", self.value.get("subject"))
        subject = Subject(about.text("collection"), about.text("id"), about.text("field"))
        return Known(
            rule=self.text("rule"),
            severity=severity,
            subject=subject,
            message=self.text("message"),
            fingerprint=self.text("fingerprint"),
            values_digest=self.text(digest),
            waived=bool(self.value.get("waived")),
        )

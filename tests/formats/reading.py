"""Each format read back: which findings it has, each as rule, place and severity."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, NamedTuple
from urllib.parse import unquote
from xml.etree.ElementTree import Element, fromstring

from junitparser import JUnitXml

from pacecar.checking.report import Report
from pacecar.formats.cells import shown

_RULE = r"[a-z]+/[^ :]+"
_SEVERITY = "error|warning|info"


class Told(NamedTuple):
    """A finding: its rule, `file:line:column` or file and cell, "-" for nowhere, its severity."""

    rule: str
    place: str
    severity: str
    waived: bool = False


def told(report: Report) -> list[Told]:
    """Return the findings of a report, sorted."""
    found = []
    for finding in report.findings:
        place = "-"
        if finding.location is not None:
            file, span, _ = finding.location
            place = f"{file}:{span.line}:{span.column}"
            place = shown(f"{file} {span.cell}" if "!" in span.cell else place)
        waived = finding.waived is not None
        found.append(Told(finding.rule, place, finding.severity, waived))
    return sorted(found)


def _text(output: str) -> Iterator[Told]:
    head = re.compile(rf"({_SEVERITY})\[({_RULE})\]")
    place = re.compile(r" *--> (.*?)(?:: .*)?")
    open_: tuple[str, str] | None = None
    section = ""
    for line in output.splitlines():
        found = head.match(line)
        if found:
            open_ = (found[1], found[2])
        elif open_ and (at := place.fullmatch(line)):
            yield Told(open_[1], at[1], open_[0])
            open_ = None
        elif open_ and re.match(" *= about:", line):
            yield Told(open_[1], "-", open_[0])
            open_ = None
        elif re.fullmatch(r"[a-z]+: \d+ findings?", line):
            section = line.partition(":")[0]
        elif section == "waived":
            listed = re.match(rf"  (\S.*?): ({_SEVERITY})\[({_RULE})\]: ", line)
            if listed:
                yield Told(listed[3], listed[1], listed[2], waived=True)


def _concise(output: str) -> Iterator[Told]:
    for line in output.splitlines():
        found = re.match(rf"(.+?): ({_SEVERITY}) ({_RULE}): (.*)", line)
        assert found, line
        if found[4].startswith("could not run: "):
            continue
        place = re.sub(r":(\w[\w ]*!\w+)$", r" \1", found[1])
        yield Told(found[3], "-" if place == "-:0:0" else place, found[2])


def _object(finding: Mapping[str, Any]) -> Told:
    place, at = "-", finding["location"]
    if at is not None:
        where = f"{at['file']} {at['cell']}" if "!" in at.get("cell", "") else ""
        place = shown(where or f"{at['file']}:{at['line']}:{at['column']}")
    return Told(finding["rule"], place, finding["severity"], finding["waived"] is not None)


def _json(output: str) -> Iterator[Told]:
    yield from map(_object, json.loads(output)["findings"])


def _jsonl(output: str) -> Iterator[Told]:
    for line in output.splitlines():
        entry = json.loads(line)
        if entry["line"] == "finding":
            yield _object(entry)


def _sarif(output: str) -> Iterator[Told]:
    severities = {"error": "error", "warning": "warning", "note": "info"}
    for run in json.loads(output)["runs"]:
        rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
        for result in run["results"]:
            assert rules[result["ruleIndex"]] == result["ruleId"]
            place = "-"
            if result["properties"]["placed"]:
                (location,) = result["locations"]
                physical = location["physicalLocation"]
                file = unquote(physical["artifactLocation"]["uri"].removeprefix("file://"))
                region, (logical,) = physical["region"], location.get("logicalLocations", [{}])
                place = f"{file}:{region['startLine']}:{region.get('startColumn')}"
                if "!" in logical.get("fullyQualifiedName", "") and "startColumn" not in region:
                    place = f"{file} {logical['fullyQualifiedName']}"
                place = shown(place)
            waived = bool(result.get("suppressions"))
            yield Told(result["ruleId"], place, severities[result["level"]], waived)


def _junit(output: str) -> Iterator[Told]:
    pattern = re.compile(rf"(.+?): ({_SEVERITY}) ({_RULE})( \([^)]*\))?: ")
    for suite in JUnitXml.fromstring(output.encode()):
        for case in suite:
            texts = [result.text or "" for result in case.result] + [case.system_out or ""]
            for line in "\n".join(texts).splitlines():
                found = pattern.match(line)
                if found and found[3] == case.name:
                    placed = re.search(r":\d+:\d+( \([A-Z]+\d+\))?$|!\w+$", found[1])
                    place = found[1] if placed else "-"
                    yield Told(found[3], place, found[2], "waived" in (found[4] or ""))


def _github(output: str) -> Iterator[Told]:
    severities = {"error": "error", "warning": "warning", "notice": "info"}
    for line in output.splitlines():
        found = re.match(r"::(error|warning|notice) ([^:]*)::(.*)", line)
        if found is None or found[3].startswith("could not run: "):
            continue
        given = dict(part.split("=", 1) for part in found[2].split(","))
        given = {key: unquote(value) for key, value in given.items()}
        place = "-"
        if "line" in given:
            place = f"{given['file']}:{given['line']}:{given['col']}"
        elif "file" in given:
            place = f"{given['file']} {found[3].partition(': ')[0]}"
        rule = re.match(_RULE, given["title"])
        assert rule
        yield Told(rule[0], place, severities[found[1]])


def body(output: str) -> Element:
    """Return the body of a page, which is well-formed as XML too."""
    text = output[output.index("<body>") : output.index("</html>")]
    return fromstring(text)  # noqa: S314 - we made it ourselves


def _html(output: str) -> Iterator[Told]:
    page = body(output)
    for rule in page.iterfind(".//section[@class='rule']"):
        (name,) = rule.findall("./p/code")
        for item in rule.iterfind(".//ol[@class='findings']/li"):
            place = item.find("./figure/figcaption/code")
            where = "-" if place is None or _is_other(item) else "".join(place.itertext())
            yield Told(name.text or "", where, item.get("class", ""))
    for row in page.iterfind(".//section/div[@class='table']/table/tbody/tr"):
        rule_of, severity, place = row.find("./td/code"), row.find("./td/span[1]"), row[0][-1]
        assert rule_of is not None
        assert severity is not None
        yield Told(rule_of.text or "", place.text or "", severity.text or "", waived=True)


def _is_other(item: Element) -> bool:
    """Whether the first place of a finding is a related one: it stands in no file itself."""
    about = item.find("./p[@class='quiet']")
    return about is not None and (about.text or "").startswith("About ")


READERS: Final[Mapping[str, Callable[[str], Iterator[Told]]]] = {
    "text": _text,
    "concise": _concise,
    "json": _json,
    "jsonl": _jsonl,
    "sarif": _sarif,
    "junit": _junit,
    "github": _github,
    "html": _html,
}
WITHOUT_WAIVED: Final = ("concise", "github")
"""Formats that list what is left to do, and no more."""


def read(name: str, output: str) -> list[Told]:
    """Return the findings of an output, sorted."""
    # Beside a line of a CSV file some formats tell the cell.
    cell = re.compile(r"(:\d+:\d+) \([A-Z]+\d+\)$")
    return sorted(one._replace(place=cell.sub(r"\1", one.place)) for one in READERS[name](output))

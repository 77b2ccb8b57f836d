"""The reference plan gets one answer: in every process, by every judge, however it is written."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import random
import re
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import pacecar
from pacecar.checking.check import check
from pacecar.formats.json import document, render
from pacecar.plan.nodes import Mapping, Node, Scalar, Sequence
from pacecar.plan.source import read_nodes

ROOT = Path(__file__).parents[2]
PLAN = ROOT / "plans" / "alliance"
RULES = ROOT / "rules"
FILES = sorted(path.relative_to(PLAN).as_posix() for path in PLAN.rglob("*.yaml"))
HASH_SEEDS = ("0", "1", "4711")
SEEDS = range(4)

needs_durable = pytest.mark.skipif(
    importlib.util.find_spec("durable_rules_engine") is None or sys.version_info >= (3, 13),
    reason="durable-rules does not import here",
)

# A plain text that needs no quotes, in YAML's flow style too.
_SIMPLE = re.compile(r"[A-Za-z0-9_.+-]+")
# A plain text that JSON has as it stands.
_JSON = re.compile(r"true|false|null|-?(0|[1-9]\d*)(\.\d+)?")

Collections = dict[str, Node]


# ---------------------------------------------------------------- processes and judges


def _process(*options: str, hash_seed: str = "0", folder: Path = ROOT) -> bytes:
    """Return what a check in a process of its own prints."""
    kept = {
        name: text
        for name, text in os.environ.items()
        if not name.startswith(("PACECAR_", "PYTHON"))
    }
    paths = {"PYTHONPATH": str(Path(*pacecar.__path__).parent), "PYTHONHASHSEED": hash_seed}
    done = subprocess.run(
        [sys.executable, "-m", "pacecar", "check", "plans/alliance", "--rules", "rules", *options],
        cwd=folder,
        env={**kept, **paths},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 1, done.stderr.decode()
    return done.stdout


@pytest.mark.slow
@pytest.mark.parametrize(
    "options",
    [
        pytest.param(("--format", "json"), id="json"),
        pytest.param(("--format", "text", "--show", "all"), id="text"),
    ],
)
def test_the_order_of_sets_does_not_show(options: tuple[str, ...]) -> None:
    """Processes whose sets and hashes are in another order print the same bytes."""
    outputs = {_process(*options, hash_seed=seed) for seed in HASH_SEEDS}
    assert len(outputs) == 1


@needs_durable
@pytest.mark.slow
def test_the_judges_agree() -> None:
    """The judges differ in the name of who judged, and in not one other byte."""
    outputs = {
        name: _process("--format", "json", "--evaluator", name, hash_seed=seed).decode()
        for name, seed in (("builtin", "0"), ("durable", "1"))
    }
    line = '    "evaluator": "{}"\n'
    for name, output in outputs.items():
        assert output.count(line.format(name)) == 1
    same = outputs["builtin"].replace(line.format("builtin"), line.format("durable"))
    assert same == outputs["durable"]


@needs_durable
@pytest.mark.slow
def test_the_judges_agree_in_text() -> None:
    """Text does not say who judged, and is the same by both, byte for byte."""
    outputs = {
        _process("--format", "text", "--show", "all", "--evaluator", name)
        for name in ("builtin", "durable")
    }
    assert len(outputs) == 1


# ---------------------------------------------------------------- other writings of the plan


@pytest.mark.parametrize("seed", SEEDS)
def test_the_order_of_a_plan_does_not_matter(
    seed: int, tmp_path: Path, original: dict[str, Any]
) -> None:
    """Other files, in another order of files, entities and keys, get the same findings."""
    chance = random.Random(seed)  # noqa: S311 - the tests are to repeat
    _scatter(tmp_path, _loaded(), chance)
    assert _unplaced(_report(tmp_path)) == _unplaced(original)


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_the_order_of_a_plan_with_flaws_does_not_matter(seed: int, tmp_path: Path) -> None:
    """Flaws of structure, and what they leave unknown, are the same in any order, too."""
    chance = random.Random(seed)  # noqa: S311 - as above
    flawed = {name: _flawed(PLAN / name) for name in FILES}
    first, second = tmp_path / "first", tmp_path / "second"
    for name, text in flawed.items():
        _write(first / name, text)
    _scatter(second, _parsed((name, text.encode()) for name, text in flawed.items()), chance)
    expected = _unplaced(_report(first))
    assert {finding["rule"] for finding in expected["findings"]} >= {
        "plan/missing-field",
        "plan/unknown-field",
        "plan/unknown-reference",
        "plan/wrong-type",
    }
    assert _unplaced(_report(second)) == expected


def test_the_end_of_a_line_does_not_matter(
    tmp_path: Path, original: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The plan with the line ends of Windows gets the same report, places included."""
    for name in FILES:
        data = (PLAN / name).read_bytes()
        assert b"\r" not in data
        target = tmp_path / "plans" / "alliance" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data.replace(b"\n", b"\r\n"))
    monkeypatch.chdir(tmp_path)
    report = _report(Path("plans/alliance"))
    assert {**report, "plan": {**report["plan"], "digest": original["plan"]["digest"]}} == original


def test_one_json_file_is_the_same_plan(tmp_path: Path, original: dict[str, Any]) -> None:
    """All files as one of JSON get the same findings."""
    members = (f"{json.dumps(name)}: {_json(node)}" for name, node in _loaded().items())
    path = tmp_path / "plan.json"
    _write(path, f"{{{', '.join(members)}}}\n")
    assert json.loads(path.read_bytes())["plan"]["name"] == original["plan"]["name"]
    assert _unplaced(_report(path)) == _unplaced(original)


@pytest.mark.slow
def test_the_order_of_paths_does_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    """Naming files one by one, backwards and twice, gives the report of their folder."""
    monkeypatch.chdir(ROOT)
    folder = Path("plans/alliance")
    named = [folder / name for name in reversed(FILES)]
    outputs = {_rendered(paths) for paths in ([folder], named, [*named, folder, *named])}
    assert len(outputs) == 1


# ---------------------------------------------------------------- reports


@pytest.fixture(scope="module")
def original() -> dict[str, Any]:
    """Return the report on the plan as it stands, with paths as from the top folder."""
    before = Path.cwd()
    os.chdir(ROOT)
    try:
        report = _report(Path("plans/alliance"))
    finally:
        os.chdir(before)
    assert len(report["findings"]) > 50
    assert report["undetermined"]
    return report


def _rendered(paths: list[Path]) -> str:
    report = check(paths, rules=[RULES], today=date(2030, 1, 1), evaluator="builtin")
    return render(report)


def _report(path: Path) -> dict[str, Any]:
    report = check([path], rules=[RULES], today=date(2030, 1, 1), evaluator="builtin")
    return json.loads(json.dumps(document(report)))  # type: ignore[no-any-return]


def _unplaced(report: dict[str, Any]) -> dict[str, Any]:
    """Return a report without what tells where things stand, and in an order without places."""
    findings = [
        {
            **{key: value for key, value in finding.items() if key != "location"},
            "related": [
                {key: value for key, value in related.items() if key != "location"}
                for related in finding["related"]
            ],
            "placed": finding["location"] is not None,
        }
        for finding in report["findings"]
    ]
    prints = [finding["fingerprint"] for finding in findings]
    assert len(set(prints)) == len(prints)
    plan = {key: value for key, value in report["plan"].items() if key != "digest"}
    return {
        **report,
        "plan": plan,
        "findings": sorted(findings, key=lambda finding: finding["fingerprint"]),
    }


# ---------------------------------------------------------------- plans, taken apart


def _loaded() -> Collections:
    """Return all collections of the plan as nodes."""
    return _parsed((name, (PLAN / name).read_bytes()) for name in FILES)


def _parsed(files: Iterable[tuple[str, bytes]]) -> Collections:
    """Return the collections of some files as nodes, those of one name as one."""
    collections: Collections = {}
    for name, data in files:
        root, flaws = read_nodes(data, name)
        assert isinstance(root, Mapping)
        assert not flaws
        for entry in root.entries.values():
            known = collections.setdefault(entry.key.text, entry.value)
            if known is not entry.value:
                assert isinstance(known, Sequence)
                assert isinstance(entry.value, Sequence)
                known.items.extend(entry.value.items)
    return collections


def _flawed(path: Path) -> str:
    """Return the text of a file with flaws that do not depend on an order."""
    text = path.read_text(encoding="utf-8")
    count = 0

    def spoil(match: re.Match[str]) -> str:
        nonlocal count
        count += 1
        return SPOILT[count % len(SPOILT)](match)

    return re.sub(r"^    (platform|company|leader|body): (.*)$", spoil, text, flags=re.MULTILINE)


def _keep(match: re.Match[str]) -> str:
    return match[0]


SPOILT: tuple[Callable[[re.Match[str]], str], ...] = (
    *[_keep] * 11,
    lambda match: f"    {match[1]}: {match[2]}x",
    *[_keep] * 7,
    lambda match: f"    {match[1]}s: {match[2]}",
    *[_keep] * 5,
    lambda match: f"    {match[1]}: [{match[2]}]",
)


def _scatter(folder: Path, collections: Collections, chance: random.Random) -> None:
    """Write a plan to files of other names, its entities and keys in another order."""
    names = [hashlib.sha256(chance.randbytes(8)).hexdigest()[:8] for _ in range(9)]
    texts: dict[str, dict[str, list[str]]] = {name: {} for name in names}
    for collection, node in collections.items():
        if isinstance(node, Sequence):
            for item in _mixed(node.items, chance):
                parts = texts[chance.choice(names)].setdefault(collection, [])
                parts.append(f"- {_yaml(item, chance)}")
        else:
            texts[chance.choice(names)][collection] = [f"  {_yaml(node, chance)}"]
    for place, (name, found) in enumerate(texts.items()):
        lines = [
            line
            for collection in _mixed(found, chance)
            for line in (f"{collection}:", *found[collection])
        ]
        if lines:
            inside = folder / f"part-{place % 3}" if place % 2 else folder
            _write(inside / f"{name}.{chance.choice(('yaml', 'yml'))}", "\n".join(lines) + "\n")


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def _mixed(items: Iterable[Any], chance: random.Random) -> Iterator[Any]:
    listed = list(items)
    chance.shuffle(listed)
    return iter(listed)


def _yaml(node: Node, chance: random.Random) -> str:
    """Return a node in YAML's flow style, the keys of mappings mixed."""
    match node:
        case Mapping():
            members = (
                f"{_scalar(entry.key)}: {_yaml(entry.value, chance)}"
                for entry in _mixed(node.entries.values(), chance)
            )
            return f"{{{', '.join(members)}}}"
        case Sequence():
            return f"[{', '.join(_yaml(item, chance) for item in node.items)}]"
        case Scalar():
            return _scalar(node)


def _scalar(node: Scalar) -> str:
    if node.is_null:
        return "null"
    if node.plain and _SIMPLE.fullmatch(node.text):
        return node.text
    return json.dumps(node.text, ensure_ascii=False)


def _json(node: Node) -> str:
    match node:
        case Mapping():
            members = (
                f"{json.dumps(entry.key.text)}: {_json(entry.value)}"
                for entry in node.entries.values()
            )
            return f"{{{', '.join(members)}}}"
        case Sequence():
            return f"[{', '.join(_json(item) for item in node.items)}]"
        case Scalar():
            plain = node.plain and _JSON.fullmatch(node.text)
            return node.text if plain else json.dumps(node.text)

"""What a rule file, and the files beside it, become."""

from __future__ import annotations

from pathlib import Path

from pacecar.rulebook.loading import load_rulebook
from pacecar.rulebook.rule import Placeholder, Statement
from pacecar.rulebook.tree import Place
from tests.rulebook.rules import folder_of, load, load_rule, problems, rule_text
from tests.rulebook.shown import shown

SOURCES = """
origins: {a: An article, b: {title: Another}}
statements:
  - {id: B4, number: 15, quote: "On one platform.", kind: hard, origin: a, reason: ""}
  - {id: A1, quote: "They agreed.", origin: b}
"""


def test_every_key_arrives(tmp_path: Path) -> None:
    """What was written is what the rule says."""
    changes = {
        "source": "[B4]",
        "rationale": ">-\n  Saves\n  money.",
        "let": "{other: p.leader.platform}",
        "require": "p.platform == other",
        "report": '{at: p.platform, related: [p.leader.platform, p], message: "M", hint: "H"}',
        "parameters": "{share: 0.50, word: suv}",
        "requires": "[targets.saving, companies.nissan]",
        "downgrade": "{when: p.start < plan.as_of, to: warning}",
        "enabled": "false",
        "aliases": "twins/old",
    }
    files = {"twins/twin.yaml": rule_text(changes), "sources.yaml": SOURCES}
    book = load(tmp_path, files)
    (rule,) = book.rules
    assert (rule.id, rule.family, rule.title) == (
        "twins/twin",
        "twins",
        "Twins are on one platform",
    )
    assert (rule.severity, rule.version, rule.sources) == ("error", 1, ("B4",))
    assert rule.rationale == "Saves money."
    assert [(shown(at.of), at.field, at.text) for at in (rule.at, *rule.related)] == [
        ("p", "platform", "p.platform"),
        ("p.leader", "platform", "p.leader.platform"),
        ("p", "", "p"),
    ]
    assert (rule.message.parts, rule.hint.parts) == (("M",), ("H",))
    assert rule.parameters == {"share": "0.50", "word": "suv"}
    assert rule.requires == (("targets", "saving"), ("companies", "nissan"))
    assert [(shown(d.when), d.to, d.legacy) for d in rule.downgrades] == [
        ("p.start < plan.as_of", "warning", False)
    ]
    assert (rule.enabled, rule.aliases) == (False, ("twins/old",))
    assert rule.place == Place((tmp_path / "twins/twin.yaml").as_posix(), 1, 1, "")
    assert rule.texts == {
        "let.other": "p.leader.platform",
        "where": "p.leader is not None",
        "require": "p.platform == other",
        "message": "M",
        "hint": "H",
    }
    assert book.statements == {
        "A1": Statement("A1", "They agreed.", "", "Another"),
        "B4": Statement("B4", "On one platform.", "hard", "An article", "15"),
    }


def test_messages_are_taken_apart(tmp_path: Path) -> None:
    """Text, placeholders, formats and doubled braces."""
    message = "{{p}} {p.name}: {p.upper_body_shared:.1%}, {'a:b' if p.leader == p else 'c'}."
    rule = load_rule(tmp_path, {"report": f'{{at: p, message: "{message}"}}'})
    parts = [
        part if isinstance(part, str) else (shown(part.expression), part.format, part.text)
        for part in rule.message.parts
    ]
    assert parts == [
        "{p} ",
        ("p.name", "", "p.name"),
        ": ",
        ("p.upper_body_shared", ".1%", "p.upper_body_shared"),
        ", ",
        ("('a:b' if p.leader == p else 'c')", "", "'a:b' if p.leader == p else 'c'"),
        ".",
    ]
    assert isinstance(rule.message.parts[1], Placeholder)


DEFAULT = 'downgrade: {when: "plan.since is not None and subject.start < plan.since", to: info, legacy: true}\n'  # noqa: E501 - a line of YAML


def test_the_default_downgrade_follows_the_program_reported(tmp_path: Path) -> None:
    """It applies where `at` is in a program or in a record or list of one, and nowhere else."""
    group = "{g: {each: p in programs, by: {s: p.segment}}}"
    rules: dict[str, dict[str, str | None]] = {
        "a/field": {},
        "a/leader": {"report": "{at: p.leader.platform, message: m}"},
        "a/itself": {"report": "{at: p, message: m}"},
        "a/record": {"report": "{at: p.cost.planned, message: m}"},
        "a/use": {
            "for": "{p: programs, use: p.technologies}",
            "report": "{at: use.developer, message: m}",
        },
        "a/item": {
            "for": "{p: programs, plant: p.plants}",
            "report": "{at: plant, message: m}",
        },
        "a/plant": {
            "for": "{p: programs, plant: p.plants}",
            "report": "{at: plant.region, message: m}",
        },
        "a/platform": {"report": "{at: p.platform.family, message: m}"},
        "a/group": {
            "where": None,
            "for": group,
            "require": "count(g.members) == 1",
            "report": "{at: g, message: m}",
        },
    }
    files = {f"{name}.yaml": rule_text(changes) for name, changes in rules.items()}
    book = load(tmp_path, {**files, "rulebook.yaml": "name: N\n" + DEFAULT})
    when = "(plan.since is not None and {}.start < plan.since)"
    assert {rule.id: [shown(d.when) for d in rule.downgrades] for rule in book.rules} == {
        "a/field": [when.format("p")],
        "a/group": [],
        "a/item": [when.format("p")],
        "a/itself": [when.format("p")],
        "a/leader": [when.format("p.leader")],
        "a/plant": [],
        "a/platform": [],
        "a/record": [when.format("p")],
        "a/use": [when.format("p")],
    }
    assert all(d.legacy and d.to == "info" for rule in book.rules for d in rule.downgrades)


def test_folders_are_loaded_together(tmp_path: Path) -> None:
    """Definitions and sources are shared; a folder without a default takes the first one's."""
    first = folder_of(
        tmp_path / "first",
        {
            "twins/one.yaml": rule_text({"require": "same(p, p.leader)"}),
            "rulebook.yaml": DEFAULT,
            "definitions.yaml": "same: {description: d, parameters: {a: programs, b: programs}, "
            "is: a.platform == b.platform}\n",
        },
    )
    second = folder_of(tmp_path / "second", {"own/two.yml": rule_text({"require": "same(p, p)"})})
    book = load_rulebook([first, second])
    assert [(r.id, shown(r.require), len(r.downgrades)) for r in book.rules] == [
        ("own/two", "p.platform == p.platform", 1),
        ("twins/one", "p.platform == p.leader.platform", 1),
    ]


def test_problems_of_shared_files(tmp_path: Path) -> None:
    """Definitions, sources and the rulebook's own file are checked like rules."""
    definitions = """
count: {is: "1 == 1"}
one: {parameters: {p: program}, is: p.start == p.end}
two: {parameters: {p: programs}, is: p.nam == 'x'}
three: {parameters: {p: programs}, is: three(p)}
four: {parameters: {p: programs}, is: p.start.year / 2 == 1, are: 1}
five: p.start
six: {parameters: {p: programs, year: number}, is: p.start.year <= year}
seven: {is: p.start.year <= 1}
"""
    sources = """
statements:
  - {id: B4, quote: q}
  - {id: B4, quote: q}
  - {id: B5, quot: q}
"""
    files = {
        "twins/twin.yaml": rule_text({"source": "B6", "require": "six(p) and six(p.leader, 'x')"}),
        "twins/other.yaml": rule_text({"require": "one(p) and six(p.leader.leader, 1) and six"}),
        "definitions.yaml": definitions,
        "sources.yaml": sources,
        "rulebook.yaml": "nam: x\ndowngrade: {when: subject.start, to: info}\n",
    }
    expected = Path(__file__).parent / "problems" / "shared-files.expected"
    assert problems(tmp_path, files) == expected.read_text("utf-8").splitlines()


def test_aliases_and_names_are_unique(tmp_path: Path) -> None:
    """An alias is no other rule's id or alias."""
    files = {
        "twins/one.yaml": rule_text({"aliases": "[twins/two, twins/old]"}),
        "twins/two.yaml": rule_text({"aliases": "[twins/old, twins/two]"}),
    }
    assert problems(tmp_path, files) == [
        "twins/one.yaml:8:11: `twins/two` is twins/two already.",
        "twins/two.yaml:8:11: `twins/old` is twins/one already.",
    ]


def test_folders_without_rules_are_refused(tmp_path: Path) -> None:
    """Nothing to check by is an error, not a plan without findings."""
    (tmp_path / "empty").mkdir()
    assert problems(tmp_path / "empty", {}) == [
        (
            f"{tmp_path.as_posix()}/empty:1:1: There are no rules in this folder. "
            "Rules stand in `<family>/<name>.yaml`."
        )
    ]


def test_hidden_files_are_not_rules(tmp_path: Path) -> None:
    """An editor's or a tool's hidden files and folders are left alone."""
    files = {
        "twins/twin.yaml": rule_text(),
        "twins/.twin.yaml": "[",
        ".cache/x/y.yaml": "[",
        "twins/notes.txt": "[",
    }
    assert [rule.id for rule in load(tmp_path, files).rules] == ["twins/twin"]

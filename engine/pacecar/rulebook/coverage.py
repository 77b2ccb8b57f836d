"""What answers for each statement of the sources: rules, reference data, or a written reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pacecar.plan.nodes import Mapping as MappingNode
from pacecar.plan.nodes import Node, Scalar
from pacecar.plan.nodes import Sequence as SequenceNode
from pacecar.plan.source import read_nodes
from pacecar.rulebook.evidence import Evidence, evidence, from_here
from pacecar.rulebook.problems import RulebookProblem
from pacecar.rulebook.quotes import Comparison, Misquote, compare
from pacecar.rulebook.rule import Rule, Rulebook, Statement
from pacecar.rulebook.tree import Place

_SOURCES = ("sources.yaml", "sources.yml")


@dataclass(frozen=True, slots=True)
class Answer:
    """What answers for a statement: the rules that cite it, reference data, its reason.

    `article` is the file that its quote was compared with, "" if with none.
    """

    statement: Statement
    place: Place
    rules: tuple[Rule, ...]
    data: tuple[Evidence, ...]
    article: str = ""

    @property
    def missing(self) -> bool:
        """Whether nothing answers for the statement."""
        return not (self.rules or self.data or self.statement.reason)


@dataclass(frozen=True, slots=True)
class Coverage:
    """The answers in the order of the statements, and everything that is not as it should be.

    `comparison` tells which quotes were looked up in articles, None if none were to be.
    """

    answers: tuple[Answer, ...]
    problems: tuple[RulebookProblem, ...]
    comparison: Comparison | None


def coverage(
    rulebook: Rulebook, folders: Sequence[Path], articles: Mapping[str, str] | None = None
) -> Coverage:
    """Find what answers for each statement.

    Args:
        rulebook: the rulebook; it has statements.
        folders: what it was loaded from.
        articles: the sources themselves, `plain`, by name; None compares no quote.
    """
    statements = rulebook.statements.values()
    places = _places(folders)
    data = evidence(statements, folders)
    comparison = None if articles is None else compare(statements, articles)
    answers = [
        Answer(
            statement,
            places[statement.id, "id"],
            tuple(rule for rule in rulebook.rules if statement.id in rule.sources),
            tuple(data.get(statement.id, ())),
            comparison.articles.get(statement.origin, "") if comparison else "",
        )
        for statement in statements
    ]
    answers.sort(key=lambda answer: (answer.place.file, answer.place.line, answer.place.column))
    problems = [
        *(_unanswered(answer) for answer in answers if answer.missing),
        *(_baseless(rule, answers[0]) for rule in rulebook.rules if not rule.sources),
        *(
            _misquoted(misquote, places)
            for misquote in (comparison.misquotes if comparison else ())
        ),
    ]
    return Coverage(tuple(answers), tuple(sorted(problems)), comparison)


def _unanswered(answer: Answer) -> RulebookProblem:
    place, name = answer.place, answer.statement.id
    message = f"Nothing answers for the statement `{name}`."
    hint = "Cite it in a rule, quote it in a feature about a plan, or give a `reason`."
    return RulebookProblem(place.file, place.line, place.column, message, hint)


def _baseless(rule: Rule, example: Answer) -> RulebookProblem:
    message = f"The rule `{rule.id}` cites no statement."
    hint = f"Name the statements it comes from, as in `source: [{example.statement.id}]`."
    return RulebookProblem(rule.place.file, rule.place.line, rule.place.column, message, hint)


def _misquoted(misquote: Misquote, places: Mapping[tuple[str, str], Place]) -> RulebookProblem:
    place = places[misquote.statement, "quote"]
    message = f"{misquote.article} does not have this quote of `{misquote.statement}`."
    hint = f'It has "{misquote.begins}", and goes on otherwise.' if misquote.begins else ""
    return RulebookProblem(place.file, place.line, place.column, message, hint)


def _places(folders: Iterable[Path]) -> dict[tuple[str, str], Place]:
    """Return where ids and quotes of statements stand, by statement and key."""
    places: dict[tuple[str, str], Place] = {}
    for path in (folder / name for folder in folders for name in _SOURCES):
        if path.is_file():
            root, _ = read_nodes(path.read_bytes(), path.name)
            for entry in _items(_value(root, "statements")):
                name = _value(entry, "id")
                for key in ("id", "quote") if isinstance(name, Scalar) else ():
                    node = _value(entry, key)
                    if isinstance(node, Scalar) and isinstance(name, Scalar):
                        span = node.span
                        place = Place(from_here(path), span.line, span.column, node.text)
                        places.setdefault((name.text.strip(), key), place)
    return places


def _value(node: Node | None, key: str) -> Node | None:
    entry = node.entries.get(key) if isinstance(node, MappingNode) else None
    return entry.value if entry else None


def _items(node: Node | None) -> list[Node]:
    if isinstance(node, SequenceNode):
        return node.items
    return [] if node is None else [node]

"""The files of a rulebook, described: which keys they have, what each takes, and what it says.

The reader goes by these descriptions, and the schema for editors is made of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

SEVERITIES: Final = ("error", "warning", "info")

# Plain classes: a check imports this module, and dataclasses would cost it milliseconds.


class One:
    """A single value, read as text: words, an expression, the template of a message."""


class OneOrMore:
    """A single value, or a list of them."""


class Choice:
    """One of a few words."""

    def __init__(self, words: tuple[str, ...]) -> None:
        self.words = words


class Truth:
    """True or false."""


class Count:
    """A whole number from 1 on, of at most six digits."""


class Shape:
    """A mapping with known keys.

    Attributes:
        what: what messages call it: "a rule", "`report`".
        keys: the keys it may have.
        description: what it is for.
    """

    def __init__(self, what: str, keys: tuple[Key, ...], description: str) -> None:
        self.what = what
        self.keys = keys
        self.description = description

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the keys it may have."""
        return tuple(key.name for key in self.keys)

    @property
    def required(self) -> tuple[str, ...]:
        """The names of the keys it must have."""
        return tuple(key.name for key in self.keys if key.required)


class ShapeOrShapes:
    """A mapping with known keys, or a list of such mappings."""

    def __init__(self, shape: Shape) -> None:
        self.shape = shape


class Named:
    """A mapping from names that its author chooses to values of one of the kinds `takes`.

    A `filled` one has at least one entry. With `free` names, any text is one.
    """

    def __init__(
        self, takes: tuple[One | Shape, ...], *, filled: bool = False, free: bool = False
    ) -> None:
        self.takes = takes
        self.filled = filled
        self.free = free


Kind = One | OneOrMore | Choice | Truth | Count | Shape | ShapeOrShapes | Named

Example = str | float | Sequence[str] | Mapping[str, object]


class Key:
    """A key: what it takes, whether it must be there, what it says, how it is written."""

    def __init__(
        self,
        name: str,
        kind: Kind,
        description: str,
        *,
        required: bool = False,
        examples: tuple[Example, ...] = (),
    ) -> None:
        self.name = name
        self.kind = kind
        self.description = description
        self.required = required
        self.examples = examples


GROUP: Final = Shape(
    "the group",
    (
        Key("each", One(), "What is grouped.", required=True, examples=("p in programs",)),
        Key("if", One(), "Which of them are.", examples=("current(p)",)),
        Key(
            "by",
            Named((One(),), filled=True),
            "What the members of a group have in common: names, each with an expression. "
            "A list puts a member into one group for each of its elements.",
            required=True,
            examples=({"segment": "p.segment", "region": "p.regions"},),
        ),
    ),
    "Groups instead of entities: their members, and what these have in common.",
)

DOWNGRADE: Final = Shape(
    "`downgrade`",
    (
        Key("when", One(), "For which cases it holds; it must be certain.", required=True),
        Key("to", Choice(SEVERITIES), "The severity that they have instead.", required=True),
        Key("legacy", Truth(), "Whether findings are called legacy for it (default: false)."),
    ),
    "A lower severity for some of the cases.",
)

REPORT: Final = Shape(
    "`report`",
    (
        Key(
            "at",
            One(),
            "The value that a finding points to, as a path.",
            required=True,
            examples=("follower.platform",),
        ),
        Key("related", OneOrMore(), "Other values that it shows.", examples=("follower.leader",)),
        Key(
            "message",
            One(),
            "What it says. {path} is replaced by the value there, {x:.1%} by a share in percent.",
            required=True,
            examples=("{program.name} is ...",),
        ),
        Key("hint", One(), "What would mend it."),
        Key(
            "known_by",
            OneOrMore(),
            "The paths and `let` names in `require` whose values, if they change, make the finding "
            "a changed one beside an earlier state (default: all; []: none).",
            examples=("target.at_least",),
        ),
    ),
    "What is reported for a broken case.",
)

RULE: Final = Shape(
    "a rule",
    (
        Key("title", One(), "The rule in one line, as lists and reports show it.", required=True),
        Key(
            "severity",
            Choice(SEVERITIES),
            "What a broken case is: an error rejects the plan.",
            required=True,
        ),
        Key(
            "version",
            Count(),
            "Raise it with every change that may alter an outcome.",
            required=True,
            examples=(1,),
        ),
        Key(
            "source",
            OneOrMore(),
            "The statements of sources.yaml that the rule comes from, by their ids.",
            examples=(["B4", "A11"],),
        ),
        Key("rationale", One(), "Why the rule is there."),
        Key(
            "for",
            Named((One(), GROUP), filled=True),
            "What is looked at: names, each with a collection, a list of an earlier name, "
            "or a group.",
            required=True,
            examples=({"program": "programs"},),
        ),
        Key(
            "let",
            Named((One(),)),
            "Names that stand for expressions in the rest of the rule.",
            examples=({"leading": "distinct(p.company for p in programs)"},),
        ),
        Key(
            "where",
            One(),
            "Which of them are cases of the rule; all if it is left out.",
            examples=("follower.leader is not None",),
        ),
        Key(
            "require",
            One(),
            "What must be true of each case.",
            required=True,
            examples=("follower.platform == follower.leader.platform",),
        ),
        Key("report", REPORT, "What is reported for a broken case.", required=True),
        Key(
            "parameters",
            Named((One(),)),
            "Values that a plan can set otherwise, under settings, by the rule's id.",
            examples=({"share": 0.5},),
        ),
        Key(
            "requires",
            OneOrMore(),
            "Entities without which a plan has a finding, as collection.id.",
            examples=("targets.common-platforms",),
        ),
        Key(
            "downgrade",
            ShapeOrShapes(DOWNGRADE),
            "A lower severity for some cases, instead of the rulebook's own downgrade.",
        ),
        Key("enabled", Truth(), "false: only checked when it is selected (default: true)."),
        Key("aliases", OneOrMore(), "Former ids of the rule, which keep working."),
    ),
    "One rule. Its id is its place: rules/FAMILY/NAME.yaml is FAMILY/NAME.",
)

RULEBOOK: Final = Shape(
    "a rulebook",
    (
        Key("name", One(), "What the rulebook is called."),
        Key(
            "downgrade",
            ShapeOrShapes(DOWNGRADE),
            "A lower severity for some cases of every rule that has no downgrade of its own; "
            "`subject` is what a case is about.",
            examples=({"when": "subject.start < plan.since", "to": "info", "legacy": True},),
        ),
    ),
    "What holds for all rules of a folder: rules/rulebook.yaml.",
)

DEFINITION: Final = Shape(
    "a definition",
    (
        Key("description", One(), "What it means."),
        Key(
            "parameters",
            Named((One(),)),
            "Its parameters, each with its type: a collection, number, date, text or truth.",
            examples=({"program": "programs", "year": "number"},),
        ),
        Key("is", One(), "The expression that it stands for.", required=True),
    ),
    "A term: it stands for its expression wherever a rule uses it.",
)

DEFINITIONS: Final = Named((DEFINITION,))
"""The whole of `definitions.yaml`: terms that rules share, by name."""

STATEMENT: Final = Shape(
    "a statement",
    (
        Key("id", One(), "What rules call it, under source.", required=True, examples=("A1",)),
        Key("number", One(), "Its number within its origin."),
        Key("quote", One(), "The statement, word for word.", required=True),
        Key("kind", One(), "What kind of statement it is.", examples=("hard", "soft", "info")),
        Key("origin", One(), "Where it stands: a name of origins, or a title."),
        Key("reason", One(), "What answers for it, where no rule does."),
    ),
    "A statement that rules cite.",
)

ORIGIN: Final = Shape(
    "an origin",
    (
        Key("title", One(), "What it is called."),
        Key("url", One(), "Where it can be read."),
        Key("date", One(), "When it was published."),
    ),
    "A source of statements.",
)

SOURCES: Final = Shape(
    "the sources",
    (
        Key("origins", Named((One(), ORIGIN), free=True), "The titles of the sources, by name."),
        Key("statements", ShapeOrShapes(STATEMENT), "What the sources say.", required=True),
    ),
    "The statements that a rulebook answers for: rules/sources.yaml.",
)

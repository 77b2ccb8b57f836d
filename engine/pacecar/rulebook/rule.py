"""A rule and a rulebook, loaded and typed: what evaluators, reports and `explain` read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pacecar.rulebook.severity import Severity
from pacecar.rulebook.tree import Expression, GroupOf, Place, Variable


@dataclass(frozen=True, slots=True)
class Each:
    """`name: collection` of `for`: one binding for each entity."""

    variable: Variable
    collection: str


@dataclass(frozen=True, slots=True)
class Within:
    """`name: earlier.list` of `for`: one binding for each element of a list field."""

    variable: Variable
    source: Expression


@dataclass(frozen=True, slots=True)
class Grouped:
    """A `for` with `each`, `if` and `by`: one binding for each group of equal keys.

    `keys` are (name, expression over `member`); a key of a list type puts the member into
    one group for each element. `condition` is None where there is no `if`.
    """

    variable: Variable
    group: GroupOf
    member: Variable
    collection: str
    condition: Expression | None
    keys: tuple[tuple[str, Expression], ...]


Source = Each | Within | Grouped


@dataclass(frozen=True, slots=True)
class Placeholder:
    """`{expression:format}` of a message. The format is "" or as `.1%`, `.2f`, `,`."""

    expression: Expression
    format: str
    text: str


@dataclass(frozen=True, slots=True)
class Template:
    """A message: literal text and placeholders in order."""

    parts: tuple[str | Placeholder, ...]


@dataclass(frozen=True, slots=True)
class At:
    """Where a finding is reported: a path, kept as its root expression and last field.

    `of` is the entity, record, list element or group; `field` the field of it, "" for itself
    (`at: market`, `at: s`). `text` is the path as written.
    """

    of: Expression
    field: str
    text: str


@dataclass(frozen=True, slots=True)
class Downgrade:
    """Lowers the severity of a broken case to `to` where `when` is certainly true."""

    when: Expression
    to: Severity
    legacy: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule.

    Attributes:
        id: "family/name".
        title: one line.
        severity: of a broken case.
        version: rises with any change that may alter an outcome.
        sources: ids of statements in `rules/sources.yaml`.
        rationale: why the rule is there.
        sources_of_cases: `for`, in order.
        where: None where there is none.
        require: what a case must satisfy.
        lets: `let` by name: the typed expression each stands for, for reports and `explain`.
        at, related, message, hint: `report`.
        known_by: names of the values by which a broken case is known again; None for all.
        requires: ids of entities that must exist ("targets", "common-platforms").
        downgrades: those that apply, the rulebook's default included.
        parameters: values in force (after overriding), as written.
        enabled: False keeps it off unless selected.
        aliases: old ids that still select it.
        place: its file.
        digest: "sha256:..." of its canonical form.
        texts: the texts of "where", "require", `let.name`, ... as written, for `explain`.
    """

    id: str
    title: str
    severity: Severity
    version: int
    sources: tuple[str, ...]
    rationale: str
    sources_of_cases: tuple[Source, ...]
    where: Expression | None
    require: Expression
    lets: Mapping[str, Expression]
    at: At
    related: tuple[At, ...]
    message: Template
    hint: Template
    known_by: tuple[str, ...] | None
    requires: tuple[tuple[str, str], ...]
    downgrades: tuple[Downgrade, ...]
    parameters: Mapping[str, str]
    enabled: bool
    aliases: tuple[str, ...]
    place: Place
    digest: str
    texts: Mapping[str, str]

    @property
    def family(self) -> str:
        """The part of the id before the slash."""
        return self.id.partition("/")[0]


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement of the sources: its id ("B4"), its quote word for word, kind, and origin."""

    id: str
    quote: str
    kind: str
    origin: str
    number: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Rulebook:
    """All rules of the folders given, sorted by id.

    Attributes:
        rules: every rule, enabled or not.
        statements: by id.
        digest: "sha256:..." over the rules' canonical forms, definitions and parameters.
        library, drafts: what the rules were made from (`pacecar.rulebook.library`, `.draft`),
            kept for `with_settings`; nobody else needs them.
    """

    rules: tuple[Rule, ...]
    statements: Mapping[str, Statement]
    digest: str
    library: object = field(default=None, repr=False, compare=False)
    drafts: Mapping[str, object] = field(default_factory=dict, repr=False, compare=False)

    @property
    def quotes(self) -> dict[str, str]:
        """The statements by id, word for word."""
        return {name: statement.quote for name, statement in self.statements.items()}

"""Turns syntax trees into typed trees: the state of that work, and what every part of it uses.

What each kind of syntax becomes stands in `paths`, `operators`, `functions` and `aggregates`;
`expressions` puts them together.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from pacecar.plan.fields import Truth
from pacecar.rulebook.guards import Facts, may_be_none, when, with_facts
from pacecar.rulebook.kinds import Schema, a
from pacecar.rulebook.parsing import Parsed
from pacecar.rulebook.problems import Problems, Refused
from pacecar.rulebook.tree import Expression, Literal_, Place, Type, Variable
from pacecar.rulebook.trees import conjuncts, divides, size

LARGEST = 20_000
"""Nodes of a rule once its names are expanded: far more than a rule needs."""

DEEPEST = 100
"""Nesting once names are expanded."""


@dataclass(frozen=True, slots=True)
class Definition:
    """A shared definition: its parameters with their types, and its body."""

    name: str
    parameters: Mapping[str, Type]
    body: Parsed


@dataclass(frozen=True, slots=True)
class Context:
    """Where an expression stands: its text, the variables it may name, and what is known.

    `in_rule` is false in a definition, which sees its own parameters and the plan only;
    `lets` is false in `for`, which comes before them.
    """

    parsed: Parsed
    names: Mapping[str, Expression]
    facts: Facts = frozenset()
    in_rule: bool = True
    lets: bool = True

    def knowing(self, condition: Expression, *, holds: bool = True) -> Context:
        """Return the context of what is only looked at where a condition holds (or fails)."""
        if self.facts is None:
            return self
        return replace(self, facts=with_facts(self.facts, when(condition, self.facts, holds=holds)))

    def careless(self) -> Context:
        """Return the context in which values that may be none need no guard."""
        return replace(self, facts=None)

    def binding(self, name: str, value: Expression) -> Context:
        """Return the context with one more name."""
        return replace(self, names={**self.names, name: value})


Handler = Callable[["Typer", ast.expr, Context], Expression]


@dataclass(slots=True)
class Typer:
    """Types the expressions of one rule (or of one definition)."""

    schema: Schema
    handlers: Mapping[type[ast.expr], Handler]
    problems: Problems
    definitions: Mapping[str, Definition] = field(default_factory=dict)
    lets: Mapping[str, Parsed] = field(default_factory=dict)
    parameters: Mapping[str, Literal_] = field(default_factory=dict)
    case_names: dict[str, Expression] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)
    let_trees: dict[str, Expression] = field(default_factory=dict)
    _let_memo: dict[tuple[str, Facts], tuple[Expression, int]] = field(default_factory=dict)
    _expanding: list[str] = field(default_factory=list)
    _nodes: int = 0
    _depth: int = 0
    _fresh: int = 0

    def type(self, node: ast.expr, context: Context) -> Expression:
        """Return the typed tree of a syntax tree.

        Raises:
            Refused: where there is a problem; it has been noted.
        """
        handler = self.handlers.get(type(node))
        if handler is None:
            raise self.refused(context, node, *_unknown_syntax(node))
        self._count(context, node, 1)
        if self._depth >= DEEPEST:
            raise self.refused(context, node, "Too many names stand for names here.")
        self._depth += 1
        try:
            return handler(self, node, context)
        finally:
            self._depth -= 1

    def each(self, nodes: Iterable[ast.expr], context: Context) -> list[Expression]:
        """Return several typed trees; all problems among them are noted before refusing."""
        made: list[Expression] = []
        failed = False
        for node in nodes:
            try:
                made.append(self.type(node, context))
            except Refused:
                failed = True
        if failed:
            raise Refused
        return made

    def truth(self, node: ast.expr, context: Context, where: str) -> Expression:
        """Return a typed tree that is true or false."""
        made = self.type(node, context)
        if not isinstance(made.type, Truth):
            raise self.refused(
                context,
                node,
                f"{where} takes what is true or false; "
                f"`{self.text(context, node)}` is {a(made.type, self.schema)}.",
                "Compare it with something.",
            )
        return made

    def expand_let(self, name: str, node: ast.expr, context: Context) -> Expression:
        """Return what a name of `let` stands for, typed with what is known at its use."""
        if name in self.broken:
            raise Refused
        if name in self._expanding:
            raise self.refused(
                context, node, f"`{name}` stands for itself.", "A `let` cannot use itself."
            )
        # A let sees the variables of `for` only, so other facts make no difference to it.
        facts = context.facts
        memo = self._let_memo.get((name, facts))
        if memo is not None:
            self._count(context, node, memo[1])
            return memo[0]
        self._expanding.append(name)
        try:
            made = self.type(self.lets[name].root, Context(self.lets[name], self.case_names, facts))
        except Refused:
            # Once is enough: what else uses it is not refused for the same mistake.
            self.broken.add(name)
            raise
        finally:
            self._expanding.pop()
        self._let_memo[name, facts] = made, size(made)
        self.let_trees.setdefault(name, made)
        return made

    def expand_definition(
        self,
        definition: Definition,
        arguments: Mapping[str, Expression],
        node: ast.expr,
        context: Context,
    ) -> Expression:
        """Return what a call of a definition stands for."""
        mark = f"{definition.name}()"
        if mark in self._expanding:
            raise self.refused(
                context,
                node,
                f"`{definition.name}` stands for itself.",
                "A definition cannot use itself.",
            )
        self._expanding.append(mark)
        try:
            inner = Context(definition.body, arguments, context.facts, in_rule=False)
            return self.type(definition.body.root, inner)
        finally:
            self._expanding.pop()

    def fresh(self, name: str, kind: Type) -> Variable:
        """Return a variable that is surely no other; generators name it when they are complete."""
        self._fresh += 1
        return Variable(f"{name}#{self._fresh}", kind)

    def needs(
        self,
        value: Expression,
        node: ast.expr,
        context: Context,
        doing: str,
        at: ast.expr | None = None,
    ) -> None:
        """Refuse a value that may be none and is not guarded.

        The problem is put at `at`, whose text stands for `{}` in `doing`.
        """
        if may_be_none(value, context.facts):
            text = self.text(context, node)
            doing = doing.format(self.text(context, at or node))
            raise self.refused(
                context,
                at or node,
                f"{doing} `{text}`, which may be none.",
                f"Say `{text} is not None and ...` to its left, or in `where`.",
            )

    def refused(self, context: Context, node: ast.AST, message: str, hint: str = "") -> Refused:
        """Note a problem; what comes back is to be raised, to give up on the expression."""
        self.problems.add(context.parsed.problem(node, message, hint))
        return Refused()

    def text(self, context: Context, node: ast.AST) -> str:
        """Return an expression's text, shortened if it is long."""
        text = self.place(context, node).text
        return text if len(text) <= 60 else text[:57] + "..."  # noqa: PLR2004 - a line's worth

    def place(self, context: Context, node: ast.AST) -> Place:
        """Return where a syntax tree stands."""
        return context.parsed.place(node)

    def _count(self, context: Context, node: ast.AST, nodes: int) -> None:
        before = self._nodes
        self._nodes += nodes
        if before > LARGEST:
            raise Refused
        if self._nodes > LARGEST:
            raise self.refused(
                context,
                node,
                f"The rule has more than {LARGEST:,} parts once its names are expanded.",
            )


def undivided(typer: Typer, made: Expression, context: Context) -> None:
    """Refuse a division in what decides a rule; those below a comparison were refused there."""
    for part in conjuncts(made):
        if divides(part):
            raise typer.refused(
                context,
                context.parsed.root,
                "A rule cannot depend on a division.",
                "Multiply instead; `/` is for messages.",
            )


_SYNTAX = {
    "Lambda": "A function of your own",
    "IfExp": "A conditional",
    "Dict": "A mapping",
    "Set": "A set in braces",
    "List": "A list outside of `in`",
    "Tuple": "A list outside of `in`",
    "ListComp": "A list made in brackets",
    "SetComp": "A set made in braces",
    "DictComp": "A mapping",
    "GeneratorExp": "`... for ... in ...` outside of any, all, count, distinct, sum, min and max",
    "Await": "`await`",
    "Yield": "`yield`",
    "YieldFrom": "`yield`",
    "JoinedStr": "A text with `f` before it",
    "Subscript": "Picking an element in brackets",
    "Slice": "Picking elements in brackets",
    "Starred": "`*` before a name",
    "NamedExpr": "`:=`",
}


def _unknown_syntax(node: ast.expr) -> tuple[str, str]:
    name = type(node).__name__
    hints = {
        "ListComp": "Write it without brackets, inside any, all, count, distinct, sum, min or max.",
        "SetComp": "Write `distinct(...)`.",
        "Subscript": "Go through its elements: `any(... for x in ...)`.",
    }
    return f"{_SYNTAX.get(name, name)} is not part of the rule language.", hints.get(name, "")

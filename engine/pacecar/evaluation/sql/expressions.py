"""Typed expressions into SQL, at the level that reads what they need."""

from __future__ import annotations

from pacecar.evaluation.expressions import Node, is_interval, is_members, scale_of
from pacecar.evaluation.sql import spans, syntax
from pacecar.evaluation.sql.fields import field_of, row_of, state_of
from pacecar.evaluation.sql.level import Level
from pacecar.evaluation.sql.membership import among, in_list, in_members, in_set, is_known_list
from pacecar.evaluation.sql.syntax import Sql
from pacecar.evaluation.sql.values import (
    NO_TEXT,
    NOBODY,
    Entity,
    Group,
    Listed,
    Members,
    NotTranslated,
    Set,
    Span,
    Text,
    Truth,
    Value,
    key_of,
)
from pacecar.plan.bulk import layout
from pacecar.plan.fields import Truth as TruthKind
from pacecar.plan.values import TRUE, State
from pacecar.rulebook import tree


def translated(node: Node, level: Level) -> Value:
    """Return what an expression is at a level.

    Raises:
        NotTranslated: it asks for something that has no translation.
    """
    found = level.known.get(node)
    if found is None:
        found = level.known[node] = level.named(_translated(node, level))
    return found


def truth_of(node: Node, level: Level) -> Truth:
    """Return a truth."""
    value = translated(node, level)
    if not isinstance(value, Truth):
        raise TypeError(node)
    return value


def span_of(node: Node, level: Level) -> Span:
    """Return a number or date."""
    value = translated(node, level)
    if not isinstance(value, Span):
        raise TypeError(node)
    return value


def _translated(node: Node, level: Level) -> Value:  # noqa: C901, PLR0911, PLR0912 - a case for each node
    match node:
        case tree.Literal_():
            return _literal(node)
        case tree.Variable(name=name):
            raise LookupError(f"the variable {name} is not bound here")
        case tree.PlanHeader():
            header = level.look_up("plan", [])
            return Entity(layout.table_of("plan"), syntax.column(header, "k"), header, total=True)
        case tree.Attribute():
            return _attribute(node, level)
        case tree.Year(of=of):
            return spans.year(span_of(of, level))
        case tree.Compare():
            return _compared(node, level)
        case tree.Membership():
            return _membership(node, level)
        case tree.IsNone(operand=operand):
            return _is_none(operand, level)
        case tree.And(parts=parts):
            truths = [truth_of(part, level) for part in parts]
            return Truth(syntax.both(*(t.sql for t in truths)), all(t.total for t in truths))
        case tree.Or(parts=parts):
            truths = [truth_of(part, level) for part in parts]
            return Truth(syntax.either(*(t.sql for t in truths)), all(t.total for t in truths))
        case tree.Not(operand=operand):
            truth = truth_of(operand, level)
            return Truth(syntax.negated(truth.sql), truth.total)
        case tree.Arithmetic():
            return _calculated(node, level)
        case tree.Conditional():
            return _conditional(node, level)
        case tree.Aggregate():
            from pacecar.evaluation.sql.aggregates import aggregated

            return aggregated(node, level)
        case tree.Call():
            return _call(node, level)
    raise NotTranslated(f"it asks for {type(node).__name__}")


def _literal(node: tree.Literal_) -> Value:
    if is_interval(node.type):
        return spans.constant(node)
    if isinstance(node.type, TruthKind):
        return Truth(syntax.truth(node.value == TRUE), total=True)
    return Text(syntax.text(str(node.value)), total=True)


def _attribute(node: tree.Attribute, level: Level) -> Value:
    of = translated(node.of, level)
    if isinstance(of, Group):
        if is_members(node):
            return Members(of)
        return dict(of.keys)[node.field]
    if not isinstance(of, Entity):
        raise TypeError(node)
    return field_of(of, node.field, node.type, level)  # type: ignore[arg-type]  # of entities


def aligned(left: Node, right: Node, level: Level) -> tuple[Span, Span]:
    """Return two numbers or dates on one scale."""
    scale = max(scale_of(left.type), scale_of(right.type))
    made = []
    for side in (left, right):
        factor = 10 ** (scale - scale_of(side.type))
        if isinstance(side, tree.Literal_):
            made.append(spans.constant(side, factor))
        else:
            made.append(spans.scaled(span_of(side, level), factor))
    return made[0], made[1]


def _compared(node: tree.Compare, level: Level) -> Truth:
    operator, left, right = node.operator, node.left, node.right
    if operator in (">", ">="):
        turned = tree.Compare("<" if operator == ">" else "<=", right, left)
        made = _compared(turned, level)
        return Truth(syntax.mirrored(made.sql), made.total)
    if is_interval(left.type):
        one, other = aligned(left, right, level)
        made = (
            spans.equal(one, other)
            if operator in ("==", "!=")
            else spans.ordered(operator, one, other)
        )
    else:
        made = _same(operator, translated(left, level), translated(right, level))
    return Truth(syntax.negated(made.sql), made.total) if operator == "!=" else made


def _same(operator: str, left: Value, right: Value) -> Truth:
    """Return `a == b`, or the order of two texts; of nothing but texts there is one."""
    (one, one_total), (other, other_total) = key_of(left), key_of(right)
    if isinstance(left, Entity) and isinstance(right, Entity):
        # A total entity is a real one; -1, none, compares as any other key.
        return Truth(syntax.equal(one, other), one_total and other_total)
    if operator in ("<", "<="):
        one, other = _plain(left), _plain(right)
        return Truth(syntax.compared(operator, one, other), one_total and other_total)
    return Truth(syntax.equal(one, other), one_total and other_total)


def _plain(value: Value) -> Sql:
    """Return a text, NULL where it is none."""
    if not isinstance(value, Text):
        raise TypeError(value)
    if not value.none:
        return value.sql
    return syntax.case((syntax.compared("!=", value.sql, syntax.text(NO_TEXT)), value.sql))


def _membership(node: tree.Membership, level: Level) -> Truth:
    container = node.container
    if isinstance(container, tree.Constants):
        return _in_constants(node.item, container, level)
    item = translated(node.item, level)
    if isinstance(container, tree.CollectionAll):
        if container.name in level.contents.empty:
            return Truth(syntax.FALSE, total=True)
        key, total = key_of(item)
        return Truth(syntax.compared(">=", key, syntax.number(0)), total)
    held = translated(container, level)
    if isinstance(held, Listed):
        return in_list(item, held, level)
    if isinstance(held, Set):
        return in_set(item, held, level)
    if isinstance(held, Members):
        return in_members(item, held, level)
    raise NotTranslated("it looks into something else than a list, set or group")


def _in_constants(item: tree.Expression, container: tree.Constants, level: Level) -> Truth:
    if is_interval(item.type):
        truths = [spans.equal(*aligned(item, one, level)) for one in container.items]
        return Truth(syntax.either(*(t.sql for t in truths)), all(t.total for t in truths))
    key, total = key_of(translated(item, level))
    literals = [key_of(_literal(constant))[0] for constant in container.items]
    return Truth(among(key, literals), total)


def _is_none(operand: tree.Expression, level: Level) -> Truth:
    if isinstance(operand, tree.Conditional):
        return _choice_is_none(operand, level)
    if not isinstance(operand, tree.Attribute) or not operand.may_be_none:
        raise NotTranslated("it asks whether something is none that is no field")
    of = translated(operand.of, level)
    if not isinstance(of, Entity):
        raise TypeError(operand)
    row, there = row_of(of, level)
    state, states = state_of(of.table, row, (*of.path, operand.field), level.contents)
    none = syntax.equal(state, syntax.number(State.NONE))
    if State.NONE not in states and there and State.UNKNOWN not in states:
        return Truth(syntax.FALSE, total=True)
    if State.UNKNOWN not in states:
        return Truth(none, there)
    present = syntax.either(
        syntax.equal(state, syntax.number(State.KNOWN)),
        syntax.equal(state, syntax.number(State.PRESENT)),
    )
    return Truth(syntax.case((none, syntax.TRUE), (present, syntax.FALSE)))


def _choice_is_none(node: tree.Conditional, level: Level) -> Truth:
    """Return whether the outcome of `a if c else b` is none."""
    test = truth_of(node.test, level)
    yes, no = translated(node.yes, level), translated(node.no, level)
    nones = [_none_or_not(branch, level) for branch in (node.yes, node.no)]
    choices = [(test.sql, nones[0].sql), (syntax.negated(test.sql), nones[1].sql)]
    if isinstance(yes, Span) and isinstance(no, Span):
        blanks = [syntax.negated(side.blank) for side in (yes, no) if side.blank is not None]
        return Truth(syntax.case(*choices, (syntax.both(*blanks), syntax.FALSE)))
    (one, _), (other, _) = key_of(yes), key_of(no)
    nothing = syntax.number(NOBODY) if isinstance(yes, Entity) else syntax.text(NO_TEXT)
    alike = syntax.equal(one, other)
    return Truth(syntax.case(*choices, (alike, syntax.equal(one, nothing))))


def _none_or_not(node: tree.Expression, level: Level) -> Truth:
    """Return whether a value is none; one that is never none must be known for that."""
    if isinstance(node, tree.Conditional) or (
        isinstance(node, tree.Attribute) and node.may_be_none
    ):
        return _is_none(node, level)
    value = translated(node, level)
    if isinstance(value, Span) and value.blank is None:
        return Truth(syntax.FALSE, total=True)
    if not isinstance(value, Span) and key_of(value)[1]:
        return Truth(syntax.FALSE, total=True)
    raise NotTranslated("it asks whether one of two values is none, and one may be unknown")


def _calculated(node: tree.Arithmetic, level: Level) -> Span:
    if node.operator == "*":
        return spans.multiplied(span_of(node.left, level), span_of(node.right, level))
    if node.operator == "/":
        raise NotTranslated("it divides")
    left, right = aligned(node.left, node.right, level)
    return spans.added(left, right) if node.operator == "+" else spans.subtracted(left, right)


def _conditional(node: tree.Conditional, level: Level) -> Value:
    test = truth_of(node.test, level)
    if is_interval(node.type):
        return spans.chosen(test, *aligned(node.yes, node.no, level))
    yes, no = translated(node.yes, level), translated(node.no, level)
    if not isinstance(yes, Truth | Text | Entity):
        raise NotTranslated("it chooses between two lists or sets")
    (one, one_total), (other, other_total) = key_of(yes), key_of(no)
    choices = [(test.sql, one), (syntax.negated(test.sql), other)]
    if not test.total:
        choices.append((syntax.equal(one, other), one))
    made = syntax.case(*choices)
    total = test.total and one_total and other_total
    if isinstance(yes, Truth):
        return Truth(made, total)
    if isinstance(yes, Text):
        return Text(made, total, yes.none or (isinstance(no, Text) and no.none))
    if not isinstance(no, Entity) or yes.path or no.path:
        raise NotTranslated("it chooses between two records")
    return Entity(yes.table, made, total=total, none=yes.none or no.none)


def _call(node: tree.Call, level: Level) -> Value:
    function = node.function
    if function == "known":
        return _known(node.arguments[0], level)
    if function in ("earliest", "latest"):
        return spans.end_of(span_of(node.arguments[0], level), last=function == "latest")
    texts = [translated(argument, level) for argument in node.arguments]
    plain = [_plain(one) for one in texts]
    total = all(key_of(one)[1] for one in texts)
    if function == "lower":
        return Text(_lower(plain[0]), total)
    if function in _TEXT_FUNCTIONS:
        return Truth(syntax.called(_TEXT_FUNCTIONS[function], *plain), total)
    raise NotTranslated(f"it calls {function}")


_TEXT_FUNCTIONS = {
    "contains": "CONTAINS",
    "starts_with": "STARTS_WITH",
    "ends_with": "ENDS_WITH",
}


def _lower(value: Sql) -> Sql:
    """Return a text in small letters, which engines agree about for Latin letters only."""
    latin = syntax.called("REGEXP_FULL_MATCH", value, syntax.text(r"[\x00-\x{12F}]*"))
    refuse = syntax.called("ERROR", syntax.text("lower() of other than Latin letters"))
    return syntax.case(
        (syntax.is_null(value), value), (latin, syntax.called("LOWER", value)), otherwise=refuse
    )


def _known(node: tree.Expression, level: Level) -> Truth:
    value = translated(node, level)
    match value:
        case Truth(sql, total) | Text(sql, total):
            return Truth(syntax.TRUE if total else syntax.is_there(sql), total=True)
        case Entity(key=key, total=total):
            return Truth(syntax.TRUE if total else syntax.is_there(key), total=True)
        case Span(blank=None):
            return Truth(syntax.TRUE, total=True)
        case Span(blank=blank) if blank is not None:
            if isinstance(node, tree.Conditional):
                return _choice_is_known(node, level)
            none = value.none
            there = syntax.negated(blank)
            if none is not None:
                there = syntax.either(
                    there, syntax.equal(syntax.first_there(none, syntax.FALSE), syntax.TRUE)
                )
            return Truth(there, total=True)
        case Listed():
            return is_known_list(value, level)
    raise NotTranslated("it asks whether a set or group is known")


def _choice_is_known(node: tree.Conditional, level: Level) -> Truth:
    test = truth_of(node.test, level)
    yes, no = (_known(branch, level).sql for branch in (node.yes, node.no))
    blanks = [span_of(branch, level).blank for branch in (node.yes, node.no)]
    both = syntax.both(*(syntax.negated(blank) for blank in blanks if blank is not None))
    return Truth(
        syntax.case((test.sql, yes), (syntax.negated(test.sql), no), otherwise=both), total=True
    )

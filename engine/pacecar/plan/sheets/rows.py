"""From a table to the nodes of its collection: a mapping for each row."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Literal

from pacecar.plan.building import Allowance, Unreadable
from pacecar.plan.fields import Collection, Field, Settings
from pacecar.plan.limits import NODES, SCALAR_LENGTH
from pacecar.plan.nodes import Entry, Flaw, Mapping, Node, Scalar, Sequence, Span
from pacecar.plan.sheets.cells import node_of, null
from pacecar.plan.sheets.headers import (
    Headers,
    header_row,
    lies_down,
    named_column,
    read_headers,
    report_nameless,
)
from pacecar.plan.sheets.layout import Column, fold, is_comment
from pacecar.plan.sheets.table import Cell, Table
from pacecar.plan.wording import listed, quoted

Fields = list[tuple[Column, Span, Cell]]
"""The columns of one entity, each with the place of its header, and with its cell."""

_DEEP: Final = 2


class Rows:
    """Reads tables into a mapping of collections; holds what was wrong and what was read.

    Attributes:
        root: the collections, as a YAML file would have them.
        flaws: what is wrong with headers and cells.
        shown: of each cell that was read, its name, and its header and text for people.
    """

    def __init__(self, file: str, allowance: Allowance) -> None:
        self.root = Mapping({}, Span(1, 1, 1, 1))
        self.flaws: list[Flaw] = []
        self.shown: list[tuple[str, str, str]] = []
        self._file = file
        self._allowance = allowance

    def read(self, table: Table, collection: Collection) -> None:
        """Add the entities of a table; report what cannot be read.

        Raises:
            Unreadable: the plan has more values than it may, or one of them is too long.
        """
        if not table.rows:
            self._add(table, collection, [])
        elif collection.single and lies_down(table, collection):
            self._add_header(table, collection, [self._down(table, collection)])
        elif (row := header_row(table, collection)) is None:
            self._without_headers(table, collection)
        else:
            headers = read_headers(table, collection, row, self.flaws)
            report_nameless(table, collection, row, self.flaws)
            entities = list(self._across(table, collection, headers))
            add = self._add_header if collection.single else self._add
            add(table, collection, entities)

    def set_aside(self, collection: Collection) -> None:
        """Say that a collection is not complete: references to what it lacks are no flaws."""
        span = self.root.span
        key = Scalar(collection.name, plain=True, span=span)
        entry = Entry(key, Scalar("", plain=True, span=span, flawed=True))
        self.root.entries.setdefault(collection.name, entry)

    def _add(self, table: Table, collection: Collection, entities: list[Mapping]) -> None:
        before = self.root.entries.get(collection.name)
        if before is not None and isinstance(before.value, Sequence):
            before.value.items.extend(entities)
            return
        span = table.place(1, 1)
        key = Scalar(collection.name, plain=True, span=span)
        self.root.entries[collection.name] = Entry(key, Sequence(list(entities), span))

    def _add_header(self, table: Table, collection: Collection, entities: list[Mapping]) -> None:
        """Add the one entity of `plan`."""
        before = self.root.entries.get(collection.name)
        for entity in entities:
            if before is None or not isinstance(before.value, Mapping):
                before = Entry(Scalar(collection.name, plain=True, span=entity.span), entity)
                self.root.entries[collection.name] = before
                continue
            first = table.at(before.value.span, f"/{collection.name}")
            self.flaws.append(
                Flaw(
                    "plan/duplicate-key",
                    'The plan has a second "plan"; the first one counts.',
                    table.at(entity.span, f"/{collection.name}"),
                    hint="Leave one.",
                    collection=collection.name,
                    related=((first, "the first one"),),
                )
            )

    def _without_headers(self, table: Table, collection: Collection) -> None:
        self.set_aside(collection)
        self.flaws.append(no_headers(table, collection))

    def _down(self, table: Table, collection: Collection) -> Mapping:
        """Read the one entity whose fields stand one below the other."""
        fields: Fields = []
        first: dict[str, Span] = {}
        for row, cells in table.filled():
            number, cell = next(iter(cells.items()))
            if len(cells) == 1 and not fields:
                continue  # A title.
            column = named_column(table, collection, cell, self.flaws)
            if column is None:
                continue
            key = fold(column.header)
            if key in first:
                place = table.at(cell.span, f"/{collection.name}")
                message = f"{quoted(cell.text)} is here a second time; the first one counts."
                related = ((table.at(first[key], f"/{collection.name}"), "the first one"),)
                hint = "Remove one of the two."
                self.flaws.append(
                    Flaw("plan/duplicate-key", message, place, hint=hint, related=related)
                )
                continue
            first[key] = cell.span
            beside = list(cells)[1] if len(cells) > 1 else number + 1
            fields.append((column, cell.span, table.cell(row, beside)))
        return self._entity(table, collection, fields, f"/{collection.name}")

    def _across(self, table: Table, collection: Collection, headers: Headers) -> Iterator[Mapping]:
        """Read the rows below the headers, each an entity."""
        before = self.root.entries.get(collection.name)
        items = before.value.items if before and isinstance(before.value, Sequence) else []
        index = len(items)
        lacking = lacking_in(collection, headers)
        reported = False
        for row, cells in table.filled():
            if row <= headers.row or is_comment(next(iter(cells.values())).text):
                continue
            if not any(number in headers.columns for number in cells):
                continue
            if lacking and not reported:
                reported = True
                self.flaws += [no_column(table, collection, headers, field) for field in lacking]
            pointer = f"/{collection.name}" + (f"/{index}" if not collection.single else "")
            entity = self.row(table, collection, headers, row, pointer)
            # What the whole sheet lacks is not reported for each row.
            entity.flawed = bool(lacking)
            yield entity
            index += 1

    def row(
        self, table: Table, collection: Collection, headers: Headers, row: int, pointer: str
    ) -> Mapping:
        """Return the entity of a row; report what is wrong with its cells.

        Raises:
            Unreadable: a text is too long.
        """
        fields = [
            (column, headers.spans[number], table.cell(row, number))
            for number, column in headers.columns.items()
        ]
        return self._entity(table, collection, fields, pointer)

    def _entity(
        self, table: Table, collection: Collection, fields: Fields, pointer: str
    ) -> Mapping:
        entries: dict[str, Entry] = {}
        groups: dict[str, Fields] = {}
        for column, header, cell in fields:
            name = column.path[0]
            if any(c.path[0] == name and len(c.path) >= _DEEP for c, _, _ in fields):
                groups.setdefault(name, []).append((column, header, cell))
                continue
            node = self._node(table, column, cell, f"{pointer}/{name}")
            if node is not None:
                entries[name] = Entry(Scalar(name, plain=True, span=header), node)
        for name, group in groups.items():
            field = collection.field(name)
            value = self._group(table, field, group, f"{pointer}/{name}")
            if value is not None:
                entries[name] = Entry(Scalar(name, plain=True, span=group[0][1]), value)
        return Mapping(entries, _place(fields))

    def _group(self, table: Table, field: Field | None, group: Fields, pointer: str) -> Node | None:
        """Return the record, or the mapping of records, whose values stand in several columns.

        It stands where the first of its values does.
        """
        whole = Mapping({}, group[0][2].span)
        filled = [cell for _, _, cell in group if cell.text]
        if filled:
            whole.place = filled[0].span
        for column, header, cell in group:
            path = column.path[1:]
            below = "".join("/" + step.replace("/", "~1") for step in path)
            node = self._node(table, column, cell, pointer + below)
            if node is None:
                continue
            if not path and not isinstance(node, Mapping):
                if not _is_null(node):
                    return node
                continue
            if not path and isinstance(node, Mapping):
                self._merge(table, whole, node, pointer)
                continue
            *above, name = path
            inner = whole
            for step in above:
                entry = inner.entries.get(step)
                if entry is None or not isinstance(entry.value, Mapping):
                    entry = Entry(_key(step, header), Mapping({}, cell.span))
                    inner.entries[step] = entry
                inner = entry.value  # type: ignore[assignment] # just seen to be a mapping
            self._put(table, inner, Entry(_key(name, header), node), pointer)
        return _whole(whole, field)

    def _merge(self, table: Table, whole: Mapping, more: Mapping, pointer: str) -> None:
        for entry in more.entries.values():
            self._put(table, whole, entry, pointer)

    def _put(self, table: Table, whole: Mapping, entry: Entry, pointer: str) -> None:
        """Put a value into a record; a second one of the same name is reported."""
        name = entry.key.text
        first = whole.entries.setdefault(name, entry)
        if first is entry:
            return
        if _is_null(first.value) or _is_null(entry.value):
            whole.entries[name] = entry if _is_null(first.value) else first
            return
        message = f"{quoted(name)} is here a second time; the first one counts."
        self.flaws.append(
            Flaw(
                "plan/duplicate-key",
                message,
                table.at(entry.value.span, f"{pointer}/{name}"),
                hint="Remove one of the two.",
                related=((table.at(first.value.span, f"{pointer}/{name}"), "the first one"),),
            )
        )

    def _node(self, table: Table, column: Column, cell: Cell, pointer: str) -> Node | None:
        """Return the node of a cell, counted; None if it says that there is nothing."""
        if cell.text:
            self.shown.append((cell.span.cell, column.header, cell.text))
        if len(cell.text) > SCALAR_LENGTH:
            message = f"A text has {len(cell.text):,} characters; {SCALAR_LENGTH:,} is the most."
            raise self._over_limit(table, message, cell.span)

        def report(
            message: str,
            span: Span,
            hint: str = "",
            *,
            rule: Literal["plan/wrong-type", "plan/duplicate-key"] = "plan/wrong-type",
        ) -> None:
            self.flaws.append(Flaw(rule, message, table.at(span, pointer), hint=hint))

        node = node_of(column, cell, report)
        self._allowance.nodes -= 1 if node is None else _size(node)
        if self._allowance.nodes < 0:
            raise self._over_limit(table, f"A plan has at most {NODES:,} values.", cell.span)
        return node

    def _over_limit(self, table: Table, message: str, span: Span) -> Unreadable:
        return Unreadable(Flaw("plan/over-limit", message, table.at(span), fatal=True))


def no_headers(table: Table, collection: Collection) -> Flaw:
    """Return the flaw of a table that names no field."""
    names = [field.name for field in collection.fields if not field.derived][:3]
    first = next(iter(next(iter(table.rows.values())).values()))
    return Flaw(
        "plan/missing-field",
        f"{table.called} has no row of headers.",
        table.at(first.span, f"/{collection.name}"),
        hint=f"Write the names of fields above the values, such as {listed(names)}.",
        collection=collection.name,
    )


def lacking_in(collection: Collection, headers: Headers) -> list[Field]:
    """Return the fields that every entity has, and the headers do not name."""
    written = {column.path[0] for column in headers.columns.values()}
    return [f for f in collection.fields if f.required and f.name not in written]


def no_column(table: Table, collection: Collection, headers: Headers, field: Field) -> Flaw:
    """Return the flaw of a table without a field that every entity has."""
    span = next(iter(headers.spans.values()))
    name = field.name.replace("_", " ")
    hint = f'Add it to row {headers.row}, even if its cells are "?": not known.'
    return Flaw(
        "plan/missing-field",
        f"{table.called} has no column {quoted(name)}.",
        table.at(span, f"/{collection.name}"),
        hint=hint if field.may_be_null else f"Add it to row {headers.row}.",
        collection=collection.name,
        field=field.name,
    )


def _place(fields: Fields) -> Span:
    """Return the place of a row as a whole: its id, or its first cell that is not blank."""
    for column, _, cell in fields:
        if column.path == ("id",):
            return cell.span
    filled = (cell.span for _, _, cell in fields if cell.text)
    return next(filled, fields[0][2].span if fields else Span(1, 1, 1, 1))


def _whole(whole: Mapping, field: Field | None) -> Node | None:
    values = [entry.value for entry in whole.entries.values()]
    if field is None or isinstance(field.kind, Settings):
        return whole if values else None
    if not values:
        return None if field.may_be_none else null(whole.span)
    if all(map(_is_null, values)) and not field.may_be_none:
        return null(whole.span)
    return whole


def _is_null(node: Node) -> bool:
    return isinstance(node, Scalar) and node.is_null and not node.flawed


def _key(name: str, span: Span) -> Scalar:
    return Scalar(name, plain=True, span=span)


def _size(node: Node) -> int:
    """Count a node with all in it."""
    if isinstance(node, Sequence):
        return 1 + sum(map(_size, node.items))
    if isinstance(node, Mapping):
        return 1 + sum(1 + _size(entry.value) for entry in node.entries.values())
    return 1

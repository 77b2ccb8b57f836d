"""From nodes to drafts: which entities the files hold, and what they are called.

After this step every id is known, so that references can be read.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from pacecar.plan import naming
from pacecar.plan.fields import Collection
from pacecar.plan.files import is_sheet, is_workbook
from pacecar.plan.limits import ID_LENGTH
from pacecar.plan.nearest import nearest, suggestion
from pacecar.plan.nodes import Entry, Flaw, Location, Mapping, Node, Origin, Scalar, Sequence, Span
from pacecar.plan.scalar_values import written_as_text
from pacecar.plan.scalars import is_id
from pacecar.plan.tables import SCHEMA
from pacecar.plan.wording import described, listed, quoted, quoted_id, visible


class Draft:
    """An entity as written: its collection, its place, and its id ("" if it has no usable one).

    A draft that is not `kept` is read for its flaws and is not part of the plan.
    """

    __slots__ = ("collection", "id", "kept", "node", "origin")

    def __init__(self, collection: Collection, node: Mapping, origin: Origin) -> None:
        self.collection = collection
        self.node = node
        self.origin = origin
        self.id = ""
        self.kept = True


@dataclass(slots=True)
class Drafts:
    """The drafts of all files.

    Attributes:
        of: by collection, in the order of files and lines.
        flaws: what is wrong with collections and ids.
        unusable: by collection, texts that stand as ids but cannot be used. A reference to
            one is not reported again.
        partial: collections that could not be read whole; the same holds for references to
            what is not found in them.
    """

    of: dict[str, list[Draft]] = field(default_factory=lambda: {name: [] for name in SCHEMA})
    flaws: list[Flaw] = field(default_factory=list)
    unusable: dict[str, set[str]] = field(default_factory=lambda: {name: set() for name in SCHEMA})
    partial: set[str] = field(default_factory=set)


def gather(documents: Iterable[tuple[str, Node]]) -> Drafts:
    """Find the entities in the roots of all files, given sorted by the files' names."""
    drafts = Drafts()
    for file, root in documents:
        _gather_file(file, root, drafts)
    for name, found in drafts.of.items():
        collection = SCHEMA[name]
        if collection.named:
            _identify(found, drafts)
        elif not collection.single:
            naming.name(found)
    _keep_one_header(drafts)
    return drafts


def _gather_file(file: str, root: Node, drafts: Drafts) -> None:
    if not isinstance(root, Mapping):
        message = f"The file holds {described(root)}; a mapping of collections belongs here."
        hint = "Begin it with a collection, such as programs:"
        place = Location(file, root.span, "")
        drafts.flaws.append(Flaw("plan/wrong-type", message, place, hint=hint))
        drafts.partial.update(SCHEMA)
        return
    for key, entry in root.entries.items():
        collection = SCHEMA.get(key)
        if collection is None:
            drafts.flaws.append(_unknown_collection(file, entry, drafts))
        elif collection.single:
            _gather_header(file, collection, entry.value, drafts)
        else:
            _gather_list(file, collection, entry.value, drafts)


def _unknown_collection(file: str, entry: Entry, drafts: Drafts) -> Flaw:
    meant = nearest(entry.key.text, SCHEMA)
    if meant:
        drafts.partial.add(meant)
    return Flaw(
        "plan/unknown-field",
        f"A plan has no collection {quoted(entry.key.text)}.",
        Origin(file, "", entry.key).whole()._replace(pointer=_pointer(entry.key.text)),
        hint=suggestion(meant) or f"Its collections are {listed(SCHEMA)}.",
        field=visible(entry.key.text),
    )


def _gather_header(file: str, collection: Collection, node: Node, drafts: Drafts) -> None:
    origin = Origin(file, f"/{collection.name}", node)
    if isinstance(node, Mapping):
        drafts.of[collection.name].append(Draft(collection, node, origin))
        return
    drafts.partial.add(collection.name)
    if node.flawed:
        return
    message = f"{quoted(collection.name)} is {described(node)}; a mapping belongs here."
    drafts.flaws.append(
        Flaw("plan/wrong-type", message, origin.whole(), collection=collection.name),
    )


def _gather_list(file: str, collection: Collection, node: Node, drafts: Drafts) -> None:
    name = collection.name
    if isinstance(node, Scalar) and node.is_null and not node.flawed:
        return  # A collection whose entities are all commented out.
    if not isinstance(node, Sequence):
        drafts.partial.add(name)
        if node.flawed:
            return
        message = f"{quoted(name)} is {described(node)}; a list of {name} belongs here."
        hint = f"Put - before each {collection.singular}."
        place = Location(file, node.span, f"/{name}")
        drafts.flaws.append(Flaw("plan/wrong-type", message, place, hint=hint, collection=name))
        return
    for index, item in enumerate(node.items):
        origin = Origin(file, f"/{name}/{index}", item)
        if isinstance(item, Mapping):
            drafts.of[name].append(Draft(collection, item, origin))
            continue
        if isinstance(item, Scalar):
            drafts.unusable[name].add(item.text)
        if item.flawed:
            continue
        message = f"This {collection.singular} is {described(item)}; a mapping belongs here."
        hint = f"Write its fields, such as {collection.fields[0].name}: ..."
        drafts.flaws.append(
            Flaw("plan/wrong-type", message, origin.whole(), hint=hint, collection=name),
        )


def _identify(found: list[Draft], drafts: Drafts) -> None:
    """Give each draft its id; the first of equal ones is kept."""
    first: dict[str, Draft] = {}
    for draft in found:
        entry = draft.node.entries.get("id")
        draft.id = usable_id(draft, entry.value if entry else None, drafts.flaws)
        if not draft.id:
            draft.kept = False
            if entry and isinstance(entry.value, Scalar):
                drafts.unusable[draft.collection.name].add(entry.value.text)
        elif first.setdefault(draft.id, draft) is not draft:
            draft.kept = False
            place = first[draft.id].origin.locate("id")
            drafts.flaws.append(duplicate(draft, place))


def usable_id(draft: Draft, node: Node | None, flaws: list[Flaw]) -> str:
    """Return the id, or "" after reporting what is wrong with it."""
    singular = draft.collection.singular
    if node is None or (isinstance(node, Scalar) and node.is_null and not node.flawed):
        if draft.node.flawed and node is None:
            return ""  # It may come with the merge key that was reported.
        rule, message = "plan/missing-field", f"This {singular} has no id."
        hint = "Give it one that no other has; references name it."
    elif not isinstance(node, Scalar):
        rule, message = "plan/wrong-type", f'"id" is {described(node)}; a text belongs here.'
        hint = ""
    elif node.flawed:
        return ""
    elif (problem := written_as_text(node, "a text")) is not None:
        rule, message, hint = problem.rule, f'"id" {problem.said}.', problem.hint
    elif not is_id(node.text):
        rule, message = "plan/wrong-type", f"{quoted_id(node.text)} cannot be an id."
        hint = f"Use a-z, 0-9, after the first also . _ and -; at most {ID_LENGTH} characters."
    else:
        return node.text
    origin = draft.origin
    flaws.append(
        Flaw(
            "plan/missing-field" if rule == "plan/missing-field" else "plan/wrong-type",
            message,
            origin.locate("id") if node is not None else origin.whole(),
            hint=hint,
            collection=draft.collection.name,
            field="id",
        ),
    )
    return ""


def duplicate(draft: Draft, first: Location) -> Flaw:
    """Return the flaw of a draft whose id another one has, which stands at `first`."""
    return Flaw(
        "plan/duplicate-id",
        f"There is another {draft.collection.singular} {quoted(draft.id)}; the first one counts.",
        draft.origin.locate("id"),
        hint="Give each an id of its own, or remove one.",
        collection=draft.collection.name,
        subject=draft.id,
        field="id",
        related=((first, "the first one"),),
    )


def _keep_one_header(drafts: Drafts) -> None:
    headers = drafts.of["plan"]
    for draft in headers:
        draft.id = "plan"
    for draft in headers[1:]:
        draft.kept = False
        drafts.flaws.append(
            Flaw(
                "plan/duplicate-key",
                'The plan has a second "plan"; the first one counts.',
                draft.origin.whole(),
                hint="Leave it in one file.",
                collection="plan",
                related=((headers[0].origin.whole(), "the first one"),),
            ),
        )


def missing_header(file: str) -> Flaw:
    """Return the flaw of a plan without `plan`; `file` is its first."""
    hint = "Add plan: {name: ...} to one of its files."
    if is_workbook(file):
        hint = 'Add a sheet "Plan" that has "name" in A1, and the name in B1.'
    elif is_sheet(file):
        hint = 'Add a file plan.csv with two lines: "name", and the name.'
    return Flaw(
        "plan/missing-field",
        'No file of the plan has "plan", its name and dates.',
        Location(file, Span(1, 1, 1, 1), ""),
        hint=hint,
        collection="plan",
    )


def _pointer(key: str) -> str:
    return "/" + key.replace("~", "~0").replace("/", "~1")

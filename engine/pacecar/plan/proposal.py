"""What a proposal says: whole programs by id, and ids of programs to withdraw; nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from pacecar.plan.drafts import Drafts, gather
from pacecar.plan.nearest import nearest, suggestion
from pacecar.plan.nodes import Entry, Flaw, Location, Mapping, Node, Scalar, Sequence
from pacecar.plan.tables import SCHEMA
from pacecar.plan.wording import described, listed, quoted, visible

KEYS: Final = ("programs", "withdraw")
"""The keys of a proposal's files."""


class Withdrawal(NamedTuple):
    """The id of a program to withdraw, and where it stands."""

    id: str
    location: Location


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the files of a proposal hold.

    Attributes:
        drafts: its programs.
        withdrawals: the programs it withdraws, as written.
        refused: keys that no proposal may have; whoever takes proposals in sends it back.
        flaws: what is wrong with the list of withdrawals; the drafts have their own.
    """

    drafts: Drafts
    withdrawals: tuple[Withdrawal, ...]
    refused: tuple[Flaw, ...]
    flaws: tuple[Flaw, ...]


def read_proposal(documents: Iterable[tuple[str, Node]]) -> Proposal:
    """Read the roots of a proposal's files, given sorted by the files' names."""
    kept: list[tuple[str, Node]] = []
    withdrawals: list[Withdrawal] = []
    refused: list[Flaw] = []
    flaws: list[Flaw] = []
    for file, root in documents:
        if not isinstance(root, Mapping):
            kept.append((file, root))
            continue
        for key, entry in root.entries.items():
            if key == "withdraw":
                withdrawals += _withdrawals(file, entry.value, flaws)
            elif key != "programs" and not _is_empty(key, entry.value):
                refused.append(_refused(file, entry))
        programs = {key: entry for key, entry in root.entries.items() if key == "programs"}
        kept.append((file, Mapping(programs, root.span, root.flawed)))
    return Proposal(gather(kept), tuple(withdrawals), tuple(refused), tuple(flaws))


def _is_empty(key: str, node: Node) -> bool:
    """Tell whether a collection says nothing: workbooks have sheets for all of them."""
    return isinstance(node, Sequence) and not (node.flawed or node.items) and key in SCHEMA


def _withdrawals(file: str, node: Node, flaws: list[Flaw]) -> Iterator[Withdrawal]:
    if isinstance(node, Scalar) and node.is_null and not node.flawed:
        return
    if not isinstance(node, Sequence):
        if not node.flawed:
            message = f'"withdraw" is {described(node)}; a list of ids belongs here.'
            place = Location(file, node.span, "/withdraw")
            flaws.append(Flaw("plan/wrong-type", message, place, hint="Write [id, id]."))
        return
    seen: dict[str, Location] = {}
    for index, item in enumerate(node.items):
        place = Location(file, item.span, f"/withdraw/{index}")
        if item.flawed:
            continue
        if not isinstance(item, Scalar) or item.is_null:
            message = f"This is {described(item)}; the id of a program belongs here."
            flaws.append(Flaw("plan/wrong-type", message, place))
        elif item.text in seen:
            message = f"{quoted(item.text)} is withdrawn twice."
            related = ((seen[item.text], "the first time"),)
            flaws.append(
                Flaw("plan/duplicate-id", message, place, hint="Remove one.", related=related)
            )
        else:
            seen[item.text] = place
            yield Withdrawal(item.text, place)


def _refused(file: str, entry: Entry) -> Flaw:
    key = entry.key.text
    pointer = "/" + key.replace("~", "~0").replace("/", "~1")
    hint = "The rest of the plan changes when an administrator submits a whole plan."
    if key not in SCHEMA:
        hint = suggestion(nearest(key, KEYS)) or f"Its keys are {listed(KEYS)}."
    elif key == "waivers":
        hint = "Ask somebody who may waive rules; the service keeps the waivers."
    return Flaw(
        "plan/unknown-field",
        f"A proposal holds programs and withdraw, and not {quoted(key)}.",
        Location(file, entry.key.span, pointer),
        hint=hint,
        field=visible(key),
    )

"""A plan in layers: the whole plan below, the proposals that changed it above, in their order.

A proposal's program takes the place of the one with the same id below it, and keeps its place
in the proposal's own file; what it withdraws is no longer in the plan. A program that a
proposal brings, or whose start it changes, is `proposed`: it was not decided before the rules,
whatever its start, so none of its findings is legacy.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from pacecar.plan.drafts import Draft, Drafts
from pacecar.plan.nearest import Spellings, suggestion
from pacecar.plan.nodes import Flaw, Scalar
from pacecar.plan.proposal import Proposal, Withdrawal
from pacecar.plan.wording import quoted


@dataclass(slots=True)
class Layers:
    """The drafts of all layers so far, what was found wrong with them, and what was proposed."""

    drafts: Drafts
    flaws: list[Flaw]
    proposed: set[str] = field(default_factory=set)

    def lay(self, proposal: Proposal, flaws: Iterable[Flaw]) -> None:
        """Lay a proposal over the layers below; `flaws` were found while reading its files."""
        below = {draft.id: draft for draft in self.drafts.of["programs"] if draft.kept}
        brought = {draft.id: draft for draft in proposal.drafts.of["programs"] if draft.kept}
        withdrawn = self._withdrawn(proposal.withdrawals, below, brought)
        for id_, draft in brought.items():
            if id_ not in below or _start(below[id_]) != _start(draft):
                self.proposed.add(id_)
        self.proposed -= withdrawn
        self._remove({*brought, *withdrawn})
        self.drafts.of["programs"] += proposal.drafts.of["programs"]
        self.drafts.unusable["programs"] |= proposal.drafts.unusable["programs"]
        self.drafts.partial |= proposal.drafts.partial
        self.flaws += [*flaws, *proposal.refused, *proposal.flaws, *proposal.drafts.flaws]

    def _remove(self, ids: set[str]) -> None:
        """Take programs out, with everything that was found wrong with them."""
        gone = [draft for draft in self.drafts.of["programs"] if draft.id in ids]
        places = {(draft.origin.file, draft.origin.pointer) for draft in gone}
        self.drafts.of["programs"] = [
            draft for draft in self.drafts.of["programs"] if draft.id not in ids
        ]
        self.flaws = [flaw for flaw in self.flaws if flaw.fatal or _entity(flaw) not in places]

    def _withdrawn(
        self,
        withdrawals: Sequence[Withdrawal],
        below: dict[str, Draft],
        brought: dict[str, Draft],
    ) -> set[str]:
        """Return the ids that can be withdrawn; report the others where they stand."""
        found: set[str] = set()
        for id_, place in withdrawals:
            if id_ in brought:
                message = f"{quoted(id_)} is both proposed and withdrawn."
                related = ((brought[id_].origin.locate("id"), "proposed here"),)
                hint = "Leave out one of the two."
                flaw = Flaw("plan/duplicate-id", message, place, hint=hint, related=related)
                self.flaws.append(flaw)
            elif id_ not in below:
                hint = suggestion(Spellings((known, known) for known in below).nearest(id_))
                message = f"There is no program {quoted(id_)} to withdraw."
                self.flaws.append(Flaw("plan/unknown-reference", message, place, hint=hint))
            else:
                found.add(id_)
        return found


def _entity(flaw: Flaw) -> tuple[str, str]:
    """Return the file and pointer of the entity that a flaw stands in."""
    steps = flaw.location.pointer.split("/")
    return flaw.location.file, "/".join(steps[:3])


def _start(draft: Draft) -> str:
    entry = draft.node.entries.get("start")
    return entry.value.text if entry and isinstance(entry.value, Scalar) else ""

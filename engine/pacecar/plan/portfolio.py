"""A plan, read and linked: what every later stage works on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pacecar.plan.nodes import Flaw
from pacecar.plan.values import Element


@dataclass(frozen=True, slots=True)
class Plan:
    """All the files checked together.

    Attributes:
        header: the `plan` record: `name`, `as_of`, `since`.
        collections: the entities of each collection, sorted by id, so that nothing depends
            on the order of files or entities.
        settings: the plan's values for rules' parameters, by rule id, then parameter, as
            written, with the location of each.
        flaws: every flaw of structure, sorted by place.
        judged: false if a file could not be read.
        digest: "sha256:..." over the files' names and bytes.
        texts: the decoded text of each file, for showing source lines; by file name.
        proposed: ids of the programs that came by a proposal; their findings are never legacy.
    """

    header: Element
    collections: Mapping[str, Sequence[Element]]
    settings: Mapping[str, Mapping[str, Setting]]
    flaws: tuple[Flaw, ...]
    judged: bool
    digest: str
    texts: Mapping[str, str]
    proposed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Setting:
    """A value that the plan sets for a rule's parameter, as written, and where."""

    text: str
    plain: bool
    file: str
    line: int
    column: int

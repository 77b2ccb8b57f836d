"""Paths to a plan: the one function that all interfaces read plans with."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import NamedTuple

from pacecar.plan.building import Allowance
from pacecar.plan.decoding import decode
from pacecar.plan.drafts import Drafts, gather, missing_header
from pacecar.plan.files import (
    PARQUET,
    STDIN_NAME,
    PathProblem,
    SourceFile,
    collect,
    is_lines,
    is_sheet,
)
from pacecar.plan.garbage import uncollected
from pacecar.plan.linking import link
from pacecar.plan.nodes import Flaw, Node
from pacecar.plan.portfolio import Plan
from pacecar.plan.source import read_text
from pacecar.plan.tables import SCHEMA
from pacecar.plan.wording import visible

__all__ = ["Documents", "PathProblem", "load_files", "load_layers", "load_plan", "read_documents"]


def load_plan(
    paths: Sequence[str | Path],
    *,
    as_of: date | None,
    today: date,
    stdin: bytes | None = None,
) -> Plan:
    """Read all files under `paths` as one plan.

    Args:
        paths: files, folders, or `-` for `stdin`.
        as_of: the date to judge at, instead of the plan's own.
        today: the date to judge at if neither `as_of` nor the plan says one.
        stdin: the bytes of the file `-`, which is YAML.

    Returns:
        The plan with all its flaws; it is not `judged` if a file could not be read.

    Raises:
        PathProblem: a path does not exist or is no file or folder.
    """
    return load_files(collect(paths, stdin), as_of=as_of, today=today)


def load_files(files: Sequence[SourceFile], *, as_of: date | None, today: date) -> Plan:
    """Make one plan of files already in memory; see `load_plan`."""
    return load_layers(files, (), as_of=as_of, today=today)


def load_layers(
    files: Sequence[SourceFile],
    proposals: Sequence[Sequence[SourceFile]],
    *,
    as_of: date | None,
    today: date,
) -> Plan:
    """Make one plan of the files of a whole plan and those of the proposals that changed it.

    Args:
        files: the whole plan.
        proposals: the files of each proposal, in the order in which they were accepted. No two
            files have the same name.
        as_of: the date to judge at, instead of the plan's own.
        today: the date to judge at if neither `as_of` nor the plan says one.

    Returns:
        The plan, which knows the programs that proposals brought; see `pacecar.plan.layers`.
    """
    with uncollected():
        return _loaded(files, proposals, as_of, today)


def _loaded(
    files: Sequence[SourceFile],
    proposals: Sequence[Sequence[SourceFile]],
    as_of: date | None,
    today: date,
) -> Plan:
    allowance = Allowance()
    read = read_documents(files, allowance)
    drafts, flaws, proposed = gather(read.documents), read.flaws, frozenset[str]()
    flaws.extend(drafts.flaws)
    texts, judged = read.texts, read.judged
    if read.texts and judged and not drafts.of["plan"] and "plan" not in drafts.partial:
        flaws.append(missing_header(min(read.texts)))
    if proposals:
        from pacecar.plan.layers import Layers
        from pacecar.plan.proposal import read_proposal

        layers = Layers(drafts, flaws)
        for above in proposals:
            read = read_documents(above, allowance)
            layers.lay(read_proposal(read.documents), read.flaws)
            texts, judged = {**texts, **read.texts}, judged and read.judged
        flaws, proposed = layers.flaws, frozenset(layers.proposed)
    linked = link(drafts, as_of=as_of, today=today, complete=judged)
    return Plan(
        header=linked.header,
        collections=linked.collections,
        settings=linked.settings,
        flaws=tuple(sorted([*attribute(flaws, drafts), *linked.flaws], key=by_place)),
        judged=judged,
        digest=_digest([[f for f in layer if f.name in texts] for layer in (files, *proposals)]),
        texts=texts,
        proposed=proposed,
    )


class Documents(NamedTuple):
    """The roots of some files, in the order of their names, and what was wrong with them.

    Spreadsheets that have nothing to do with plans are left out, unless they were named.
    """

    documents: list[tuple[str, Node]]
    flaws: list[Flaw]
    texts: dict[str, str]

    @property
    def judged(self) -> bool:
        """Whether all files could be read."""
        return not any(flaw.fatal for flaw in self.flaws)


def read_documents(files: Sequence[SourceFile], allowance: Allowance) -> Documents:
    """Read files, whatever each of them is: YAML, JSON, JSON Lines, workbooks, CSV."""
    read = Documents([], [], {})
    for file in sorted(files, key=lambda file: file.name):
        if is_sheet(file.name) and file.flaw is None:
            from pacecar.plan.sheets.reading import read_sheets

            sheets = read_sheets(file.data, file.name, allowance)
            if sheets.strange and not file.named:
                continue
            read.texts[file.name] = sheets.text
            read.flaws.extend(sheets.flaws)
            read.documents.extend((file.name, root) for root in sheets.roots)
            continue
        if file.name.lower().endswith(PARQUET):
            from pacecar.plan.stems import unread_parquet

            found, strange = unread_parquet(file.name)
            if file.named or not strange:
                read.texts[file.name] = ""
                read.flaws.append(found)
            continue
        text, flaw = ("", file.flaw) if file.flaw else decode(file.data, file.name)
        read.texts[file.name] = text
        if flaw is not None:
            read.flaws.append(flaw)
            continue
        if is_lines(file.name):
            from pacecar.plan.jsonl_source import read_lines

            lines = read_lines(text, file.name, allowance)
            if lines.strange and not file.named:
                del read.texts[file.name]
                continue
            root, flaws = lines.root, lines.flaws
        else:
            root, flaws = read_text(text, file.name, allowance)
        read.flaws.extend(flaws)
        if root is not None:
            read.documents.append((file.name, root))
    return read


def attribute(flaws: Iterable[Flaw], drafts: Drafts) -> Iterator[Flaw]:
    """Tell of each flaw found before there were entities which one it belongs to."""
    written = {
        (draft.origin.file, draft.origin.pointer): draft
        for found in drafts.of.values()
        for draft in found
    }
    for flaw in flaws:
        place = flaw.location
        steps = place.pointer.split("/")[1:]
        if flaw.collection or not steps or steps[0] not in SCHEMA:
            yield flaw
            continue
        length = 1 if SCHEMA[steps[0]].single else 2
        draft = written.get((place.file, "".join(f"/{step}" for step in steps[:length])))
        field = visible(steps[length]) if len(steps) > length else ""
        subject = draft.id if draft and length > 1 else ""
        yield replace(flaw, collection=steps[0], subject=subject, field=field)


def by_place(flaw: Flaw) -> tuple[str, int, int, str, str, str]:
    """Return the order of flaws: by place."""
    file, span, pointer = flaw.location
    return file, span.line, span.column, flaw.rule, pointer, flaw.message


def _digest(layers: Sequence[Sequence[SourceFile]]) -> str:
    """Return a digest that does not depend on the folder that the plan lies in.

    Where there are proposals it depends on which files are of which, and on their order.
    """
    common = common_folder(file.name for files in layers for file in files)
    digest = hashlib.sha256()
    for number, files in enumerate(layers):
        if number:
            digest.update(b"proposal")
        for file in sorted(files, key=lambda file: file.name):
            name = file.name.removeprefix(common).lstrip("/").encode()
            for part in (name, file.data):
                digest.update(len(part).to_bytes(8, "big"))
                digest.update(part)
    return f"sha256:{digest.hexdigest()}"


def common_folder(names: Iterable[str]) -> str:
    """Return the folder that all files lie in, of which a plan's digest takes no note."""
    folders = [os.path.dirname(name) for name in names if name != STDIN_NAME]  # noqa: PTH120 - names, not paths
    try:
        return os.path.commonpath(folders) if folders else ""
    except ValueError:  # Some are on another drive.
        return ""

"""The zip file that a workbook is: its parts, their types, and how they refer to each other."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from typing import Final

from lxml import etree

from pacecar.formats.workbook.markup import Element, NotEditable, added, named, parse, serialised

TYPES: Final = "[Content_Types].xml"
_RELATIONSHIPS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_RELATIONSHIPS_TYPE: Final = "application/vnd.openxmlformats-package.relationships+xml"
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
MOST_BYTES: Final = 512 * 1024 * 1024
"""Bytes of all parts unpacked; more than any plan has."""


class Package:
    """The parts of a workbook by name. Those that nobody puts anew keep their bytes."""

    def __init__(self, data: bytes) -> None:
        """Read a workbook's bytes.

        Raises:
            NotEditable: they are no zip file, or one that is locked, broken or too large.
        """
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                self._infos = {info.filename: info for info in archive.infolist()}
                if sum(info.file_size for info in self._infos.values()) > MOST_BYTES:
                    raise NotEditable(f"it unpacks to more than {MOST_BYTES:,} bytes")
                self._parts = {name: archive.read(name) for name in self._infos}
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as problem:
            raise NotEditable(f"it is no workbook that can be edited: {problem}") from None
        except RuntimeError:  # How zipfile says that a password is asked for.
            raise NotEditable("it is locked with a password; save it without one") from None
        self._folded = {name.casefold(): name for name in self._parts}

    def __contains__(self, name: str) -> bool:
        return name.casefold() in self._folded

    def read(self, name: str) -> bytes:
        """Return a part's bytes.

        Raises:
            NotEditable: there is no such part.
        """
        if name not in self:
            raise NotEditable(f"its part {name} is missing")
        return self._parts[self._folded[name.casefold()]]

    def root(self, name: str) -> Element:
        """Return the root of a part's XML."""
        return parse(self.read(name), name)

    def put(self, name: str, data: bytes) -> None:
        """Set a part's bytes; a new part goes last."""
        known = self._folded.setdefault(name.casefold(), name)
        self._parts[known] = data

    def remove(self, name: str) -> None:
        """Take a part out, and its type."""
        known = self._folded.pop(name.casefold(), None)
        if known is None:
            return
        del self._parts[known]
        types = self.root(TYPES)
        for override in named(types, "Override"):
            if override.get("PartName", "").casefold() == f"/{name}".casefold():
                types.remove(override)
                self.put(TYPES, serialised(types))

    def new_name(self, before: str, after: str) -> str:
        """Return the first name `before1after`, `before2after`, ... that no part has."""
        number = 1
        while f"{before}{number}{after}" in self:
            number += 1
        return f"{before}{number}{after}"

    def set_type(self, name: str, content_type: str) -> None:
        """Tell the type of a new part: by its own entry, or its extension's (`.vml`)."""
        types = self.root(TYPES)
        extension = name.rpartition(".")[2]
        if extension == "xml":
            added(types, "Override", PartName=f"/{name}", ContentType=content_type)
        elif any(e.get("Extension", "").casefold() == extension for e in named(types, "Default")):
            return
        else:
            default = added(types, "Default", Extension=extension, ContentType=content_type)
            types.insert(0, default)
        self.put(TYPES, serialised(types))

    def bytes(self) -> bytes:
        """Return the workbook: old parts in their order, then the new ones."""
        stream = io.BytesIO()
        old = [name for name in self._infos if name in self._parts]
        new = [name for name in self._parts if name not in self._infos]
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in (*old, *new):
                was = self._infos.get(name)
                info = zipfile.ZipInfo(name, was.date_time if was else _EPOCH)
                info.compress_type = zipfile.ZIP_DEFLATED
                info.external_attr = was.external_attr if was else 0o600 << 16
                archive.writestr(info, self._parts[name])
        return stream.getvalue()


class Relations:
    """What a part refers to: the entries of its relationships part, by their ids."""

    def __init__(self, package: Package, part: str) -> None:
        """Read the relationships of a part; it may have none."""
        self._package = package
        self._folder, name = posixpath.split(part)
        self.part = posixpath.join(self._folder, "_rels", f"{name}.rels")
        if self.part in package:
            self._root = package.root(self.part)
        else:
            space = {None: _RELATIONSHIPS}
            self._root = etree.Element(f"{{{_RELATIONSHIPS}}}Relationships", nsmap=space)

    def targets(self) -> dict[str, str]:
        """Return the parts referred to, by the ids of the relationships."""
        return {
            entry.get("Id"): self._resolved(entry.get("Target", ""))
            for entry in named(self._root, "Relationship")
            if entry.get("TargetMode") != "External"
        }

    def kinds(self) -> dict[str, str]:
        """Return the last word of each relationship's type (`worksheet`), by their ids."""
        entries = named(self._root, "Relationship")
        return {entry.get("Id"): entry.get("Type", "").rpartition("/")[2] for entry in entries}

    def of_kind(self, kind: str) -> tuple[str, str] | None:
        """Return id and part of the first relationship whose type ends in `/kind`."""
        for entry in named(self._root, "Relationship"):
            if entry.get("Type", "").endswith(f"/{kind}"):
                return entry.get("Id"), self._resolved(entry.get("Target", ""))
        return None

    def add(self, kind: str, part: str, base: str) -> str:
        """Refer to a part and return the id; `base` is the dialect's `.../relationships`."""
        known = {entry.get("Id") for entry in named(self._root, "Relationship")}
        number = len(known) + 1
        while f"rId{number}" in known:
            number += 1
        target = posixpath.relpath(part, self._folder or ".")
        added(self._root, "Relationship", Id=f"rId{number}", Type=f"{base}/{kind}", Target=target)
        if self.part not in self._package:
            self._package.put(self.part, b"")
            self._type_of_relationships()
        self._package.put(self.part, serialised(self._root))
        return f"rId{number}"

    def remove(self, identifier: str) -> None:
        """Refer to a part no longer; a relationships part without entries is removed."""
        for entry in named(self._root, "Relationship"):
            if entry.get("Id") == identifier:
                self._root.remove(entry)
        if len(self._root):
            self._package.put(self.part, serialised(self._root))
        else:
            self._package.remove(self.part)

    def _type_of_relationships(self) -> None:
        """Make sure that the extension of relationship parts has a type."""
        self._package.set_type(self.part, _RELATIONSHIPS_TYPE)

    def _resolved(self, target: str) -> str:
        if target.startswith("/"):
            return target.lstrip("/")
        return posixpath.normpath(posixpath.join(self._folder, target))

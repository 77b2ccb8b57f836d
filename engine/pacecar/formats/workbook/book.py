"""The workbook's own part: which sheets there are, and the sheet of findings among them."""

from __future__ import annotations

from typing import Final

from pacecar.formats.workbook.cells import Cell, absolute
from pacecar.formats.workbook.markup import (
    TRANSITIONAL,
    Element,
    NotEditable,
    added,
    child,
    inserted,
    named,
    relationship_attribute,
    serialised,
    whole,
)
from pacecar.formats.workbook.package import Package, Relations

SHEET: Final = "Pacecar findings"
_OURS: Final = "_pacecar_findings"
"""The hidden name that tells our sheet from one that a planner called the same."""

_ORDER: Final = (
    "fileVersion",
    "fileSharing",
    "workbookPr",
    "workbookProtection",
    "bookViews",
    "sheets",
    "functionGroups",
    "externalReferences",
    "definedNames",
    "calcPr",
    "oleSize",
    "customWorkbookViews",
    "pivotCaches",
    "smartTagPr",
    "smartTagTypes",
    "webPublishing",
    "fileRecoveryPr",
    "webPublishObjects",
    "extLst",
)
_WORKSHEET: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"


class Book:
    """The workbook part and what it refers to."""

    def __init__(self, package: Package) -> None:
        """Find the workbook among the parts of a package."""
        self.package = package
        found = Relations(package, "").of_kind("officeDocument")
        if found is None:
            raise NotEditable("it is no workbook: nothing in it says where its sheets are")
        self.part = found[1]
        self.root = package.root(self.part)
        self.relations = Relations(package, self.part)
        self._id = relationship_attribute(self.root, "id")
        self.base = self._id[1:].partition("}")[0] or TRANSITIONAL

    def sheets(self) -> dict[str, str]:
        """Return the part of each sheet by its name, in the workbook's order."""
        targets = self.relations.targets()
        return {
            entry.get("name", ""): targets.get(entry.get(self._id), "") for entry in self._entries()
        }

    def worksheets(self) -> dict[str, str]:
        """Return the part of each sheet that has cells, by its name; charts may be sheets, too."""
        kinds = self.relations.kinds()
        entries = {entry.get("name", ""): entry.get(self._id) for entry in self._entries()}
        sheets = self.sheets()
        return {n: sheets[n] for n, known in entries.items() if kinds.get(known) == "worksheet"}

    def our_sheet(self) -> tuple[str, str] | None:
        """Return name and part of the sheet of findings of an earlier run, None if none is left."""
        name = next((n for n in self._names() if n.get("name") == _OURS), None)
        sheet = "" if name is None else (name.text or "").rpartition("!")[0]
        sheet = sheet.removeprefix("'").removesuffix("'").replace("''", "'")
        part = self.sheets().get(sheet, "")
        return (sheet, part) if part else None

    def opens_with(self, sheet: str) -> bool:
        """Tell whether a sheet is the one that the workbook opens with."""
        views = child(self.root, "bookViews")
        view = None if views is None else child(views, "workbookView")
        active = 0 if view is None else whole(view.get("activeTab"))
        return list(self.sheets()).index(sheet) == active

    def add_sheet(self) -> tuple[str, str]:
        """Add a sheet of findings as the last one; return its name and part."""
        taken = {name.casefold() for name in self.sheets()}
        name, number = SHEET, 2
        while name.casefold() in taken:
            name, number = f"{SHEET} {number}", number + 1
        part = self.package.new_name("xl/worksheets/sheet", ".xml")
        self.package.put(part, b"")
        self.package.set_type(part, _WORKSHEET)
        ids = [whole(entry.get("sheetId")) for entry in self._entries()]
        sheets = child(self.root, "sheets")
        entry = added(sheets, "sheet", name=name, sheetId=str(max(ids, default=0) + 1))
        entry.set(self._id, self.relations.add("worksheet", part, self.base))
        return name, part

    def name_table(self, sheet: str, head: int, last: Cell) -> None:
        """Set the names that belong to the sheet of findings: its own, its filter, its header."""
        place = str(list(self.sheets()).index(sheet))
        names = inserted(self.root, "definedNames", _ORDER)
        ours = ("_xlnm._FilterDatabase", "_xlnm.Print_Titles")
        for name in named(names, "definedName"):
            local = name.get("localSheetId") == place and name.get("name") in ours
            if local or name.get("name") == _OURS:
                names.remove(name)
        top = Cell(head, 1)
        filtered = added(names, "definedName", absolute(sheet, top, last), name=ours[0])
        filtered.set("localSheetId", place)
        filtered.set("hidden", "1")
        added(names, "definedName", absolute(sheet, Cell(1, 1), Cell(1, 1)), name=_OURS, hidden="1")
        rows = absolute(sheet, top, top).rpartition("!")[0] + f"!${head}:${head}"
        titles = added(names, "definedName", rows, name=ours[1])
        titles.set("localSheetId", place)
        names[:] = sorted(names, key=lambda n: n.get("name", "").casefold())

    def save(self) -> None:
        """Put the workbook part back."""
        self.package.put(self.part, serialised(self.root))

    def _entries(self) -> list[Element]:
        sheets = child(self.root, "sheets")
        if sheets is None:
            raise NotEditable("it is no workbook: it has no sheets")
        return named(sheets, "sheet")

    def _names(self) -> list[Element]:
        names = child(self.root, "definedNames")
        return [] if names is None else named(names, "definedName")

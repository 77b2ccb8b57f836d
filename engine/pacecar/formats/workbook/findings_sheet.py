"""The sheet that lists all findings: the verdict on top, then a table that can be filtered."""

from __future__ import annotations

import json
from typing import Final, NamedTuple
from xml.sax.saxutils import escape, quoteattr

from pacecar.checking.report import Finding, Report
from pacecar.formats.cells import shown
from pacecar.formats.words import counted, findings_in_words
from pacecar.formats.workbook.cells import Cell
from pacecar.formats.workbook.marks import (
    cell_in,
    gravest_first,
    related_in_words,
    severity_in_words,
    severity_of,
    waiver_in_words,
    where_in_words,
)
from pacecar.formats.workbook.markup import legal
from pacecar.formats.workbook.styles import COLOURS, Covered, Styles, colour, solid

HEAD: Final = 4
"""The row of the table's header."""

_COLUMNS: Final = (
    ("Severity", 11),
    ("Rule", 30),
    ("Where", 20),
    ("About", 26),
    ("Message", 62),
    ("Hint", 46),
    ("See also", 44),
)
LAST_COLUMN: Final = len(_COLUMNS)
_HIDDEN: Final = LAST_COLUMN + 2
_LONGEST: Final = 32_000
"""Characters that a cell can hold."""

_TABS: Final = {"rejected": "FFC00000", "not judged": "FF7F7F7F", "accepted": "FF548235"}
_FONT: Final = '<name val="Calibri"/><family val="2"/>'
_THIN: Final = '<{side} style="thin"><color rgb="FFD9D9D9"/></{side}>'


class Looks(NamedTuple):
    """The numbers of the styles that the sheet uses."""

    title: int
    plain: int
    head: int
    body: int
    link: int
    severities: dict[str, int]


def looks(styles: Styles) -> Looks:
    """Add the sheet's styles to those of the workbook."""
    sides = "".join(_THIN.format(side=side) for side in ("left", "right", "top", "bottom"))
    border = f"<border>{sides}<diagonal/></border>"
    black = f'<font><sz val="11"/><color rgb="FF000000"/>{_FONT}</font>'
    white = f'<font><b/><sz val="11"/><color rgb="FFFFFFFF"/>{_FONT}</font>'
    link = f'<font><u/><sz val="11"/><color rgb="FF0563C1"/>{_FONT}</font>'
    title = f'<font><b/><sz val="14"/><color rgb="FF000000"/>{_FONT}</font>'
    return Looks(
        title=styles.style(font=title),
        plain=styles.style(font=black),
        head=styles.style(font=white, fill=solid("FF1F3864"), border=border),
        body=styles.style(font=black, border=border, wrap=True),
        link=styles.style(font=link, border=border, wrap=True),
        severities={
            severity: styles.style(font=black, fill=solid(colour(severity)), border=border)
            for severity in COLOURS
        },
    )


def render(
    report: Report, file: str, look: Looks, covered: list[Covered], *, selected: bool
) -> bytes:
    """Return the sheet's XML, for a report about the workbook `file`.

    Args:
        report: what is listed.
        file: the workbook's name, as locations have it.
        look: the styles of `looks`.
        covered: what the marks cover; kept in a hidden column for the next run.
        selected: whether this sheet is the one that the workbook opens with.
    """
    findings = gravest_first(report.findings)
    rows = [
        _row(1, [(1, look.title, _verdict(report)), (_HIDDEN, look.plain, keep(covered))]),
        _row(2, [(1, look.plain, _judged(report))]),
    ]
    links: list[str] = []
    head = [(n, look.head, title) for n, (title, _) in enumerate(_COLUMNS, 1)]
    rows.append(_row(HEAD, head))
    for number, finding in enumerate(findings, HEAD + 1):
        linked = cell_in(finding, file) is not None
        where = where_in_words(finding, file)
        if linked:
            at, target = Cell(number, 3).name, quoteattr(legal(where))
            links.append(f'<hyperlink ref="{at}" location={target} display={target}/>')
        texts = [
            (1, look.severities[severity_of(finding)], severity_in_words(finding)),
            (2, look.body, finding.rule),
            (3, look.link if linked else look.body, where),
            (4, look.body, _about(finding)),
            (5, look.body, shown(finding.message)),
            (6, look.body, waiver_in_words(finding) or shown(finding.hint)),
            (7, look.body, "\n".join(related_in_words(finding, file))),
        ]
        rows.append(_row(number, texts))
    last = Cell(HEAD + max(len(findings), 1), LAST_COLUMN)
    return _sheet(report, rows, links, last, selected=selected).encode()


def keep(covered: list[Covered]) -> str:
    """Return what marks cover as the text of a cell; it is read by `kept`."""
    return json.dumps([list(entry) for entry in covered], ensure_ascii=False) if covered else ""


def kept(text: str) -> list[Covered]:
    """Return what marks cover, from the text that `keep` wrote; nothing from any other."""
    try:
        found = json.loads(text)
    except ValueError:
        return []
    pairs = found if isinstance(found, list) else []
    whole = all(isinstance(pair, list) and len(pair) == len(Covered._fields) for pair in pairs)
    return [Covered(*map(str, pair)) for pair in pairs] if whole else []


def _verdict(report: Report) -> str:
    name = f"{shown(report.plan_name)}: " if report.plan_name else ""
    return f"{name}{report.verdict}: {findings_in_words(report)}"


def _judged(report: Report) -> str:
    parts = [
        counted(report.programs, "program"),
        f"judged as of {report.as_of}",
        f"by {counted(report.rulebook_rules, 'rule')}",
    ]
    text = ", ".join(parts) + "."
    if report.summary.undetermined:
        cases = counted(report.summary.undetermined, "case is", "cases are")
        text += f" {cases} undetermined: the plan does not say enough; pacecar check tells more."
    return text


def _about(finding: Finding) -> str:
    subject = finding.subject
    name, field = shown(subject.name or subject.id), shown(subject.field)
    return f"{name}: {field}" if name and field else name or field


def _row(number: int, cells: list[tuple[int, int, str]]) -> str:
    inner = "".join(_cell(Cell(number, column), style, text) for column, style, text in cells)
    lines = 1
    if number > HEAD:  # Not every program makes a row as high as its text on its own.
        lines = max(_lines(text, _COLUMNS[column - 1][1]) for column, _, text in cells)
    height = f' ht="{15 * lines}" customHeight="1"' if lines > 1 else ""
    return f'<row r="{number}"{height}>{inner}</row>'


def _lines(text: str, width: int) -> int:
    """Return how many lines a text takes in a column; Excel shows at most 27 of them."""
    return min(sum(1 + int(len(line) * 1.1) // width for line in text.split("\n")), 27)


def _cell(cell: Cell, style: int, text: str) -> str:
    """Return a cell with a text: never a formula, whatever the text begins with."""
    if not text:
        return f'<c r="{cell.name}" s="{style}"/>'
    said = escape(legal(text[:_LONGEST]))
    space = ' xml:space="preserve"'
    return f'<c r="{cell.name}" s="{style}" t="inlineStr"><is><t{space}>{said}</t></is></c>'


def _sheet(report: Report, rows: list[str], links: list[str], last: Cell, *, selected: bool) -> str:
    hidden = f'<col min="{_HIDDEN}" max="{_HIDDEN}" width="9" hidden="1" customWidth="1"/>'
    columns = "".join(
        f'<col min="{n}" max="{n}" width="{width}" customWidth="1"/>'
        for n, (_, width) in enumerate(_COLUMNS, 1)
    )
    tab = ' tabSelected="1"' if selected else ""
    below = Cell(HEAD + 1, 1).name
    table = f"{Cell(HEAD, 1).name}:{last.name}"
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f'<sheetPr><tabColor rgb="{_TABS[report.verdict]}"/><pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<dimension ref="A1:{Cell(last.row, _HIDDEN).name}"/>'
        f'<sheetViews><sheetView showGridLines="0"{tab} workbookViewId="0">'
        f'<pane ySplit="{HEAD}" topLeftCell="{below}" activePane="bottomLeft" state="frozen"/>'
        f'<selection pane="bottomLeft" activeCell="{below}" sqref="{below}"/>'
        "</sheetView></sheetViews>"
        '<sheetFormatPr defaultRowHeight="15"/>'
        f"<cols>{columns}{hidden}</cols>"
        f"<sheetData>{''.join(rows)}</sheetData>"
        f'<autoFilter ref="{table}"/>'
        + (f"<hyperlinks>{''.join(links)}</hyperlinks>" if links else "")
        + '<pageMargins left="0.4" right="0.4" top="0.5" bottom="0.6" header="0.3" footer="0.3"/>'
        '<pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/>'
        "<headerFooter><oddFooter>&amp;L&amp;F&amp;RPage &amp;P of &amp;N</oddFooter>"
        "</headerFooter>"
        "</worksheet>"
    )

"""The formats there are; the module of one is imported when it is used."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Final, NamedTuple

from pacecar.checking.report import Report
from pacecar.formats.view import View


class Format(NamedTuple):
    """A format.

    Attributes:
        name: as `--format` takes it.
        module: what renders it, below `pacecar.formats`: a module with a function
            `render_all(reports, view)` that returns the text of the whole output.
        utf8: whether it is UTF-8 wherever it is written; otherwise it is for a terminal, in
            the terminal's encoding.
        several: whether one output holds several plans.
    """

    name: str
    module: str
    utf8: bool = True
    several: bool = True

    def render(self, reports: Sequence[Report], view: View) -> str:
        """Return the reports in this format; one that holds a single plan gets a single one."""
        text: str = import_module(f"pacecar.formats.{self.module}").render_all(reports, view)
        return text


_FORMATS: Final = (
    Format("text", "text", utf8=False),
    Format("concise", "concise", utf8=False),
    Format("json", "json", several=False),
    Format("jsonl", "jsonl"),
    Format("sarif", "sarif.log"),
    Format("junit", "junit"),
    Format("github", "github"),
    Format("html", "html.page"),
)
FORMATS: Final[Mapping[str, Format]] = {format_.name: format_ for format_ in _FORMATS}
"""The formats by name, in the order in which they are told."""

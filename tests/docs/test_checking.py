"""The tables of the page about checking."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import click

from pacecar.cli.check import command
from pacecar.cli.settings import KEYS
from pacecar.formats import registry
from pacecar.formats.report_schema import json_schema
from tests.docs.running import ROOT

FORMATS = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")
PAGE = (ROOT / "docs" / "checking.md").read_text(encoding="utf-8")


def _keys(schema: dict[str, Any]) -> Iterator[str]:
    """Yield the keys of all objects of a JSON Schema."""
    for part in (schema, *schema.get("$defs", {}).values()):
        yield from part["properties"]


def test_each_key_of_a_report_is_told() -> None:
    """The table of the JSON format has every key."""
    table = FORMATS.partition("| field | what it holds |")[2].partition("\n\n")[0]
    told = set(re.findall(r"`(?:\w+\[\]\.)?(\w+)`", table))
    assert {*_keys(json_schema())} <= told


def test_each_format_is_told() -> None:
    """The page about formats has a part for each, and a row of the table."""
    assert re.findall(r"^## (\w+)$", FORMATS, re.MULTILINE) == list(registry.FORMATS)
    assert re.findall(r"^\| \[`(\w+)`\]", FORMATS, re.MULTILINE) == list(registry.FORMATS)


def test_each_option_and_setting_is_told() -> None:
    """The page has every option of the command, and every key of a settings file."""
    options = [param for param in command.params if isinstance(param, click.Option)]
    assert [param.opts[0] for param in options if f"`{param.opts[0]}" not in PAGE] == []
    assert [key for key in KEYS if f"`{key}`" not in PAGE] == []

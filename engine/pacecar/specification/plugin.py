"""The pytest plugin that runs Gherkin features against plans: `pytest my.feature`.

Every pytest session on a machine with Pacecar loads this module. So it imports nothing, adds
a few options, and looks at a file only if it is a feature that was asked for.
"""

from __future__ import annotations

from pathlib import Path

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the plugin's options; none of them has an effect without features."""
    group = parser.getgroup("pacecar", "Pacecar: features that specify rules")
    group.addoption(
        "--pacecar-plan",
        metavar="PATH",
        help="the plan whose reference data the features build on, instead of the one they name",
    )
    group.addoption(
        "--pacecar-rules",
        metavar="DIR",
        action="append",
        help="folder of rules to judge by, instead of those that come with Pacecar; repeatable",
    )
    group.addoption(
        "--pacecar-interface",
        metavar="NAME",
        choices=("in-process", "cli"),
        help="how plans are checked: in-process (default) or cli, the pacecar command",
    )
    group.addoption(
        "--pacecar-results",
        metavar="FILE",
        help="write what became of each example to FILE, as JSON",
    )
    group.addoption(
        "--pacecar-messages",
        metavar="FILE",
        help="write what became of each example to FILE, as Cucumber messages",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Have the files of results written, where one is asked for."""
    if config.getoption("pacecar_results") or config.getoption("pacecar_messages"):
        from pacecar.specification.gathering import write_at_the_end

        write_at_the_end(config)


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Collect a feature that this session asks for."""
    if file_path.suffix != ".feature":
        return None
    from pacecar.specification.scope import asked_for

    if not asked_for(file_path, parent.config):
        return None
    from pacecar.specification.collection import feature_file

    return feature_file(file_path, parent)

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
        choices=("in-process", "cli", "http"),
        help="how plans are checked: in-process (default); cli, the pacecar command; or http, a"
        " service that is started for it",
    )
    group.addoption(
        "--pacecar-url",
        metavar="URL",
        help="with http: ask the service at URL, with the token in PACECAR_TOKEN",
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
    """Have the files of results written, where one is asked for; refuse what goes not together."""
    if config.getoption("pacecar_url"):
        if config.getoption("pacecar_interface") != "http":
            raise pytest.UsageError("--pacecar-url goes with --pacecar-interface http")
        if config.getoption("pacecar_rules"):
            raise pytest.UsageError("--pacecar-rules: the service at --pacecar-url has its own")
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

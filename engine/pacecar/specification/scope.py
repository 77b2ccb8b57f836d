"""Which feature files are collected: only where pytest alone would have collected nothing.

Other projects bind features to test modules of their own; collecting these as well would run
them twice, and without their steps. A feature is collected if

- it is itself named on the command line (which is an error otherwise), or
- it lies below a folder named there, or in `testpaths`, that holds no test module, or
- one of the plugin's options is given.
"""

from __future__ import annotations

import os
from fnmatch import fnmatch
from pathlib import Path

import pytest

_WITHOUT_TESTS = pytest.StashKey[dict[Path, bool]]()


def asked_for(path: Path, config: pytest.Config) -> bool:
    """Return whether this session is to run the feature at `path`."""
    options = ("pacecar_plan", "pacecar_rules", "pacecar_interface")
    if any(config.getoption(option) for option in options):
        return True
    for argument in config.args:
        named = _resolved(argument, config)
        if named == path or (named in path.parents and _without_tests(named, config)):
            return True
    return False


def _resolved(argument: str, config: pytest.Config) -> Path:
    """Return the path of an argument such as `features/x.feature::test_y`."""
    return Path(os.path.normpath(config.invocation_params.dir / argument.partition("::")[0]))


def _without_tests(folder: Path, config: pytest.Config) -> bool:
    known = config.stash.setdefault(_WITHOUT_TESTS, {})
    if folder not in known:
        patterns = config.getini("python_files")
        known[folder] = not any(
            fnmatch(name, pattern)
            for _, _, names in os.walk(folder)
            for name in names
            if name.endswith(".py")
            for pattern in patterns
        )
    return known[folder]

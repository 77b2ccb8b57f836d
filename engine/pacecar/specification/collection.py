"""A feature file as a pytest module: one test for each of its examples."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest
from pytest_bdd import scenario
from pytest_bdd.feature import features, get_feature
from pytest_bdd.scenario import get_python_name_generator

from pacecar.specification import guards, recording, steps
from pacecar.specification.selection import rule_ids

OUTCOMES = {
    "accept": "the rule lets this pass",
    "reject": "the rule reports this",
    "undetermined": "the rule cannot tell",
    "not-applicable": "the rule does not ask anything here",
}
"""The tags of examples."""


class FeatureFile(pytest.Module):
    """The tests of one feature, bound without a test module."""

    def _getobj(self) -> ModuleType:
        """Return the module that a test module binding this feature would have been."""
        if problems := guards.silent_failures(self.path):
            raise self.CollectError("\n".join(f"{self.path}:{problem}" for problem in problems))
        module = ModuleType(self.path.stem)
        module.__file__ = str(self.path)
        folder = str(self.path.parent)
        features.pop(str(self.path), None)  # kept by pytest-bdd, even if the file has changed
        for name in get_feature(folder, self.path.name).scenarios:
            bind = scenario(self.path.name, name, features_base_dir=folder)
            attribute = next(n for n in get_python_name_generator(name) if not hasattr(module, n))
            setattr(module, attribute, bind(_steps_only))
        return module


def feature_file(path: Path, parent: pytest.Collector) -> FeatureFile:
    """Return the collector of a feature, with the steps and tags it needs made known."""
    _prepare(parent.config)
    collector: FeatureFile = FeatureFile.from_parent(parent, path=path)
    return collector


def _steps_only() -> None:
    """What remains of a test whose steps say everything."""


def _prepare(config: pytest.Config) -> None:
    """Register the steps, the guards and the tags, once for a session."""
    if config.pluginmanager.has_plugin("pacecar-steps"):
        return
    config.pluginmanager.register(steps, "pacecar-steps")
    config.pluginmanager.register(guards.Guards(), "pacecar-guards")
    config.pluginmanager.register(recording.Recorder(), "pacecar-recorder")
    for tag, meaning in OUTCOMES.items():
        config.addinivalue_line("markers", f"{tag}: {meaning}")
    for name, rule in rule_ids(config).items():
        config.addinivalue_line("markers", f"{name}: the rule {rule}")

"""Sessions of pytest inside these tests, with the plugin and a small rulebook.

A session inside forgets the modules that it was the first to import. A second one would import
them again, beside the C extension of yaml that still holds the first ones: import them here.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

import pacecar.checking.check
import pacecar.specification.collection  # noqa: F401 - see above

Run = Callable[..., pytest.RunResult]

RULE = """\
title: A follower is on its leader's platform
severity: error
version: 1
source: []
rationale: Twins share a platform.
parameters:
  share: 0.5
for:
  follower: programs
where: follower.leader is not None
require: follower.platform == follower.leader.platform
report:
  at: follower.platform
  message: "{follower.name} is on {follower.platform.name}, more than {share} is asked."
  hint: "Move {follower.name}."
"""

OTHER = """\
title: A platform is common
severity: warning
version: 1
source: []
rationale: Platforms are shared.
for:
  platform: platforms
require: platform.common
report:
  at: platform.common
  message: "{platform.name} is not common."
  hint: "Share it."
"""

PLAN = """\
plan: {name: Two twins, as_of: 2025-12-31, since: 2020-05-27}
companies:
  - {id: renault, name: Renault, member: true}
  - {id: nissan, name: Nissan, member: true}
platforms:
  - {id: cmf-b, name: CMF-B, common: true, segments: [B]}
  - {id: cmf-cd, name: "CMF-C/D", common: true, segments: [C, D]}
"""

PROGRAMS = """\
programs:
  - {id: qashqai, name: Qashqai, company: nissan, segment: C, body: suv, platform: cmf-cd}
  - {id: kadjar, name: Kadjar, company: renault, segment: C, body: suv, platform: cmf-b,
     leader: qashqai, start: 2022, cost: {planned: 500}}
targets:
  - {id: saving, at_most: 0.4}
"""


@pytest.fixture
def run(pytester: pytest.Pytester, pytestconfig: pytest.Config) -> Run:
    """Run pytest in a folder with a rulebook in `rules` and a plan in `plans/two`."""
    for path, text in {
        "rules/twins/on-one-platform.yaml": RULE,
        "rules/sharing/is-common.yaml": OTHER,
        "plans/two/reference.yaml": PLAN,
        "plans/two/programs.yaml": PROGRAMS,
    }.items():
        file = pytester.path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    installed = pytestconfig.pluginmanager.has_plugin("pacecar")
    plugin = () if installed else ("-p", "pacecar.specification.plugin")

    def run_pytest(*arguments: str) -> pytest.RunResult:
        return pytester.runpytest(*plugin, "--strict-markers", *arguments)

    return run_pytest

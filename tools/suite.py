"""Run pytest and count, from its own report, what passed."""

from pathlib import Path
from xml.etree import ElementTree as ET

from tools.commands import ROOT, fail, run
from tools.environments import program
from tools.interpreters import Interpreter


def run_tests(folder: Path, interpreter: Interpreter, what: str) -> str:
    """Run the whole suite with the pytest of an environment.

    Args:
        folder: the environment.
        interpreter: what the environment was made with.
        what: what is tested: the checkout or the wheel.

    Returns:
        The outcome in words, such as ``412 passed, 0 failed, 3 skipped``.
    """
    title = f"pytest, Python {interpreter.name}, {what}"
    report = ROOT / "build" / f"tests-{interpreter.name}.xml"
    report.unlink(missing_ok=True)
    # No test collected is pytest's exit code 5 and a failure like any other.
    run(title, [program(folder, "pytest"), "-n", "auto", f"--junit-xml={report}"])
    suites = ET.parse(report).getroot().iter("testsuite")  # noqa: S314 - our own file
    total = failed = skipped = 0
    for suite in suites:
        total += int(suite.get("tests", 0))
        failed += int(suite.get("failures", 0)) + int(suite.get("errors", 0))
        skipped += int(suite.get("skipped", 0))
    passed = total - failed - skipped
    if failed or not passed:
        fail(f"{title}: {passed} passed, {failed} failed")
    return f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else "")

"""Run the tests that need Spark: PySpark lies in a folder of its own, Java is the machine's."""

import os
import re
import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree as ET

from tools.commands import ROOT, fail, run, say
from tools.environments import CONSTRAINTS, pins, program

FOLDER = ROOT / "build" / "spark"
REPORT = ROOT / "build" / "tests-spark.xml"
JAVA = 17
"""The oldest Java that Spark 4.3 runs on."""


def run_tests(folder: Path) -> str:
    """Run the tests that are marked `spark` with the pytest of an environment.

    Returns:
        The outcome in words, or why they were not run.
    """
    why = _why_not()
    if why:
        return f"The tests of Spark were not run: {why}."
    _install(folder)
    REPORT.unlink(missing_ok=True)
    run(
        "tests of Spark",
        [program(folder, "pytest"), "-m", "spark", "tests", f"--junit-xml={REPORT}"],
        env={"PYTHONPATH": str(FOLDER)},
    )
    suites = list(ET.parse(REPORT).getroot().iter("testsuite"))  # noqa: S314 - our own file
    total, skipped = (sum(int(s.get(name, 0)) for s in suites) for name in ("tests", "skipped"))
    if skipped or not total:
        fail(f"of {total} tests of Spark {skipped} were skipped, though there is a Java")
    return f"Spark: {total} passed"


def _why_not() -> str:
    """Return why Spark cannot run here, "" if it can."""
    home = os.environ.get("JAVA_HOME")
    java = shutil.which("java", path=f"{home}/bin" if home else None)
    if java is None:
        return f"there is no java in JAVA_HOME or on PATH; Spark needs Java {JAVA} or newer"
    told = subprocess.run([java, "-version"], capture_output=True, text=True, check=False)
    found = re.search(r'version "(\d+)', told.stderr)
    if found is None:
        return f"{java} -version does not say which it is"
    if int(found[1]) < JAVA:
        return f"{java} is {found[1]}; Spark needs Java {JAVA} or newer"
    return ""


def _install(folder: Path) -> None:
    """Have the pinned PySpark in its folder."""
    wanted = [
        line
        for line in CONSTRAINTS.read_text("utf-8").splitlines()
        if line.startswith(("py4j==", "pyspark=="))
    ]
    stamp = FOLDER / "made-from"
    if stamp.is_file() and stamp.read_text("utf-8").split() == wanted:
        say("build/spark is up to date")
        return
    shutil.rmtree(FOLDER, ignore_errors=True)
    run(
        "installing PySpark into build/spark (half a gigabyte)",
        [program(folder, "python"), "-m", "pip", "install", "-qq", "--target", FOLDER, *wanted],
        env={"PIP_DISABLE_PIP_VERSION_CHECK": "1", **pins()},
    )
    stamp.write_text("\n".join(wanted), "utf-8")

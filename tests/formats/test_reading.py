"""Reports that are read back from JSON."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from pacecar.formats import concise
from pacecar.formats import json as format_
from pacecar.formats.reading import NoReport, report_in
from tests.formats.samples import SAMPLES


@pytest.mark.parametrize("name", SAMPLES)
def test_nothing_that_json_says_is_lost(name: str) -> None:
    """What is read back says the same in JSON again, and in lines for editors."""
    report = SAMPLES[name]
    written = format_.render(report)
    read = report_in(json.loads(written), {}, report.texts)
    assert format_.render(read) == written
    assert concise.render(read) == concise.render(report)
    kept = sum(rule.kept for rule in report.rules)
    broken = sum(rule.broken for rule in report.rules)
    assert read.summary == replace(report.summary, kept=kept, broken=broken)


def test_files_have_their_names_here() -> None:
    """A report speaks of files as they were called where it was made."""
    (file,) = {
        finding.location.file
        for finding in SAMPLES["rejected"].findings[:1]
        if finding.location is not None
    }
    read = report_in(format_.document(SAMPLES["rejected"]), {file: "../x.yaml"}, {})
    assert read.findings[0].location is not None
    assert read.findings[0].location.file == "../x.yaml"


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ([], "it is no report of the format pacecar-report/1"),
        ({"format": "pacecar-report/2"}, "it is no report of the format pacecar-report/1"),
        ({"format": "pacecar-report/1", "rules": []}, "the report lacks something: 'plan'"),
    ],
)
def test_what_is_no_report_is_refused(document: object, said: str) -> None:
    """Never half read."""
    with pytest.raises(NoReport, match=said):
        report_in(document, {}, {})

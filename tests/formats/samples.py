"""Reports made by hand: one of everything that a format has to show."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from pacecar.checking.comparing import without_left
from pacecar.checking.report import (
    Against,
    Finding,
    Known,
    Related,
    Report,
    RuleResult,
    Subject,
    Summary,
    Undetermined,
    Waived,
)
from pacecar.plan.nodes import Location, Span

PROGRAMS: Final = """\
programs:
  - id: m-outlander-4
    name: Mitsubishi Outlander IV
    company: mitsubishi
    plants: [okazaki]
    leader: n-rogue-3
    technologies:
      - {technology: plug-in-hybrid, developer: renault}

  - id: r-kadjar
    name: Renault Kadjar
    plants: [palencia]
    leader: n-qashqai-2

  - id: r-espace-6
    platform: cmf-dc
"""
LEADERS: Final = """\
programs:
  - id: n-rogue-3
    name: Nissan Rogue III
    plants: [smyrna, kyushu]
  - id: n-qashqai-2
    plants: [sunderland]
"""
LEADERSHIPS: Final = """\
leaderships:
  - company: mitsubishi
    technology: plug-in-hybrid
    segments: [C, D]
"""
TEXTS: Final = {
    "plans/new/programs.yaml": PROGRAMS,
    "plans/new/leaders.yaml": LEADERS,
    "plans/new/leaderships.yaml": LEADERSHIPS,
}


def place(file: str, text: str, marked: str, pointer: str = "/programs/0/plants") -> Location:
    """Return the location of the first `marked` in a file's text."""
    before, found, _ = text.partition(marked)
    assert found, marked
    line = before.count("\n") + 1
    column = len(before) - (before.rfind("\n") + 1) + 1
    end_line = line + marked.count("\n")
    end = column + len(marked) if end_line == line else len(marked) - marked.rfind("\n")
    return Location(file, Span(line, column, end_line, end), pointer)


def in_programs(marked: str) -> Location:
    """Return a location in the file of the programs."""
    return place("plans/new/programs.yaml", PROGRAMS, marked)


TWINS: Final = RuleResult(
    rule="twins/share-a-plant",
    title="Twins are built in one plant where they are sold in one region",
    severity="warning",
    outcome="broken",
    cases=39,
    kept=33,
    broken=3,
    undetermined=3,
    unplaced=0,
    rationale="A second plant doubles the tooling.",
    quotes=(("B6", "cars will be produced using the group's most competitive set-up"),),
)
TECHNOLOGY: Final = RuleResult(
    rule="technology/comes-from-its-leader",
    title="A technology comes from the company that leads it",
    severity="error",
    outcome="broken",
    cases=90,
    kept=88,
    broken=1,
    undetermined=1,
    unplaced=0,
    rationale="",
    quotes=(
        ("A9", "Mitsubishi will lead plug-in hybrids for the C and D segments"),
        ("A11", "each company leads what it is strong in"),
    ),
)
KEPT: Final = RuleResult(
    rule="twins/leader-is-no-follower",
    title="A leader follows nobody",
    severity="error",
    outcome="kept",
    cases=1100,
    kept=1100,
    broken=0,
    undetermined=0,
    unplaced=0,
    rationale="",
    quotes=(),
)
IDLE: Final = replace(KEPT, rule="cost/a-twin-saves", outcome="not applicable", cases=0, kept=0)

OUTLANDER: Final = Subject("programs", "m-outlander-4", "plants", "Mitsubishi Outlander IV")
KADJAR: Final = Subject("programs", "r-kadjar", "plants", "Renault Kadjar")

PLANTS: Final = Finding(
    rule="twins/share-a-plant",
    severity="warning",
    legacy=False,
    waived=None,
    message="Mitsubishi Outlander IV is built in Okazaki, its leader Nissan Rogue III in Smyrna "
    "and Kyushu.",
    hint="Build Mitsubishi Outlander IV in Smyrna or Kyushu too, or ask for a waiver.",
    subject=OUTLANDER,
    location=in_programs("[okazaki]"),
    related=(
        Related(
            Subject("programs", "n-rogue-3", "plants", "Nissan Rogue III"),
            place("plans/new/leaders.yaml", LEADERS, "[smyrna, kyushu]"),
            "the plants of its leader",
        ),
    ),
    related_total=1,
    values={"follower.plants": ["okazaki"], "follower.leader.plants": ["smyrna", "kyushu"]},
    fingerprint="0a1b2c3d4e5f",
    values_digest="99aa",
)
LEGACY: Final = replace(
    PLANTS,
    severity="info",
    legacy=True,
    message="Renault Kadjar is built in Palencia, its leader Nissan Qashqai II in Sunderland.",
    hint="",
    subject=KADJAR,
    location=in_programs("[palencia]"),
    related=(),
    related_total=0,
    fingerprint="1a1b2c3d4e5f",
)
WAIVED: Final = replace(
    LEGACY,
    severity="warning",
    legacy=False,
    waived=Waived("Palencia is already tooled", "2026-06-30", ("renault", "nissan")),
    fingerprint="2a1b2c3d4e5f",
)
DEVELOPER: Final = Finding(
    rule="technology/comes-from-its-leader",
    severity="error",
    legacy=False,
    waived=None,
    message="Mitsubishi Outlander IV takes Plug-in hybrid from Renault, but Mitsubishi leads it.",
    hint="Let Mitsubishi develop it, or narrow what Mitsubishi leads.",
    subject=Subject("programs", "m-outlander-4", "technologies[plug-in-hybrid].developer"),
    location=in_programs("renault}")._replace(
        span=Span(8, 49, 8, 56), pointer="/programs/0/technologies/0/developer"
    ),
    related=(
        Related(
            Subject("leaderships", "technology plug-in-hybrid, mitsubishi", "company"),
            place(
                "plans/new/leaderships.yaml", LEADERSHIPS, "mitsubishi", "/leaderships/0/company"
            ),
            "leads Plug-in hybrid here",
        ),
    ),
    related_total=1,
    values={"use.developer": "renault"},
    fingerprint="3a1b2c3d4e5f",
    values_digest="99bb",
)
REFERENCE: Final = Finding(
    rule="plan/unknown-reference",
    severity="error",
    legacy=False,
    waived=None,
    message='There is no platform "cmf-dc".',
    hint='Did you mean "cmf-cd"?',
    subject=Subject("programs", "r-espace-6", "platform"),
    location=in_programs("cmf-dc"),
    related=(),
    related_total=0,
    values={},
    fingerprint="4a1b2c3d4e5f",
    values_digest="99cc",
)
SHARE: Final = replace(
    REFERENCE,
    rule="portfolio/common-platform-share",
    severity="info",
    message="81 to 83 of 120 models are on common platforms in 2024; the target is 80%.",
    hint="",
    subject=Subject("targets", "common-platforms", ""),
    location=None,
    fingerprint="5a1b2c3d4e5f",
)

REJECTED: Final = Report(
    evaluator="durable",
    plan_name="Alliance mid-term plan",
    plan_digest="sha256:aaaa",
    as_of="2025-12-31",
    programs=213,
    rulebook_digest="sha256:bbbb",
    rulebook_rules=30,
    verdict="rejected",
    summary=Summary(
        error=2, warning=1, info=2, waived=1, undetermined=4, unplaced=2, kept=1221, broken=5
    ),
    rules=(IDLE, TECHNOLOGY, KEPT, TWINS),
    findings=(PLANTS, DEVELOPER, LEGACY, WAIVED, REFERENCE, SHARE),
    undetermined=(
        Undetermined(
            "technology/comes-from-its-leader",
            "program.segment",
            1,
            (Subject("programs", "n-tekton", "segment"),),
        ),
        Undetermined(
            "twins/share-a-plant",
            "follower.leader.plants",
            3,
            (OUTLANDER, KADJAR),
        ),
    ),
    texts=TEXTS,
)
ACCEPTED: Final = replace(
    REJECTED,
    verdict="accepted",
    summary=Summary(0, 0, 0, 0, 0, 0, 1100, 0),
    rules=(IDLE, KEPT),
    findings=(),
    undetermined=(),
)
NOT_JUDGED: Final = replace(
    ACCEPTED,
    verdict="not judged",
    plan_name="",
    programs=1,
    summary=Summary(1, 0, 0, 0, 0, 0, 0, 0),
    rules=(
        replace(
            TWINS,
            outcome="could not run",
            cases=0,
            kept=0,
            broken=0,
            undetermined=0,
            problem="the evaluator stopped with signal 11.",
        ),
    ),
    findings=(
        replace(
            REFERENCE,
            rule="plan/unreadable",
            message="The byte 0xE9 here is not UTF-8.",
            hint="The file is probably in Windows-1252 or Latin-1. Save it as UTF-8.",
            subject=Subject("", "", ""),
            location=Location("plans/new/plants.yaml", Span(3, 12, 3, 12), ""),
        ),
    ),
)

HOSTILE_TEXT: Final = (
    "programs:\r\n"
    "\t- {id: a,\tname: \x1b[31mred\x1b[0m, plants: [x]}\r\n"
    "  - {name: 日産リーフ, note: e\u0301te\u0301, plants: [追浜]}\r\n"
    f"  - {{note: {'long ' * 60}, plants: [far], more: {'tail ' * 60}}}\r\n"
    "  - id: block\r\n"
    "    plants:\r\n"
    "      - one\r\n"
    "\r\n"
    "      # a comment\r\n"
    "      - two\r\n"
    "      - three\r\n"
    "\r\n"
    "  - id: after\r\n"
)


def _hostile(span: Span, message: str) -> Finding:
    file = "plans/\x1b]0;title\x07.yaml"
    return replace(LEGACY, legacy=False, location=Location(file, span, ""), message=message)


HOSTILE: Final = replace(
    REJECTED,
    plan_name="Plan \x1b[2J\u202egnp.exe",
    verdict="accepted",
    summary=Summary(0, 7, 0, 0, 0, 0, 0, 7),
    rules=(replace(TWINS, title="Escapes \x9b31m", quotes=(("B6", "over\ntwo lines"),)),),
    findings=tuple(
        replace(finding, rule=f"twins/case-{number}", severity="warning")
        for number, finding in enumerate(
            (
                _hostile(Span(2, 18, 2, 30), "A tab before, an escape \x1b[31m in it."),
                _hostile(Span(3, 40, 3, 44), "Wide 日産 and combining e\u0301."),
                _hostile(Span(4, 330, 4, 335), "Far out on a long line."),
                _hostile(Span(4, 5, 4, 660), "Most of a long line."),
                _hostile(Span(7, 7, 13, 3), "A block, blank lines\nand a comment."),
                _hostile(Span(5, 7, 5, 7), "An empty span."),
                _hostile(Span(99, 1, 99, 1), "A line that is not there, \ud800 a surrogate."),
            )
        )
    ),
    undetermined=(),
    texts={"plans/\x1b]0;title\x07.yaml": HOSTILE_TEXT},
)

MANY: Final = replace(
    ACCEPTED,
    verdict="rejected",
    summary=Summary(8, 0, 0, 0, 0, 0, 1100, 8),
    findings=tuple(
        replace(
            REFERENCE,
            message=f'There is no platform "cmf-dc" (case {number}).',
            fingerprint=f"6a1b2c3d4e5{number}",
            related=PLANTS.related * 5,
            related_total=31,
        )
        for number in range(8)
    ),
)

COMPARED: Final = replace(
    REJECTED,
    summary=Summary(
        error=1, warning=1, info=0, waived=1, undetermined=4, unplaced=2, kept=1221, broken=5
    ),
    findings=(
        replace(PLANTS, change="changed"),
        replace(DEVELOPER, change="introduced"),
        replace(LEGACY, change="left"),
        replace(WAIVED, change="introduced"),
        replace(REFERENCE, change="left"),
        replace(SHARE, change="left"),
    ),
    against=Against(
        what="revision HEAD",
        introduced=2,
        changed=1,
        left=3,
        resolved=tuple(
            Known(
                rule="twins/share-a-plant",
                severity="warning",
                subject=Subject("programs", f"n-old-{number}", "plants"),
                message=f"Nissan Old {number} is built in Sunderland.",
                fingerprint=f"7a1b2c3d4e{number:02}",
                values_digest="99dd",
            )
            for number in range(12)
        ),
    ),
)
ACCEPTED_AGAIN: Final = replace(
    COMPARED,
    verdict="accepted",
    summary=replace(COMPARED.summary, error=0, warning=0, waived=0),
    findings=tuple(
        replace(finding, change="left") for finding in COMPARED.findings if finding.waived is None
    ),
    against=Against("baseline known.json", 0, 0, 5, ()),
)

_SHEET: Final = "plans/new/Plan 2026 (d\u00e9f).xlsx"
WORKBOOK: Final = replace(
    REJECTED,
    plan_name="Workbook",
    summary=Summary(4, 0, 0, 0, 0, 0, 1, 4),
    rules=(TECHNOLOGY, replace(TWINS, outcome="could not run", problem="it took too long.")),
    findings=(
        replace(
            DEVELOPER,
            location=Location(_SHEET, Span(12, 6, 12, 7, "Programs!F12"), ""),
            related=(
                replace(
                    DEVELOPER.related[0],
                    location=Location(_SHEET, Span(2, 1, 2, 2, "Leader ships!A2"), ""),
                ),
            ),
        ),
        replace(REFERENCE, location=Location("../other/a#b?.yaml", Span(1, 2, 3, 4), "/x")),
        replace(
            REFERENCE,
            fingerprint="8a1b2c3d4e5f",
            location=Location("/data/pl\u00e4ne/a.yaml", Span(1, 2, 1, 2), "/x"),
        ),
        replace(
            REFERENCE,
            fingerprint="9a1b2c3d4e5f",
            location=Location("plans/new/programs.csv", Span(2, 4, 2, 10, "B2"), "/programs/0/x"),
        ),
    ),
    undetermined=(),
    verdict="not judged",
    texts={
        _SHEET: "Programs!F12\tdeveloper: renault\nLeader ships!A2\tcompany: mitsubishi",
        "plans/new/programs.csv": "id,platform\nr-6,cmf-dc\n",
        "../other/a#b?.yaml": "a: b\nc: d\ne: f\n",
    },
)

_NAME: Final = (
    "<script>alert(1)</script> & \"x\" 'y' ]]> <!-- :: %0A ##[error] a,b=c \U0001f697 "
    "[link](http://example.com) {0} `code` \u202eright\u202c\x00\n::error::forged"
)
MARKUP: Final = replace(
    REJECTED,
    plan_name=_NAME,
    summary=Summary(1, 0, 0, 1, 1, 0, 0, 2),
    rules=(replace(TWINS, title=_NAME, rationale=_NAME, quotes=((_NAME, _NAME),)),),
    findings=tuple(
        replace(
            PLANTS,
            severity="error",
            message=f"{_NAME} {'long ' * 2000}",
            hint=_NAME,
            subject=Subject("programs", _NAME, "plants", _NAME, _NAME),
            location=PLANTS.location and PLANTS.location._replace(file="plans/a:b, c %41::.yaml"),
            related=(replace(PLANTS.related[0], message=_NAME),),
            waived=waived,
        )
        for waived in (None, Waived(_NAME, "2026-03-01", (_NAME,)))
    ),
    undetermined=(
        Undetermined(
            "twins/share-a-plant", _NAME, 1, (Subject("programs", _NAME, "plants", _NAME),)
        ),
    ),
    texts={"plans/a:b, c %41::.yaml": PROGRAMS.replace("Mitsubishi", _NAME)},
)

SAMPLES: Final = {
    "rejected": REJECTED,
    "accepted": ACCEPTED,
    "not-judged": NOT_JUDGED,
    "hostile": HOSTILE,
    "many": MANY,
    "compared": COMPARED,
    "compared-quiet": without_left(COMPARED),
    "accepted-again": ACCEPTED_AGAIN,
    "workbook": WORKBOOK,
    "markup": MARKUP,
}

"""Proposals laid over a plan: what replaces what, and what is told of it where."""

from __future__ import annotations

from datetime import date

from pacecar.plan.files import SourceFile
from pacecar.plan.loading import load_files, load_layers
from pacecar.plan.nodes import Span
from pacecar.plan.portfolio import Plan

BASE = b"""
plan: {name: P, as_of: 2025-12-31}
companies:
  - {id: nissan, name: Nissan, brands: [nissan]}
programs:
  - {id: a, name: A, company: nissan, segment: C, body: suv, start: 2015}
  - {id: b, name: B, company: nissan, segment: C, body: suv, leader: a}
"""
TODAY = date(2026, 1, 1)


def _program(id_: str, name: str, more: str = "") -> str:
    return f"  - {{id: {id_}, name: {name}, company: nissan, segment: C, body: suv{more}}}\n"


def _plan(*proposals: str, base: bytes = BASE) -> Plan:
    layers = [
        [SourceFile(f"v{number}.yaml", text.encode())] for number, text in enumerate(proposals, 2)
    ]
    return load_layers([SourceFile("v1.yaml", base)], layers, as_of=None, today=TODAY)


def _flaws(plan: Plan) -> list[tuple[str, str, int, str, str]]:
    return [
        (flaw.rule, flaw.location.file, flaw.location.span.line, flaw.subject, flaw.message)
        for flaw in plan.flaws
    ]


def _names(plan: Plan) -> dict[str, str]:
    return {one.id: one.name for one in plan.collections["programs"]}  # type: ignore[attr-defined]


def test_a_plan_without_proposals_is_the_plan() -> None:
    """Nothing about it is different, its digest neither."""
    files = [SourceFile("v1.yaml", BASE)]
    plan, layered = load_files(files, as_of=None, today=TODAY), _plan()
    assert (plan.digest, _names(plan), plan.flaws) == (layered.digest, _names(layered), ())
    assert layered.proposed == frozenset()


def test_a_later_program_takes_the_place_of_the_earlier_one_and_keeps_its_own_place() -> None:
    """Adding, replacing and withdrawing are no flaws; a program is found where it was proposed."""
    plan = _plan("programs:\n" + _program("a", "A2") + _program("c", "C"), "withdraw: [b]\n")
    assert _flaws(plan) == []
    assert _names(plan) == {"a": "A2", "c": "C"}
    origin = plan.collections["programs"][0].origin
    assert origin is not None
    assert origin.whole()[:2] == ("v2.yaml", Span(2, 5, 2, 62))
    assert set(plan.texts) == {"v1.yaml", "v2.yaml", "v3.yaml"}


def test_what_a_proposal_brings_or_dates_anew_is_proposed_until_it_is_withdrawn() -> None:
    """A changed program with the same start stays as old as it was."""
    one = "programs:\n" + _program("a", "A2", ", start: 2015") + _program("c", "C", ", start: 2015")
    two = "programs:\n" + _program("a", "A3", ", start: 2014")
    assert _plan(one).proposed == {"c"}
    assert _plan(one, two).proposed == {"a", "c"}
    assert _plan(one, two, "withdraw: [c]\n").proposed == {"a"}


def test_withdrawing_what_is_not_there_is_told_at_its_place() -> None:
    """So is withdrawing twice, and proposing what one withdraws."""
    plan = _plan("withdraw: [bb, a, a, c]\nprograms:\n" + _program("c", "C"))
    assert _flaws(plan) == [
        ("plan/unknown-reference", "v1.yaml", 7, "b", '"leader" is "a", which is not in programs.'),
        ("plan/unknown-reference", "v2.yaml", 1, "", 'There is no program "bb" to withdraw.'),
        ("plan/duplicate-id", "v2.yaml", 1, "", '"a" is withdrawn twice.'),
        ("plan/duplicate-id", "v2.yaml", 1, "", '"c" is both proposed and withdrawn.'),
    ]
    assert set(_names(plan)) == {"b", "c"}


def test_flaws_of_a_program_go_with_it() -> None:
    """Also that there were two of them; those of others stay."""
    broken = BASE + _program("b", "B2").encode() + b"  - {id: d, name: D, name: E, colour: red}\n"
    assert {flaw.subject for flaw in _plan(base=broken).flaws} == {"b", "d"}
    mended = _plan("programs:\n" + _program("b", "B") + _program("d", "D"), base=broken)
    assert _flaws(mended) == []


def test_the_order_of_proposals_matters_and_is_part_of_the_digest() -> None:
    """The last one counts."""
    one, two = "programs:\n" + _program("c", "One"), "programs:\n" + _program("c", "Two")
    assert (_names(_plan(one, two))["c"], _names(_plan(two, one))["c"]) == ("Two", "One")
    assert len({_plan(one, two).digest, _plan(one).digest, _plan(one + two[10:]).digest}) == 3


def test_a_proposal_that_cannot_be_read_leaves_the_plan_unjudged() -> None:
    """As any file of a plan does."""
    assert not _plan("programs: [}").judged


def test_what_no_proposal_may_hold_is_told_with_the_nearest_key() -> None:
    """It changes nothing of the plan."""
    plan = _plan("program: []\nwithdraw: b\ntargets: [x]\nwaivers: null\n")
    assert [(flaw.location.span.line, flaw.message, flaw.hint) for flaw in plan.flaws] == [
        (
            1,
            'A proposal holds programs and withdraw, and not "program".',
            'Did you mean "programs"?',
        ),
        (2, '"withdraw" is the text "b"; a list of ids belongs here.', "Write [id, id]."),
        (
            3,
            'A proposal holds programs and withdraw, and not "targets".',
            "The rest of the plan changes when an administrator submits a whole plan.",
        ),
        (
            4,
            'A proposal holds programs and withdraw, and not "waivers".',
            "Ask somebody who may waive rules; the service keeps the waivers.",
        ),
    ]
    assert set(_names(plan)) == {"a", "b"}


def test_an_empty_collection_says_nothing_and_is_no_flaw_of_a_proposal() -> None:
    """The workbooks that people fill in have sheets for all collections."""
    plan = _plan("companies: []\nwaivers: []\nprograms: []\nwithdraw: [b]\n")
    assert (plan.flaws, set(_names(plan))) == ((), {"a"})

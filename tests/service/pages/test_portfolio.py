"""The page of the portfolio, without a browser."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pacecar.service.judging import InProcessJudge
from pacecar.service.overview.twins import Group, Twin
from pacecar.service.pages.drawing import graph_of
from pacecar.service.service import open_service
from pacecar.service.settings import ServiceSettings
from tests.service.api.conftest import Api, api, fill, prepared, serving
from tests.service.conftest import RENAULT, accepted, program, proposal
from tests.service.pages.test_forms import log_in

__all__ = ["api", "prepared"]


def shown(api: Api, who: str) -> str:
    """Return the page as somebody sees it."""
    log_in(api, who)
    answer = api.client.get("/portfolio")
    assert answer.status_code == 200, answer.text
    return answer.text


def test_drafts_of_a_company_are_in_nobodys_portfolio(api: Api) -> None:
    """Not even in its own: what is accepted is the portfolio, for all alike."""
    api.submitted(proposal(program("kadjar", leader="qashqai")))
    for who in ("renault", "nissan"):
        page = shown(api, who)
        assert "Kadjar" not in page
        assert "No program follows another." in page
    accepted(api.service, RENAULT, "k.yaml", proposal(program("kadjar", leader="qashqai")))
    page = shown(api, "nissan")
    assert '<title id="twins-1">Qashqai of Nissan leads Kadjar of Renault</title>' in page
    assert "version 2" in page


def test_a_region_without_a_leader_stands_out_in_words(api: Api) -> None:
    """Whoever sees no colours reads it as well."""
    page = shown(api, "nissan")
    assert page.count(">no leader</span>") == 2
    assert "2 of 2 regions do not have exactly one leader" in page


def test_before_the_first_plan_the_page_says_what_to_do(
    tmp_path: Path, rules: list[Path], judge: InProcessJudge
) -> None:
    """The office is led to submitting it; others are told to wait for the office."""
    settings = ServiceSettings(str(tmp_path / "new.db"), evaluator="builtin")
    service = open_service(settings, rules, judge=judge)
    secrets = fill(service, portfolio=False)
    with serving(service, secrets) as new:
        assert "There is no portfolio yet" in shown(new, "office")
        assert '<a href="/submit">Submit the whole plan</a>' in shown(new, "office")
        assert "An administrator submits the whole plan" in shown(new, "nissan")
    service.database.close()


def test_who_may_not_read_does_not_see_it(api: Api) -> None:
    """A page says so."""
    log_in(api, "sender")
    answer = api.client.get("/portfolio")
    assert answer.status_code == 403
    assert "This token has no scope read" in answer.text


@pytest.mark.parametrize("followers", [1, 59])
def test_no_box_of_a_drawing_hides_another_and_none_is_cut_off(followers: int) -> None:
    """With one follower and with many, and with some that follow followers."""
    twins = [Twin("lead", "Lead", "Nissan", "CMF-B")]
    for number in range(followers):
        parent = number if number % 5 == 4 else 0
        depth = twins[parent].depth + 1
        twins.append(
            Twin(f"f{number}", f"F{number}", "Renault", "CMF-B", depth, parent, "the same")
        )
    graph = graph_of(Group(tuple(twins), is_past=False))
    places = {(box.x, box.y) for box in graph.boxes}
    assert len(places) == len(twins)
    for x, y in places:
        assert x + graph.box_width <= graph.width
        assert y + graph.box_height <= graph.height
        near = [(a, b) for a, b in places if abs(a - x) < graph.box_width]
        assert all(b == y or abs(b - y) >= graph.box_height for _, b in near)


def test_the_drawing_and_the_list_say_the_same(api: Api) -> None:
    """Each twin stands in both."""
    cars = [program(f"car-{number}", leader="qashqai") for number in range(60)]
    accepted(api.service, RENAULT, "many.yaml", proposal(*cars))
    page = shown(api, "renault")
    drawn = re.findall(r'<text class="name"[^>]*>([^<]+)</text>', page)
    listed = re.findall(r'<th scope="row" class="depth-\d">([^<]+) <span', page)
    names = {program_name for program_name in drawn if not program_name.isdigit()}
    assert len(listed) == 61
    assert names == set(listed)

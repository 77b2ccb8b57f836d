"""What happens to workers can be read where all other figures are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from pacecar.service.api.metrics import Metrics
from pacecar.service.judging import InProcessJudge
from pacecar.service.service import Service
from pacecar.service.watching import RulebookWatch


class _Counting(InProcessJudge):
    def counted(self) -> Mapping[str, int]:
        return {"started": 3, "no memory": 1}


def test_each_event_is_a_figure(service: Service) -> None:
    """Also those with a space in their names; a judge without workers has none."""

    def figures(one: Service) -> list[str]:
        text = Metrics(one, RulebookWatch(one)).render().decode()
        return [line for line in text.splitlines() if line.startswith("pacecar_workers")]

    assert figures(service) == []
    assert figures(replace(service, judge=_Counting())) == [
        'pacecar_workers_total{event="started"} 3.0',
        'pacecar_workers_total{event="no memory"} 1.0',
    ]

"""Figures for Prometheus: those that tell whether planners wait, and why."""

from __future__ import annotations

from collections.abc import Iterator

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, Metric, generate_latest
from prometheus_client.core import CounterMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.registry import Collector

from pacecar.service.judging import Judge
from pacecar.service.service import Service
from pacecar.service.storage import jobs
from pacecar.service.storage.ledger import head_of_log, in_force
from pacecar.service.watching import RulebookWatch

MEDIA_TYPE = CONTENT_TYPE_LATEST


class Metrics:
    """The figures of one server process."""

    def __init__(self, service: Service, watch: RulebookWatch) -> None:
        """Begin at nought."""
        self._service = service
        self._watch = watch
        self._registry = CollectorRegistry()
        self._requests = Histogram(
            "pacecar_request_seconds",
            "How long requests took.",
            ("method", "route", "status"),
            registry=self._registry,
        )
        self._submissions = Counter(
            "pacecar_submissions_total",
            "Submissions acknowledged, by kind.",
            ("kind",),
            registry=self._registry,
        )
        self._checks = Counter(
            "pacecar_checks_total",
            "Checks that ended, by what came of them.",
            ("outcome",),
            registry=self._registry,
        )
        self._check_seconds = Histogram(
            "pacecar_check_seconds", "How long checks took.", registry=self._registry
        )
        self._waiting = Gauge(
            "pacecar_checks_waiting", "Submissions that wait for a check.", registry=self._registry
        )
        self._version = Gauge(
            "pacecar_portfolio_version", "The version in force.", registry=self._registry
        )
        self._log = Gauge(
            "pacecar_decisions", "Entries of the decision log.", registry=self._registry
        )
        self._replaced = Gauge(
            "pacecar_rulebook_replaced",
            "1 if another rulebook is in force than this process was started with.",
            registry=self._registry,
        )
        self._registry.register(_Workers(service.judge))

    def request(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count a request."""
        self._requests.labels(method, route, str(status)).observe(seconds)

    def submitted(self, kind: str) -> None:
        """Count a submission that was acknowledged."""
        self._submissions.labels(kind).inc()

    def checked(self, outcome: str, seconds: float) -> None:
        """Count a check."""
        self._checks.labels(outcome).inc()
        self._check_seconds.observe(seconds)

    def render(self) -> bytes:
        """Return all figures as Prometheus reads them.

        Raises:
            DatabaseProblem: the database does not answer.
        """
        with self._service.database.reading() as connection:
            self._waiting.set(jobs.waiting(connection))
            force = in_force(connection)
            self._version.set(force.portfolio)
            self._log.set(head_of_log(connection)[0])
        self._replaced.set(self._watch.is_replaced(force))
        return generate_latest(self._registry)


class _Workers(Collector):
    """What happened to the processes that check, as the judge counts it."""

    def __init__(self, judge: Judge) -> None:
        """Look at a judge."""
        self._judge = judge

    def collect(self) -> Iterator[Metric]:
        """Yield the figures."""
        family = CounterMetricFamily(
            "pacecar_workers", "What happened to worker processes.", labels=["event"]
        )
        for event, number in self._judge.counted().items():
            family.add_metric([event], number)
        yield family

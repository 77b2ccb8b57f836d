"""The shared workload: programs made up by a seed, with a known number of offences of each rule.

Half of the programs lead, half follow one of them. In a fiftieth of what each rule looks at, and
at least once, something is wrong; no program is wrong twice. The six rules, and what is named
where one is broken:

- R1 a follower's leader exists: the follower;
- R2 a leader is no follower: the follower of the one that is;
- R3 a follower is on its leader's platform: the follower;
- R4 more than half of the upper body is shared: the follower;
- R5 the programs that lead in a region are of one company: the region;
- R6 at least 80% of a year's vehicles are on common platforms: the year.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from random import Random
from typing import Final, NamedTuple

RULES: Final = ("R1", "R2", "R3", "R4", "R5", "R6")
COMPANIES: Final = ("ash", "birch", "cedar", "elder", "fir")
SEGMENTS: Final = ("A", "B", "C", "D", "E")
SEED: Final = 1

_OFFENCES: Final = 50
"""One in so many is wrong."""

_PLATFORMS: Final = 40
_FIRST_YEAR: Final = 2020
_YEARS: Final = 50
_A_YEAR: Final = 20
"""Programs a year and a region, where there are few."""

_COMMON: Final = 4
"""All but each fourth platform is common."""

_LARGE: Final = (20_000, 90_000)
_SMALL: Final = (500, 1_500)


class Program(NamedTuple):
    """A program; `leader` is "" and `upper_body` 0 where it leads itself.

    `upper_body` is in hundredths.
    """

    id: str
    company: str
    leader: str
    segment: str
    region: str
    platform: str
    upper_body: int
    volume: int
    year: int


class Workload(NamedTuple):
    """Programs and what they refer to, and what is wrong with them.

    Attributes:
        programs: in the order of their ids.
        platforms: whether each is common.
        regions: their ids.
        years: those that programs are built in.
        planted: by rule, what it is broken for.
    """

    programs: Sequence[Program]
    platforms: Mapping[str, bool]
    regions: Sequence[str]
    years: Sequence[int]
    planted: Mapping[str, Sequence[str]]

    def outcomes(self) -> dict[str, tuple[int, int, int]]:
        """Return, by rule, how many cases are kept, broken and undetermined.

        Whether a leader that does not exist follows, and what platform it is on, is not known.
        """
        followers = sum(1 for program in self.programs if program.leader)
        cases = {"R5": len(self.regions), "R6": len(self.years)}
        lost = len(self.planted["R1"])
        found = {}
        for rule in RULES:
            broken, undetermined = len(self.planted[rule]), lost if rule in ("R2", "R3") else 0
            kept = cases.get(rule, followers) - broken - undetermined
            found[rule] = (kept, broken, undetermined)
        return found


def make(count: int, seed: int = SEED) -> Workload:
    """Return a workload of so many programs, of which there are 20 or more.

    Raises:
        ValueError: it would be too small to hold what is planted.
    """
    if count < _A_YEAR:
        raise ValueError(f"a workload has {_A_YEAR} programs or more, not {count}")
    random = Random(seed)  # noqa: S311 - the same one in every run
    platforms = {f"f{n:02}": n % _COMMON != 0 for n in range(_PLATFORMS)}
    regions = [f"r{n:06}" for n in range(count // _A_YEAR)]
    years = range(_FIRST_YEAR, _FIRST_YEAR + min(_YEARS, count // _A_YEAR))
    leaders = _leaders(count, regions, list(platforms), random)
    divided, planted = _divide(leaders, random)
    followers, own = _followers(count, leaders, list(platforms), random)
    planted |= own
    spoilt = set(years[: max(1, len(years) // _OFFENCES)])
    planted["R6"] = [str(year) for year in sorted(spoilt)]
    programs = [
        _built(program, number, years, spoilt, platforms, random)
        for number, program in enumerate(sorted([*divided, *followers]))
    ]
    return Workload(programs, platforms, regions, years, planted)


def _leaders(
    count: int, regions: Sequence[str], platforms: Sequence[str], random: Random
) -> list[Program]:
    """Return the programs that lead: in each region those of one company."""
    company = {region: random.choice(COMPANIES) for region in regions}
    found = []
    for number in range(0, count, 2):
        region = regions[number // 2 % len(regions)]
        segment = random.choice(SEGMENTS)
        # The first one's is not common, so that the first year can be spoilt.
        platform = random.choice(platforms) if number else platforms[0]
        own = (f"p{number:07}", company[region], "", segment, region, platform)
        found.append(Program(*own, 0, 0, 0))
    return found


def _divide(
    leaders: Sequence[Program], random: Random
) -> tuple[list[Program], dict[str, Sequence[str]]]:
    """Give one leading program of some regions to another company."""
    first = {program.region: program for program in reversed(leaders)}
    chosen = set(random.sample(sorted(first), max(1, len(first) // _OFFENCES)))
    found = []
    for program in leaders:
        if program.region in chosen and first[program.region] is program:
            found.append(program._replace(company=_other(COMPANIES, program.company, random)))
        else:
            found.append(program)
    return found, {"R5": sorted(chosen)}


def _followers(
    count: int, leaders: Sequence[Program], platforms: Sequence[str], random: Random
) -> tuple[list[Program], dict[str, list[str]]]:
    """Return the programs that follow, some of them wrongly."""
    sound = [_follower(number, random.choice(leaders), random) for number in range(1, count, 2)]
    order = list(range(len(sound)))
    random.shuffle(order)
    each = max(1, len(order) // _OFFENCES)
    planted: dict[str, list[str]] = {}
    for place, rule in enumerate(("R1", "R2", "R3", "R4")):
        wrong = order[place * each : (place + 1) * each]
        for number in wrong:
            one = sound[number]
            match rule:
                case "R1":
                    one = one._replace(leader=f"x{number:07}")
                case "R2":
                    other = sound[random.choice(order[4 * each :])]
                    one = _follower(number * 2 + 1, other, random)
                case "R3":
                    one = one._replace(platform=_other(platforms, one.platform, random))
                case _:
                    one = one._replace(upper_body=random.randint(5, 50))
            sound[number] = one
        planted[rule] = sorted(sound[number].id for number in wrong)
    return sound, planted


def _follower(number: int, leader: Program, random: Random) -> Program:
    return leader._replace(
        id=f"p{number:07}",
        company=_other(COMPANIES, leader.company, random),
        leader=leader.id,
        upper_body=random.randint(51, 95),
    )


def _built(  # noqa: PLR0913, PLR0917 - what a year's volume depends on
    program: Program,
    number: int,
    years: Sequence[int],
    spoilt: set[int],
    platforms: Mapping[str, bool],
    random: Random,
) -> Program:
    """Give a program its year and volume: large on a common platform, but in spoilt years."""
    year = years[number % len(years)]
    large = platforms[program.platform] != (year in spoilt)
    return program._replace(year=year, volume=random.randint(*(_LARGE if large else _SMALL)))


def _other(choices: Sequence[str], than: str, random: Random) -> str:
    return random.choice([choice for choice in choices if choice != than])


def shares(workload: Workload) -> dict[int, tuple[int, int]]:
    """Return, by year, the vehicles on common platforms and all vehicles."""
    found: dict[int, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for program in workload.programs:
        common, whole = found[program.year]
        own = program.volume if workload.platforms[program.platform] else 0
        found[program.year] = common + own, whole + program.volume
    return found

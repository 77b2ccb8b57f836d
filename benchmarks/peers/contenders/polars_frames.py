"""Polars: one lazy plan for each rule over the flat Parquet files, all collected together."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from benchmarks.peers.contender import Answer
from benchmarks.peers.files import PLATFORMS, PROGRAMS

HALF = 0.5


def prepare() -> None:
    """Import the engine."""
    import polars  # noqa: F401, ICN001 - that is what takes time


def load(_: None, folder: Path) -> Any:
    """Read the frames."""
    import polars as pl

    return tuple(pl.read_parquet(folder / f"{name}.parquet") for name in (PROGRAMS, PLATFORMS))


def resolve(_: None, data: Any) -> Any:
    """Leaders are joined while the rules are asked."""
    return data


def evaluate(_: None, data: Any) -> Answer:
    """Collect the plans of all rules at once, so that what they share is done once."""
    import polars as pl

    programs, platforms = (frame.lazy() for frame in data)
    followers = programs.filter(pl.col("leader").is_not_null())
    leaders = programs.select(
        pl.col("id").alias("leader"),
        pl.col("leader").alias("its_leader"),
        pl.col("platform").alias("its_platform"),
    )
    twins = followers.join(leaders, on="leader")
    year = pl.col("year").cast(pl.String)
    common = pl.col("volume").filter(pl.col("common")).sum()
    plans = {
        "R1": followers.join(leaders, on="leader", how="anti").select("id"),
        "R2": twins.filter(pl.col("its_leader").is_not_null()).select("id"),
        "R3": twins.filter(pl.col("platform") != pl.col("its_platform")).select("id"),
        "R4": followers.filter(pl.col("upper_body_shared") <= HALF).select("id"),
        "R5": programs.filter(pl.col("leader").is_null())
        .group_by("region")
        .agg(pl.col("company").n_unique().alias("companies"))
        .filter(pl.col("companies") > 1)
        .select("region"),
        "R6": programs.join(platforms, left_on="platform", right_on="id")
        .group_by("year")
        .agg(common.alias("common"), pl.col("volume").sum().alias("built"))
        .filter(pl.col("common") * 5 < pl.col("built") * 4)
        .select(year),
    }
    found = pl.collect_all(list(plans.values()))
    return Answer(
        {rule: frame.to_series().to_list() for rule, frame in zip(plans, found, strict=True)}
    )

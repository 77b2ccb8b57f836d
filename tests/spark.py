"""One Spark session for all tests that need one."""

from __future__ import annotations

import os
import shutil
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pyspark.sql import SparkSession


def why_not() -> str:
    """Return why there is no Spark, "" if there is."""
    if find_spec("pyspark") is None:
        return "PySpark is not installed; python3 tasks.py spark does that"
    if not os.environ.get("JAVA_HOME") and shutil.which("java") is None:
        return "there is no Java"
    return ""


@cache
def session() -> SparkSession:
    """Return the session, in which code is not compiled: queries are many, and tables small."""
    from pacecar.evaluation.sql.spark import settle, small_session

    made = small_session(
        {
            "spark.sql.codegen.wholeStage": "false",
            "spark.sql.codegen.factoryMode": "NO_CODEGEN",
        }
    )
    settle(made)
    return made


needs_spark = [
    pytest.mark.spark,
    pytest.mark.slow,
    pytest.mark.skipif(bool(why_not()), reason=why_not() or "there is Spark"),
]
"""For `pytestmark` of modules whose tests need Spark."""

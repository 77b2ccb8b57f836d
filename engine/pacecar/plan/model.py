"""The plan format, as models: the source of the tables, and of the schema for editors.

`pacecar.plan.tables` is generated from here (`tools/generate_tables.py`). Checks read plans
by those tables, without pydantic; what these models accept and what the reader accepts is
compared by tests.
"""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Final

from pydantic import BaseModel, ConfigDict, model_validator
from pydantic import Field as Described

from pacecar.plan.fields import Date, Field, ListOf, Number, Reference, Text, Truth
from pacecar.plan.model_types import (
    NONE_IF_ABSENT,
    Among,
    Amount,
    Bool,
    Choice,
    Day,
    First,
    Id,
    Key,
    Last,
    Name,
    Named,
    RuleId,
    SettingsOf,
    Share,
    Units,
    WholeYear,
    Words,
)
"""placeholder"""

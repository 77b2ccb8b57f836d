"""The judge on durable-rules: patterns over single facts are its rules.

One ruleset serves all criteria, or as few as its limits allow. Each pattern of a criterion is a
rule; a criterion's number is in all its patterns and facts. Nothing else of durable-rules is
used: where it is not exact (joins, quantifiers, arithmetic, order of texts), the work was done
before, when the record was made.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from itertools import batched_

from pacecar.evaluation.record import CouldNotRun

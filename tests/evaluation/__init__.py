"""Tests of binding and judging."""

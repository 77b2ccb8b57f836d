"""Tests of the use cases: what a check reports."""

"""Tests of plans as tables of a database."""

"""Tests of the pytest plugin and of what features are run with."""

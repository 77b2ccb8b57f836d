"""Tests of rules as queries."""

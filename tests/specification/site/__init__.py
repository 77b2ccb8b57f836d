"""Tests of the specification as HTML pages."""

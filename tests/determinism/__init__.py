"""Tests that the same plan gets the same report, byte by byte."""

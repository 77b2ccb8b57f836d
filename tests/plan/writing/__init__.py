"""Tests of what plans are written as."""

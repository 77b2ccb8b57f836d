"""Tests of plans in spreadsheets."""

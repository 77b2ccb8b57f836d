"""Tests of the planner's own workbook with the findings in it."""

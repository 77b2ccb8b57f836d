"""Tests of the guards: each guard is made to fire."""

"""Tests of the places that findings name."""

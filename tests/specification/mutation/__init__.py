"""Tests of mutation: what is changed, and what examples notice."""

"""Tests of the submission service, on SQLite and on PostgreSQL."""

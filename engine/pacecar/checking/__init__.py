"""The use cases: check a plan and report on it."""

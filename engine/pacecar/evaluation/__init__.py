"""Binding a rule's cases and judging them; one port, several evaluators."""

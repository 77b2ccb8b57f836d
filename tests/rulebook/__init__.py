"""The rule language: reading, typing, checking and digesting rules."""

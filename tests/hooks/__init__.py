"""Pacecar as a hook of pre-commit and prek."""

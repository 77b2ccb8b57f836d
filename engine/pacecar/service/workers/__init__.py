"""Checks in processes of their own: bounded in time and memory, and free to crash."""

"""The plan format and its readers."""

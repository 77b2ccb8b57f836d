"""The plan: its format, its files, and what they say, linked and located."""

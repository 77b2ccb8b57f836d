"""A report as people, editors and programs read it; a format computes nothing itself."""

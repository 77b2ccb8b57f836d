"""Checking files of rows with very many programs: time by step, and memory."""

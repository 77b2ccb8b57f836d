"""Asking a service over HTTP, with the standard library alone."""

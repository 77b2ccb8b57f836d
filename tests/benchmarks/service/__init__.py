"""The benchmarks of the service."""

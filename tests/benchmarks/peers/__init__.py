"""The benchmarks beside peers; no time is asserted."""

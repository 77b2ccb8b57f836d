"""Features as the specification: the pytest plugin that runs them, and its vocabulary."""

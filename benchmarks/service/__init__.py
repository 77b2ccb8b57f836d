"""The service under load, and under kill -9."""

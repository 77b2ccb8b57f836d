"""The service over HTTP: what `service.lifecycle` and its neighbours do, as resources."""

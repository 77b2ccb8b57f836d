"""The service's pages: what the API does, for people with a browser; made here, as HTML."""

"""Where the service keeps everything: SQLite or PostgreSQL, one module a table."""

"""Plans as tables of a database: more programs than fit the memory, or a query each for many."""

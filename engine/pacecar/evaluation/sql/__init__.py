"""Rules as queries: each typed rule becomes one, which binds its cases and judges them."""

"""The rulebook: the language of rules, its model, expressions, types, loading and digests."""

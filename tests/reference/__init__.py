"""What a rule means, spelled out: a slow evaluator written from docs/semantics.md alone."""

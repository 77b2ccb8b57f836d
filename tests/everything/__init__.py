"""A plan that breaks every rule of the rulebook."""

"""Mutation: whether the examples of a rule would notice, were the rule another one."""

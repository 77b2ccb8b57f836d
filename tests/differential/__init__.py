"""The product and the reference evaluator, side by side on plans and rules made up at random."""

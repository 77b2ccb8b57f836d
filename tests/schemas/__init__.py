"""What editors and other tools are told of plans and rules."""

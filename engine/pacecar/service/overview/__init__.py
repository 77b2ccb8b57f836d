"""What the accepted portfolio comes to, to be looked at: regions, twins, and common platforms."""

"""What the formats make of a report."""

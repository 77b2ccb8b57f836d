"""Input that means no good."""

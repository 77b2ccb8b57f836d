"""Guards of the specification: what `pacecar spec lint` finds in rules and features."""

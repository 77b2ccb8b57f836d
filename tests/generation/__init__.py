"""Plans and rules made up at random, for tests that compare or state laws."""

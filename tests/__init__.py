"""The tests of Pacecar."""

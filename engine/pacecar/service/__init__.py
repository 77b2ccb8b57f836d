"""The submission service: proposals against the accepted portfolio, and every decision kept."""

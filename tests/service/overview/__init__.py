"""The overview of the portfolio."""

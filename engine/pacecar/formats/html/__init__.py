"""The report as one page that needs nothing else: for the board, on paper and on a phone."""

"""Plans in files of rows: read, judged and told as in process."""

"""Plans in spreadsheets: workbooks and CSV files, read into the same located nodes as YAML."""

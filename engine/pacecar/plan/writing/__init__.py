"""From a plan to the bytes of files: YAML, JSON, workbooks and CSV, each read back as the same."""

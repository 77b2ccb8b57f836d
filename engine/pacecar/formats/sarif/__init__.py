"""SARIF 2.1.0: the report for code scanning and for editors that read its results."""

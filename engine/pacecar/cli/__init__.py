"""The terminal and the hook: arguments in, a report and an exit code out."""

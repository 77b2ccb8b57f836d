"""The command line: arguments, settings, outputs, exit codes."""

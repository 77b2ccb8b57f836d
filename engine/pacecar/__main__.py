"""`python -m pacecar`."""

from __future__ import annotations

from pacecar.cli.main import main

if __name__ == "__main__":
    main()

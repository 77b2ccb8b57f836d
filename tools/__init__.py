"""What tasks.py is made of; the standard library is enough to run it."""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - whoever runs an older one is told so
    sys.exit(
        "Pacecar needs Python 3.11 or newer and this is {}.{}; run for instance: "
        "python3.12 tasks.py".format(*sys.version_info)
    )

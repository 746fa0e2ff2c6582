"""``python -m pecia`` is the command ``pecia``."""

import sys

from pecia.cli import main

if __name__ == "__main__":
    sys.exit(main())

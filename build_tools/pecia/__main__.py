"""``python -m pecia`` is the command ``pecia``."""

import sys

from pecia.cli import main

sys.exit(main())

"""The command ``pecia``, and ``python -m pecia``: what :mod:`pecia.cli` does, from its first moment interruptible."""

import sys


def main() -> int:
    """The exit status; 130 when interrupted, also while the program itself is still being read."""
    try:
        from pecia import cli

        return cli.main()
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())

"""``python -m bot``."""

import sys

from bot import cli


def main() -> None:
    """Carry out the command line and leave with its exit code."""
    sys.exit(cli.main())


if __name__ == "__main__":
    main()

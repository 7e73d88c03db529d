"""``python -m demo``."""

import signal
import sys
from types import FrameType


def main() -> None:
    """Carry out the command line and leave with its exit code."""
    # From the first moment on: what is imported next takes its time, and an interrupt then is
    # nothing to be told of.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _leave)
    from demo import cli

    sys.exit(cli.main())


def _leave(_: int, __: FrameType | None) -> None:
    sys.exit(0)


if __name__ == "__main__":
    main()

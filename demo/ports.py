"""Where to listen."""

from __future__ import annotations

import socket

HOST = "127.0.0.1"
TRIED = 20


def free_port(wanted: int) -> int:
    """The wanted port or one of the next; any that is free where all of those are taken."""
    last = min(wanted + TRIED, 65_536)
    return next((port for port in range(wanted, last) if _is_free(port)), 0)


def _is_free(port: int) -> bool:
    with socket.socket() as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind((HOST, port))
            # Without this a port that another process has only bound, not opened, would seem free.
            tried.listen(1)
        except OSError:
            return False
    return True

"""The listening socket: uvicorn's protocols, opened and closed at will."""

from __future__ import annotations

import asyncio
import os
import socket
import struct
from typing import Any

import uvicorn


class Listener:
    """Serves an ASGI application on 127.0.0.1.

    `close` cuts all connections at once, so that to a client it looks like a crash or a lost
    network; `open` listens on the same port again.
    """

    def __init__(self, app: Any, port: int = 0) -> None:
        self.app = app
        self.port = port
        self._server: uvicorn.Server | None = None

    async def open(self) -> None:
        """Listens; port 0 means a free one, kept for later. Raises OSError when it is taken."""
        config = uvicorn.Config(
            self.app,
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            date_header=False,
            timeout_keep_alive=600,
            ws="none",
        )
        config.load()
        server = uvicorn.Server(config)
        server.lifespan = config.lifespan_class(config)
        listening = _listening(self.port)
        self.port = listening.getsockname()[1]
        await server.startup(sockets=[listening])
        self._server = server

    def cut(self, *paths: str) -> None:
        """Resets the connections whose latest request went to a path that begins so."""
        if self._server is None:
            return
        for connection in list(self._server.server_state.connections):
            scope = getattr(connection, "scope", None)
            if scope is not None and scope.get("path", "").startswith(paths):
                reset(connection.transport)

    async def close(self) -> None:
        """Stops listening and cuts every connection, running calls included."""
        server, self._server = self._server, None
        if server is None:
            return
        for listening in server.servers:
            listening.close()
        for connection in list(server.server_state.connections):
            transport = getattr(connection, "transport", None)
            if transport is not None:
                transport.abort()
        await asyncio.sleep(0)  # lets the connections learn that they are lost
        tasks = list(server.server_state.tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.sleep(0)


def reset(transport: asyncio.Transport) -> None:
    """Ends the connection with a reset: the socket drops what it has and does not linger."""
    if transport.is_closing():
        return
    with socket.socket(fileno=os.dup(transport.get_extra_info("socket").fileno())) as same:
        same.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()


def _listening(port: int) -> socket.socket:
    # asyncio sends without delay only where the protocol is named; else an answer takes 40 ms.
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(("127.0.0.1", port))
        listening.listen(1024)
    except OSError:
        listening.close()
        raise
    listening.setblocking(False)
    return listening

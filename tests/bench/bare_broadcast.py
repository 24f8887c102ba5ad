# SPDX-License-Identifier: EUPL-1.2
"""The least that a live view could be: what one connection says is said to all, by the `websockets` library alone.

python -m tests.bench.bare_broadcast PORT
"""

import asyncio
import sys

from websockets.asyncio.server import ServerConnection, broadcast, serve

SAY = "say "
connections: set[ServerConnection] = set()


async def listen(connection: ServerConnection) -> None:
    """Whatever begins with `say ` is broadcast; the rest is a greeting."""
    connections.add(connection)
    try:
        async for message in connection:
            if isinstance(message, str) and message.startswith(SAY):
                broadcast(connections, message[len(SAY) :])
    finally:
        connections.discard(connection)


async def main(port: int) -> None:
    """Serves until it is killed."""
    async with serve(listen, "127.0.0.1", port, compression=None, ping_interval=None) as server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))

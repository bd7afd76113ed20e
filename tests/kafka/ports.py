"""Free ports for servers that must come back on the same port."""

from __future__ import annotations

import random
import socket
from collections import deque

HOST = "127.0.0.1"

# Below the range that systems draw the ports of outgoing connections from (Linux: 32768 on). Inside it, a client that
# keeps trying to reach a stopped broker can be given that very port, connect to itself and keep the broker from
# ever binding it again.
LOWEST, HIGHEST = 20_000, 32_000


_given: deque[int] = deque(maxlen=100)


def free_port() -> int:
    """A port of 127.0.0.1 that nothing listens on now, and none of the last hundred given: who asks for two gets two."""
    draw = random.SystemRandom()
    while True:
        port = draw.randrange(LOWEST, HIGHEST)
        if port in _given:
            continue
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the broker does
            try:
                probe.bind((HOST, port))
            except OSError:
                continue
        _given.append(port)
        return port

"""Asks the worker in this container whether it is ready: exit status 0 if so, 1 if not, with the answer on one line.

The image's healthcheck: it needs neither a shell nor curl, and loads nothing of the service. Run with a path, it asks
that instead of /health/ready. The port is COMMUNIQUE_HTTP_PORT's, as the worker's is.
"""

from __future__ import annotations

import http.client
import os
import sys

SECONDS = 3.0


def main() -> int:
    """Ask."""
    path = sys.argv[1] if len(sys.argv) > 1 else "/health/ready"
    port = int(os.environ.get("COMMUNIQUE_HTTP_PORT") or 8080)
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        sys.stdout.write(answer.read().decode("utf-8", "replace") + "\n")
    except (OSError, http.client.HTTPException) as error:
        sys.stdout.write(f"no answer from 127.0.0.1:{port}{path}: {error}\n")
        return 1
    finally:
        connection.close()
    return 0 if answer.status == http.client.OK else 1


if __name__ == "__main__":
    sys.exit(main())

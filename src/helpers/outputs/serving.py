"""The site on this machine's loopback address."""

import contextlib
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from helpers.tables.refusals import Refusal


def serve(folder: Path, port: int) -> int:
    """Serve a folder until interrupted; Refusal where there is none or the port is taken."""
    if not folder.is_dir():
        raise Refusal("build/site: not built yet; build it first: python3 run.py site")
    try:
        server = ThreadingHTTPServer(("127.0.0.1", port), partial(SimpleHTTPRequestHandler, directory=folder))
    except OSError as error:
        todo = f"a free port; name one: python3 run.py serve --port {port + 1}"
        raise Refusal(f"--port {port}: {error.strerror}; {todo}") from error
    print(f"http://127.0.0.1:{port}/ shows build/site; Ctrl+C ends it", flush=True)
    with server, contextlib.suppress(KeyboardInterrupt):
        server.serve_forever()
    return 0

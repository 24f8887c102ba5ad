# SPDX-License-Identifier: EUPL-1.2
"""A page on this machine with the live pictures of windows that are open off-screen. A click on the kiosk's is a touch."""

import threading
from collections.abc import Mapping
from contextlib import suppress
from http.client import HTTPConnection, HTTPException
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

LOOPBACK = "127.0.0.1"
PICTURE_WITHIN_S = 5.0
LONGEST_TOUCH = 200
STYLE = """
body { margin: 24px; background: #F5F3EE; color: #16212C; font: 18px/1.4 "Noto Sans", sans-serif; }
main { display: grid; grid-template-columns: max-content 1fr; gap: 16px 32px; justify-items: start; align-items: start; }
figure { margin: 0; grid-column: 2; }
figure[data-name=kiosk] { grid-column: 1; grid-row: 1 / span 3; }
figcaption { margin-bottom: 8px; font-weight: bold; }
img { height: calc(47vh - 64px); max-width: 100%; border: 2px solid #6F7A86; background: #fff; }
figure[data-name=kiosk] img { height: calc(94vh - 64px); cursor: pointer; }
"""
SCRIPT = """
const showOne = (picture) => {
  const next = new Image();
  const again = () => setTimeout(() => showOne(picture), 300);
  next.onload = () => { picture.src = next.src; again(); };
  next.onerror = again;
  next.src = `/${picture.dataset.name}.png?${Date.now()}`;
};
for (const picture of document.images) {
  showOne(picture);
  picture.addEventListener("click", (event) => {
    const scale = picture.naturalWidth / picture.clientWidth;
    const touch = { x: Math.round(event.offsetX * scale), y: Math.round(event.offsetY * scale) };
    fetch(`/${picture.dataset.name}/touch`, { method: "POST", body: JSON.stringify(touch) });
  });
}
"""
PAGE = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Kölapp: live pictures</title>
<link rel="icon" href="data:,"><link rel="stylesheet" href="/live.css"></head>
<body><main>{figures}</main><script src="/live.js"></script></body>
</html>
"""
FIGURE = """
<figure data-name="{name}"><figcaption>{title}</figcaption><img data-name="{name}" alt="Live picture: {title}"></figure>
"""
TITLES = {"kiosk": "Kiosk (click to touch)", "display": "Display of the waiting room", "facility": "Facility display"}


class LivePictures(ThreadingHTTPServer):
    """Serves from `start` to `stop`. `mirrors` are the ports of the windows' own mirrors, by name."""

    daemon_threads = True

    def __init__(self, mirrors: Mapping[str, int], port: int = 0) -> None:
        super().__init__((LOOPBACK, port), _Answer)
        self.mirrors = dict(mirrors)

    @property
    def url(self) -> str:
        """The page."""
        return f"http://{LOOPBACK}:{self.server_port}/"

    def start(self) -> None:
        """The page can be opened."""
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True).start()

    def stop(self) -> None:
        """The page is gone."""
        self.shutdown()
        self.server_close()

    def page(self) -> str:
        """The page with every picture."""
        return PAGE.format(figures="".join(FIGURE.format(name=name, title=TITLES.get(name, name)) for name in self.mirrors))

    def ask(self, name: str, method: str, path: str, body: bytes | None = None) -> tuple[int, bytes]:
        """The mirror's answer; 404 for one that is not there, 502 for one that does not answer."""
        if name not in self.mirrors:
            return 404, b""
        connection = HTTPConnection(LOOPBACK, self.mirrors[name], timeout=PICTURE_WITHIN_S)
        try:
            connection.request(method, path, body)
            answer = connection.getresponse()
            return answer.status, answer.read()
        except (HTTPException, OSError):
            return 502, b""
        finally:
            connection.close()


class _Answer(BaseHTTPRequestHandler):
    server: LivePictures

    def do_GET(self) -> None:
        path = self.path.split("?")[0]
        if path == "/":
            self._say(200, "text/html; charset=utf-8", self.server.page().encode())
        elif path == "/live.css":
            self._say(200, "text/css; charset=utf-8", STYLE.encode())
        elif path == "/live.js":
            self._say(200, "text/javascript; charset=utf-8", SCRIPT.encode())
        else:
            status, picture = self.server.ask(path.strip("/").removesuffix(".png"), "GET", "/picture.png")
            self._say(status, "image/png", picture)

    def do_POST(self) -> None:
        name, _, wish = self.path.strip("/").partition("/")
        length = int(self.headers.get("Content-Length") or 0)
        is_touch = wish == "touch" and length <= LONGEST_TOUCH and self.headers.get("Origin", "") == self.server.url.rstrip("/")
        status, answer = self.server.ask(name, "POST", "/touch", self.rfile.read(length)) if is_touch else (403, b"")
        self._say(status, "application/json", answer)

    def _say(self, status: int, kind: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        # A page that was closed meanwhile wants its picture no more.
        with suppress(ConnectionError):
            self.end_headers()
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing: the terminal belongs to the table of addresses."""
        del format, args

"""serve: the page for citizens (as a draft) and the status board, on this machine only, while the office works.

Nothing is kept but the token and the page as made from the master last; every request asks the master whether that
still holds. The address opens once: whoever opens it gets a cookie, by which the browser is known from then on.
"""

import datetime as dt
import secrets
import sys
import threading
from collections.abc import Callable, Mapping
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path, PurePosixPath
from socketserver import TCPServer
from typing import Final, NamedTuple
from urllib.parse import parse_qs, unquote

from kosei_xl.collect.status import DepartmentStatus
from kosei_xl.publish.board import BOARD_TEMPLATES, Board, BoardRow, board_page
from kosei_xl.read.master import point_here
from kosei_xl.values.diagnostics import KoseiError
from kosei_xl.verbs import disk
from kosei_xl.verbs.opening import Say, open_master, silent
from kosei_xl.verbs.publish import PAGE_TEMPLATES, PublishWishes, public_files
from kosei_xl.verbs.status import StatusReport, status
from kosei_xl.verbs.telling import day_text
from kosei_xl.words import terms
from kosei_xl.words.messages import told

LOOPBACK: Final = "127.0.0.1"
_PAGE: Final = "/page/"
_TEXT: Final = "text/plain; charset=utf-8"
_HTML: Final = "text/html; charset=utf-8"
_KINDS: Final[Mapping[str, str]] = {
    ".html": _HTML,
    ".csv": "text/csv; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".gif": "image/gif",
}
_ALWAYS: Final[Mapping[str, str]] = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class Served(NamedTuple):
    """What a request gets: its status, the type of its body, the body, and further heads."""

    status: HTTPStatus
    kind: str
    body: bytes
    heads: Mapping[str, str] = {}


def serve(path: Path, point_key: str, today: Callable[[], dt.date], say: Say = silent) -> None:
    """Show page and board of a point until Ctrl+C. Raises WrongCall for an unknown point, and as `open_master`."""
    with OfficeServer(path, point_key, today) as server:
        try:
            say(told("serving", address=server.address))
            server.serve_forever()
        except KeyboardInterrupt:
            say(told("served"))


class OfficeServer(ThreadingHTTPServer):
    """Answers on this machine only, on a port that was free."""

    daemon_threads = True
    allow_reuse_address = False  # on Windows it would let another program take the port over

    def __init__(self, path: Path, point_key: str, today: Callable[[], dt.date]) -> None:
        self.master, self.today = path, today
        self.point = point_here(open_master(path), point_key).key
        self._token, self._session = secrets.token_urlsafe(24), secrets.token_urlsafe(24)
        self._one_at_a_time = threading.Lock()
        self._made: tuple[tuple[int, int], Mapping[str, bytes]] | None = None
        super().__init__((LOOPBACK, 0), _Handler)

    def server_bind(self) -> None:
        """Take a free port; the name of this machine is not asked for, which can take seconds."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = LOOPBACK, self.server_address[1]

    @property
    def address(self) -> str:
        """Where it is opened first, once."""
        return f"http://{LOOPBACK}:{self.server_port}/?token={self._token}"

    def answer(self, host: str, target: str, cookies: str) -> Served:
        """What a request for `target` gets, by its Host and Cookie heads."""
        if host not in (f"{LOOPBACK}:{self.server_port}", f"localhost:{self.server_port}"):
            return _said(HTTPStatus.FORBIDDEN, told("serve_refused"))
        path, _, query = target.partition("?")
        name = f"kosei_{self.server_port}"
        tokens = parse_qs(query).get("token", [])
        if path == "/" and tokens:
            if not self._spend(tokens[0]):
                return _said(HTTPStatus.FORBIDDEN, told("serve_refused"))
            cookie = f"{name}={self._session}; HttpOnly; SameSite=Lax; Path=/"
            return Served(HTTPStatus.SEE_OTHER, _TEXT, b"", {"Location": "/", "Set-Cookie": cookie})
        given = dict(one.strip().partition("=")[::2] for one in cookies.split(";"))
        if not _is_same(given.get(name, ""), self._session):
            return _said(HTTPStatus.FORBIDDEN, told("serve_refused"))
        try:
            with self._one_at_a_time:
                return self._content(unquote(path))
        except KoseiError as error:
            return Served(HTTPStatus.SERVICE_UNAVAILABLE, _TEXT, str(error).encode())

    def _spend(self, token: str) -> bool:
        with self._one_at_a_time:
            right = bool(self._token) and _is_same(token, self._token)
            if right:
                self._token = ""
            return right

    def _content(self, path: str) -> Served:
        if path == "/":
            asked = status(self.master, self.point, self.today())
            templates = {name: disk.bundled(PAGE_TEMPLATES, name).decode() for name in BOARD_TEMPLATES}
            return Served(HTTPStatus.OK, _HTML, board_page(_board(asked), templates))
        data = self._page().get(path.removeprefix(_PAGE)) if path.startswith(_PAGE) else None
        if data is None:
            return _said(HTTPStatus.NOT_FOUND, told("serve_nothing_there"))
        return Served(HTTPStatus.OK, _KINDS.get(PurePosixPath(path).suffix, "application/octet-stream"), data)

    def _page(self) -> Mapping[str, bytes]:
        """The files of the page, made anew where the master was written since."""
        now = _written(self.master)
        if self._made is None or self._made[0] != now:
            self._made = now, public_files(self.master, self.point, PublishWishes(self.today(), draft=True))
        return self._made[1]

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that went away before its answer is no error; anything else is shown."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class _Handler(BaseHTTPRequestHandler):
    """One request; whatever it is, only GET is answered."""

    server: OfficeServer
    timeout = 30

    def do_GET(self) -> None:
        heads = self.headers
        answer = self.server.answer(heads.get("Host", ""), self.path, heads.get("Cookie", ""))
        self.send_response(answer.status)
        for name, value in {**_ALWAYS, **answer.heads}.items():
            self.send_header(name, value)
        self.send_header("Content-Type", answer.kind)
        self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        self.wfile.write(answer.body)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing is logged: the address has the token in it."""


def _written(path: Path) -> tuple[int, int]:
    """When a file was written, and its size; what nothing has where it is not there."""
    try:
        there = path.stat()
    except OSError:
        return (-1, -1)
    return (there.st_mtime_ns, there.st_size)


def _is_same(given: str, wanted: str) -> bool:
    return secrets.compare_digest(given.encode(), wanted.encode())


def _said(status_code: HTTPStatus, text: str) -> Served:
    return Served(status_code, _TEXT, text.encode())


def _board(asked: StatusReport) -> Board:
    due = told("status_due", day=day_text(asked.point.due)) if asked.point.due else told("status_no_due")
    states = dict.fromkeys(one.state for one in asked.departments)
    counted = tuple((terms.STATES[one], sum(one == d.state for d in asked.departments)) for one in states)
    rows = tuple(_board_row(one) for one in asked.departments)
    return Board(asked.plan.name, asked.point.label, due, day_text(asked.seen_on), counted, rows)


def _board_row(one: DepartmentStatus) -> BoardRow:
    return BoardRow(
        " ".join(text for text in (one.department.bureau, one.department.name) if text),
        terms.STATES[one.state],
        one.state in terms.DONE_STATES,
        day_text(one.due) if one.due is not None else "",
        one.rows,
        one.blanks,
        len(one.errors),
        one.last.file if one.last is not None else "",
    )

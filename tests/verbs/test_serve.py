"""serve: seen on this machine by whoever has the address, once; by nobody else."""

import http.client
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import lxml.html
import pytest

from kosei_xl.values.refusals import WrongCall
from kosei_xl.verbs.serve import LOOPBACK, OfficeServer
from tests.tools.patience import STUCK, finish
from tests.tools.published import DAY, END, every_byte, master_of, sample_with_amounts, seen
from tests.tools.sheets import write

STARTED = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell may have told its jobs to ignore it
from kosei_xl.cli import main
main()
"""
Reply = tuple[int, dict[str, str], bytes]


@pytest.fixture(scope="module")
def master(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return master_of(tmp_path_factory.mktemp("serve"), sample_with_amounts(), first_published=False)


@pytest.fixture
def server(master: Path) -> Iterator[OfficeServer]:
    with OfficeServer(master, "令和７年度末", lambda: DAY) as started:
        thread = threading.Thread(target=started.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield started
        started.shutdown()
        thread.join()


def ask(server: OfficeServer, target: str, method: str = "GET", **heads: str) -> Reply:
    connection = http.client.HTTPConnection(LOOPBACK, server.server_port, timeout=STUCK)
    try:
        connection.request(method, target, headers=heads)
        reply = connection.getresponse()
        return reply.status, {name.lower(): value for name, value in reply.getheaders()}, reply.read()
    finally:
        connection.close()


def read_page(body: bytes) -> Any:
    return lxml.html.document_fromstring(body.decode())


def opened(server: OfficeServer) -> str:
    """The cookie that the address gives."""
    asked = urlsplit(server.address)
    status, heads, _ = ask(server, f"{asked.path}?{asked.query}")
    assert (status, heads["location"]) == (303, "/")
    assert "HttpOnly" in heads["set-cookie"]
    return heads["set-cookie"].partition(";")[0]


def test_address__on_this_machine_and_opens_once(server: OfficeServer) -> None:
    asked = urlsplit(server.address)
    assert (asked.scheme, asked.hostname, server.server_address[0]) == ("http", LOOPBACK, LOOPBACK)
    cookie = opened(server)
    assert ask(server, f"/?{asked.query}")[0] == 403
    assert ask(server, "/", Cookie=cookie)[0] == 200


@pytest.mark.parametrize(
    "target", ["/", "/page/index.html", "/page/data/data.json", "/?token=", "/?token=x", "/?token=%E8%AA%B2"]
)
def test_request__without_the_token__sees_nothing(server: OfficeServer, target: str) -> None:
    for heads in ({}, {"Cookie": f"kosei_{server.server_port}=x"}, {"Cookie": ";;=a"}):
        status, said, body = ask(server, target, **heads)
        assert status == 403
        assert "set-cookie" not in said
        assert "緑ヶ原" not in body.decode()


def test_request__by_another_name_or_method__refused(server: OfficeServer) -> None:
    cookie = opened(server)
    assert ask(server, "/", Host="evil.example", Cookie=cookie)[0] == 403
    for method in ("POST", "PUT", "DELETE"):
        assert ask(server, "/", method, Cookie=cookie)[0] == 501


def test_board__every_department__its_state(server: OfficeServer) -> None:
    status, heads, body = ask(server, "/", Cookie=opened(server))
    assert (status, heads["content-type"], heads["cache-control"]) == (200, "text/html; charset=utf-8", "no-store")
    page = read_page(body)
    rows = {seen(row[0]): seen(row[1]) for row in page.xpath("//tbody/tr")}
    assert len(rows) > 3
    assert set(rows.values()) == {"▼未提出"}
    assert f"{len(rows)}課のうち未提出が{len(rows)}課です。" in seen(page.find(".//main"))


def test_page__every_file_and_nothing_else(server: OfficeServer, master: Path) -> None:
    cookie = opened(server)
    status, _, body = ask(server, "/page/index.html", Cookie=cookie)
    assert status == 200
    page = read_page(body)
    assert "確定したものではありません" in seen(page.xpath("//p[@class='draft']")[0])
    for link in page.xpath("//table[contains(@class, 'files')]//a/@href"):
        assert ask(server, f"/page/{link}", Cookie=cookie)[0] == 200
    for target in (
        "/page/",
        f"/page/../{master.name}",
        "/page/%2e%2e/x",
        "/x",
        f"/{master}",
        "/page/data",
        "//etc/passwd",
        "//[",
    ):
        assert ask(server, quote(target, safe="/%[."), Cookie=cookie)[0] == 404


def test_page__master_saved_meanwhile__as_it_is_now(master: Path, server: OfficeServer) -> None:
    cookie = opened(server)
    assert "あとの文" not in ask(server, "/page/index.html", Cookie=cookie)[2].decode()
    before = dict(every_byte(master.parent))
    assert dict(every_byte(master.parent)) == before
    write(master, "台帳", f"{END}|m-001|", {"results": "あとの文"})
    assert "あとの文" in ask(server, "/page/index.html", Cookie=cookie)[2].decode()


def test_master__gone__said_and_the_server_goes_on(tmp_path: Path, master: Path) -> None:
    own = tmp_path / "事務局.xlsx"
    own.write_bytes(master.read_bytes())
    with OfficeServer(own, END, lambda: DAY) as server:
        cookie = f"kosei_{server.server_port}={server._session}"
        host = f"{LOOPBACK}:{server.server_port}"
        data = own.read_bytes()
        own.unlink()
        for target in ("/", "/page/index.html"):
            answer = server.answer(host, target, cookie)
            assert answer.status == 503
            assert "事務局.xlsx" in answer.body.decode()
        own.write_bytes(data)
        assert server.answer(host, "/", cookie).status == 200


def test_point__unknown__refused_before_anything_listens(master: Path) -> None:
    with pytest.raises(WrongCall, match="R99"):
        OfficeServer(master, "R99", lambda: DAY)


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl+C is no signal there that a test can send to one process")
def test_command__until_ctrl_c__says_its_address_and_ends_well(master: Path) -> None:
    command = [sys.executable, "-c", STARTED, "serve", str(master), "--point", END]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, encoding="utf-8") as process:
        assert process.stderr is not None
        line = process.stderr.readline()
        assert "http://127.0.0.1:" in line
        process.send_signal(signal.SIGINT)
        _, said = finish(process)
    assert "終わりました" in said
    assert process.returncode == 0

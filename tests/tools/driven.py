"""Debian's Chromium driven as a person drives it: real keys, scripts forbidden, any zoom. By its own protocol (CDP).

It speaks through two pipes, so that no port is opened and nothing has to be installed beside the browser.
"""

import json
import os
import select
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.tools.office import INSTALL

_PATIENCE = 180
"""Seconds after which a browser that says nothing is stuck."""
_READS, _WRITES = 3, 4
"""The descriptors that Chromium reads from and writes to."""
_KEYS: Mapping[str, tuple[int, str]] = {
    "Tab": (9, ""),
    "Enter": (13, "\r"),
    "Escape": (27, ""),
    "ArrowDown": (40, ""),
    "ArrowUp": (38, ""),
    " ": (32, " "),
}


class Driven:
    """A page in a browser without a window."""

    def __init__(self, to_browser: int, from_browser: int) -> None:
        self._to, self._from = to_browser, from_browser
        self._rest = b""
        self._count = 0
        self._seen: list[str] = []
        target = self._ask("Target.createTarget", url="about:blank")["targetId"]
        self._session: str | None = self._ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self._ask("Page.enable")

    def _ask(self, method: str, **params: Any) -> dict[str, Any]:
        self._count += 1
        said: dict[str, Any] = {"id": self._count, "method": method, "params": params}
        if getattr(self, "_session", None) is not None:
            said["sessionId"] = self._session
        os.write(self._to, json.dumps(said).encode() + b"\0")
        while True:
            answer = self._next()
            if answer.get("id") == self._count:
                assert "error" not in answer, (method, answer)
                result: dict[str, Any] = answer["result"]
                return result

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            ready, _, _ = select.select([self._from], [], [], _PATIENCE)
            assert ready, "Chromium says nothing any more"
            piece = os.read(self._from, 2**16)
            assert piece, "Chromium has ended"
            self._rest += piece
        whole, _, self._rest = self._rest.partition(b"\0")
        answer: dict[str, Any] = json.loads(whole)
        self._seen.append(str(answer.get("method")))
        return answer

    def open(self, page: Path, *, width: int = 1280, zoom: float = 1, scripts: bool = True) -> None:
        """Load a page in a window of so many pixels at some zoom (4 for 400 %), with its scripts or without."""
        self._ask("Emulation.setScriptExecutionDisabled", value=not scripts)
        size = {"width": round(width / zoom), "height": round(900 / zoom), "deviceScaleFactor": zoom, "mobile": False}
        self._ask("Emulation.setDeviceMetricsOverride", **size)
        self._seen.clear()
        self._ask("Page.navigate", url=page.as_uri())
        while "Page.loadEventFired" not in self._seen:
            self._next()

    def said(self, script: str) -> Any:
        """What an expression gives in the page. It runs where the page's own scripts may not."""
        answer = self._ask("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def press(self, key: str, *, shift: bool = False) -> None:
        """Press a key and let it go."""
        code, text = _KEYS[key]
        how = {"key": key, "code": key, "windowsVirtualKeyCode": code, "modifiers": 8 if shift else 0}
        self._ask("Input.dispatchKeyEvent", type="keyDown" if text else "rawKeyDown", text=text, **how)
        self._ask("Input.dispatchKeyEvent", type="keyUp", **how)

    def write(self, text: str) -> None:
        """Type a text into what has the focus, as an input method does."""
        self._ask("Input.insertText", text=text)


@contextmanager
def driven() -> Iterator[Driven]:
    """Start a browser; it ends with the block."""
    program = shutil.which("chromium")
    assert program is not None, f"Chromium is not installed: {INSTALL}"
    reads, to_browser = os.pipe()
    from_browser, writes = os.pipe()
    with tempfile.TemporaryDirectory(prefix="kosei_chromium_", ignore_cleanup_errors=True) as profile:
        usual = ("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", f"--user-data-dir={profile}")
        shell = f'exec "$@" {_READS}<&{reads} {_WRITES}>&{writes}'
        process = subprocess.Popen(
            ["bash", "-c", shell, "chromium", program, *usual, "--remote-debugging-pipe", "about:blank"],
            pass_fds=(reads, writes),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(reads)
        os.close(writes)
        try:
            yield Driven(to_browser, from_browser)
        finally:
            os.close(to_browser)
            os.close(from_browser)
            process.terminate()
            process.wait()

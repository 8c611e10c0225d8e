"""Debian's Chromium, without a window: what a page is when its scripts have run, and what it prints."""

import html
import re
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.tools.office import INSTALL
from tests.tools.patience import run_to_end

_POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
_ANSWER = re.compile(r'<pre id="answer">(.*?)</pre>', re.S)


def start_chromium(*arguments: str | Path) -> str:
    """Run Chromium to its end -> what it prints. Fails where it is not installed."""
    program = shutil.which("chromium")
    assert program is not None, f"Chromium is not installed: {INSTALL}"
    with tempfile.TemporaryDirectory(prefix="kosei_chromium_") as profile:
        usual = ("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", f"--user-data-dir={profile}")
        return run_to_end([program, *usual, "--virtual-time-budget=20000", *arguments]).stdout


def rendered(page: Path) -> str:
    """The page after its scripts have run, as HTML."""
    return start_chromium("--dump-dom", page.as_uri())


def asked(page: Path, script: str, widths: Sequence[int], scratch: Path) -> list[str]:
    """What a script answers (`page`: the document, `width`: what it was given) in windows of some widths in pixels."""
    source = html.escape(_POLICY.sub("", page.read_text(encoding="utf-8")))
    frames = "".join(f'<iframe width="{w}" height="800" style="border:0" srcdoc="{source}"></iframe>' for w in widths)
    outer = scratch / "asked.html"
    outer.write_text(
        f'<!DOCTYPE html><meta charset="utf-8"><body>{frames}<pre id="answer"></pre><script>'
        f"function ask(page, width) {{ {script} }}"
        "onload = function () { setTimeout(function () {"
        ' document.getElementById("answer").textContent = Array.from(document.querySelectorAll("iframe")).map('
        'function (f) { return ask(f.contentDocument, +f.width); }).join("\\u001f"); }, 100); };</script></body>',
        encoding="utf-8",
    )
    found = _ANSWER.search(rendered(outer))
    assert found is not None
    return html.unescape(found[1]).split("\x1f")

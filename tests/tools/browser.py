"""Debian's Chromium, without a window: what a page is when its scripts have run, and what it prints."""

import html
import json
import re
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.tools.office import INSTALL, ROOT
from tests.tools.patience import run_to_end

AXE = ROOT / ".tools" / "node_modules" / "axe-core" / "axe.min.js"
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


def audited(pages: Mapping[str, str], widths: Sequence[int], scratch: Path) -> dict[str, list[str]]:
    """What axe-core finds against WCAG 2.2 AA and its own advice in pages (HTML by name) in windows of some widths.

    Page and width -> rule and element of each violation; all of them in one start of the browser. Fails where it
    passed hardly any rule on a page: then it has not looked at it.
    """
    assert AXE.is_file(), f"axe-core is not installed: {INSTALL}"
    shutil.copy(AXE, scratch / "axe.js")
    tag = f'<script src="{(scratch / "axe.js").as_uri()}"></script></head>'
    frames = "".join(
        f'<iframe title="{html.escape(name)} {width}" width="{width}" height="900" style="border:0" '
        f'srcdoc="{html.escape(_POLICY.sub("", source).replace("</head>", tag, 1))}"></iframe>'
        for name, source in pages.items()
        for width in widths
    )
    outer = scratch / "audited.html"
    outer.write_text(f'<!DOCTYPE html><meta charset="utf-8"><body>{frames}{_AUDIT}</body>', encoding="utf-8")
    found = _ANSWER.search(rendered(outer))
    assert found is not None
    answer: dict[str, dict[str, list[str]]] = json.loads(html.unescape(found[1]) or "{}")
    assert sorted(answer) == sorted(f"{name} {width}" for name in pages for width in widths), answer
    assert all(len(one["passes"]) > 15 for one in answer.values()), answer
    return {name: one["violations"] for name, one in answer.items()}


_AUDIT = """<pre id="answer"></pre><script>
onload = function () {
  var how = {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"], iframes: false};
  var frames = Array.from(document.querySelectorAll("iframe")), said = {};
  frames.reduce(function (before, frame) {
    return before.then(function () { return frame.contentWindow.axe.run(frame.contentDocument, how); }).then(
      function (found) {
        said[frame.title] = {passes: found.passes.map(function (one) { return one.id; }), violations:
          found.violations.flatMap(function (one) { return one.nodes.map(function (node) {
            return one.id + " " + node.target.join(" ") + " " + node.failureSummary; }); })};
      }, function (error) { said[frame.title] = {passes: [], violations: [String(error)]}; });
  }, Promise.resolve()).then(function () { document.getElementById("answer").textContent = JSON.stringify(said); });
};
</script>"""


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

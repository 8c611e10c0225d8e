"""Debian's Chromium, without a window, driven by Playwright: pages as people use them, and what they print."""

import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from tests.tools.office import INSTALL, ROOT
from tests.tools.patience import STUCK

AXE = ROOT / ".tools" / "node_modules" / "axe-core" / "axe.min.js"
_PATIENCE = STUCK * 1000
"""Milliseconds after which a browser that says nothing is stuck."""


class Chromium:
    """One browser; each page is opened in a window of its own, which reaches no network."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser

    @contextmanager
    def open(self, page: Path, *, width: int = 1280, zoom: float = 1, scripts: bool = True) -> Iterator[Page]:
        """A page in a window of so many pixels at some zoom (4 for 400 %), with its scripts or without.

        What the page asks for beside its own folder, and what it says as an error, fails at the end of the block; its
        own policy's refusals are its business.
        """
        context = self._browser.new_context(
            viewport={"width": round(width / zoom), "height": round(900 / zoom)},
            device_scale_factor=zoom,
            java_script_enabled=scripts,
            offline=True,
        )
        context.set_default_timeout(_PATIENCE)
        asked, thrown = list[str](), list[str]()
        try:
            opened = context.new_page()
            opened.on("request", lambda request: asked.append(request.url))
            opened.on("pageerror", lambda error: thrown.append(str(error)))
            opened.goto(page.as_uri())
            yield opened
        finally:
            context.close()
        assert [one for one in asked if not one.startswith((page.parent.as_uri(), "data:"))] == []
        assert thrown == []

    def rendered(self, page: Path) -> str:
        """The page after its scripts have run, as HTML."""
        with self.open(page) as opened:
            return opened.content()

    def answers(self, page: Path, script: str, widths: Sequence[int]) -> list[Any]:
        """What a function of JavaScript answers in windows of some widths in pixels."""
        found = []
        for width in widths:
            with self.open(page, width=width) as opened:
                found.append(opened.evaluate(script))
        return found

    def printed(self, page: Path) -> bytes:
        """The PDF that printing the page gives, on the paper that its style asks for."""
        with self.open(page) as opened:
            return opened.pdf(prefer_css_page_size=True, print_background=True)

    def audited(self, pages: Mapping[str, str], widths: Sequence[int]) -> dict[str, list[str]]:
        """What axe-core finds against WCAG 2.2 AA and its own advice in pages (HTML by name) in windows of some widths.

        Page and width -> rule and element of each violation. Fails where it passed hardly any rule on a page: then it
        has not looked at it.
        """
        assert AXE.is_file(), f"axe-core is not installed: {INSTALL}"
        found = {}
        for width in widths:
            context = self._browser.new_context(viewport={"width": width, "height": 900}, offline=True, bypass_csp=True)
            context.set_default_timeout(_PATIENCE)
            for name, source in pages.items():
                opened = context.new_page()
                opened.set_content(source)
                opened.add_script_tag(path=AXE)
                told = opened.evaluate(_AUDIT)
                assert len(told["passes"]) > 15, (name, width, told["passes"])
                found[f"{name} {width}"] = [
                    f"{one['id']} {' '.join(map(str, node['target']))} {node['failureSummary']}"
                    for one in told["violations"]
                    for node in one["nodes"]
                ]
                opened.close()
            context.close()
        return found


_AUDIT = """() => axe.run({
  runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"], resultTypes: ["violations", "passes"],
})"""


@contextmanager
def chromium() -> Iterator[Chromium]:
    """Start a browser; it ends with the block. Fails where it is not installed."""
    program = shutil.which("chromium")
    assert program is not None, f"Chromium is not installed: {INSTALL}"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program, args=["--no-sandbox", "--disable-gpu"], timeout=_PATIENCE
        )
        try:
            yield Chromium(browser)
        finally:
            browser.close()

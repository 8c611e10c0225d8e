"""Pages that everybody can use: axe-core and html-validate find nothing in any of them, and would find what is wrong."""

import json
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.tools.browser import chromium
from tests.tools.office import INSTALL, ROOT
from tests.tools.patience import run_to_end
from tests.tools.published import END, master_of, page_files, sample_with_amounts

VALIDATE = ROOT / ".tools" / "node_modules" / "html-validate" / "bin" / "html-validate.mjs"
RULES = {
    "extends": ["html-validate:recommended"],
    "rules": {"valid-id": ["error", {"relaxed": True}]},  # HTML allows the dots of our anchors, which are public by now
}
pytestmark = pytest.mark.browser
WIDTHS = (390, 1280)


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    """Every page that we make, by name: those for citizens (of a draft, which says most), the sheets, the board."""
    return page_files(master_of(tmp_path_factory.mktemp("pages"), sample_with_amounts()), END)


@pytest.fixture(scope="module")
def found(pages: Mapping[str, str]) -> Mapping[str, list[str]]:
    broken = pages["digest.html"].replace('lang="ja"', "").replace("</main>", '<img src="a.png"></main>')
    with chromium() as browser:
        return browser.audited({**pages, "broken": broken}, WIDTHS)


def test_axe__every_page_on_phone_and_desk__no_violation(found: Mapping[str, list[str]]) -> None:
    assert {name: told for name, told in found.items() if told and not name.startswith("broken")} == {}


def test_axe__no_language_and_a_picture_without_words__both_found(found: Mapping[str, list[str]]) -> None:
    for width in WIDTHS:
        rules = {told.split(" ")[0] for told in found[f"broken {width}"]}
        assert {"html-has-lang", "image-alt"} <= rules


def test_html_validate__every_page__no_error(pages: Mapping[str, str], tmp_path: Path) -> None:
    assert _validated(pages, tmp_path) == {}


def test_html_validate__unclosed_and_unknown__found(pages: Mapping[str, str], tmp_path: Path) -> None:
    broken = pages["index.html"].replace("</main>", "<blink><p>a</div></main>")
    assert "index.html" in _validated({"index.html": broken}, tmp_path)


def _validated(pages: Mapping[str, str], folder: Path) -> dict[str, list[str]]:
    """Name of a page -> what html-validate says of it; pages without a word left out."""
    node = shutil.which("node")
    assert node is not None, INSTALL
    assert VALIDATE.is_file(), f"html-validate is not installed: {INSTALL}"
    (folder / "rules.json").write_text(json.dumps(RULES), encoding="utf-8")
    for name, source in pages.items():
        (folder / name).write_text(source, encoding="utf-8")
    said = folder / "said.json"  # more than a pipe holds is cut off when node ends
    command: list[str | Path] = [node, VALIDATE, "--config", folder / "rules.json", "--formatter", f"json={said}"]
    done = run_to_end([*command, *(folder / name for name in pages)])
    assert said.is_file(), done.stderr
    return {
        Path(one["filePath"]).name: [f"{m['line']}: {m['ruleId']} {m['message']}" for m in one["messages"]]
        for one in json.loads(said.read_text(encoding="utf-8"))
        if one["messages"]
    }

"""Every finding, setting and command is documented, once; every message can be written in both languages.

The manual is built here, so that it need not be built anew for every finding on the way; `addin/test_manual.py` holds that
the committed page is the same.
"""

import ast
import json
import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import chain
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
from lxml import html

import kosei_xl
from kosei_xl.addin.building import build, tables
from kosei_xl.addin.building.commands import commands_of
from kosei_xl.addin.building.help import FUNCTIONS
from kosei_xl.cli import app
from kosei_xl.collect.summarize import summarize
from kosei_xl.report.wording import Wording
from kosei_xl.values.diagnostics import diagnostic
from kosei_xl.values.ledger import Ledger
from kosei_xl.values.standing import Standing
from kosei_xl.verbs import init
from kosei_xl.words import terms
from kosei_xl.words.buttons import BUTTONS, WITHOUT_BUTTON, buttons_of
from kosei_xl.words.codes import Code
from kosei_xl.words.explanations import EXPLANATIONS, STAGES
from kosei_xl.words.findings import CODES
from kosei_xl.words.sheet_notes import COLUMN_NOTES, PLACEHOLDER_NOTES, SHEET_NOTES
from kosei_xl.words.shorten import with_dots
from kosei_xl.words.year import YEAR
from tests.tools import house

PACKAGE = Path(kosei_xl.__file__).parent
ROOT = PACKAGE.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
HANDBOOK = (ROOT / "macros" / build.HANDBOOK).read_text(encoding="utf-8")
COMMANDS = commands_of(app)
MOST_LINES = 180
_MODULE = {
    path.name[:2].upper(): f"kosei_xl/words/explanations/{path.name}"
    for path in PACKAGE.glob("words/explanations/k*.py")
}

_LABELS = {
    *terms.FIELD_LABELS.values(),
    *(label for labels in terms.MASTER_SHEETS.values() for label in labels.values() if label),
    *(word for words in terms.CHOICES.values() for word in words.values()),
    *terms.BLANK_DECISIONS.values(),
    *(label for label, _ in terms.SETTING_LABELS.values()),
}
_NAMES = re.compile("|".join(["「[^」]*」", *sorted(map(re.escape, _LABELS), key=len, reverse=True)]))


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The manual as a tree, built anew."""
    made = build.build_manual(tmp_path_factory.mktemp("manual") / "manual.html", app)
    return html.fromstring(made.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def words_of_page(page: Any) -> str:
    return str(page.text_content())


def _placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def _calls() -> list[tuple[str, int, str, set[str] | None]]:
    """(file, line, code, names given) of every call that makes a diagnostic with a code written there."""
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            first = node.args[0]
            if name not in ("diagnostic", "report") or not (
                isinstance(first, ast.Attribute) and getattr(first.value, "id", "") == "Code"
            ):
                continue
            given = {keyword.arg for keyword in node.keywords}
            names = None if None in given else {str(keyword) for keyword in given}
            found.append((path.name, node.lineno, str(Code[first.attr]), names))
    return found


@pytest.mark.parametrize("code", CODES)
def test_codes__message__in_both_languages_with_the_same_placeholders(code: str) -> None:
    entry = CODES[code]
    assert re.fullmatch(r"K[1-57]\d\d", code)
    assert entry.ja.strip()
    assert entry.en.strip()
    assert _placeholders(entry.ja) == _placeholders(entry.en)
    assert re.search(r"[ぁ-ん]", entry.ja)
    assert not re.search(r"[ぁ-んァ-ヶ一-龠]", entry.en.replace("○", ""))


def test_codes__raised__all_of_them_by_name() -> None:
    named, numbers = set(), []
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "Code":
                if path.parent.name not in ("words", "explanations"):
                    named.add(Code[node.attr])
            elif (
                isinstance(node, ast.Constant) and re.fullmatch(r"K\d{3}", str(node.value)) and path.name != "codes.py"
            ):
                numbers.append(f"{path.name}:{node.lineno}")
    assert numbers == [], "a finding is named in code; its number is for people"
    assert set(Code) - named == set()
    assert list(CODES) == list(Code)


def test_codes__calls__give_every_placeholder() -> None:
    calls = _calls()
    assert len(calls) > 50
    for file, line, code, names in calls:
        if names is not None:
            needed = _placeholders(CODES[code].ja)
            assert needed <= names, f"{file}:{line} {code} needs {needed - names}"


def _where(code: str) -> str:
    """What to do about a finding without an explanation."""
    module = _MODULE.get(code[:2], "a module for a new stage beside it (STAGES)")
    return f"Code.{Code(code).name} ({code}) needs its explanation, Advice(why, do, why_en, do_en), in {module}"


# -- what each finding is for ----------------------------------------------------------------------------------------
@pytest.mark.parametrize("code", CODES)
def test_explanations__every_code__in_the_module_of_its_stage(code: str) -> None:
    where = _where(code)
    assert code in STAGES.get(code[:2], ("", "", {}))[2], where
    told = EXPLANATIONS[code]
    for ja in (told.why, told.do):
        assert re.search(r"[ぁ-ん]", ja), where
        assert ja.endswith("。"), ja
    for en in (told.why_en, told.do_en):
        assert re.search(r"[a-z]", en), where
        assert en.endswith("."), en
        assert not re.search(r"[ぁ-ん]", _NAMES.sub("", en)), "English names what stands in the workbooks, no more"


@pytest.mark.parametrize("code", EXPLANATIONS)
def test_explanations__beside_the_message__more_than_the_message(code: str) -> None:
    told, kind = EXPLANATIONS[code], CODES[code]
    for text, message in ((told.why, kind.ja), (told.why_en, kind.en)):
        likeness = SequenceMatcher(None, text, with_dots(message), autojunk=False).ratio()
        assert likeness < 0.75, f"{code}: why there is such a finding, not what it says"
    assert told.why != told.do


def test_explanations__reasons__each_its_own() -> None:
    for whys in ([told.why for told in EXPLANATIONS.values()], [told.why_en for told in EXPLANATIONS.values()]):
        assert len(set(whys)) == len(whys)
    assert set(EXPLANATIONS) <= set(CODES)


# -- the manual ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("code", CODES)
def test_manual__finding__at_its_own_link_with_severity_message_reason_and_what_to_do(page: Any, code: str) -> None:
    assert code in EXPLANATIONS, _where(code)
    section, kind, told = page.get_element_by_id(code), CODES[code], EXPLANATIONS[code]
    assert kind.severity.value in section.get("class").split()
    assert section.xpath("./h4/a/@href") == [f"#{code}"]
    said = section.text_content()
    assert with_dots(kind.ja) in said
    assert [without_marks(told.why), without_marks(told.do)] == [d.text_content() for d in section.iter("dd")]


def without_marks(text: str) -> str:
    """A text as the page shows it."""
    return text.replace("`", "").replace("**", "")


def test_manual__settings__every_one_with_explanation_default_and_example(page: Any) -> None:
    for key, (label, note) in terms.SETTING_LABELS.items():
        cells = [cell.text_content() for cell in page.get_element_by_id(f"setting-{key}").iter("td")]
        assert cells[:2] == [label, note]
        assert all(cells)
        assert all(word in cells[2] for word in terms.SETTING_CHOICES.get(key, {}).values())
    row = [cell.text_content() for cell in page.get_element_by_id("setting-digits_text").iter("td")]
    assert row[2:] == ["「半角」・「全角」・「混在」", "混在", "混在"]
    row = [cell.text_content() for cell in page.get_element_by_id("setting-plan_id").iter("td")]
    assert row[3:] == ["（必ず書きます）", "midori"]


def test_manual__sheets_and_columns__every_one(page: Any, words_of_page: str) -> None:
    assert list(SHEET_NOTES) == list(terms.MASTER_SHEETS), "a sheet needs its line in kosei_xl/words/sheet_notes.py"
    for sheet, notes in COLUMN_NOTES.items():
        keys = [key for key, label in terms.MASTER_SHEETS[sheet].items() if label]
        assert list(notes) == keys, f"the columns of {sheet} need their lines in kosei_xl/words/sheet_notes.py"
        assert page.get_element_by_id(f"sheet-{sheet}").text_content() == f"{sheet}シート"
    labels = [*SHEET_NOTES]
    labels += [terms.MASTER_SHEETS[sheet][key] for sheet, notes in COLUMN_NOTES.items() for key in notes]
    labels += [label for sheet in terms.FORMAT_2_SHEETS for label in terms.MASTER_SHEETS[sheet].values()]
    labels += [terms.MASTER_SHEETS[sheet][key] for sheet, keys in terms.FORMAT_2_COLUMNS.items() for key in keys]
    assert [label for label in labels if label not in words_of_page] == []


def test_manual__choices__every_word_is_there(words_of_page: str) -> None:
    registers = {name: words for choices in terms.REGISTER_WORDS.values() for name, words in choices.items()}
    more = {"states": terms.ITEM_STATES, "received": terms.RECEIVED_KINDS, "stored": terms.STORED_KINDS}
    words = {
        word
        for choices in (terms.CHOICES, terms.SETTING_CHOICES, registers, more)
        for words in choices.values()
        for word in words.values()
    }
    words |= {*terms.STATES.values(), *terms.RETURN_MARKS.values(), *terms.SETTLEMENTS, *terms.DECISIONS.values()}
    words |= {*terms.KIND_LABELS.values(), *terms.POINT_KIND_LABELS.values(), *terms.PRESETS}
    assert [word for word in sorted(words) if word not in words_of_page] == []


def test_manual__choices__beside_their_columns(page: Any) -> None:
    for sheet, keys in (("帳票", ("kind", "items", "role")), ("帳票列", ("align", "source", "entry"))):
        for key in keys:
            assert list(tables.choices_of(sheet)[key]) == list(terms.CHOICES[key].values())
    paper = tables.choices_of("帳票")["paper"]
    assert "A3横" in paper


def test_manual__placeholders__all_that_reports_know(page: Any) -> None:
    plan = init.sample_plan("midori").plan
    standing = Standing(plan, plan.points[-1], Ledger())
    wording = Wording(plan, standing.point, summarize(standing))
    of_any_plan = {*wording.numbers, *wording.dates, *wording.words} - {
        *plan.scale_at(plan.points[-1].key).by_code,
        *wording.outline.numbers(),
    }
    assert of_any_plan - {*PLACEHOLDER_NOTES} == set(), "name it in PLACEHOLDER_NOTES (kosei_xl/words/sheet_notes.py)"
    rows = page.xpath("//*[@id='placeholders']/following::table[1]/tbody/tr")
    shown = {row[0].text_content(): row[2].text_content() for row in rows}
    assert {*shown} == {f"{{{name}}}" for name in PLACEHOLDER_NOTES}
    assert not [name for name, text in shown.items() if "{" in text.removesuffix(name) or name == text]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name.replace(" ", "_"))
def test_manual__command__with_its_options_and_its_button(page: Any, command: Any) -> None:
    section = page.get_element_by_id(f"command-{command.name.replace(' ', '-')}")
    assert [term.text_content() for term in section.iter("dt")] == [option for option, _ in command.options]
    assert without_marks(command.help) in section.text_content()
    buttons, why = buttons_of(command.name), WITHOUT_BUTTON.get(command.name)
    assert bool(buttons) != bool(why), (
        f"kosei {command.name}: its button (BUTTONS), or why it has none (WITHOUT_BUTTON), in kosei_xl/words/buttons.py"
    )
    links = section.xpath(".//a[starts-with(@href, '#button-')]/@href")
    assert links == [f"#button-{button.verb}" for button in buttons]


def test_buttons__every_one__of_a_command_or_of_the_program_itself() -> None:
    called = {button.verb for command in COMMANDS for button in buttons_of(command.name)}
    assert {button.verb for button in BUTTONS} - called == {"settings", "manual"}
    assert {*WITHOUT_BUTTON} <= {command.name for command in COMMANDS}


def test_manual__json__the_keys_that_findings_have(page: Any) -> None:
    chapter = page.xpath("//*[@id='json']/following::pre[1]")[0].text_content()
    shape = json.loads(chapter)
    keys = [*diagnostic(Code.NOTHING_FILLED_IN).to_json()]
    assert list(shape["diagnostics"][0]) == keys
    told = HANDBOOK.partition("{#json}")[2].partition("\n## ")[0]
    assert [key for key in (*keys, "acknowledged", "counts", "rows", "distinct") if f"`{key}`" not in told] == []


def test_manual__chapters__all_that_is_generated_is_used(page: Any) -> None:
    used = set(re.findall(r"^\{\{(\w+)\}\}$", HANDBOOK, re.M))
    assert len(used) == 15
    assert "{{" not in re.sub(r"\{\{No\}\}", "", str(page.text_content()))
    assert list(page.xpath("//h2/@id")) == re.findall(r"^## .+ \{#(\S+)\}$", HANDBOOK, re.M)


def test_year__eight_steps__with_verbs_and_buttons_that_are_there(page: Any) -> None:
    assert len(YEAR) == 8
    names, verbs = {command.name for command in COMMANDS}, {button.verb for button in BUTTONS}
    for step in YEAR:
        assert {*step.commands} <= names
        assert {*step.buttons} <= {button.verb for name in step.commands for button in buttons_of(name)} <= verbs
    rows = page.xpath("//*[@id='year']/following::table[1]/tbody/tr")
    assert [row[0].text_content() for row in rows] == [f"{n}. {step.name}" for n, step in enumerate(YEAR, 1)]


# -- README ----------------------------------------------------------------------------------------------------------
def test_readme__length__for_one_sitting() -> None:
    lines = README.count("\n")
    assert lines <= MOST_LINES, (
        "shorten the versions before in 変更の記録; what users read belongs into macros/handbook.md"
    )


def test_readme__commands__all_mentioned() -> None:
    assert [command.name for command in COMMANDS if f"kosei {command.name}" not in README] == []
    assert "addin doctor" in [command.name for command in COMMANDS]


def test_readme__year__the_eight_steps() -> None:
    labels = {button.verb: button.label for button in BUTTONS}
    rows = re.findall(r"^\| (\d\. \S+) \| (.+?) \| (\S+) \|$", README, re.M)
    assert [name for name, _, _ in rows] == [f"{n}. {step.name}" for n, step in enumerate(YEAR, 1)]
    for (_, commands, buttons), step in zip(rows, YEAR, strict=True):
        assert tuple(re.findall(r"`kosei (\w+)", commands)) == step.commands
        assert buttons == ("、".join(labels[verb] for verb in step.buttons) or "－")


def test_readme__rooms__every_one_in_order() -> None:
    rooms = [name for name in house.ROOMS if (PACKAGE / name).is_dir()]
    assert re.findall(r"^\| `(\w+)/` \|", README, re.M) == rooms
    assert len(rooms) == 13


def _paths_named() -> Iterator[str]:
    yield from (link for link in re.findall(r"\]\(([^)#]+)\)", README) if "://" not in link)
    for quoted in re.findall(r"`([^`\n]+)`", README):
        if re.fullmatch(r"[\w./-]+(?:/|\.(?:py|md|html|xlsx))", quoted) and not quoted.startswith((".bak", "../")):
            yield quoted


def test_readme__paths__all_there() -> None:
    named = [*_paths_named()]
    gone = [path for path in named if not ((ROOT / path).exists() or (PACKAGE / path).exists())]
    assert gone == []
    assert sum(path.startswith("tests/") for path in named) > 20


def test_readme__pictures__two_and_small() -> None:
    pictures = re.findall(r"!\[[^\]]+\]\(([^)]+\.png)\)", README)
    assert len(pictures) == 2
    assert all((ROOT / picture).stat().st_size < 200_000 for picture in pictures)


def test_readme__what_must_not_go_missing__is_there() -> None:
    for needed in (
        "bash .ci/demo",
        "bash .ci/test",
        "macros/manual.html",
        "kosei explain K405",
        "## Security",
        "0.2.0",
    ):
        assert needed in README


# -- once ------------------------------------------------------------------------------------------------------------
def test_texts__of_the_program__stand_in_neither_readme_nor_handbook() -> None:
    own = [text for told in EXPLANATIONS.values() for text in told]
    own += [note for _, note in terms.SETTING_LABELS.values()]
    own += [*SHEET_NOTES.values(), *chain.from_iterable(notes.values() for notes in COLUMN_NOTES.values())]
    own += [*(button.hint for button in BUTTONS), *(told.summary for told in FUNCTIONS.values())]
    own += [*(command.help for command in COMMANDS), *terms.PRESETS.values()]
    long = [text for text in own if len(text) > 20]
    assert len(long) > 600
    assert [text for text in long if text in README or text in HANDBOOK] == [], "said by the program, so generated"
    assert re.findall(r"^\| *K\d{3} *\|", README + HANDBOOK, re.M) == [], "the list of findings is generated"


def test_handbook_and_readme__no_sentence__in_both() -> None:
    def sentences(text: str) -> set[str]:
        return {part.strip() for part in re.split(r"[。\n]", text) if len(part.strip()) > 30}

    assert sentences(README) & sentences(HANDBOOK) == set()


def test_runs_shown__are_those_of_the_scenarios() -> None:
    runs = [path.read_text(encoding="utf-8") for path in (ROOT / "tests/scenarios").glob("*/expected/stdout.txt")]
    shown = re.findall(r"^```text\n(\$ .*?)^```", README + HANDBOOK, re.M | re.S)
    assert len(shown) >= 3
    for block in shown:
        assert any(block in run for run in runs), block

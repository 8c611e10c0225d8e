"""What the manual lists: settings, sheets, columns, placeholders, commands, findings, the JSON of findings.

Everything comes from where the program itself has it; nothing is listed here by hand.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import get_args

from kosei_xl.addin.building.commands import Command
from kosei_xl.addin.building.markup import inline, table
from kosei_xl.collect.summarize import summarize
from kosei_xl.make.master import make_settings
from kosei_xl.report.wording import Wording
from kosei_xl.values.cells import CellRef
from kosei_xl.values.diagnostics import diagnostic
from kosei_xl.values.ledger import Ledger
from kosei_xl.values.model import Part, Plan, Style
from kosei_xl.values.sheet_values import SheetValue
from kosei_xl.values.standing import Standing
from kosei_xl.words import terms
from kosei_xl.words.buttons import BUTTONS, WITHOUT_BUTTON, buttons_of
from kosei_xl.words.codes import Code
from kosei_xl.words.explanations import EXPLANATIONS, STAGES
from kosei_xl.words.findings import CODES, SEVERITY_LABELS
from kosei_xl.words.meaning import AUDIENCES, GROUPS, MEANING, example_text
from kosei_xl.words.sheet_notes import COLUMN_NOTES, PLACEHOLDER_NOTES, SHEET_NOTES
from kosei_xl.words.shorten import with_dots
from kosei_xl.words.year import YEAR

_NONE = "（空欄）"


def year_table() -> str:
    """The year in eight steps, with command and button."""
    labels = {button.verb: button.label for button in BUTTONS}
    rows = (
        (
            f"{n}. <b>{escape(step.name)}</b>",
            escape(step.what),
            "、".join(f'<a href="#command-{name}"><code>kosei {name}</code></a>' for name in step.commands),
            "、".join(f'<a href="#button-{verb}">{escape(labels[verb])}</a>' for verb in step.buttons) or "－",
        )
        for n, step in enumerate(YEAR, 1)
    )
    return table(("段階", "すること", "コマンド", "ボタン"), rows)


def presets_table() -> str:
    """The bundled presets and what they print."""
    return table(("名前", "体裁"), ((f"<code>{key}</code>", escape(what)) for key, what in terms.PRESETS.items()))


# -- 設定 ------------------------------------------------------------------------------------------------------------
def settings_table(sample: Plan) -> str:
    """Every setting of 計画: what it is, what may be written, the default, and what the sample says."""
    shown, usual = _of_plan_sheet(sample), _of_plan_sheet(sample.model_copy(update={"style": Style()}))
    rows = []
    for key, (label, note) in terms.SETTING_LABELS.items():
        field = Plan.model_fields.get(key)
        must = field is not None and field.is_required()
        default = "（必ず書きます）" if must else _value(usual[key] if field is None else field.default)
        rows.append((f"<b>{escape(label)}</b>", inline(note), _allowed(key), default, _value(shown[key])))
    anchors = [f"setting-{key}" for key in terms.SETTING_LABELS]
    return table(("設定", "書くこと", "書ける値", "書かないと", "例"), rows, anchors=anchors)


def _of_plan_sheet(plan: Plan) -> Mapping[str, SheetValue]:
    rows = make_settings(plan)[terms.PLAN_SHEET].rows
    return {str(row.values["setting"]): row.values["value"] for row in rows}


def _value(value: object) -> str:
    return _NONE if value is None or value == "" else escape(str(value))


def _allowed(key: str) -> str:
    """What may be written for a setting: the words to choose from, or the kind of value by its type."""
    choices = terms.SETTING_CHOICES.get(key)
    if choices:
        return _words(choices.values())
    kind = (Style.model_fields.get(key) or Plan.model_fields[key]).annotation
    if kind is bool:
        return f"{terms.YES}か空欄"
    return "整数" if kind is int else "英小文字・数字・_" if key == "plan_id" else "文字"


def _words(words: Iterable[str]) -> str:
    return "・".join(f"「{escape(word)}」" for word in words)


def sheets_table() -> str:
    """Every sheet of the master and what it is for."""
    return table(
        ("シート", "何のためか"), ((f"<b>{escape(name)}</b>", inline(SHEET_NOTES.get(name, ""))) for name in _sheets())
    )


def _sheets() -> list[str]:
    return [*terms.MASTER_SHEETS]


def columns_tables() -> str:
    """The columns of the settings sheets, and those of the others that have words to choose from."""
    made = []
    for sheet, notes in COLUMN_NOTES.items():
        labels = terms.MASTER_SHEETS[sheet]
        rows = [
            (f"<b>{escape(labels[key])}</b>", inline(note), _words(choices_of(sheet).get(key, ())) or "－")
            for key, note in notes.items()
        ]
        made.append(f'<h4 id="sheet-{sheet}">{escape(sheet)}シート</h4>\n')
        made.append(table(("欄", "書くこと", "選べる言葉"), rows))
    chosen = "".join(
        f"<li><b>{escape(sheet)}</b>の「{escape(terms.MASTER_SHEETS[sheet][key])}」：{_words(words)}</li>"
        for sheet in _sheets()
        if sheet not in COLUMN_NOTES
        for key, words in choices_of(sheet).items()
    )
    return "\n".join(made) + f"\n<p>ほかのシートで選べる言葉：</p>\n<ul>{chosen}</ul>"


def choices_of(sheet: str) -> Mapping[str, Sequence[str]]:
    """The words that may be chosen in the columns of a sheet, by key."""
    own: Mapping[str, Mapping[str, Sequence[str]]] = {
        terms.ITEMS_SHEET: {"kind": [*terms.KIND_LABELS.values()], "state": [*terms.ITEM_STATES.values()]},
        terms.POINTS_SHEET: {"kind": [*terms.POINT_KIND_LABELS.values()]},
        terms.PARTS_SHEET: {
            **{key: [*terms.CHOICES[key].values()] for key in ("kind", "items", "role")},
            "paper": get_args(Part.model_fields["paper"].annotation),
        },
        terms.COLUMNS_SHEET: {key: [*terms.CHOICES[key].values()] for key in ("align", "source", "entry")},
        terms.STATUS_SHEET: {"mark": [*terms.RETURN_MARKS.values()]},
        terms.FINDINGS_SHEET: {"acknowledged": [terms.YES, *terms.SETTLEMENTS]},
        terms.CONFLICTS_SHEET: {
            "choice": [*dict.fromkeys([*terms.DECISIONS.values(), *terms.BLANK_DECISIONS.values()])]
        },
    }
    registers = {key: [*words.values()] for key, words in terms.REGISTER_WORDS.get(sheet, {}).items()}
    return {**own.get(sheet, {}), **registers}


def placeholders_table(sample: Plan, ledger: Ledger) -> str:
    """What stands for a figure or a word, with what it becomes in the sample's last point."""
    standing = Standing(sample, sample.points[-1], ledger)
    wording = Wording(sample, standing.point, summarize(standing))
    rows = (
        (f"<code>{{{name}}}</code>", escape(note), _filled(wording, name)) for name, note in PLACEHOLDER_NOTES.items()
    )
    return table(("差し込み", "何か", "見本では"), rows)


def _filled(wording: Wording, name: str) -> str:
    return escape(wording.fill(f"{{{name}}}")).replace("\n", "<br>") or _NONE


# -- コマンド -------------------------------------------------------------------------------------------------------
def command_list(found: Iterable[Command]) -> str:
    """Every command with its line, its options and the button that does the same."""
    return "\n".join(map(_command, found))


def _command(command: Command) -> str:
    buttons = "、".join(f'<a href="#button-{one.verb}">{escape(one.label)}</a>' for one in buttons_of(command.name))
    told = f"ボタン：{buttons}" if buttons else f"ボタン：なし（{escape(WITHOUT_BUTTON.get(command.name, '－'))}）"
    options = "".join(
        f"<dt><code>{escape(name)}</code></dt><dd>{inline(text).replace(chr(10), '<br>')}</dd>"
        for name, text in command.options
    )
    return (
        f'<section class="command" id="command-{command.name.replace(" ", "-")}">'
        f"<h3>kosei {escape(command.name)}</h3>\n"
        f"<p>{inline(command.help)}</p>\n<pre>{escape(command.usage)}</pre>\n<p>{told}</p>\n"
        f"<dl>{options}</dl></section>"
    )


# -- 指摘 ------------------------------------------------------------------------------------------------------------
def finding_list() -> str:
    """Every finding by stage: anchor, severity, message, why and what to do."""
    stages = "".join(
        f'<li><a href="#stage-{begin}">{begin}xx　{escape(name)}</a></li>' for begin, (name, *_) in STAGES.items()
    )
    made = [f"<ul>{stages}</ul>"]
    for begin, (name, _, codes) in STAGES.items():
        made.append(f'<h3 id="stage-{begin}">{begin}xx　{escape(name)}</h3>')
        made += map(_finding, map(Code, sorted(codes)))
    return "\n".join(made)


def rules_table() -> str:
    """The rules of meaning by group: what they find, what they leave alone, and who hears of them."""
    made = []
    for group, (name, _) in GROUPS.items():
        rows = [
            (
                f'<a href="#{code}">{code}</a>',
                escape(SEVERITY_LABELS[CODES[code].severity]),
                escape(AUDIENCES[rule.audience][0]),
                "○" if rule.survey else "",
                escape(example_text(rule.fires)),
                escape(example_text(rule.near)),
            )
            for code, rule in MEANING.items()
            if rule.group == group
        ]
        heads = ("番号", "重さ", "知らせる相手", "調査票の点検", "見つける例", "見つけない例")
        made.append(f"<h3>{escape(name)}</h3>\n{table(heads, rows)}")
    return "\n".join(made)


def _finding(code: Code) -> str:
    kind, told = CODES[code], EXPLANATIONS[code]
    label = SEVERITY_LABELS[kind.severity]
    return (
        f'<section class="finding {kind.severity.value}" id="{code}">'
        f'<h4><a href="#{code}">{code}</a> <span>{label}</span></h4>\n'
        f"<p>{escape(with_dots(kind.ja))}</p>\n"
        f"<dl><dt>なぜ</dt><dd>{inline(told.why)}</dd><dt>どうすればよいか</dt><dd>{inline(told.do)}</dd></dl></section>"
    )


def json_shape() -> str:
    """One finding and one count, as `--json` gives them."""
    place = CellRef("D1_企画課.xlsx", "Ⅰ 市民との協働", 4, 17)
    rating = CellRef("D1_企画課.xlsx", "Ⅰ 市民との協働", 4, 14)
    found = diagnostic(
        Code.REQUIRED_BY_RATING,
        place,
        [rating],
        item="1",
        point="R8_half",
        rating="B",
        label=terms.FIELD_LABELS["cause"],
    )
    shape = {"diagnostics": [found.to_json()], "counts": {"1": {"S": {"rows": 1, "distinct": 1}}}}
    return f"<pre>{escape(json.dumps(shape, ensure_ascii=False, indent=2))}</pre>"

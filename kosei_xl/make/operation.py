"""The sheet 操作 of a master: settings for the buttons, and in a macro-enabled master the buttons themselves."""

from collections.abc import Mapping
from typing import Any, Final

from lxml import etree

from kosei_xl.later import dataclass
from kosei_xl.values.cells import column_letters, column_number
from kosei_xl.words import terms
from kosei_xl.words.buttons import BUTTON_STEPS, BUTTONS, OFFICE_VERBS
from kosei_xl.words.messages import told
from kosei_xl.workbook.parts import NewRow, Package, PackageError, StyleChange, quote_sheet
from kosei_xl.workbook.parts.container import Container
from kosei_xl.workbook.parts.formulas import bounds
from kosei_xl.workbook.parts.markup import WORKSHEET_ORDER, dump, insert, main_namespace, office, parse
from kosei_xl.workbook.vba.pack import drop_project, has_project, module_names, with_project
from kosei_xl.workbook.vba.project import module
from kosei_xl.workbook.xml_text import xml_text

MASTER_PROJECT: Final = "KoseiMaster"
MASTER_MODULES: Final = ("MasterButtons", "MasterDialog")
"""The modules of a master's project, by their files in macros/."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the buttons work with. `point` is blank for the one that 集計 shows; folders are beside the master."""

    point: str = ""
    surveys: str = "配布"
    returned: str = "回収"
    reports: str = "資料"
    final: bool = False
    before: str = ""
    by: str = "課"
    annotated: str = "返却"
    reminders: str = "依頼"
    papers: str = "決裁"
    marks_since: str = ""
    show_deleted: bool = False
    notes: bool = False
    duplex: bool = False
    item: str = ""


_ROWS: Final = (
    ("point", "報告時点", "空欄なら、集計シートで選んだ時点です。一つしかなければ、その時点です。"),
    ("surveys", "配布フォルダー", "調査票を置くところ。事務局ブックのあるフォルダーからの場所です。"),
    ("returned", "回収フォルダー", "戻ってきた調査票を入れるところ。「点検」と「統合」が読みます。"),
    ("reports", "資料フォルダー", "委員会資料とPDFを置くところ。"),
    ("final", "案の印を外す", "○にすると案の印のない資料を作ります。エラーの指摘が残っていれば作りません。"),
    ("before", "見直し前のブック", "計画を見直したときだけ、見直し前の事務局ブックのファイル名を書きます。"),
    ("by", "調査票の単位", "課ごとに1冊か、部ごとに1冊か。"),
    ("annotated", "返却フォルダー", "「返す写し」が、印を付けた調査票と課への文を置くところ。"),
    ("reminders", "依頼フォルダー", "「督促の文」を置くところ。"),
    ("papers", "決裁フォルダー", "「決裁資料」を置くところ。"),
    (
        "marks_since",
        "前の資料",
        "前に作った資料のファイル名。変わったところに下線が付き、修正箇所一覧ができます。",
    ),
    ("show_deleted", "見え消し", "○にすると、前の資料から削った文も取消線で見せます。"),
    ("notes", "数の説明", "○にすると、資料の数のセルを選んだとき、数えた項目が出ます。"),
    ("duplex", "両面印刷", "○にすると、資料がいつも表のページから始まるよう白紙を入れます。"),
    ("item", "経過を見る項目", "「経過」で見る項目のNo.。空欄なら、すべての項目です。"),
)
_FOLDERS: Final = frozenset(("surveys", "returned", "reports", "annotated", "reminders", "papers", "by"))
"""What goes on as it was when a point comes over from the plan before."""
_MARKS: Final = ("final", "show_deleted", "notes", "duplex")
_BUTTONS_NAME: Final = "op_buttons"
"""Hidden name of the cell that lists the buttons: masters made before have none."""
_MACRO: Final = "Button_Press"
"""The one macro of the buttons: it reads the verb from the button that was pressed."""
_NO_ADDIN: Final = "op_no_addin"
_TITLE, _SUBTITLE, _HEAD, _FIRST_SETTING = 1, 2, 4, 5
_FIRST_BUTTON: Final = _FIRST_SETTING + len(_ROWS) + 2
_WIDTHS: Final = {1: 2.0, 2: 22.0, 3: 30.0, 4: 80.0}
_BUTTON_HEIGHT: Final = 33.0
_HEIGHTS: Final = {
    _TITLE: 32.0,
    _SUBTITLE: 20.0,
    _HEAD: 24.0,
    **dict.fromkeys(range(_FIRST_SETTING, _FIRST_SETTING + len(_ROWS)), 22.0),
    _FIRST_BUTTON - 1: 24.0,
    **dict.fromkeys(range(_FIRST_BUTTON, _FIRST_BUTTON + len(OFFICE_VERBS)), _BUTTON_HEIGHT),
}
"""Points; other rows have the standard height."""
_STANDARD_HEIGHT: Final = 15.0
_LETTER, _PADDING = 7, 5
"""Pixels of a column: a letter of the standard font, and what is added to all of them."""
_A4: Final = 9
_TAB: Final = "E0B83C"
"""As the other sheets to write in."""
_POINTS_A_PIXEL: Final = 0.75


def with_buttons(data: bytes, sources: Mapping[str, str]) -> bytes:
    """A macro-enabled master: the sheet 操作 in front (behind はじめに), its buttons, and the project of `sources`.

    `sources` are the texts of its modules by name. Raises PackageError when the workbook has such a sheet or macros
    already, or lacks 使い方 or 計画.
    """
    package = Package(data)
    _check_room(package)
    _draw(package)
    package.set_active(package.sheet_names[0])
    container = Container(package.to_bytes())
    _add_buttons(container, package.sheet(terms.OPERATION_SHEET).part)
    with_project(container, MASTER_PROJECT, [module(name, text) for name, text in sources.items()])
    return container.to_bytes()


def renewed(data: bytes, sources: Mapping[str, str]) -> bytes:
    """A macro-enabled master whose buttons are those of now; any other as it is.

    Where 操作 was made by a version before, sheet and modules are made anew. What was typed into the settings stays,
    and what else somebody wrote beside them stands below the buttons then. A project with other modules is left alone.
    """
    package = Package(data)
    if not _is_outdated(package):
        return data
    typed, notes = _typed(package), _notes(package)
    for name in [name for name in package.defined_names() if name.startswith("op_")]:
        package.drop_defined_name(name)
    package.remove(terms.OPERATION_SHEET)
    container = Container(package.to_bytes(recalc=False))
    drop_project(container)
    package = Package(with_buttons(container.to_bytes(), sources))
    _put_typed(package, typed)
    sheet = package.sheet(terms.OPERATION_SHEET)
    for number, text in enumerate(notes, sheet.last_row() + 2):
        sheet.put(f"C{number}", text)
    return package.to_bytes(recalc=False)


def with_folders_of(data: bytes, before: bytes) -> bytes:
    """A master whose buttons work with the folders of another one, and hand out as that does; one without 操作
    is as it was.
    """
    package, typed = Package(data), _typed(Package(before))
    if terms.OPERATION_SHEET not in package.sheet_names:
        return data
    _put_typed(package, {key: text for key, text in typed.items() if key in _FOLDERS})
    return package.to_bytes(recalc=False)


def _put_typed(package: Package, typed: Mapping[str, str]) -> None:
    for key, text in typed.items():
        place = package.locate(f"op_{key}")
        if place is not None:
            package.sheet(place[0]).put(place[1], text)


def _is_outdated(package: Package) -> bool:
    if terms.OPERATION_SHEET not in package.sheet_names or not has_project(package.container):
        return False
    if _named_text(package, _BUTTONS_NAME) == _LISTED:
        return False
    return package.locate(_NO_ADDIN) is not None and {*module_names(package.container)} == {*MASTER_MODULES}


def _notes(package: Package) -> list[str]:
    """What people wrote on the sheet outside its own columns and below its last row."""
    sheet, end = package.sheet(terms.OPERATION_SHEET), package.locate(_NO_ADDIN)
    last = bounds(end[1])[0] if end is not None else 0
    found = []
    for row in range(1, sheet.last_row() + 1):
        for letters, value in sheet.cells(row).items():
            if value is not None and (row > last or column_number(letters) > max(_WIDTHS)):
                found.append(str(value))
    return found


def _check_room(package: Package) -> None:
    for sheet in (terms.GUIDE_SHEET, terms.PLAN_SHEET):
        if sheet not in package.sheet_names:
            raise PackageError(told("buttons_sheet", sheet=sheet))
    if terms.OPERATION_SHEET in package.sheet_names or has_project(package.container):
        raise PackageError(told("buttons_there", sheet=terms.OPERATION_SHEET))


def read_settings(data: bytes) -> Settings:
    """The settings of a master; what is blank, or has no cell because the sheet is gone, is as usual."""
    package = Package(data)
    typed: dict[str, Any] = _typed(package)
    marks: dict[str, Any] = {key: typed.pop(key, "") in terms.FOLLOW_UP_SPELLINGS for key in _MARKS}
    point = typed.pop("point", "") or _named_text(package, "summary_point")
    return Settings(point=point, **marks, **typed)


def _typed(package: Package) -> dict[str, str]:
    return {key: text for key, _, _ in _ROWS if (text := _named_text(package, f"op_{key}"))}


def _named_text(package: Package, name: str) -> str:
    """The text of a named cell; a folder called 2025 comes as a number."""
    place = package.locate(name)
    value = package.sheet(place[0]).value(place[1].split(":")[0]) if place else None
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip() if isinstance(value, str | int) else ""


# -- drawing -----------------------------------------------------------------------------------------------------------
def _draw(package: Package) -> None:
    """The sheet with the looks of 使い方; yellow inputs look like those of 計画."""
    guide = package.sheet(terms.GUIDE_SHEET)
    title, subtitle, head, label, text = (guide.style(ref) for ref in ("B1", "B2", "B4", "B5", "C5"))
    entry = _input_style(package)
    first, *others = package.sheet_names
    leads = first == terms.START_SHEET and bool(others)
    sheet = package.add(terms.OPERATION_SHEET, before=others[0] if leads else first, grid=False)
    rows = {
        _TITLE: NewRow(_HEIGHTS[_TITLE], cells={2: ("操作", title)}),
        _SUBTITLE: NewRow(_HEIGHTS[_SUBTITLE], cells={2: (guide.value("B2"), subtitle)}),
        _HEAD: NewRow(_HEIGHTS[_HEAD], cells={2: ("設定", head), 3: (None, head), 4: (None, head)}),
        _FIRST_BUTTON - 1: NewRow(
            _HEIGHTS[_HEAD], cells={2: ("ボタン", head), 3: (_STATE if leads else None, head), 4: (None, head)}
        ),
    }
    usual = Settings()
    for number, (key, name, note) in enumerate(_ROWS, _FIRST_SETTING):
        value = getattr(usual, key) or None
        cells = {2: (name, label), 3: (value if isinstance(value, str) else None, entry), 4: (note, text)}
        rows[number] = NewRow(_HEIGHTS[number], cells=cells)
        package.set_defined_name(f"op_{key}", f"{quote_sheet(terms.OPERATION_SHEET)}!$C${number}")
    hints = {button.verb: button.hint for button in BUTTONS}
    for number, verb in enumerate(OFFICE_VERBS, _FIRST_BUTTON):
        step = f"手順{BUTTON_STEPS[verb]}：" if verb in BUTTON_STEPS else ""
        rows[number] = NewRow(_HEIGHTS[number], cells={3: (f"{step}{hints[verb]}", text)})
    last = max(rows) + 2
    rows[last - 1] = NewRow(20, cells={2: (_HELP, guide.style("B26"))})
    rows[last] = NewRow(hidden=True, cells={2: (str(told("addin_not_loaded")), 0), 3: (_LISTED, 0)})
    sheet.replace_rows([rows.get(number, NewRow()) for number in range(1, last + 1)])
    package.set_defined_name(_NO_ADDIN, f"{quote_sheet(terms.OPERATION_SHEET)}!$B${last}", hidden=True)
    package.set_defined_name(_BUTTONS_NAME, f"{quote_sheet(terms.OPERATION_SHEET)}!$C${last}", hidden=True)
    sheet.set_columns(_WIDTHS)
    sheet.set_print(paper=_A4, landscape=False, fit_to_width=True)
    sheet.set_tab_color(_TAB)
    for number in range(_FIRST_BUTTON, _FIRST_BUTTON + len(OFFICE_VERBS)):
        sheet.add_merge(f"C{number}:D{number}")
    places = {key: f"C{number}" for number, (key, _, _) in enumerate(_ROWS, _FIRST_SETTING)}
    sheet.add_validation_list(
        places["point"], "point_names" if "point_names" in package.defined_names() else "point_list"
    )
    sheet.add_validation_list(places["by"], '"課,部"')
    for key in _MARKS:
        sheet.add_validation_list(places[key], "mark_list")


_LISTED: Final = ",".join(OFFICE_VERBS)
_STATE: Final = "いまの状況と次の手順は、「はじめに」シートにあります。"
_HELP: Final = "ボタンを押すと、このブックを保存して閉じ、処理が済むと開き直します。うまくいかないときは元のままです。"


def _input_style(package: Package) -> int:
    plan = package.sheet(terms.PLAN_SHEET)
    column = next((letters for letters, key in plan.cells(1).items() if key == "value"), column_letters(3))
    return package.style_with(plan.style(f"{column}3"), StyleChange(horizontal="center", vertical="center"))


def _add_buttons(container: Container, part: str) -> None:
    """Form buttons over the cells of column B, drawn as Excel draws them (VML), each bound to its macro."""
    drawing = container.free_name("xl/drawings/vmlDrawing1.vml")
    container.add_default("vml", "application/vnd.openxmlformats-officedocument.vmlDrawing")
    number = 1 + sum(name.lower().endswith(".vml") for name in container.parts)
    container.put(drawing, _vml(number).encode())
    relation = container.add_rel(part, "vmlDrawing", drawing)
    root = parse(container.part(part), part)
    made = etree.Element(main_namespace("legacyDrawing"))
    made.set(office("id"), relation)
    insert(root, made, WORKSHEET_ORDER)
    container.put(part, dump(root))


def _vml(drawing: int) -> str:
    shapes = []
    labels = {button.verb: button.label for button in BUTTONS}
    for at, verb in enumerate(OFFICE_VERBS):
        shapes.append(_shape(drawing * 1024 + 1 + at, _FIRST_BUTTON - 1 + at, labels[verb], verb))
    return (
        '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
        'xmlns:x="urn:schemas-microsoft-com:office:excel">'
        f'<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="{drawing}"/></o:shapelayout>'
        '<v:shapetype id="_x0000_t201" coordsize="21600,21600" o:spt="201" path="m,l,21600r21600,l21600,xe">'
        '<v:stroke joinstyle="miter"/>'
        '<v:path shadowok="f" o:extrusionok="f" strokeok="f" fillok="f" o:connecttype="rect"/>'
        f'<o:lock v:ext="edit" shapetype="t"/></v:shapetype>{"".join(shapes)}</xml>'
    )


_INSET: Final = 4
"""Pixels between a button and the edges of its row."""


def _shape(number: int, row: int, label: str, verb: str) -> str:
    """One button over column B of a row (0-based, as VML counts); its alternative text is the verb."""
    high = round(_BUTTON_HEIGHT / _POINTS_A_PIXEL)
    column = column_number("B") - 1
    anchor = f"{column}, {_INSET}, {row}, {_INSET}, {column + 1}, 0, {row}, {high - _INSET}"
    before, own = (round(_WIDTHS[n] * _LETTER) + _PADDING for n in (column, column + 1))
    top = sum(_HEIGHTS.get(above, _STANDARD_HEIGHT) for above in range(1, row + 1)) + _INSET * _POINTS_A_PIXEL
    place = {
        "position": "absolute",
        "margin-left": f"{(before + _INSET) * _POINTS_A_PIXEL:g}pt",
        "margin-top": f"{top:g}pt",
        "width": f"{(own - _INSET) * _POINTS_A_PIXEL:g}pt",
        "height": f"{(high - 2 * _INSET) * _POINTS_A_PIXEL:g}pt",
        "z-index": str(row),
        "mso-wrap-style": "tight",
    }
    style = ";".join(f"{name}:{value}" for name, value in place.items())
    return (
        f'<v:shape id="_x0000_s{number}" type="#_x0000_t201" alt="{verb}" style="{style}" '
        'o:button="t" fillcolor="buttonFace [67]" strokecolor="windowText [64]" o:insetmode="auto">'
        '<v:fill color2="buttonFace [67]" o:detectmouseclick="t"/><o:lock v:ext="edit" rotation="t"/>'
        '<v:textbox style="mso-direction-alt:auto" o:singleclick="f"><div style="text-align:center">'
        f'<font face="BIZ UDゴシック" size="220" color="#000000">{xml_text(label)}</font></div></v:textbox>'
        f'<x:ClientData ObjectType="Button"><x:Anchor>{anchor}</x:Anchor><x:PrintObject>False</x:PrintObject>'
        f"<x:AutoFill>False</x:AutoFill><x:FmlaMacro>[0]!{_MACRO}</x:FmlaMacro>"
        "<x:TextHAlign>Center</x:TextHAlign><x:TextVAlign>Center</x:TextVAlign></x:ClientData></v:shape>"
    )

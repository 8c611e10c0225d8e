"""A restyled template and a master full of other people's things, through distribute and consolidate.

What people put in survives byte for byte; their fonts, colours, widths and order of columns show with no code change.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from lxml import etree

from kosei_xl.demo import type_entries
from kosei_xl.read.tables import find_table
from kosei_xl.values.cells import column_letters
from kosei_xl.values.ledger import row_key
from kosei_xl.verbs import consolidate, disk, distribute, init, opening, report
from kosei_xl.words import terms
from kosei_xl.workbook.book import read_book
from kosei_xl.workbook.parts import Package
from kosei_xl.workbook.parts.markup import MAIN, main_namespace
from tests.tools.hostile import hostile_workbook, rezip, unzip
from tests.tools.office import address_of, cells_by_key, midori, validate, write_all

Parts = dict[str, bytes]
CASE = midori()
DONOR = unzip(hostile_workbook(3))
FONT, INPUT, NOTICE = "UD デジタル 教科書体 NK-R", "FFE2F0D9", "市からのお知らせ"
_RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"


# Making the workbooks hostile -----------------------------------------------------------------------------------------


def _part_of(parts: Parts, sheet: str) -> str:
    """The part of a worksheet by the name of its tab."""
    sheets = etree.fromstring(parts["xl/workbook.xml"]).iter(main_namespace("sheet"))
    wanted = next(e.get(f"{{{_RELS}}}id") for e in sheets if e.get("name") == sheet)
    relations = etree.fromstring(parts["xl/_rels/workbook.xml.rels"])
    target = next(e.get("Target", "") for e in relations if e.get("Id") == wanted)
    return target[1:] if target.startswith("/") else f"xl/{target}"


def _related(part: str) -> set[str]:
    """The parts of the donor that one of its parts needs, and their relationships."""
    rels = f"{Path(part).parent}/_rels/{Path(part).name}.rels"
    found = {rels} if rels in DONOR else set()
    for target in re.findall(rb'Target="\.\./([^"]+)"', DONOR.get(rels, b"")):
        name = f"xl/{target.decode()}"
        found |= {name, *_related(name)}
    return found


def _graft(parts: Parts, sheet: str, donor: int, *, first: int, last: int) -> None:
    """Give a sheet everything that a donor's sheet carries: logo, text box, chart, comments, header picture, form
    control, x14 data bar and drop-down on another sheet, printer settings.
    """
    part, given = _part_of(parts, sheet), f"xl/worksheets/sheet{donor}.xml"
    needed = _related(given)
    rels = f"xl/worksheets/_rels/{Path(part).name}.rels"
    assert rels not in parts
    parts.update({name: DONOR[name] for name in needed if "worksheets/_rels" not in name})
    parts[rels] = DONOR[f"xl/worksheets/_rels/sheet{donor}.xml.rels"]
    types = DONOR["[Content_Types].xml"].decode()
    wanted = [e for e in re.findall(r"<Override [^>]*/>", types) if any(f'"/{name}"' in e for name in needed)]
    _declare(parts, *wanted, *(e for e in re.findall(r"<Default [^>]*/>", types) if 'xml"' not in e))

    source, target = DONOR[given].decode(), parts[part].decode()
    bar = re.search(
        r"<conditionalFormatting(?:(?!</conditionalFormatting>).)*dataBar.*?</conditionalFormatting>", source
    )
    tail = re.search(r'<drawing r:id.*?(?=<extLst><ext [^>]*uri="\{78C0D931)', source)
    x14 = re.findall(r'<ext [^>]*uri="\{(?:78C0D931|CCE6A557).*?</ext>', source)
    assert bar
    assert tail
    assert len(x14) == 2
    rows = f"{first}:{{}}{last}" if last > first else f"{first}"
    fixed = [
        re.sub(r"[EC]7(?::[EC]\d+)?(?=[\"<])", lambda m: m[0][0] + rows.format(m[0][0]), t) for t in (bar[0], *x14)
    ]
    names = f'xmlns:r="{_RELS}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    target = re.sub(r"<worksheet ", f"<worksheet {names} ", target, count=1)
    target = re.sub(
        r"<dataValidations",
        lambda _: fixed[0].replace('priority="1"', 'priority="99"') + "<dataValidations",
        target,
        count=1,
    )
    target = target.replace("<oddHeader>", "<oddHeader>&amp;L&amp;G", 1).replace(
        "<pageSetup ", '<pageSetup r:id="rId91" ', 1
    )
    end = f"{tail[0]}<extLst>{''.join(fixed[1:])}</extLst></worksheet>"
    parts[part] = target.replace("</worksheet>", end).encode()


def _declare(parts: Parts, *elements: str) -> None:
    types = parts["[Content_Types].xml"].decode()
    new = [e for e in dict.fromkeys(elements) if e not in types]
    defaults, overrides = ([e for e in new if e.startswith(kind)] for kind in ("<Default", "<Override"))
    types = types.replace("<Override", "".join(defaults) + "<Override", 1)
    parts["[Content_Types].xml"] = types.replace("</Types>", "".join(overrides) + "</Types>").encode()


def _add_sheet(parts: Parts, name: str, text: str) -> None:
    """A sheet of somebody's own, with furigana and a formula."""
    part = "xl/worksheets/sheet90.xml"
    parts[part] = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><worksheet xmlns="{MAIN}"><sheetData><row r="1">'
        f'<c r="A1" t="inlineStr"><is><t>{text}</t><rPh sb="0" eb="1"><t>シ</t></rPh></is></c>'
        '<c r="B1"><f>LEN(A1)</f><v>0</v></c></row></sheetData></worksheet>'
    ).encode()
    _declare(parts, f'<Override PartName="/{part}" ContentType="{_SHEET_TYPE}"/>')
    relation = f'<Relationship Id="rId990" Type="{_RELS}/worksheet" Target="/{part}"/></Relationships>'
    rels = parts["xl/_rels/workbook.xml.rels"].decode()
    parts["xl/_rels/workbook.xml.rels"] = rels.replace("</Relationships>", relation).encode()
    entry = f'<sheet xmlns:r="{_RELS}" name="{name}" sheetId="990" r:id="rId990"/></sheets>'
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].decode().replace("</sheets>", entry).encode()


def _add_properties(parts: Parts) -> None:
    parts["docProps/custom.xml"] = DONOR["docProps/custom.xml"]
    kind = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
    _declare(parts, f'<Override PartName="/docProps/custom.xml" ContentType="{kind}"/>')
    relation = (
        f'<Relationship Id="rId980" Type="{_RELS}/custom-properties" Target="docProps/custom.xml"/></Relationships>'
    )
    parts["_rels/.rels"] = parts["_rels/.rels"].decode().replace("</Relationships>", relation).encode()


def _restyle(parts: Parts) -> None:
    styles = parts["xl/styles.xml"].decode()
    assert 'val="BIZ UDゴシック"' in styles
    assert "FFFFF8DC" in styles
    styles = styles.replace('val="BIZ UDゴシック"', f'val="{FONT}"').replace("FFFFF8DC", INPUT)
    parts["xl/styles.xml"] = styles.encode()


def _furigana(parts: Parts, sheet: str, title: str, reading: str) -> None:
    part = _part_of(parts, sheet)
    text = parts[part].decode()
    escaped = title if title in text else "".join(f"&#{ord(letter)};" for letter in title)
    assert f"<t>{escaped}</t>" in text
    guide = f'<t>{escaped}</t><rPh sb="0" eb="{len(title)}"><t>{reading}</t></rPh>'
    parts[part] = text.replace(f"<t>{escaped}</t>", guide, 1).encode()


def _exchange_columns(parts: Parts, sheet: str, one: str, other: str) -> None:
    """Move two columns as a person does in Excel: keys, labels, widths and styles go along."""
    root = etree.fromstring(parts[_part_of(parts, sheet)])
    swap = {one: other, other: one}
    for row in root.iter(main_namespace("row")):
        for cell in row:
            letters = cell.get("r", "").rstrip("0123456789")
            cell.set("r", swap.get(letters, letters) + cell.get("r", "")[len(letters) :])
        row[:] = sorted(row, key=lambda c: (len(c.get("r", "")), c.get("r", "")))
    parts[_part_of(parts, sheet)] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _set_width(parts: Parts, sheet: str, column: int, width: int) -> None:
    part = _part_of(parts, sheet)
    text = parts[part].decode()
    pattern = rf'<col width="[\d.]+" customWidth="1" min="{column}" max="{column}"'
    assert re.search(pattern, text)
    parts[part] = re.sub(pattern, f'<col width="{width}" customWidth="1" min="{column}" max="{column}"', text).encode()


def _columns(parts: Parts, sheet: str) -> dict[str, int]:
    book = read_book(rezip(parts), "")
    found = book.sheet(sheet)
    assert found is not None
    return {str(key): n for n, key in enumerate(found.rows[0], 1) if key is not None}


def hostile_department() -> bytes:
    """The department template after a city has made it its own."""
    parts = unzip(disk.bundled("workbook_templates", "department.xlsx"))
    at = _columns(parts, terms.SURVEY_PROTOTYPE_SHEET)
    _set_width(parts, terms.SURVEY_PROTOTYPE_SHEET, at["annual_plan"], 61)
    _exchange_columns(parts, terms.SURVEY_PROTOTYPE_SHEET, *(column_letters(at[k]) for k in ("annual_plan", "results")))
    _graft(parts, terms.SURVEY_PROTOTYPE_SHEET, 3, first=4, last=7)
    _furigana(parts, terms.SURVEY_GUIDE_SHEET, "進捗状況調査票", "シンチョクジョウキョウチョウサヒョウ")
    _add_sheet(parts, NOTICE, "市からのお知らせ：記入は新しい色の欄に")
    _add_properties(parts)
    _restyle(parts)
    return rezip(parts)


def hostile_master() -> bytes:
    """The master template after a city has made it its own."""
    parts = unzip(disk.bundled("workbook_templates", "master.xlsx"))
    at = _columns(parts, terms.LEDGER_SHEET)
    _exchange_columns(parts, terms.LEDGER_SHEET, *(column_letters(at[k]) for k in ("annual_plan", "results")))
    _graft(parts, terms.LEDGER_SHEET, 4, first=3, last=3)
    _furigana(parts, terms.GUIDE_SHEET, "事務局ブックの使い方", "ジムキョクブックノツカイカタ")
    _add_sheet(parts, NOTICE, "市の担当者のメモ")
    _add_properties(parts)
    _restyle(parts)
    return rezip(parts)


# Through the verbs ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, repr=False)
class Way:
    """The hostile templates, and what the verbs made of them."""

    folder: Path
    template: bytes
    master_template: bytes
    new: bytes
    edited: bytes
    surveys: tuple[Path, ...]
    filled: list[Path]
    consolidated: bytes
    checked: opening.Findings


@pytest.fixture(scope="module")
def way(tmp_path_factory: pytest.TempPathFactory) -> Way:
    folder = tmp_path_factory.mktemp("hostile")
    template, master_template = hostile_department(), hostile_master()
    own = write_all(folder / "ひな形", [("department.xlsx", template), ("master.xlsx", master_template)])
    master = folder / "事務局.xlsx"
    init.init(master, CASE.plan_file, None, template=own[1])
    new = master.read_bytes()
    surveys = distribute.distribute(master, CASE.point, folder / "配布", template=own[0])
    people = {"filled_by": "記入 花子", "confirmed_by": "確認 太郎"}
    typed = [(path.name, type_entries(path.read_bytes(), CASE.typed, people)) for path in surveys]
    filled = write_all(folder / "回収", typed)
    edited = as_a_person_edits(new)
    master.write_bytes(edited)
    checked = consolidate.consolidate_into(master, filled, CASE.point)
    return Way(folder, template, master_template, new, edited, surveys, filled, master.read_bytes(), checked)


NOTE_COLUMN, MEMO, HANDOVER = "AA", "課長に電話済み", "来年度への引継ぎ：様式を見直す"


def as_a_person_edits(data: bytes) -> bytes:
    """In 台帳: an own column, a height, a filter with hidden rows, two rows exchanged, a note below; an office text."""
    package = Package(data)
    sheet = package.sheet(terms.LEDGER_SHEET)
    last = sheet.last_row()
    sheet.put(f"{NOTE_COLUMN}2", "事務局メモ")
    sheet.put(f"{NOTE_COLUMN}5", MEMO)
    sheet.put(f"B{last + 3}", HANDOVER)
    parts = unzip(package.to_bytes())
    part = _part_of(parts, terms.LEDGER_SHEET)
    text = parts[part].decode()
    chosen = '<filterColumn colId="3"><filters><filter val="1"/></filters></filterColumn>'
    assert re.search(r"<autoFilter [^>]*/>", text)
    text = re.sub(r"(<autoFilter [^>]*)/>", rf"\1>{chosen}</autoFilter>", text)
    root = etree.fromstring(text.encode())
    rows = {row.get("r"): row for row in root.iter(main_namespace("row"))}
    rows["8"].attrib.update({"ht": "123", "customHeight": "1"})
    for filtered in ("9", "12"):
        rows[filtered].set("hidden", "1")
    for number, row in (("40", rows["30"]), ("30", rows["40"])):
        row.set("r", number)
        for cell in row:
            cell.set("r", cell.get("r", "").rstrip("0123456789") + number)
    data_element = root.find(main_namespace("sheetData"))
    assert data_element is not None
    data_element[:] = sorted(data_element, key=lambda r: int(r.get("r", "0")))
    parts[part] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return rezip(parts)


def _changed(before: bytes, after: bytes) -> tuple[set[str], set[str], set[str]]:
    """Parts that differ, that came, that went."""
    old, new = unzip(before), unzip(after)
    both = old.keys() & new.keys()
    return {n for n in both if old[n] != new[n]}, new.keys() - old.keys(), old.keys() - new.keys()


def test_hostile__templates__are_sound_themselves(way: Way) -> None:
    paths = write_all(way.folder / "check", [("d.xlsx", way.template), ("m.xlsx", way.master_template)])
    assert validate(paths) == {}


def test_distribute__own_template__untouched_parts_byte_identical(way: Way) -> None:
    parts = unzip(way.template)
    prototype = _part_of(parts, terms.SURVEY_PROTOTYPE_SHEET)
    own = {n for n in parts if re.search(r"drawing\d|vmlDrawing\d|comments\d|ctrlProp\d|chart\d|printerSettings\d", n)}
    filled = {
        _part_of(parts, sheet)
        for sheet in (
            *(terms.SURVEY_GUIDE_SHEET, terms.SURVEY_INDICATORS_SHEET, terms.SURVEY_PHOTOS_SHEET),
            terms.SURVEY_SUMMARY_SHEET,
            *(terms.SURVEY_CHECK_SHEET, terms.LISTS_SHEET, terms.IDENTITY_SHEET),
        )
    }
    listed = {"[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "docProps/app.xml"}
    identity = {"docProps/core.xml", "docProps/custom.xml"}
    for path in way.surveys:
        changed, _, gone = _changed(way.template, path.read_bytes())
        assert changed - own <= {*filled, *listed, *identity}, path.name
        assert gone <= {prototype, f"xl/worksheets/_rels/{Path(prototype).name}.rels", *own, *filled}, path.name
        assert unzip(path.read_bytes())["xl/styles.xml"] == parts["xl/styles.xml"]


def test_distribute__own_template__every_area_sheet_has_all_that_the_prototype_had(way: Way) -> None:
    for path in way.surveys:
        data = path.read_bytes()
        parts = unzip(data)
        areas = [n for n in Package(data).sheet_names if n[0] in "ⅠⅡⅢⅣⅤ１２３４５"]
        assert areas
        used: list[str] = []
        for name in areas:
            part = _part_of(parts, name)
            text = parts[part].decode()
            rels = parts[f"xl/worksheets/_rels/{Path(part).name}.rels"].decode()
            for needed in (
                "<drawing ",
                "<legacyDrawing ",
                "<legacyDrawingHF ",
                "<controls>",
                "x14:dataBar",
                "&amp;L&amp;G",
            ):
                assert needed in text, (path.name, name, needed)
            assert re.search(r"<x14:formula1><xm:f>リスト!\$A\$2:\$A\$4</xm:f>", text)
            keys = [str(row["row_key"]) for row in cells_by_key(read_book(data, path.name), name)]
            last = 2 + len(keys)
            if f"{terms.ADDED_ROW_KEY}1" in keys:
                assert re.search(r"<xm:sqref>C4:C(?:[89]|\d\d)</xm:sqref></x14:dataValidation>", text)
            else:
                assert last == 4, "only rows of reference: one in each such sheet of the sample"
            assert f"<xm:sqref>C4:C{last}</xm:sqref></x14:dataValidation>" in text
            kinds = re.findall(r'Type="[^"]*/(\w+)"', rels)
            assert sorted(kinds) == ["comments", "ctrlProp", "drawing", "printerSettings", "vmlDrawing", "vmlDrawing"]
            used += re.findall(r'Target="([^"]+)"', rels)
            drawing = next(parts[t[1:]].decode() for t in used if "/drawings/drawing" in t)
            assert drawing.count("<xdr:pic>") == 1
            assert "注意書き（様式）" in drawing
        assert len(set(used)) == len(used), "area sheets share a part that each needs for itself"


def test_distribute__own_template__extra_sheet_furigana_and_properties_stay(way: Way) -> None:
    for path in way.surveys:
        data = path.read_bytes()
        parts = unzip(data)
        assert NOTICE in Package(data).sheet_names
        assert "シンチョクジョウキョウチョウサヒョウ" in parts[_part_of(parts, terms.SURVEY_GUIDE_SHEET)].decode()
        properties = Package(data).custom_properties()
        assert properties["管理番号"] == "R8-001"
        assert properties["kosei_kind"] == "department"


def test_distribute__restyled_and_reordered__shows_with_no_code_change(way: Way) -> None:
    for path in way.surveys:
        data = path.read_bytes()
        package, book = Package(data), read_book(data, path.name)
        styles = etree.fromstring(unzip(data)["xl/styles.xml"])
        for sheet in book.sheets:
            table = find_table("", sheet, terms.SURVEY_COLUMNS)
            if table is None or not str(sheet.value(3, 1)).startswith(terms.AREA_KEY_PREFIX):
                continue
            part = package.sheet(sheet.name)
            assert table.columns["results"] < table.columns["annual_plan"]
            assert part.column_width(table.columns["results"]) == 61
            rows = [row for row in table.rows() if "|" in (row.text("row_key") or "")]
            own = next((row for row in rows if not str(row.raw("state")).startswith(("回答課", "事務局", "【"))), None)
            if own is not None:
                style = part.style(f"{column_letters(table.columns['results'])}{own.number}")
                assert package.font(style).name == FONT
                assert _fill(styles, style) == INPUT


def _fill(styles: etree._Element, style: int) -> str | None:
    xf = styles.find(main_namespace("cellXfs"))[style]  # type: ignore[index]
    fill = styles.find(main_namespace("fills"))[int(xf.get("fillId", "0"))]  # type: ignore[index]
    color = fill.find(f"{main_namespace('patternFill')}/{main_namespace('fgColor')}")
    return color.get("rgb") if color is not None else None


def test_distribute__own_template__sound_and_read_back_complete(way: Way) -> None:
    assert validate([way.surveys[0], way.filled[0]]) == {}
    assert {p.code for p in way.checked.diagnostics if p.severity == "error"} <= {"K408"}
    entries = {e.key.line: e.fields for e in CASE.typed}
    ledger = list(cells_by_key(read_book(way.consolidated, ""), terms.LEDGER_SHEET))
    for line in CASE.plan.lines:
        if line.answering is not None and line.item.repeats is None:
            row = next(r for r in ledger if r["row_key"] == row_key(line.key.at(CASE.point)))
            expected = entries[line.key]
            assert {k: row[k] for k in ("annual_plan", "results")} == {
                k: expected.get(k) for k in ("annual_plan", "results")
            }


def test_init__own_template__every_part_stays(way: Way) -> None:
    changed, came, gone = _changed(way.master_template, way.new)
    assert came == set()
    assert gone == set()
    parts = unzip(way.new)
    for kept in ("xl/styles.xml", "xl/theme/theme1.xml", "docProps/custom.xml", _part_of(parts, NOTICE)):
        assert kept not in changed
    assert not [n for n in changed if re.search(r"media|vmlDrawing|comments|printerSettings|ctrlProp|drawing\d", n)]


def test_consolidate__hostile_master__only_what_is_written_changes(way: Way) -> None:
    parts = unzip(way.edited)
    written = (
        *(terms.LEDGER_SHEET, terms.INDICATORS_SHEET, terms.PHOTOS_SHEET, terms.RECEIVED_SHEET),
        *(terms.STATUS_SHEET, terms.FINDINGS_SHEET, terms.CONFLICTS_SHEET, terms.SUMMARY_SHEET, terms.IDENTITY_SHEET),
        terms.START_SHEET,  # its lines about the round, and nothing else: the next test
    )
    changed, came, gone = _changed(way.edited, way.consolidated)
    assert came == set()
    assert gone == set()
    assert changed <= {*(_part_of(parts, sheet) for sheet in written), "xl/workbook.xml"}
    assert validate(write_all(way.folder / "after", [("m.xlsx", way.consolidated)])) == {}


def test_consolidate__first_sheet__only_its_lines_about_the_round_change(way: Way) -> None:
    place = Package(way.edited).locate("first_round")
    assert place == (terms.START_SHEET, "F16:F18")
    before, after = (read_book(data, "").sheet(terms.START_SHEET) for data in (way.edited, way.consolidated))
    assert before is not None
    assert after is not None
    cells = {(row, column) for row in range(1, len(after.rows) + 1) for column in range(1, 10)}
    changed = {at for at in cells if before.value(*at) != after.value(*at)}
    figures = Package(way.edited).locate("first_figures")
    assert figures == (terms.START_SHEET, "H15:H18")
    assert changed <= {(4, 2), *((row, 6) for row in (16, 17, 18)), *((row, 8) for row in (15, 16, 17, 18))}
    assert before.formulas == after.formulas


def test_consolidate__what_a_person_did_in_the_ledger__stays(way: Way) -> None:
    package, before = Package(way.consolidated), Package(way.edited)
    sheet, old = package.sheet(terms.LEDGER_SHEET), before.sheet(terms.LEDGER_SHEET)
    assert sheet.value(f"{NOTE_COLUMN}2") == "事務局メモ"
    assert sheet.value(f"{NOTE_COLUMN}5") == MEMO
    assert sheet.row_height(8) == 123.0
    shown = read_book(way.consolidated, "").sheet(terms.LEDGER_SHEET)
    assert shown is not None
    assert shown.hidden_rows == {1, 9, 12}
    keys = [old.value(f"A{r}") for r in range(3, old.last_row() - 2)]
    assert [sheet.value(f"A{r}") for r in range(3, old.last_row() - 2)] == keys
    made = Package(way.new).sheet(terms.LEDGER_SHEET)
    assert [made.value(f"A{r}") for r in (30, 40)] == [sheet.value(f"A{r}") for r in (40, 30)], "a person's order"
    assert sheet.value(f"B{old.last_row()}") == HANDOVER
    text = unzip(way.consolidated)[_part_of(unzip(way.consolidated), terms.LEDGER_SHEET)].decode()
    assert '<filterColumn colId="3"><filters><filter val="1"/></filters></filterColumn>' in text


def _key(item: str) -> str:
    return f"{CASE.point}|{item}|"


def test_consolidate__again__not_a_byte_changes(way: Way) -> None:
    master = way.folder / "事務局.xlsx"
    consolidate.consolidate_into(master, way.filled, CASE.point)
    assert master.read_bytes() == way.consolidated
    assert address_of(read_book(way.consolidated, ""), terms.LEDGER_SHEET, _key("m-001"), "rating")


def test_consolidate__own_row_between__moved_below_and_said(way: Way) -> None:
    """Excel moves comments with an inserted row; here the row goes below the table and the person is told."""
    parts = unzip(way.new)
    part = _part_of(parts, terms.LEDGER_SHEET)
    root = etree.fromstring(parts[part])
    for row in root.iter(main_namespace("row")):
        number = int(row.get("r", "0"))
        if number >= 6:
            row.set("r", str(number + 1))
            for cell in row:
                cell.set("r", f"{cell.get('r', '').rstrip('0123456789')}{number + 1}")
    parts[part] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    package = Package(rezip(parts))
    package.sheet(terms.LEDGER_SHEET).put("E6", "ここから確認中")
    (master,) = write_all(way.folder / "行", [("master.xlsx", package.to_bytes())])
    said: list[str] = []
    consolidate.consolidate_into(master, way.filled, CASE.point, said.append)
    (moved,) = [line for line in said if "6行目" in line]
    to = re.search(r"下の(\d+)行目", moved)
    assert to
    assert Package(master.read_bytes()).sheet(terms.LEDGER_SHEET).value(f"E{to[1]}") == "ここから確認中"
    assert any("コメント" in line and "C7" in line for line in said)


def test_report__own_template__its_look(way: Way) -> None:
    parts = unzip(disk.bundled("workbook_templates", "report.xlsx"))
    _restyle_report: Mapping[str, str] = {"BIZ UD明朝": FONT}
    styles = parts["xl/styles.xml"].decode()
    for old, new in _restyle_report.items():
        assert f'val="{old}"' in styles
        styles = styles.replace(f'val="{old}"', f'val="{new}"')
    parts["xl/styles.xml"] = styles.encode()
    (own,) = write_all(way.folder / "ひな形", [("report.xlsx", rezip(parts))])
    made = report.report(way.folder / "事務局.xlsx", CASE.point, way.folder / "資料", template=own)
    (book,) = [path for path in made.files if path.suffix == ".xlsx"]
    assert FONT in unzip(book.read_bytes())["xl/styles.xml"].decode()

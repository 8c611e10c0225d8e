"""Lists whose cells are the difficulty: values in brackets, bars, dates, amounts, words for ratings, other formats."""

import csv
import io
import zipfile
from collections.abc import Sequence
from datetime import date
from xml.sax.saxutils import escape

from tests.tools.lists.paper import ListCase, Paper, RightRow, columns
from tests.tools.lists.stock import AREAS, NAMES, department, effect, said

GREY = "EDEDED"


def inaho() -> ListCase:
    """稲穂町: targets and results in brackets at the end of texts, some of them several as ①②③."""
    paper = Paper().called("達成状況")
    paper.put(1, 1, "稲穂町まちづくり改革プラン（令和６年度末）")
    heads = ["分野", "№", "取組事項", "担当課", "年度計画（目標値）", "取組実績（実績値）", "評価"]
    paper.row(3, 1, heads, fill=GREY)
    rows = []
    for n in range(20):
        plan, results = said(n, "plan"), said(n, "results", 2024)
        target, actual = f"{80 + n}％以上", f"{78 + n}.5％"
        if n % 4 == 3:
            target = f"①相談{n + 20}件　②講座{n + 5}回"
            actual = f"①相談{n + 18}件　②講座{n + 6}回"
        area = AREAS[n // 5] if n % 5 == 0 else None
        code = "BAAS"[n % 4]
        paper.row(
            4 + n, 1, [area, n + 1, NAMES[n], department(n), f"{plan}\n（{target}）", f"{results}\n（{actual}）", code]
        )
        rows.append(
            RightRow(
                str(n + 1),
                NAMES[n],
                (AREAS[n // 5],),
                (department(n),),
                texts=(plan, results, *(f"{80 + n}％以上",) * (n % 4 != 3)),
                ratings={"2024 year_end": code},
            )
        )
    right = columns(
        "達成状況",
        3,
        A="area",
        B="no",
        C="name",
        D="department",
        E="entry+target@2024 year_end",
        F="entry+actual@2024 year_end",
        G="rating@2024 year_end",
    )
    return ListCase("inaho", "文の末尾のかっこに目標値と実績値", {"稲穂町.xlsx": paper.saved()}, right, tuple(rows))


def ishibashi() -> ListCase:
    """石橋市: a schedule of years and quarters with bars drawn as merged coloured cells that hold a word."""
    paper = Paper().called("年次計画")
    paper.put(1, 1, "石橋市行財政改革プログラム　年次計画（令和６年度末）")
    for at, text in enumerate(("方針", "No.", "取組", "担当課"), 1):
        paper.merged(3, at, text, down=2, fill=GREY)
    for k, text in enumerate(("Ｒ４", "Ｒ５", "Ｒ６", "Ｒ７")):
        paper.merged(3, 5 + 4 * k, text, right=4, fill=GREY)
        paper.row(4, 5 + 4 * k, ["１", "２", "３", "４"], fill=GREY)
    for at, text in ((21, "評価"), (22, "取組状況")):
        paper.merged(3, at, text, down=2, fill=GREY)
    rows = []
    for n in range(18):
        area = AREAS[n // 6] if n % 6 == 0 else None
        code, text = "○○△"[n % 3], said(n, "results", 2024)
        paper.row(5 + n, 1, [area, n + 1, NAMES[n], department(n)])
        first = n % 5
        paper.merged(5 + n, 5 + first, "準備", right=3, fill="F8CBAD")
        paper.merged(5 + n, 8 + first, f"実施{'・検証' * (n % 2)}", right=13 - first, fill="C6E0B4")
        paper.row(5 + n, 21, [code, text])
        rows.append(
            RightRow(
                str(n + 1),
                NAMES[n],
                (AREAS[n // 6],),
                (department(n),),
                texts=("準備", text),
                ratings={"2024 year_end": code},
            )
        )
    bars = dict.fromkeys("EFGHIJKLMNOPQRST", "bars")
    right = columns(
        "年次計画",
        3,
        A="area",
        B="no",
        C="name",
        D="department",
        U="rating@2024 year_end",
        V="entry@2024 year_end",
        **bars,
    )
    return ListCase(
        "ishibashi", "年度と四半期の帯（結合した色のセルに語）", {"石橋市.xlsx": paper.saved()}, right, tuple(rows)
    )


def umezono() -> ListCase:
    """梅園市: amounts for each year (some typed as text), years without an era, days as serials."""
    paper = Paper().called("効果額")
    paper.put(1, 1, "梅園市財政健全化計画　効果額一覧（平成30年度～令和3年度）")
    paper.put(2, 9, "（単位：千円）")
    for at, text in enumerate(("項目番号", "項目", "担当課名", "完了予定日", "取組内容"), 1):
        paper.merged(3, at, text, down=2, fill=GREY)
    paper.merged(3, 6, "効果額", right=4, fill=GREY)
    paper.row(4, 6, ["H30", "R元", "２年度", "３年度"], fill=GREY)
    paper.merged(3, 10, "３年度末\n評価", down=2, fill=GREY)
    rows = []
    for n in range(18):
        if n % 6 == 0:
            paper.put(5 + n + n // 6, 1, f"{n // 6 + 1}　{AREAS[n // 6]}", fill="FFFFFF")
        line = 6 + n + n // 6
        amounts = [effect(n, year) for year in range(2018, 2022)]
        shown = [f"{amount:,}" if n % 3 == 0 else amount for amount in amounts]
        code, text = "ＡＢＣ"[n % 3], said(n, "plan")
        day = date(2021, 1 + n % 12, 10 + n % 18)
        paper.row(line, 1, [f"{n + 1:03}", NAMES[n], department(n), day, text, *shown, code])
        for at in range(6, 10):
            paper.sheet.cell(line, at).number_format = "#,##0"
        paper.sheet.cell(line, 4).number_format = "yyyy/m/d"
        rows.append(
            RightRow(
                f"{n + 1:03}",
                NAMES[n],
                (AREAS[n // 6],),
                (department(n),),
                texts=(text, *(f"{amount:,}" for amount in amounts)),
                ratings={"2021 year_end": code},
            )
        )
    paper.row(
        27, 2, ["合計", None, None, None, *(sum(effect(n, year) for n in range(18)) for year in range(2018, 2022))]
    )
    right = columns(
        "効果額",
        3,
        A="no",
        B="name",
        C="department",
        D="plan",
        E="plan",
        F="amount@2018 year_end",
        G="amount@2019 year_end",
        H="amount@2020 year_end",
        I="amount@2021 year_end",
        J="rating@2021 year_end",
    )
    return ListCase(
        "umezono", "年度ごとの金額、文字の数、元号のない年、日付", {"梅園市.xlsx": paper.saved()}, right, tuple(rows)
    )


def tsukioka() -> ListCase:
    """月岡市: CSV in UTF-8 whose ratings are words, with line ends inside cells."""
    heads = [
        "施策",
        "番号",
        "事務事業名",
        "所属",
        "前年度(R5)の進捗",
        "前年度(R5)の実績",
        "今年度(R6)の進捗",
        "今年度(R6)の実績",
        "備考",
    ]
    lines: list[Sequence[object]] = [heads]
    rows = []
    words = ("順調", "概ね順調", "遅れ", "順調", "完了")
    for n in range(16):
        texts = (said(n, "results", 2023), f"{said(n, 'results', 2024)}\n{said(n, 'issue', 2024)}")
        old, new = words[n % 5], words[(n + 1) % 5]
        lines.append([AREAS[n // 4], n + 1, NAMES[n], department(n), old, texts[0], new, texts[1], ""])
        rows.append(
            RightRow(
                str(n + 1),
                NAMES[n],
                (AREAS[n // 4],),
                (department(n),),
                texts=texts,
                ratings={"2023 year_end": old, "2024 year_end": new},
            )
        )
    right = columns(
        "月岡市",
        1,
        A="area",
        B="no",
        C="name",
        D="department",
        E="rating@2023 year_end",
        F="entry@2023 year_end",
        G="rating@2024 year_end",
        H="entry@2024 year_end",
    )
    data = _csv(lines).encode("utf-8-sig")
    return ListCase("tsukioka", "CSV（UTF-8）、評価は語", {"月岡市.csv": data}, right, tuple(rows))


def tsurumino() -> ListCase:
    """鶴見野市: CSV in cp932 whose ratings are codes with a word, under a title and a blank line."""
    lines: list[Sequence[object]] = [["鶴見野市行政改革実施プラン　令和5年度末の状況"], []]
    lines.append(["区分", "ＮＯ．", "項目", "主担当課", "関係課", "目標", "達成状況", "主な成果"])
    rows = []
    words = ("1：達成", "2：一部達成", "3：未達成", "1：達成")
    for n in range(16):
        names = (department(n), department(n + 1), department(n + 2)) if n % 3 == 0 else (department(n),)
        texts = (said(n, "plan"), said(n, "results", 2023))
        code = words[n % 4]
        lines.append([AREAS[n // 8], n + 1, NAMES[n], names[0], "、".join(names[1:]), texts[0], code, texts[1]])
        rows.append(
            RightRow(
                str(n + 1),
                NAMES[n],
                (AREAS[n // 8],),
                names,
                texts=texts,
                ratings={"2023 year_end": code},
            )
        )
    right = columns(
        "鶴見野市",
        3,
        A="area",
        B="no",
        C="name",
        D="department",
        E="department",
        F="plan",
        G="rating@2023 year_end",
        H="entry@2023 year_end",
    )
    data = _csv(lines).encode("cp932")
    return ListCase(
        "tsurumino", "CSV（cp932）、符号と語の評価、主担当と関係課", {"鶴見野市.csv": data}, right, tuple(rows)
    )


def yukisato() -> ListCase:
    """雪里町: an OpenDocument sheet, the year said by nobody, and a column 「区分」 of kinds."""
    heads = ["大項目", "中項目", "番号", "実施項目", "課名", "区分", "取組内容", "実施状況", "評価"]
    lines: list[Sequence[object]] = [["雪里町　行革実施項目"], [], heads]
    rows = []
    for n in range(15):
        texts = (said(n, "plan"), said(n, "results"))
        code = "◎○△"[n % 3]
        second = f"{AREAS[n // 5]}の取組"
        kind = ("新規", "継続")[n % 2]
        lines.append([AREAS[n // 5], second, n + 1, NAMES[n], department(n), kind, texts[0], texts[1], code])
        rows.append(
            RightRow(str(n + 1), NAMES[n], (AREAS[n // 5], second), (department(n),), texts=texts, ratings={"?": code})
        )
    right = columns(
        "実施項目",
        3,
        A="area",
        B="area",
        C="no",
        D="name",
        E="department",
        F="plan",
        G="plan",
        H="entry@?",
        I="rating@?",
    )
    return ListCase("yukisato", "ODS、年度がどこにもない", {"雪里町.ods": _ods("実施項目", lines)}, right, tuple(rows))


def shirasagi() -> ListCase:
    """白鷺市: heads with spaces and line ends between letters, an outline below the name, several indicators an item."""
    paper = Paper().called("進行管理シート")
    paper.put(1, 1, "白鷺市　行財政改革　進行管理シート　　令和７年３月３１日現在")
    heads = [
        "柱",
        "番\n号",
        "取 組 項 目",
        "取 組 の 概 要",
        "推\n進\n課",
        "成　果　指　標",
        None,
        None,
        None,
        "評　価",
        "取組の実績",
    ]
    for at, text in enumerate(heads, 1):
        if at in (6, 7, 8, 9):
            continue
        paper.merged(3, at, text, down=2, fill=GREY)
    paper.merged(3, 6, heads[5], right=4, fill=GREY)
    paper.row(4, 6, ["指標名", "単位", "目標値", "実績値"], fill=GREY)
    rows, line = [], 5
    for n in range(14):
        several = 2 if n % 3 == 1 else 1
        code = ("A（順調）", "B（やや遅れ）", "A（順調）", "C（遅れ）")[n % 4]
        texts = (said(n, "outline"), said(n, "results", 2024))
        row = ((2, n + 1), (3, NAMES[n]), (4, texts[0]), (5, department(n)), (10, code), (11, texts[1]))
        for at, value in ((1, f"{'１２'[n // 7]} {AREAS[n // 7]}" if n % 7 == 0 else None), *row):
            if value is not None:
                paper.merged(line, at, value, down=several if at > 1 else 1)
        names = []
        for k in range(several):
            names.append(f"{NAMES[n][:4]}の回数{'甲乙'[k]}（第{n + 1}号）")
            paper.row(line + k, 6, [names[-1], "回", 10 + n + k, 9 + n + k])
        line += several
        rows.append(
            RightRow(
                str(n + 1),
                NAMES[n],
                (AREAS[n // 7],),
                (department(n),),
                texts=(*texts, *names),
                ratings={"2024 year_end": code},
            )
        )
    right = columns(
        "進行管理シート",
        3,
        A="area",
        B="no",
        C="name",
        D="plan",
        E="department",
        F="indicator@2024 year_end",
        G="unit@2024 year_end",
        H="target@2024 year_end",
        I="actual@2024 year_end",
        J="rating@2024 year_end",
        K="entry@2024 year_end",
    )
    return ListCase(
        "shirasagi",
        "字間の空いた見出し、一項目に複数の指標、符号と語の評価",
        {"白鷺市.xlsx": paper.saved()},
        right,
        tuple(rows),
    )


def _csv(lines: Sequence[Sequence[object]]) -> str:
    made = io.StringIO()
    csv.writer(made).writerows(lines)
    return made.getvalue()


def _ods(sheet: str, lines: Sequence[Sequence[object]]) -> bytes:
    """The smallest OpenDocument spreadsheet that holds these lines."""
    cells = "".join(f"<table:table-row>{''.join(map(_ods_cell, line))}</table:table-row>" for line in lines)
    names = ("office", "table", "text")
    spaces = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in names)
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces} office:version="1.2"><office:body>'
        f'<office:spreadsheet><table:table table:name="{sheet}">{cells}</table:table></office:spreadsheet>'
        "</office:body></office:document-content>"
    )
    mime = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest '
        'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{mime}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        package.writestr("mimetype", mime, zipfile.ZIP_STORED)
        package.writestr("META-INF/manifest.xml", manifest)
        package.writestr("content.xml", content)
    return made.getvalue()


def _ods_cell(value: object) -> str:
    if isinstance(value, int):
        return (
            f'<table:table-cell office:value-type="float" office:value="{value}">'
            f"<text:p>{value}</text:p></table:table-cell>"
        )
    return f'<table:table-cell office:value-type="string"><text:p>{escape(str(value))}</text:p></table:table-cell>'

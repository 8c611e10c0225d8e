"""Lists whose rows are the difficulty: numbers, relisting, sub-rows, departments, what stands between the rows."""

from tests.tools.lists.paper import ListCase, Paper, RightColumn, RightRow, columns
from tests.tools.lists.stock import AREAS, BUREAUS, DEPARTMENTS, NAMES, department, said

BLUE = "DDEBF7"
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


def kitahama() -> ListCase:
    """北浜町: circled numbers that begin anew in each area, notes and rows for height between the items."""
    paper = Paper().called("R5")
    paper.put(1, 1, "北浜町行政改革プラン取組状況（令和５年度）")
    rows, line = [], 3
    for area in range(3):
        paper.put(line, 1, f"【{AREAS[area]}】")
        paper.row(line + 1, 1, ["取組項目", "担当", "取組の内容", "達成度", "成果"], fill=BLUE)
        line += 2
        for n in range(6):
            at = area * 6 + n
            code = "○△○◎×○"[n]
            texts = (said(at, "plan"), said(at, "results", 2023))
            paper.row(line, 1, [f"{CIRCLED[n]}{NAMES[at]}", department(at), texts[0], code, texts[1]])
            line += 1
            if n % 2:
                paper.put(line, 1, "　")
                line += 1
            rows.append(
                RightRow(
                    str(n + 1),
                    NAMES[at],
                    (AREAS[area],),
                    (department(at),),
                    texts=texts,
                    ratings={"2023 year_end": code},
                )
            )
        paper.put(line, 1, f"※{AREAS[area]}の取組は、町民会議の意見を受けて見直しています。")
        line += 2
    right: list[RightColumn] = []
    for row in paper.sheet.iter_rows(min_col=1, max_col=1):
        if row[0].value == "取組項目":
            right += columns(
                "R5",
                row[0].row,
                A="no+name",
                B="department",
                C="plan",
                D="rating@2023 year_end",
                E="entry@2023 year_end",
            )
    return ListCase(
        "kitahama",
        "丸数字は分野ごとに①から、間に注と高さの行",
        {"北浜町.xlsx": paper.saved()},
        tuple(right),
        tuple(rows),
    )


def minamihara() -> ListCase:
    """南原市: numbers in brackets, and five items that are listed again, each said in another way."""
    paper = Paper().called("一覧表")
    paper.put(1, 1, "南原市　行財政改革推進計画（令和6年3月31日現在）")
    paper.row(3, 1, ["基本方針", "取組", "担当課", "評価", "取組実績"], fill=BLUE)
    again = {
        15: ("【No.3の再掲】", 2),
        17: ("（№５再掲）", 4),
        19: ("【再掲：No.１】", 0),
        21: ("[No.7の再掲]", 6),
        23: ("（再掲　8）", 7),
    }
    rows = []
    for n in range(24):
        mark, of = again.get(n, ("", n))
        texts = (said(of, "results", 2023),) if not mark else ()
        code = "ABAACA"[of % 6]
        area = AREAS[n // 6] if n % 6 == 0 else None
        name = f"（{n + 1}）{NAMES[of]}{mark}"
        paper.row(4 + n, 1, [area, name, department(of), code, mark if mark else said(of, "results", 2023)])
        rows.append(
            RightRow(
                str(n + 1),
                NAMES[of],
                (AREAS[n // 6],),
                (department(of),),
                texts=texts,
                ratings={} if mark else {"2023 year_end": code},
                repeats=str(of + 1) if mark else "",
            )
        )
    right = columns(
        "一覧表", 3, A="area", B="no+name", C="department", D="rating@2023 year_end", E="entry@2023 year_end"
    )
    return ListCase("minamihara", "（1）の番号、再掲の五つの書き方", {"南原市.xlsx": paper.saved()}, right, tuple(rows))


def yamabuki() -> ListCase:
    """山吹市: numbers as ８・12, parents that carry the rating over sub-rows 「- 1」 with departments of their own."""
    paper = Paper().called("進捗状況")
    paper.put(1, 1, "山吹市行財政再構築計画 進捗状況（令和2年度末）")
    heads = [
        "項目",
        None,
        "主な推進担当課",
        "評価",
        "実施内容",
        "令和2年度当初予定\n（目標値）",
        "取組実績\n（令和3年3月末実績値）",
    ]
    paper.row(3, 1, heads, fill=BLUE)
    paper.sheet.merge_cells("A3:B3")
    rows, line = [], 4
    for n in range(16):
        area, no = n // 8, n + 1
        shown = "０１２３４５６７８９"[no] if no < 10 else str(no)
        if n % 8 == 0:
            paper.put(line, 1, AREAS[area])
        code = "AABAS"[n % 5]
        if n in (3, 9):
            paper.row(line, 2, [f"{shown} {NAMES[n]}", "-", code, "-", "-", "-"])
            rows.append(RightRow(str(no), NAMES[n], (AREAS[area],), (), ratings={"2020 year_end": code}))
            line += 1
            for k in range(1, 4):
                at = 20 + n + k
                texts = (said(at, "plan"), said(at, "outline", 2020), said(at, "results", 2020))
                paper.row(line, 2, [f"- {k}", department(at), "-", *texts])
                line += 1
                rows.append(RightRow(str(no), NAMES[n], (AREAS[area],), (department(at),), sub=str(k), texts=texts))
            continue
        texts = (said(n, "plan"), said(n, "outline", 2020), said(n, "results", 2020))
        names = (department(n), department(n + 2)) if n % 4 == 1 else (department(n),)
        paper.row(line, 2, [f"{shown} {NAMES[n]}", "、".join(names), code, *texts])
        line += 1
        rows.append(RightRow(str(no), NAMES[n], (AREAS[area],), names, texts=texts, ratings={"2020 year_end": code}))
    right = columns(
        "進捗状況",
        3,
        A="area",
        B="no+name",
        C="department",
        D="rating@2020 year_end",
        E="plan",
        F="entry@2020 year_end",
        G="entry@2020 year_end",
    )
    return ListCase("yamabuki", "８・12、親の行に評価、枝番「- 1」", {"山吹市.xlsx": paper.saved()}, right, tuple(rows))


def sugimori() -> ListCase:
    """杉森市: 部 and 課 in one string, several in a cell by 「・」 beside a name that holds one, and people's telephones."""
    paper = Paper().called("取組一覧")
    paper.put(1, 2, "杉森市経営改革プラン　取組一覧（令和５年度末現在）")
    heads = ["通番", "柱", "取組名", "担当部署", "担当者", "内線", "取組内容", "進捗評価", "進捗状況"]
    paper.row(3, 2, heads, fill=BLUE)
    rows = []
    people = ("山川 春子", "海野 夏男", "里見 秋江")
    for n in range(22):
        first, second = department(n), department(n + 3)
        several = n % 4 == 2
        if several:
            shown = f"{BUREAUS[first]}{first}・{BUREAUS[second]}{second}"
        else:
            shown = f"{BUREAUS[first]}　{first}" if n % 2 else f"{BUREAUS[first]}{first}"
        texts = (said(n, "plan"), said(n, "results", 2023))
        code = "AABCD"[n % 5]
        paper.row(4 + n, 2, [n + 1, AREAS[n // 6], NAMES[n], shown, people[n % 3], 2100 + n, texts[0], code, texts[1]])
        rows.append(
            RightRow(
                str(n + 1),
                NAMES[n],
                (AREAS[n // 6],),
                (first, second) if several else (first,),
                texts=texts,
                ratings={"2023 year_end": code},
            )
        )
    right = columns(
        "取組一覧",
        3,
        B="no",
        C="area",
        D="name",
        E="bureau+department",
        F="people",
        G="people",
        H="plan",
        I="rating@2023 year_end",
        J="entry@2023 year_end",
    )
    used = {name for row in rows for name in row.departments}
    bureaus = {name: BUREAUS[name] for name in DEPARTMENTS if name in used}
    return ListCase(
        "sugimori",
        "部と課が一つの文、「・」で並ぶ課、担当者と内線",
        {"杉森市.xlsx": paper.saved()},
        right,
        tuple(rows),
        bureaus,
    )


def minatodai() -> ListCase:
    """港台市: mark and text in one cell, departments on lines of their own, a 部 column that is named once a group."""
    paper = Paper().called("進捗")
    paper.put(1, 1, "港台市行革プラン")
    paper.row(2, 1, ["No.", "事業名", "部", "課", "R4年度の評価と取組", "R5年度の評価と取組"], fill=BLUE)
    rows = []
    order = sorted(range(24), key=lambda n: (list(dict.fromkeys(BUREAUS.values())).index(BUREAUS[department(n)]), n))
    before = ""
    for line, n in enumerate(order):
        first = department(n)
        names = (first, "住まい・みどり課") if n % 5 == 0 and first != "住まい・みどり課" else (first,)
        old, new = "○○△×"[n % 4], "○◎○△"[n % 4]
        texts = (said(n, "results", 2022), said(n, "results", 2023))
        bureau = BUREAUS[first]
        paper.row(
            3 + line,
            1,
            [
                line + 1,
                NAMES[n],
                bureau if bureau != before else None,
                "\n".join(names),
                f"{old} {texts[0]}",
                f"{new}　{texts[1]}",
            ],
        )
        before = bureau
        rows.append(
            RightRow(
                str(line + 1),
                NAMES[n],
                (),
                names,
                texts=texts,
                ratings={"2022 year_end": old, "2023 year_end": new},
            )
        )
    right = columns(
        "進捗",
        2,
        A="no",
        B="name",
        C="bureau",
        D="department",
        E="rating+entry@2022 year_end",
        F="rating+entry@2023 year_end",
    )
    bureaus = {name: BUREAUS[name] for name in sorted({row.departments[0] for row in rows})}
    return ListCase(
        "minatodai",
        "印と文が一つのセル、課は改行、部は組の最初だけ、分野なし",
        {"港台市.xlsx": paper.saved()},
        right,
        tuple(rows),
        bureaus,
    )


def miyama() -> ListCase:
    """深山市: items merged over sub-rows that have names, with struck words, a hidden row and a note."""
    from openpyxl.cell.rich_text import CellRichText, TextBlock
    from openpyxl.cell.text import InlineFont
    from openpyxl.comments import Comment

    paper = Paper().called("実施項目")
    paper.put(1, 1, "深山市第５次行政改革（令和５年度末）")
    heads = ["方針", "No", "実施項目", "細事業", "担当課", "取組計画", "取組結果", "評価"]
    paper.row(2, 1, heads, fill=BLUE)
    rows, line = [], 3
    for n in range(9):
        subs = 3 if n % 3 == 1 else 1
        code = "ⅠⅡⅢ"[n % 3]
        if n % 3 == 0:
            down = sum(3 if k % 3 == 1 else 1 for k in range(n, n + 3))
            paper.merged(line, 1, AREAS[n // 3], down=down)
        for at, value in ((2, n + 1), (3, NAMES[n]), (8, code)):
            paper.merged(line, at, value, down=subs)
        if subs == 1:
            texts = (said(n, "plan"), said(n, "results", 2023))
            paper.row(line, 5, [department(n), *texts])
            rows.append(
                RightRow(
                    str(n + 1),
                    NAMES[n],
                    (AREAS[n // 3],),
                    (department(n),),
                    texts=texts,
                    ratings={"2023 year_end": code},
                )
            )
            line += 1
            continue
        rows.append(RightRow(str(n + 1), NAMES[n], (AREAS[n // 3],), (), ratings={"2023 year_end": code}))
        for k in range(subs):
            at = 30 + n * 3 + k
            texts = (said(at, "plan"), said(at, "results", 2023))
            paper.row(line, 4, [f"{CIRCLED[k]}{NAMES[at % 64]}", department(at), *texts])
            rows.append(
                RightRow(str(n + 1), NAMES[at % 64], (AREAS[n // 3],), (department(at),), sub=str(k + 1), texts=texts)
            )
            line += 1
    struck = TextBlock(InlineFont(strike=True), "旧い取組をやめる。")
    paper.sheet.cell(3, 6).value = CellRichText(struck, str(paper.sheet.cell(3, 6).value))
    paper.sheet.cell(3, 7).comment = Comment("次回までに数を確かめること", "行革担当")
    paper.sheet.row_dimensions[9].hidden = True
    right = columns(
        "実施項目",
        2,
        A="area",
        B="no",
        C="name",
        D="sub",
        E="department",
        F="plan",
        G="entry@2023 year_end",
        H="rating@2023 year_end",
    )
    return ListCase(
        "miyama", "項目が細事業に結合、取消線、隠れた行、メモ", {"深山市.xlsx": paper.saved()}, right, tuple(rows)
    )

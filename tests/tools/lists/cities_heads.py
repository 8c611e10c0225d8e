"""Lists whose heads are the difficulty: where the table begins, levels, repeated pages, several tables and sheets."""

from tests.tools.lists.paper import ListCase, Paper, RightColumn, RightRow, columns
from tests.tools.lists.stock import AREAS, NAMES, department, said, two_departments

GREEN, YELLOW = "E2EFDA", "FFF2CC"


def aoba() -> ListCase:
    """青葉市: one level of heads at B5, 分野 merged downwards, two rating columns whose heads name the year."""
    paper = Paper().called("一覧")
    paper.put(1, 2, "第３次青葉市行財政改革実施計画　進捗管理表")
    paper.put(2, 2, "※ 評価：◎＝計画以上、○＝計画どおり、△＝やや遅れ、×＝未着手")
    paper.row(
        5,
        2,
        [
            "分野",
            "No.",
            "取組項目",
            "担当課",
            "取組内容",
            "令和5年度 評価",
            "令和5年度 取組実績",
            "令和6年度 評価",
            "令和6年度 取組実績",
        ],
        fill=GREEN,
    )
    rows, marks = [], "◎○○△○×○○"
    for n in range(24):
        area, first = n // 8, n % 8 == 0
        if first:
            paper.merged(6 + n, 2, AREAS[area], down=8)
        old, new = marks[n % 8], marks[(n + 3) % 8]
        texts = (said(n, "plan"), said(n, "results", 2023), said(n, "results", 2024))
        paper.row(6 + n, 3, [n + 1, NAMES[n], department(n), texts[0], old, texts[1], new, texts[2]])
        rows.append(
            RightRow(
                str(n + 1),
                NAMES[n],
                (AREAS[area],),
                (department(n),),
                texts=texts,
                ratings={"2023 year_end": old, "2024 year_end": new},
            )
        )
    paper.put(32, 2, "（作成：行政改革推進室）")
    right = columns(
        "一覧",
        5,
        B="area",
        C="no",
        D="name",
        E="department",
        F="plan",
        G="rating@2023 year_end",
        H="entry@2023 year_end",
        I="rating@2024 year_end",
        J="entry@2024 year_end",
    )
    return ListCase("aoba", "一段の見出し、B5から、分野は縦に結合", {"青葉市.xlsx": paper.saved()}, right, tuple(rows))


def shiomi() -> ListCase:
    """汐見市: heads of two levels by year, areas as bands over all columns, both repeated at each printed page."""
    paper = Paper().called("進捗状況")
    rows, line = [], 1

    def head() -> None:
        for at, text in enumerate(("番号", "改革項目", "所管課"), 1):
            paper.merged(line, at, text, down=2, fill=GREEN)
        for at, text in ((4, "令和4年度末"), (6, "令和5年度末")):
            paper.merged(line, at, text, right=2, fill=GREEN)
            paper.row(line + 1, at, ["評価", "取組状況"], fill=GREEN)

    paper.merged(line, 1, "汐見市行政改革大綱　進捗状況一覧", right=7)
    line += 2
    for n in range(30):
        area = n // 10
        if n % 10 == 0 or n % 6 == 0:
            if n % 6 == 0:
                head()
                line += 2
            name = f"{'ⅠⅡⅢ'[area]}　{AREAS[area]}" + ("" if n % 10 == 0 else "（続き）")
            paper.merged(line, 1, name, right=7, fill=YELLOW)
            line += 1
        old, new = "ＳＡＡＢＡ"[n % 5], "ＡＡＳＡＢ"[n % 5]
        texts = (said(n, "results", 2022), said(n, "results", 2023))
        paper.row(line, 1, [n + 1, NAMES[n], department(n), old, texts[0], new, texts[1]])
        line += 1
        rows.append(
            RightRow(
                str(n + 1),
                NAMES[n],
                (AREAS[area],),
                (department(n),),
                texts=texts,
                ratings={"2022 year_end": old, "2023 year_end": new},
            )
        )
    right = columns(
        "進捗状況",
        3,
        A="no",
        B="name",
        C="department",
        D="rating@2022 year_end",
        E="entry@2022 year_end",
        F="rating@2023 year_end",
        G="entry@2023 year_end",
    )
    return ListCase(
        "shiomi", "二段の見出し、ページごとに見出しと分野の帯", {"汐見市.xlsx": paper.saved()}, right, tuple(rows)
    )


def misawano() -> ListCase:
    """三沢野市: heads of three levels, No. inside the name, the area named on the first row of its group alone."""
    paper = Paper().called("管理表")
    paper.merged(1, 1, "三沢野市　行財政改革プラン　進行管理表", right=9)
    for at, text in enumerate(("重点分野", "実施項目", "担当部署"), 1):
        paper.merged(3, at, text, down=3, fill=GREEN)
    paper.merged(3, 4, "令和6年度", right=6, fill=GREEN)
    for at, text in ((4, "上半期（9月末）"), (7, "年度末")):
        paper.merged(4, at, text, right=3, fill=GREEN)
        paper.row(5, at, ["評価", "進捗状況", "課題"], fill=GREEN)
    rows = []
    for n in range(20):
        half, end = "AABAC"[n % 5], "ABAAA"[n % 5]
        texts = tuple(said(n, kind, 2024 + late) for late in (0, 1) for kind in ("results", "issue"))
        area = AREAS[n // 5] if n % 5 == 0 else None
        leads = two_departments(n)
        shown = "、".join(leads)
        paper.row(6 + n, 1, [area, f"{n + 1} {NAMES[n]}", shown, half, texts[0], texts[1], end, texts[2], texts[3]])
        rows.append(
            RightRow(
                str(n + 1),
                NAMES[n],
                (AREAS[n // 5],),
                leads,
                texts=texts,
                ratings={"2024 half": half, "2024 year_end": end},
            )
        )
    right = columns(
        "管理表",
        3,
        A="area",
        B="no+name",
        C="department",
        D="rating@2024 half",
        E="entry@2024 half",
        F="entry@2024 half",
        G="rating@2024 year_end",
        H="entry@2024 year_end",
        I="entry@2024 year_end",
    )
    return ListCase(
        "misawano",
        "三段の見出し、番号は名称の中、分野は最初の行だけ",
        {"三沢野市.xlsx": paper.saved()},
        right,
        tuple(rows),
    )


def otaki() -> ListCase:
    """大滝市: two tables below each other on a sheet, of programs that are rated and of such that are only studied."""
    paper = Paper().called("全体")
    paper.put(1, 1, "大滝市経営プログラム（令和5年度末）")
    paper.put(3, 1, "◆実施プログラム　速やかに着手する12項目です。")
    paper.row(4, 1, ["No", "実施プログラム", "所管", "主な取組の方向性", "これまでの取組実績", "評価"], fill=GREEN)
    rows, line = [], 5
    for n in range(12):
        if n % 4 == 0:
            paper.put(line, 1, f"方向性{'１２３'[n // 4]}　{AREAS[n // 4]}")
            line += 1
        texts = (said(n, "plan"), said(n, "results", 2023))
        code = "ＡＡＢＳ"[n % 4]
        paper.row(line, 1, [n + 1, NAMES[n], department(n), *texts, code])
        line += 1
        rows.append(
            RightRow(
                str(n + 1),
                NAMES[n],
                (AREAS[n // 4],),
                (department(n),),
                texts=texts,
                ratings={"2023 year_end": code},
            )
        )
    line += 1
    paper.put(line, 1, "◇検討プログラム　着手に向けて検討する5項目です。")
    second = line + 1
    paper.row(second, 1, ["No", "検討プログラム", "所管", "主な検討の方向性", "これまでの検討実績", "課題"], fill=GREEN)
    line += 2
    for n in range(12, 17):
        if n in (12, 14):
            area = (n - 12) // 2 * 2
            paper.put(line, 1, f"方向性{'１２３'[area]}　{AREAS[area]}")
            line += 1
        studied = (said(n, "plan"), said(n, "results", 2023), said(n, "issue", 2023))
        paper.row(line, 1, [n + 1, NAMES[n], department(n), *studied])
        line += 1
        rows.append(RightRow(str(n + 1), NAMES[n], (AREAS[0 if n < 14 else 2],), (department(n),), texts=studied))
    right = columns(
        "全体", 4, A="no", B="name", C="department", D="plan", E="entry@2023 year_end", F="rating@2023 year_end"
    )
    right += columns(
        "全体", second, A="no", B="name", C="department", D="plan", E="entry@2023 year_end", F="entry@2023 year_end"
    )
    return ListCase("otaki", "一枚に二つの表、方向性の行", {"大滝市.xlsx": paper.saved()}, right, tuple(rows))


def kazakoshi() -> ListCase:
    """風越市: a sheet an area, numbers that begin anew in each, beside a cover, a legend and a sheet of counts."""
    paper = Paper().called("表紙")
    paper.put(5, 3, "風越市行政改革実施計画")
    paper.put(7, 3, "令和7年3月末現在")
    right: tuple[RightColumn, ...] = ()
    rows = []
    for area in range(4):
        name = f"{area + 1} {AREAS[area]}"
        paper.called(name, new=True)
        paper.put(1, 1, f"基本方針{area + 1}　{AREAS[area]}")
        paper.row(3, 1, ["No.", "項目名", "担当課", "実施内容", "評価", "取組内容・成果", "今後の取組"], fill=YELLOW)
        for n in range(8):
            at = area * 8 + n
            code = "ＳＡＢＣ"[(at * 3) % 4]
            texts = (said(at, "plan"), said(at, "results", 2024), said(at, "next", 2024))
            paper.row(4 + n, 1, [n + 1, NAMES[at], department(at), texts[0], code, texts[1], texts[2]])
            rows.append(
                RightRow(
                    str(n + 1),
                    NAMES[at],
                    (AREAS[area],),
                    (department(at),),
                    texts=texts,
                    ratings={"2024 year_end": code},
                )
            )
        right += columns(
            name,
            3,
            A="no",
            B="name",
            C="department",
            D="plan",
            E="rating@2024 year_end",
            F="entry@2024 year_end",
            G="entry@2024 year_end",
        )
    paper.called("集計", new=True)
    paper.row(1, 1, ["基本方針", "S", "A", "B", "C", "計"])
    for area in range(4):
        paper.row(2 + area, 1, [AREAS[area], 2, 2, 2, 2, 8])
    paper.called("凡例", new=True)
    for n, text in enumerate(("Ｓ：計画以上", "Ａ：計画どおり", "Ｂ：やや遅れ", "Ｃ：遅れ"), 1):
        paper.put(n, 1, text)
    return ListCase(
        "kazakoshi", "分野ごとのシート、番号は分野ごとに1から", {"風越市.xlsx": paper.saved()}, right, tuple(rows)
    )


def sakuragaoka() -> ListCase:
    """桜丘市: 64 items on printed pages of 15 rows, gaps in the numbers, marks of follow-up, counts at the foot."""
    paper = Paper().called("評価一覧")
    rows, line, no = [], 1, 0
    marks: dict[str, int] = {}
    for n in range(64):
        if n % 15 == 0:
            paper.merged(line, 1, "項　目", right=2, down=2, fill=GREEN)
            paper.merged(line, 3, "主な\n推進担当課", down=2, fill=GREEN)
            paper.merged(line, 4, "26年度", right=2, fill=GREEN)
            paper.put(line, 6, "27年度", fill=GREEN)
            paper.row(line + 1, 4, ["上半期", "年度末", "上半期"], fill=GREEN)
            paper.merged(line, 7, "フォロー\nアップ\n対象項目", down=2, fill=GREEN)
            paper.merged(line, 8, "理由等", down=2, fill=GREEN)
            line += 2
            paper.put(line, 1, AREAS[n // 13])
        elif n % 13 == 0:
            paper.put(line, 1, AREAS[n // 13])
        no += 2 if n in (20, 41) else 1
        codes = ["ＡＡＳＢＡ"[(n + k) % 5] for k in range(3)]
        reason = said(n, "reason", 2015)
        paper.row(line, 2, [f"{no} {NAMES[n]}", department(n), *codes, "○" if n % 3 == 0 else None, reason])
        line += 1
        for code in codes[:1]:
            marks[code] = marks.get(code, 0) + 1
        rows.append(
            RightRow(
                str(no),
                NAMES[n],
                (AREAS[n // 13],),
                (department(n),),
                texts=(reason,),
                ratings=dict(zip(("2014 half", "2014 year_end", "2015 half"), codes, strict=True)),
            )
        )
    for code, count in sorted(marks.items()):
        paper.row(line, 3, [code, count, count, count])
        line += 1
    paper.row(line, 3, ["計", 64, 64, 64, 22])
    right = columns(
        "評価一覧",
        1,
        A="area",
        B="no+name",
        C="department",
        D="rating@2014 half",
        E="rating@2014 year_end",
        F="rating@2015 half",
        G="mark@2015 half",
        H="entry@2015 half",
    )
    return ListCase(
        "sakuragaoka",
        "64項目、15行ごとに見出し、三つの評価、元号のない年、末尾に計",
        {"桜丘市.xlsx": paper.saved()},
        right,
        tuple(rows),
    )


def kawadoko() -> ListCase:
    """川床市: three levels of areas in columns, merged downwards, and numbers such as 1-(2)."""
    paper = Paper().called("実施計画")
    paper.put(2, 1, "川床市行財政改革　実施計画（令和６年度）")
    heads = ["基本目標", "基本方針", "重点項目", "No.", "実施項目", "主管課", "実施内容", "評価", "実績"]
    paper.row(4, 1, heads, fill=GREEN)
    rows, line = [], 5
    for top in range(2):
        paper.merged(line, 1, f"{'ⅠⅡ'[top]} {AREAS[top]}", down=12)
        for middle in range(2):
            second = f"{AREAS[2 + middle]}（{'甲乙'[top]}）"
            paper.merged(line, 2, f"{middle + 1} {second}", down=6)
            for low in range(2):
                third = f"{('計画', '実行')[low]}の強化（{'甲乙'[top]}{middle + 1}）"
                paper.merged(line, 3, f"({low + 1}) {third}", down=3)
                for k in range(3):
                    n = top * 12 + middle * 6 + low * 3 + k
                    texts = (said(n, "plan"), said(n, "results", 2024))
                    code = "○○△◎"[n % 4]
                    no = f"{top * 2 + middle + 1}-({low * 3 + k + 1})"
                    paper.row(line, 4, [no, NAMES[n], department(n), texts[0], code, texts[1]])
                    rows.append(
                        RightRow(
                            f"{top * 2 + middle + 1}-{low * 3 + k + 1}",
                            NAMES[n],
                            (AREAS[top], second, third),
                            (department(n),),
                            texts=texts,
                            ratings={"2024 year_end": code},
                        )
                    )
                    line += 1
    right = columns(
        "実施計画",
        4,
        A="area",
        B="area",
        C="area",
        D="no",
        E="name",
        F="department",
        G="plan",
        H="rating@2024 year_end",
        I="entry@2024 year_end",
    )
    return ListCase("kawadoko", "三段の分野、番号は1-(2)", {"川床市.xlsx": paper.saved()}, right, tuple(rows))

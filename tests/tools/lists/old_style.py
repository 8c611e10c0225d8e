"""The three transcribed plans written out as old-style lists in the manner of their originals: moves texts, holds none."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from tests.tools.lists.paper import ListCase, Paper, RightRow, columns

Data = Mapping[str, Any]
_PIECES = re.compile(r"[①-⑳()（）\s]+")
_PAGE = 22


def _text(value: str | Sequence[str] | None) -> str | None:
    if value is None:
        return None
    return value if isinstance(value, str) else "\n".join(value)


def _given(*values: str | Sequence[str] | None) -> tuple[str, ...]:
    return tuple(text for value in values if (text := _text(value)))


def _pieces(*values: str | Sequence[str] | None) -> tuple[str, ...]:
    """What is said inside brackets, apart from the signs."""
    return tuple(piece for text in _given(*values) for piece in _PIECES.split(text) if len(piece) > 1)


def plan2(data: Data) -> ListCase:
    """Sixty-two items on two printed pages: two-level head and area repeated on each, three ratings, counts at the foot."""
    heads = data["column_heads_001"]
    paper, line = Paper().called("進捗状況一覧"), 1
    rows: list[RightRow] = []
    areas = {area["no"]: area["name"] for area in data["areas"]}
    items = data["items"]
    for n, row in enumerate(items):
        if n % 32 == 0:
            paper.merged(line, 1, heads[0], right=2, down=2)
            paper.merged(line, 3, heads[1], down=2)
            year, half = heads[2].split()
            paper.merged(line, 4, year, right=2)
            paper.row(line + 1, 4, [half, heads[3].split()[1], heads[4].split()[1]])
            paper.put(line, 6, heads[4].split()[0])
            paper.merged(line, 7, heads[5], down=2)
            paper.merged(line, 8, heads[6], down=2)
            line += 2
        page_end = min(len(items), (n // 32 + 1) * 32)
        if n % 32 == 0 or items[n - 1]["area_no"] != row["area_no"]:
            last = next((k for k in range(n, page_end) if items[k]["area_no"] != row["area_no"]), page_end)
            paper.merged(line, 1, areas[row["area_no"]], down=last - n)
        mark = row["relisting_mark"] or ""
        codes = [row["ratings"][key] for key in ("H26_first_half", "H26_year_end", "H27_first_half")]
        lead = "\n".join(row["lead_departments"])
        paper.row(line, 2, [f"{row['no']} {row['name']}{mark}", lead, *codes, "○" if row["follow_up"] else None])
        paper.put(line, 8, row["reason"])
        line += 1
        points = ("2014 half", "2014 year_end", "2015 half")
        rows.append(
            RightRow(
                str(row["no"]),
                row["name"],
                (areas[row["area_no"]],),
                tuple(row["lead_departments"]),
                texts=_given(row["reason"]),
                ratings={point: code for point, code in zip(points, codes, strict=True) if code},
                repeats=str(row["listed_again_of"] or ""),
            )
        )
    for code, counts in data["printed_totals"]["by_rating"].items():
        paper.row(line, 3, [code, *counts.values()])
        line += 1
    right = columns(
        "進捗状況一覧",
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
    return ListCase("plan2", "", {"一覧.xlsx": paper.saved()}, right, tuple(rows))


def plan3(data: Data) -> ListCase:
    """Forty-three items on four pages, parents over sub-rows 「- 1」, values in brackets on the last lines of texts."""
    printed = data["meta"]["printed"]
    heads = printed["column_heads"]
    paper, line = Paper().called("進捗状況"), 1
    rows: list[RightRow] = []
    for text in (printed["page_title"], *printed["relisting_notes"], printed["table_title"], *printed["table_legend"]):
        paper.put(line, 1, text)
        line += 1
    areas = {area["no"]: area["name"] for area in data["areas"]}
    flat = [line for item in data["items"] for line in (item, *item["sub_items"])]
    first = line
    for n, row in enumerate(flat):
        if n % _PAGE == 0:
            paper.merged(line, 1, heads[0], right=2)
            paper.row(line, 3, heads[1:])
            line += 1
        if n % _PAGE == 0 or flat[n - 1]["area_no"] != row["area_no"]:
            paper.put(line, 1, areas[row["area_no"]])
        sub, parent = str(row.get("sub_no", "")), bool(row.get("sub_items"))
        again = f"【No.{row['listed_again_of']}の再掲】" if row.get("listed_again_of") else ""
        number = "０１２３４５６７８９"[row["no"]] if row["no"] < 10 else str(row["no"])
        plan = "\n".join(_given(row["initial_plan"], row["target_values"]))
        results = "\n".join(_given(row["results"], row["actual_values"]))
        names = "、".join(row["departments"] or ())
        texts = [_text(row["implementation"]), plan, results]
        shown = [again] * 3 if again else [text or ("-" if parent else None) for text in texts]
        paper.row(
            line,
            2,
            [
                f"- {sub}" if sub else f"{number} {row['name']}",
                names or ("-" if parent else None),
                row["rating"] or "-",
                *shown,
            ],
        )
        line += 1
        rows.append(
            RightRow(
                str(row["no"]),
                row.get("name") or next(item["name"] for item in data["items"] if item["no"] == row["no"]),
                (areas[row["area_no"]],),
                tuple(row["departments"] or ()),
                sub=sub,
                texts=()
                if again
                else (
                    *_given(row["implementation"], row["initial_plan"], row["results"]),
                    *_pieces(row["target_values"], row["actual_values"]),
                ),
                ratings={"2020 year_end": row["rating"]} if row["rating"] else {},
                repeats=str(row.get("listed_again_of") or ""),
            )
        )
    right = columns(
        "進捗状況",
        first,
        A="area",
        B="no+name",
        C="department",
        D="rating@2020 year_end",
        E="plan",
        F="entry+target@2020 year_end",
        G="entry+actual@2020 year_end",
    )
    return ListCase("plan3", "", {"一覧.xlsx": paper.saved()}, right, tuple(rows))


def program1(data: Data) -> ListCase:
    """Rated programs with bars and, below them, study programs: circled numbers, 方向性 before the first of a group."""
    lists, paper, line = data["lists"], Paper().called("進捗状況一覧"), 1
    rows: list[RightRow] = []
    paper.put(line, 1, f"{data['cover']['plan_name']}（{data['cover']['period']}）{data['cover']['as_of']}")
    for n, text in enumerate(data["cover"]["legend"], 2):
        paper.put(n, 1, text)
    line = 6
    paper.put(line, 1, lists["implementation"]["heading"])
    heads = lists["implementation"]["column_heads"]
    line += 1
    first = line
    for at, n in ((1, 0), (2, 1), (3, 2), (9, 9), (10, 11), (11, 12), (12, 13)):
        text = f"{heads[9]}\n{heads[10]}" if n == 9 else heads[n]
        paper.merged(line, at, text, down=2)
    paper.merged(line, 4, heads[3], right=5)
    paper.row(line + 1, 4, heads[4:9])
    line += 2
    names = {area["no"]: area["name"] for area in data["directions"]}
    line = _programs(paper, line, data["implementation_programs"], names, rows, rated=True)
    line += 1
    paper.put(line, 1, lists["study"]["heading"])
    second = line + 1
    paper.row(second, 1, lists["study"]["column_heads"])
    _programs(paper, second + 1, data["study_programs"], names, rows, rated=False)
    right = columns(
        "進捗状況一覧",
        first,
        A="no",
        B="name",
        C="plan",
        D="action",
        E="bars",
        F="bars",
        G="bars",
        H="bars",
        I="entry@2022 year_end",
        J="entry@2022 year_end",
        K="entry@2022 year_end",
        L="rating@2022 year_end",
    )
    right += columns(
        "進捗状況一覧",
        second,
        A="no",
        B="name",
        C="plan",
        D="entry@2022 year_end",
        E="entry@2022 year_end",
        F="entry@2022 year_end",
    )
    return ListCase("program1", "", {"一覧.xlsx": paper.saved()}, right, tuple(rows))


def _programs(
    paper: Paper, line: int, programs: Sequence[Data], names: Mapping[int, str], rows: list[RightRow], *, rated: bool
) -> int:
    """Write programs below a head -> the line below them."""
    before = None
    for row in programs:
        area = row["direction_no"]
        if area != before:
            width = 12 if rated else 6
            paper.merged(line, 1, f"方向性{'０１２３４５'[area]} {names[area]}", right=width)
            line, before = line + 1, area
        texts = _given(
            row.get("directions_of_work") or row.get("directions_of_study"),
            row.get("initial_plan_and_targets") or row.get("initial_plan"),
            row["results_so_far"],
            row["issues_and_improvements"],
        )
        known = row.get("schedule") or {}
        plain = [{"action_item": action, "labels": []} for action in row.get("action_items") or ()]
        schedule = known.get("per_action_item") or plain
        actions = [one["action_item"] for one in schedule]
        down = max(1, len(actions))
        cells = [
            row["no_as_printed"],
            row["name"],
            _text(row.get("directions_of_work") or row.get("directions_of_study")),
        ]
        rest = [
            _text(row.get("initial_plan_and_targets") or row.get("initial_plan")),
            _text(row["results_so_far"]),
            _text(row["issues_and_improvements"]),
        ]
        for at, value in enumerate(cells, 1):
            paper.merged(line, at, value, down=down)
        for at, value in enumerate([*rest, *([row["rating"]] if rated else [])], 9 if rated else 4):
            paper.merged(line, at, value, down=down)
        labels: list[str] = []
        for n, one in enumerate(schedule):
            paper.put(line + n, 4, one["action_item"])
            for k, label in enumerate(one["labels"][:4]):
                last = len(one["labels"][:4]) - 1
                paper.merged(line + n, 5 + k, label, right=4 - last if k == last else 1, fill="BDD7EE")
                labels.append(label)
        line += down
        rows.append(
            RightRow(
                str(row["no"]),
                row["name"],
                (names[area],),
                texts=(*texts, *actions, *labels),
                ratings={"2022 year_end": row["rating"]} if rated else {},
            )
        )
    return line


PLANS = {"plan2": plan2, "plan3": plan3, "program1": program1}
"""How the list of each transcription is written."""

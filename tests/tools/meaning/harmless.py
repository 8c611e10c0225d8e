"""Edits that keep what a text says: an editor's other word, another order, a figure changed in every place it stands.

None of them should give a new finding: what they make is as right as what stood there.
"""

import re
from collections.abc import Mapping
from random import Random

from kosei_xl.values.model import ROW
from tests.tools.meaning.faults import Fault, Made, Operator, _days_sentence, _sum_sentence, _with_line
from tests.tools.meaning.pages import FIGURE, PROSE, Page, Place, plain

_OTHER_WORDS = (
    ("開催した", "開いた"), ("実施した", "行った"), ("行った", "実施した"), ("及び", "と"), ("又は", "または"), ("公表した", "公にした"),
    ("作成した", "作った"), ("始めた", "開始した"), ("図る", "進める"), ("進めた", "推進した"), ("また、", "さらに、"),
    ("とともに", "とあわせて"), ("増加した", "増えた"), ("活用した", "用いた"), ("により", "によって"), ("検討する", "検討していく"),
    ("周知を行った", "周知した"), ("必要がある", "必要である"), ("ため。", "ことによる。"), ("について", "に関して"), ("となった", "になった"),
    ("設置し", "設け"), ("引き続き", "継続して"), ("新たに", "新しく"), ("踏まえ", "もとに"), ("等", "など"), ("選定した", "選んだ"),
    ("、", "，"), ("から", "より"), ("公開した", "公開を始めた"), ("全て", "すべて"), ("取組", "取り組み"), ("サイト", "ホームページ"),
)  # fmt: skip
_SAID = (
    "・会議を月に１回開き、課題を共有した。", "・関係する課と協議を重ねた。", "・結果は市公式サイトで公表した。", "・令和{n}年度も続ける。",
    "・説明会を２回（６月、10月）開き、延べ84人が参加した。", "・参加者の声を次の回にいかした。", "・費用は前年度並みであった。",
    "・手引（第２版）を配布し、使い方を説明した。", "・職員向けに「はじめての手引」を作った。", "・問合せは平日の９時から17時まで受け付けた。",
)  # fmt: skip


def other_word(draw: Random, page: Page) -> Made:
    """Another word for the same."""
    found = [
        (place, old, new)
        for place in page.prose()
        for old, new in _OTHER_WORDS
        if old in page.texts[place] and not (old in "、から等" and draw.random() < 0.8)
    ]
    if not found:
        return None
    place, old, new = draw.choice(found)
    text = page.texts[place]
    if old == "、":
        return {place: text.replace(old, new)}, False, f"{old} → {new}"
    at = draw.choice([m.start() for m in re.finditer(re.escape(old), text)])
    return {place: text[:at] + new + text[at + len(old) :]}, False, f"{old} → {new}"


def other_order(draw: Random, page: Page) -> Made:
    """The lines of a list in another order."""
    places = [p for p in page.prose() if page.texts[p].count("\n・") > 0 and "①" not in page.texts[p]]
    places = [p for p in places if all(line.startswith("・") for line in page.texts[p].split("\n"))]
    if not places:
        return None
    place = draw.choice(places)
    lines = page.texts[place].split("\n")
    moved = lines[1:] + lines[:1]
    return {place: "\n".join(moved)}, False, "行の順"


def one_more_line(draw: Random, page: Page) -> Made:
    """A plain sentence more."""
    places = page.prose(("results", "issues", "next_steps"))
    point = page.plan.point(page.point)
    if not places or point is None:
        return None
    place = draw.choice(places)
    said = draw.choice(_SAID).replace("{n}", str(point.fiscal_year - 2017 if point.fiscal_year > 2018 else 27))
    if point.fiscal_year <= 2018:
        said = said.replace("令和", "平成")
    if not page.texts[place].startswith("・"):
        said = said.removeprefix("・")
    return {place: f"{page.texts[place]}\n{page.in_style(said)}"}, False, said


def same_everywhere(draw: Random, page: Page) -> Made:
    """A figure of two digits and more changed wherever the row says it, a result to a better one of the same length."""
    found = [
        (place, figure)
        for place in page.prose(("results",))
        for figure in FIGURE.finditer(page.texts[place])
        if figure["unit"] in ("件", "人", "回") and len(plain(figure["number"])) >= 2 and "." not in figure["number"]
    ]
    if not found:
        return None
    place, figure = draw.choice(found)
    line = (
        page.texts[place][: figure.start()].rpartition("\n")[2] + page.texts[place][figure.start() :].partition("\n")[0]
    )
    if len(list(FIGURE.finditer(line))) > 1 or re.search("計|内訳|うち|合計", line):
        return None
    old, last = figure["number"], figure["number"][-1]
    if last in "9９":
        return None
    new = old[:-1] + chr(ord(last) + draw.randint(1, 9 - int(last)))
    mark = re.compile(rf"(?<![0-9０-９,.]){re.escape(old)}(?![0-9０-９,.])")
    changes = {
        other: mark.sub(new, page.texts[other])
        for other in page.rows[place.row]
        if other.field in (*PROSE, "actual") and mark.search(page.texts[other])
    }
    return changes, False, f"{old} → {new}"


def right_sum(draw: Random, page: Page) -> Made:
    """A breakdown that adds up."""
    place, said = _sum_sentence(draw, page, 0)
    return ({place: _with_line(page, place, said)}, False, said) if place else None


def right_days(draw: Random, page: Page) -> Made:
    """A number of days that fits its period."""
    place, said = _days_sentence(draw, page, 0)
    return ({place: _with_line(page, place, said)}, False, said) if place else None


def right_direction(draw: Random, page: Page) -> Made:
    """A rise that is one."""
    places = page.prose(("results",))
    if not places:
        return None
    low = draw.randint(11, 300)
    high = low + draw.randint(2, 60)
    said = draw.choice(
        (
            f"参加者は前年度の{low}人から{high}人に増加した。",
            f"相談は{low}件で、前年度の{high}件を下回った。",
            f"平均日数は前年度の{high}日から{low}日に減少した。",
        )
    )
    place = draw.choice(places)
    return {place: _with_line(page, place, said)}, False, said


def dated(draw: Random, page: Page) -> Made:
    """A result with a day in the year that is reported on, in one of the usual spellings."""
    places, point = page.prose(("results",)), page.plan.point(page.point)
    if not places or point is None:
        return None
    year, month = point.fiscal_year, draw.choice((4, 5, 6, 7, 8, 9))
    era, no = ("令和", year - 2018) if year > 2018 else ("平成", year - 1988)
    day = draw.randint(1, 28)
    letter = {"令和": "R", "平成": "H"}[era]
    said = draw.choice(
        (
            f"{era}{no}年{month}月{day}日に研修を開催した。",
            f"{year}年{month}月{day}日に研修を開催した。",
            f"{letter}{no}.{month}.{day}に研修を開催した。",
            f"研修（{era}{no}年{month}月{day}日）を開催した。",
            f"前年度（{era}{no - 1}年度）の参加者は21人であった。",
            f"{month}月{day}日、{month + 1}月１日に研修を開催した。",
        )
    )
    place = draw.choice(places)
    return {place: _with_line(page, place, said)}, False, said


def softer(draw: Random, page: Page) -> Made:
    """A sentence without its last words: printed lists often end in a noun."""
    nouns = "実施|開催|公表|作成|公開|開始|開設|策定|導入|整備|配布|検討|設置|決定|選定|確認|調査|改定"
    found = [(p, m) for p in page.prose() for m in re.finditer(f"を({nouns})した。", page.texts[p])]
    if not found:
        return None
    place, match = draw.choice(found)
    text = page.texts[place]
    return {place: text[: match.start()] + f"を{match[1]}。" + text[match.end() :]}, False, f"を{match[1]}。"


def reached_more(draw: Random, page: Page) -> Made:
    """An actual a little further beyond its target than it was, where no sentence tells it."""
    found = []
    for place in page.indicators():
        if not FIGURE.fullmatch(page.texts[place]) or not (
            target := FIGURE.match(page.texts[Place(*place.row, place.slot, "target")])
        ):
            continue
        number = plain(page.texts[place])
        told = any(number in plain(said) for other, said in page.beside(place) if other.slot == ROW)
        name = page.texts.get(Place(*place.row, place.slot, "indicator"), "")
        if not told and number.isdecimal() and int(number) > float(plain(target["number"])) and name:
            found.append(place)
    if not found:
        return None
    place = draw.choice(found)
    more = str(int(plain(page.texts[place])) + draw.randint(1, 9))
    return {place: more}, False, f"{page.texts[place]} → {more}"


HARMLESS: Mapping[str, Operator] = {
    "ほかの語": other_word,
    "行の順": other_order,
    "文を足す": one_more_line,
    "どこでも同じ数に": same_everywhere,
    "合う内訳": right_sum,
    "合う日数": right_days,
    "正しい増減": right_direction,
    "日付のある実績": dated,
    "体言止め": softer,
    "実績が少し上": reached_more,
}
"""Kind of edit -> its operator."""


def edit(kind: str, page: Page, number: int) -> Fault | None:
    """The edit of a kind that the number stands for; None where it finds no place there."""
    made = HARMLESS[kind](Random(f"{kind}|{page.name}|{number}"), page)
    if made is None:
        return None
    changes, _, what = made
    if all(page.texts.get(place, "") == text for place, text in changes.items()):
        return None
    return Fault(kind, next(iter(changes)).row, changes, False, what)

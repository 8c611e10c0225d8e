"""Operators that seed faults. Each knows texts, not rules, and says whether a reader of the page could see its fault.

An operator takes a random source and a page and gives a `Fault`, or None where the page offers it no place. "Visible"
is stated beside each operator: what stands on the same printed page (the row, its indicators and plan texts, the
plan's period, the point reported on) must contradict the changed text, or Japanese itself must.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from kosei_xl.values.model import ROW
from tests.tools.meaning.pages import DIGIT, FIGURE, PROSE, TOLD, Page, Place, is_indicator, plain


@dataclass(frozen=True)
class Fault:
    """Texts after a fault, the row it is in, whether a reader could see it, and what was done, for people."""

    kind: str
    row: tuple[str, str]
    changes: Mapping[Place, str]
    visible: bool
    what: str


Made = tuple[Mapping[Place, str], bool, str] | None
Operator = Callable[[Random, Page], Made]
_LETTERS = "一-鿿々"
_KATAKANA = re.compile("[ァ-ヶー]{3,}")
_NATIVE_VERB = rf"(?:[{_LETTERS}][っりいきしちみえけせてめれ]|[{_LETTERS}]る|[{_LETTERS}]く)"


# Numbers ---------------------------------------------------------------------------------------------------------------


def _figures(page: Page, place: Place) -> Iterator[re.Match[str]]:
    yield from FIGURE.finditer(page.texts[place])


def _says(place: Place) -> str:
    """What a text speaks of: plan and targets, or what came of them."""
    return "plan" if place.field in ("annual_plan", "target", "overview") else "told"


def _words(text: str) -> set[str]:
    return set(re.findall(rf"[{_LETTERS}ァ-ヶー]{{2,}}", text))


def has_twin(page: Page, place: Place, found: re.Match[str]) -> bool:
    """Whether the row says the same figure once more, of the same thing and with the same unit.

    It does where a target or an actual and a sentence about the plan or the result give the same number and unit and
    share a word of two letters, or where two sentences have the same two letters before it.
    """
    text, number, unit = page.texts[place], plain(found["number"]), found["unit"]
    if len(number) == 1 and not unit:
        return False
    own_unit = unit or page.texts.get(Place(*place.row, place.slot, "unit"), "")
    own_name = page.texts.get(Place(*place.row, place.slot, "indicator"), "")
    before = text[max(0, found.start() - 2) : found.start()]
    for other, said in page.beside(place):
        if other.field not in (*PROSE, "target", "actual") or _says(other) != _says(place):
            continue
        unit_there = page.texts.get(Place(*other.row, other.slot, "unit"), "")
        name_there = page.texts.get(Place(*other.row, other.slot, "indicator"), "")
        for twin in FIGURE.finditer(said):
            if plain(twin["number"]) != number or _unit(twin["unit"] or unit_there) != _unit(own_unit):
                continue
            if is_indicator(other) != is_indicator(place):
                name, sentence = (own_name, said) if is_indicator(place) else (name_there, text)
                if any(word in sentence for word in _words(name)):
                    return True
            elif not is_indicator(other) and before == said[max(0, twin.start() - 2) : twin.start()]:
                return bool(re.fullmatch(rf"[{_LETTERS}ァ-ヶーぁ-ん]{{2}}", before))
    return False


def _unit(text: str) -> str:
    return text.replace("％", "%")


def _in_sum(page: Page, place: Place, found: re.Match[str]) -> bool:
    """Whether the sentence of a figure holds three or more of its unit of which one is the sum of the others."""
    text = page.texts[place]
    start = text.rfind("\n", 0, found.start()) + 1
    end = text.find("\n", found.start())
    said = text[start : end if end >= 0 else None]
    amounts = [float(plain(one["number"])) for one in FIGURE.finditer(said) if one["unit"] == found["unit"]]
    return len(amounts) >= 4 and any(abs(2 * one - sum(amounts)) < 1e-6 for one in amounts)


def change_digit(draw: Random, page: Page) -> Made:
    """Another digit in a figure. Visible where the figure stands on the row twice, or is part of a sum written out."""
    place, found = _a_figure(draw, page)
    if found is None or place is None:
        return None
    number = found["number"]
    at = draw.choice([n for n, letter in enumerate(number) if letter.isdecimal()])
    zero = ord("０") if number[at] >= "０" else ord("0")
    others = [digit for digit in range(10) if chr(zero + digit) != number[at] and (digit or at)]
    other = number[:at] + chr(zero + draw.choice(others)) + number[at + 1 :]
    return _replaced(page, place, found, other, has_twin(page, place, found) or _in_sum(page, place, found))


def _a_figure(draw: Random, page: Page) -> tuple[Place | None, re.Match[str] | None]:
    """A figure of a sentence or an indicator, those that stand in two places rather more often."""
    places = [p for p in page.texts if p.field in (*PROSE, "target", "actual") and FIGURE.search(page.texts[p])]
    if not places:
        return None, None
    for _ in range(4):
        place = draw.choice(places)
        found = draw.choice(list(_figures(page, place)))
        if has_twin(page, place, found) or _in_sum(page, place, found):
            break
    return place, found


def _replaced(page: Page, place: Place, found: re.Match[str], number: str, visible: bool) -> Made:
    text = page.texts[place]
    after = text[: found.start("number")] + number + text[found.end("number") :]
    return {place: after}, visible, f"{found[0]} → {number}{found['unit'] or ''}"


def swap_numbers(draw: Random, page: Page) -> Made:
    """Two figures of a text take each other's place. Visible where one of them stands on the row twice."""
    places = [p for p in page.prose() if len(list(_figures(page, p))) > 1]
    if not places:
        return None
    place = draw.choice(places)
    one, two = sorted(draw.sample(list(_figures(page, place)), 2), key=lambda found: found.start())
    if plain(one["number"]) == plain(two["number"]):
        return None
    text = page.texts[place]
    after = (
        text[: one.start("number")]
        + two["number"]
        + text[one.end("number") : two.start("number")]
        + one["number"]
        + text[two.end("number") :]
    )
    visible = has_twin(page, place, one) or has_twin(page, place, two)
    return {place: after}, visible, f"{one[0]} ⇄ {two[0]}"


def swap_actuals(draw: Random, page: Page) -> Made:
    """Target and actual of an indicator swapped. Visible where the sentences of the row say one of the two."""
    places = [p for p in page.indicators() if "①" not in page.texts[p]]
    if not places:
        return None
    actual = draw.choice(places)
    target = Place(*actual.row, actual.slot, "target")
    one, two = FIGURE.search(page.texts[actual]), FIGURE.search(page.texts[target])
    if one is None or two is None or plain(one["number"]) == plain(two["number"]):
        return None
    visible = has_twin(page, actual, one) or has_twin(page, target, two)
    return {actual: page.texts[target], target: page.texts[actual]}, visible, "目標値 ⇄ 実績値"


_UNITS = {
    "件": "人",
    "人": "件",
    "千円": "円",
    "％": "件",
    "回": "人",
    "団体": "件",
    "館": "回",
    "種類": "人",
    "課": "件",
}


def change_unit(draw: Random, page: Page) -> Made:
    """Another unit behind a figure. Visible where the same figure stands on the row with the right one."""
    found = [(p, f) for p in page.prose() for f in _figures(page, p) if f["unit"] in _UNITS]
    twins = [(p, f) for p, f in found if has_twin(page, p, f)]
    if not found:
        return None
    place, figure = draw.choice(twins if twins and draw.random() < 0.8 else found)
    text, unit = page.texts[place], _UNITS[figure["unit"]]
    after = text[: figure.start("unit")] + unit + text[figure.end("unit") :]
    return {place: after}, has_twin(page, place, figure), f"{figure[0]} → {figure['number']}{unit}"


def unit_of_indicator(draw: Random, page: Page) -> Made:
    """Target and actual of one indicator in two units. Always visible: they stand side by side."""
    places = [p for p in page.indicators() if FIGURE.fullmatch(page.texts[p])]
    if not places:
        return None
    place = draw.choice(places)
    target, unit = Place(*place.row, place.slot, "target"), page.texts.get(Place(*place.row, place.slot, "unit"), "")
    own = unit or (m["unit"] if (m := FIGURE.search(page.texts[target])) else "") or ""
    other = _UNITS.get(own)
    bare = FIGURE.fullmatch(page.texts[place])
    if other is None or bare is None or own == "千円":
        return None
    return {place: f"{bare['number']}{other}"}, True, f"{page.texts[place]}{own} → {bare['number']}{other}"


def change_sign(draw: Random, page: Page) -> Made:
    """△ before an actual. Always visible: what is counted cannot be below zero."""
    places = [p for p in page.indicators() if FIGURE.fullmatch(page.texts[p])]
    if not places:
        return None
    place = draw.choice(places)
    unit = page.texts.get(Place(*place.row, place.slot, "unit"), "") or page.texts[place]
    counted = any(word in unit for word in ("件", "人", "回", "団体", "種類", "館", "校", "課", "か所", "室", "手続"))
    return {place: f"△{page.texts[place]}"}, counted and page.texts[place] != "0", f"△{page.texts[place]}"


def change_direction(draw: Random, page: Page) -> Made:
    """More for less in 「AからBに増加した」. Always visible: both numbers stand beside the word."""
    places = page.prose(TOLD)
    if not places:
        return None
    place, low = draw.choice(places), draw.randint(12, 400)
    high = low + draw.randint(3, 90)
    what, unit = draw.choice((("参加者", "人"), ("相談", "件"), ("登録団体", "団体"), ("講座", "回")))
    said = draw.choice(
        (
            f"{what}は前年度の{low}{unit}から{high}{unit}に減少した。",
            f"{what}は{high}{unit}で、前年度の{low}{unit}を下回った。",
            f"{what}は前年度の{high}{unit}から{low}{unit}に増加した。",
        )
    )
    return {place: _with_line(page, place, said)}, True, said


# Sums and periods ------------------------------------------------------------------------------------------------------


def _with_line(page: Page, place: Place, said: str) -> str:
    """A text with one more line, marked and written like the others."""
    text, said = page.texts[place], page.in_style(said)
    mark = "・" if text.startswith("・") else ""
    return f"{text}\n{mark}{said}"


def wrong_sum(draw: Random, page: Page) -> Made:
    """A breakdown that does not add up. Always visible: the parts stand beside the whole."""
    place, said = _sum_sentence(draw, page, draw.choice((-10, -2, -1, 1, 3, 9)))
    return ({place: _with_line(page, place, said)}, True, said) if place else None


def _sum_sentence(draw: Random, page: Page, off: int) -> tuple[Place | None, str]:
    places = page.prose(TOLD)
    if not places:
        return None, ""
    parts = [draw.randint(11, 90) for _ in range(draw.randint(2, 4))]
    whole = sum(parts) + off
    unit = draw.choice(("件", "人", "団体"))
    names = draw.sample(("子育て", "福祉", "防災", "環境", "文化", "税"), len(parts))
    listed = [f"{name}{part}{unit}" for name, part in zip(names, parts, strict=True)]
    said = draw.choice(
        (
            f"計{whole}{unit}（{'、'.join(listed)}）を処理した。",
            f"{whole}{unit}の内訳は、{'、'.join(listed)}である。",
            f"{'＋'.join(f'{part}{unit}' for part in parts)}＝{whole}{unit}となった。",
            f"{'、'.join(listed)}の合計{whole}{unit}を扱った。",
        )
    )
    return draw.choice(places), said


def wrong_days(draw: Random, page: Page) -> Made:
    """A number of days that does not fit the period beside it. Always visible."""
    place, said = _days_sentence(draw, page, draw.choice((-10, -2, 2, 5, 10, 30)))
    return ({place: _with_line(page, place, said)}, True, said) if place else None


def _days_sentence(draw: Random, page: Page, off: int) -> tuple[Place | None, str]:
    places = page.prose(TOLD)
    point = page.plan.point(page.point)
    if not places or point is None:
        return None, ""
    first = date(point.fiscal_year, 4, 2) + timedelta(draw.randint(0, 150))
    last = first + timedelta(draw.randint(13, 100))
    year = f"令和{first.year - 2018}年" if first.year > 2018 else f"平成{first.year - 1988}年"
    days = (last - first).days + 1 + off
    if days < 1:
        days += 40
    said = draw.choice(
        (
            f"募集は{year}{first.month}月{first.day}日から{last.month}月{last.day}日までの{days}日間行った。",
            f"展示（{first.month}月{first.day}日～{last.month}月{last.day}日、{days}日間）を行った。",
            f"期間は、{first.month}月{first.day}日から{last.month}月{last.day}日（{days}日間）とした。",
        )
    )
    return draw.choice(places), said


_DATE = re.compile(rf"(?P<era>令和|平成|[RHＲＨ])(?P<year>[{DIGIT}]{{1,2}}|元)(?=[年./度])")


def change_era(draw: Random, page: Page) -> Made:
    """平成 for 令和 and the other way. Visible where that leads ten years and more out of the plan's time."""
    found = [(p, m) for p in page.prose() for m in _DATE.finditer(page.texts[p])]
    if not found:
        return None
    place, match = draw.choice(found)
    year = 1 if match["year"] == "元" else int(plain(match["year"]))
    swapped = {"令和": "平成", "平成": "令和", "R": "H", "H": "R", "Ｒ": "Ｈ", "Ｈ": "Ｒ"}[match["era"]]
    western = (2018 if swapped in ("令和", "R", "Ｒ") else 1988) + year
    far = western < page.plan.period_start - 10 or western > page.plan.period_end + 10
    text = page.texts[place]
    after = text[: match.start("era")] + swapped + text[match.end("era") :]
    return {place: after}, far, f"{match[0]} → {swapped}{match['year']}"


def change_year(draw: Random, page: Page) -> Made:
    """Another year in a date. Visible where the row has the same year with the same words behind it once more, or where
    a result moves out of the year that is reported on into a later one.
    """
    found = [(p, m) for p in page.prose() for m in _DATE.finditer(page.texts[p])]
    if not found:
        return None
    place, match = draw.choice(found)
    if match["year"] == "元":
        return None
    text, year = page.texts[place], int(plain(match["year"]))
    other = year + draw.choice((1, 2))
    behind = text[match.end() : match.end() + 6]
    twin = len(behind) == 6 and any(
        f"{match[0]}{behind}" in said for where, said in page.beside(place) if where.field in PROSE
    )
    after = text[: match.start("year")] + str(other) + text[match.end("year") :]
    return {place: after}, twin, f"{match[0]} → {other}"


def impossible_date(draw: Random, page: Page) -> Made:
    """A day that no calendar has. Always visible."""
    places = page.prose()
    if not places:
        return None
    place = draw.choice(places)
    day = draw.choice(
        ("11月31日", "２月30日", "13月１日", "６月31日", "４月35日", "９月31日", "令和７年14月３日", "10月０日")
    )
    return {place: _with_line(page, place, f"{day}に説明会を開いた。")}, True, day


def result_of_other_year(draw: Random, page: Page) -> Made:
    """A result dated in a year after the one reported on, or long before. Visible: the page says what it reports on."""
    places = page.prose(("results",))
    point = page.plan.point(page.point)
    if not places or point is None:
        return None
    place, year = draw.choice(places), point.fiscal_year + draw.choice((-2, 1, 2))
    month = draw.choice((5, 7, 9, 11))
    said = f"{_year(year)}{month}月{draw.randint(2, 27)}日に{draw.choice(('説明会', '研修', '講座'))}を開催した。"
    return {place: _with_line(page, place, said)}, True, said


def _year(western: int) -> str:
    if western >= 2019:
        return f"令和{western - 2018}年" if western > 2019 else "令和元年"
    return f"平成{western - 1988}年"


def last_report(draw: Random, page: Page) -> Made:
    """The date of the report before in a text. Visible: the page says which day it reports on."""
    point = page.plan.point(page.point)
    before = page.plan.point_before(point) if point is not None else None
    places = page.prose(("results",))
    if before is None or not places:
        return None
    day, place = before.date, draw.choice(places)
    year = _year(day.year)
    said = draw.choice(
        (
            f"{year}{day.month}月{day.day}日現在、24件である。",
            f"{year}{day.month}月末時点で24件となった。",
            f"{day.month}月{day.day}日現在で24件を処理した。",
            f"{day.month}月末現在の登録は24人である。",
        )
    )
    return {place: _with_line(page, place, said)}, True, said


def beyond_plan(draw: Random, page: Page) -> Made:
    """A target for a year after the plan's last. Visible: the plan's period is on the page."""
    places = page.prose(("annual_plan", "next_steps"))
    if not places:
        return None
    place, year = draw.choice(places), page.plan.period_end + draw.randint(1, 6)
    era = _year(year).removesuffix("年")
    said = draw.choice(
        (
            f"{era}年度までに100件を目標とする。",
            f"利用率90％以上（{era}年度末）を目指す。",
            f"{era}年度の目標は50団体とする。",
        )
    )
    return {place: _with_line(page, place, said)}, True, said


# Indicators and ratings ------------------------------------------------------------------------------------------------


def _rated(page: Page, behind: bool) -> list[tuple[Place, Place]]:
    """(rating, actual) of rows whose one rating is behind or is not, with a plain target that more reaches."""
    scale = page.plan.scale_at(page.point)
    found = []
    for place in page.indicators():
        rating = Place(*place.row, ROW, "rating")
        one = scale.get(page.texts.get(rating))
        target = page.texts[Place(*place.row, place.slot, "target")]
        if one is not None and one.behind == behind and FIGURE.match(target) and "以下" not in target:
            found.append((rating, place))
    return found


def missed_but_on_schedule(draw: Random, page: Page) -> Made:
    """Half of the target reached beside a rating on schedule. Visible at the end of a year (half-years ask no more)."""
    found = _rated(page, behind=False)
    if not found:
        return None
    _, actual = draw.choice(found)
    target = FIGURE.match(page.texts[Place(*actual.row, actual.slot, "target")])
    assert target is not None
    value = float(plain(target["number"])) / 2
    point = page.plan.point(page.point)
    less = f"{value:.0f}" if value > 4 else "0"
    name = page.texts.get(Place(*actual.row, actual.slot, "indicator"), "")
    fewer = any(word in name for word in ("日数", "待ち", "時間", "ごみ", "残高", "削減", "減"))
    return {actual: less}, not fewer and point is not None and point.kind != "half", f"{page.texts[actual]} → {less}"


def reached_but_behind(draw: Random, page: Page) -> Made:
    """All targets of a row reached, or passed a little, beside a rating behind. Always visible."""
    found = _rated(page, behind=True)
    if not found:
        return None
    rating, _ = draw.choice(found)
    own = [place for place in page.indicators() if place.row == rating.row]
    changes = {place: page.texts[Place(*place.row, place.slot, "target")] for place in own}
    passed = draw.choice(own)
    target = FIGURE.fullmatch(changes[passed])
    if target is not None and draw.random() < 0.5 and plain(target["number"]).isdecimal():
        changes[passed] = f"{int(plain(target['number'])) + draw.randint(1, 5)}{target['unit'] or ''}"
    return changes, True, "目標に届かせた"


def no_actual(draw: Random, page: Page) -> Made:
    """A target without its result. Always visible: the cell beside it is empty."""
    places = page.indicators()
    return ({draw.choice(places): ""}, True, "実績値を消した") if places else None


def no_target(draw: Random, page: Page) -> Made:
    """A result without its target. Always visible: the cell beside it is empty."""
    places = page.indicators()
    if not places:
        return None
    place = draw.choice(places)
    return {Place(*place.row, place.slot, "target"): ""}, True, "目標値を消した"


# Names -----------------------------------------------------------------------------------------------------------------

_VARIANTS = {
    "市民": "市人", "推進": "推新", "協働": "共同", "図書": "図所", "情報": "情服", "検討": "険討", "行政": "行正",
    "センター": "センタ", "システム": "システィム", "コミュニティ": "コミニュティ", "サポーター": "サポータ",
    "スポーツ": "スポーッ", "ホームページ": "ホームペイジ", "ボランティア": "ボランテイア", "プラン": "プラソ",
}  # fmt: skip


def change_name(draw: Random, page: Page) -> Made:
    """A name (of the plan, a department, an item, in 「」) that is spelt another way. Always visible: the right one stands
    on the page.
    """
    names = [d.name for d in page.plan.departments] + [page.plan.name]
    places = page.prose()
    if not places:
        return None
    quoted = [m[1] for p in places for m in re.finditer(r"「([^「」\n]{5,30})」", page.texts[p])]
    pool = [name for name in (*names, *quoted) if any(word in name for word in _VARIANTS)]
    if not pool:
        return None
    name, place = draw.choice(pool), draw.choice(places)
    word = draw.choice([word for word in _VARIANTS if word in name])
    other = name.replace(word, _VARIANTS[word], 1)
    said = f"「{other}」に基づき進めた。" if name in quoted or name == page.plan.name else f"{other}と協議した。"
    return {place: _with_line(page, place, said)}, True, f"{name} → {other}"


def unknown_item(draw: Random, page: Page) -> Made:
    """A reference to an item that the plan does not have. Always visible: the list is on the page."""
    places = page.prose()
    if not places:
        return None
    place, no = draw.choice(places), len(page.plan.items) + draw.randint(3, 40)
    said = draw.choice(
        (f"№{no}の取組と合わせて進める。", f"No.{no}「事業の整理」と連携した。", f"項目{no}の再掲である。")
    )
    return {place: _with_line(page, place, said)}, True, said


# Language --------------------------------------------------------------------------------------------------------------


def _cut(page: Page, place: Place, start: int, end: int, put: str = "") -> dict[Place, str]:
    text = page.texts[place]
    return {place: text[:start] + put + text[end:]}


def _matches(page: Page, pattern: str) -> list[tuple[Place, re.Match[str]]]:
    return [(p, m) for p in page.prose() for m in re.finditer(pattern, page.texts[p])]


def drop_particle(draw: Random, page: Page) -> Made:
    """A particle less. Visible where Japanese needs it: を before a verb of its own (研修行った, not 窓口開設した), に before
    ついて, より, 基づき and the like.
    """
    needed = [
        *_matches(page, rf"(?<=[{_LETTERS}ァ-ヶー])(を)(?={_NATIVE_VERB})"),
        *_matches(page, rf"(?<=[{_LETTERS}ァ-ヶー])(に)(?=ついて|対し|向け|加え|基づ|おいて|より、|よる|応じ)"),
    ]
    other = _matches(page, rf"(?<=[{_LETTERS}ァ-ヶー])([のをにはが])(?=[{_LETTERS}]{{2}}[^ぁ-ん])")
    pool = needed if needed and (draw.random() < 0.75 or not other) else other
    if not pool:
        return None
    place, match = draw.choice(pool)
    text = page.texts[place]
    shown = (
        text[max(0, match.start() - 4) : match.start()] + "〔" + match[1] + "〕" + text[match.end() : match.end() + 4]
    )
    return _cut(page, place, match.start(1), match.end(1)), pool is needed, shown


def double_particle(draw: Random, page: Page) -> Made:
    """A particle twice. Always visible."""
    found = _matches(page, rf"(?<=[{_LETTERS}ァ-ヶー])([をがはにのでと])(?=[{_LETTERS}ァ-ヶー])")
    if not found:
        return None
    place, match = draw.choice(found)
    return _cut(page, place, match.start(1), match.end(1), match[1] * 2), True, match[1] * 2


_PLEONASMS = (
    "まず最初に説明会を開いた。", "一番最初に取り組んだ。", "約30件程度を処理した。", "過半数を超える賛成を得た。",
    "各課ごとに確認した。", "あらかじめ予告した。", "後で後悔のないよう進める。", "最後の追い込みの最終段階である。",
    "現在の現状を確認した。", "従来から周知している。", "今の現状を踏まえる。", "およそ20人ほどが参加した。",
    "毎週月曜日ごとに開いた。", "まだ未定である。", "違和感を感じる声があった。", "返事を返した。",
    "各施設ごとの課題を整理した。", "再び再開した。", "被害を被った。", "お体の体調に配慮した。", "平均約20人程度が参加した。",
)  # fmt: skip


def pleonasm(draw: Random, page: Page) -> Made:
    """The same said twice (重ね言葉). Always visible."""
    places = page.prose()
    if not places:
        return None
    place, said = draw.choice(places), draw.choice(_PLEONASMS)
    return {place: _with_line(page, place, said)}, True, said


def repeated_word(draw: Random, page: Page) -> Made:
    """A word or a syllable typed twice (実施実施, したした). Always visible."""
    found = _matches(page, rf"([{_LETTERS}]{{2}}|した|ため|する|など)(?=[をがのに、。し])")
    if not found:
        return None
    place, match = draw.choice(found)
    return _cut(page, place, match.start(1), match.end(1), match[1] * 2), True, match[1] * 2


def half_katakana(draw: Random, page: Page) -> Made:
    """Half-width katakana. Always visible."""
    found = [(p, m) for p in page.prose() for m in _KATAKANA.finditer(page.texts[p])]
    if not found:
        return None
    place, match = draw.choice(found)
    half = "".join(_HALF.get(letter, letter) for letter in match[0])
    return _cut(page, place, match.start(), match.end(), half), half != match[0], half


_HALF = dict(
    zip(
        "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲンァィゥェォッャュョー",
        "ｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜｦﾝｧｨｩｪｫｯｬｭｮｰ",
        strict=True,
    )
)
_HALF |= {
    chr(ord(full) + 1): f"{_HALF[full]}ﾞ"
    for full in "カキクケコサシスセソタチツテトハヒフヘホ"
    if chr(ord(full) + 1) not in _HALF
}
_HALF |= {chr(ord(full) + 2): f"{_HALF[full]}ﾟ" for full in "ハヒフヘホ"}


def drop_bracket(draw: Random, page: Page) -> Made:
    """One bracket of a pair gone. Always visible."""
    found = _matches(page, r"[（）「」【】『』()](?!\d|[０-９])")
    if not found:
        return None
    place, match = draw.choice(found)
    return _cut(page, place, match.start(), match.end()), True, f"{match[0]}なし"


def placeholder(draw: Random, page: Page) -> Made:
    """A mark of something still to be written. Always visible."""
    places = page.prose()
    if not places:
        return None
    place = draw.choice(places)
    figures = list(_figures(page, place))
    if figures and draw.random() < 0.5:
        found, mark = draw.choice(figures), draw.choice(("○○", "XX", "●●", "〇〇", "××", "＊＊", "△△", "**"))
        return _cut(page, place, found.start("number"), found.end("number"), mark), True, mark
    said = draw.choice(
        (
            "（調整中）", "実施日は調整中。", "（要確認）", "件数は後日記入。", "○月○日に開催した。", "（確認中）", "※後で追記",
            "【ここに実績を記入】", "（数値は精査中）", "（仮）", "参加者は　　人であった。", "（P）", "内容は未定稿。", "？？件を処理した。",
            "（記載例）窓口を開設した。", "ＸＸ課と協議した。",
        )
    )  # fmt: skip
    return {place: _with_line(page, place, said)}, True, said


def residue(draw: Random, page: Page) -> Made:
    """What a slip of the keys leaves: 。。, 、。, a lone letter between kana. Always visible."""
    places = [p for p in page.prose() if "。" in page.texts[p]]
    if not places:
        return None
    place = draw.choice(places)
    text = page.texts[place]
    at = draw.choice([m.start() for m in re.finditer("。", text)])
    put = draw.choice(("。。", "、。", "ｓ。", "ｋ。", "。、", "・。", "j。", "っｔ。", "．。", "、、"))
    return _cut(page, place, at, at + 1, put), True, put


def other_bullet(draw: Random, page: Page) -> Made:
    """One line of a list with another mark. Visible: the other lines stand above and below."""
    places = [p for p in page.prose() if len(re.findall(r"^・", page.texts[p], re.M)) > 1]
    if not places:
        return None
    place = draw.choice(places)
    at = draw.choice([m.start() for m in re.finditer(r"^・", page.texts[place], re.M)])
    mark = draw.choice("●-○*･■◆－")
    return _cut(page, place, at, at + 1, mark), True, mark


def other_width(draw: Random, page: Page) -> Made:
    """A figure of two digits and more in the other width. Visible where the document writes nineteen of twenty in one."""
    style = [len(re.findall(f"[{digits}]{{2,}}", "".join(page.texts.values()))) for digits in ("0-9", "０-９")]
    if min(style) * 20 > sum(style):
        return None
    found = [(p, m) for p in page.prose() for m in re.finditer(r"(?<![0-9,.])[0-9]{2,}(?![0-9,.])", page.texts[p])]
    if not found or style[1] > style[0]:
        return None
    place, match = draw.choice(found)
    if "/" in page.texts[place][max(0, match.start() - 20) : match.end() + 1]:
        return None
    wide = match[0].translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    return _cut(page, place, match.start(), match.end(), wide), True, wide


OPERATORS: Mapping[str, Operator] = {
    "数字を変える": change_digit,
    "数を入れ替える": swap_numbers,
    "目標と実績を入れ替える": swap_actuals,
    "文の単位を変える": change_unit,
    "指標の単位を変える": unit_of_indicator,
    "符号を付ける": change_sign,
    "増減を逆にする": change_direction,
    "合わない内訳": wrong_sum,
    "合わない日数": wrong_days,
    "元号を変える": change_era,
    "年を変える": change_year,
    "ない日付": impossible_date,
    "別の年度の実績": result_of_other_year,
    "前回の報告の日付": last_report,
    "計画期間の後の目標": beyond_plan,
    "未達なのに予定どおり": missed_but_on_schedule,
    "達成なのに遅れ": reached_but_behind,
    "実績値なし": no_actual,
    "目標値なし": no_target,
    "名前の書き違い": change_name,
    "ない項目への参照": unknown_item,
    "助詞を落とす": drop_particle,
    "助詞を重ねる": double_particle,
    "重ね言葉": pleonasm,
    "語を二度打つ": repeated_word,
    "半角カナ": half_katakana,
    "括弧を落とす": drop_bracket,
    "仮の文字": placeholder,
    "打ち損じ": residue,
    "行頭の記号": other_bullet,
    "数字の幅": other_width,
}
"""Kind of fault -> its operator."""


def seed(kind: str, page: Page, number: int) -> Fault | None:
    """The fault of a kind that the number stands for; None where it finds no place there."""
    draw = Random(f"{kind}|{page.name}|{number}")
    made = OPERATORS[kind](draw, page)
    if made is None:
        return None
    changes, visible, what = made
    if all(page.texts.get(place, "") == text for place, text in changes.items()):
        return None
    return Fault(kind, next(iter(changes)).row, changes, visible, what)

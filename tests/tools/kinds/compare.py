"""The printed report of a drawn world against its own count: every difference as a sentence."""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from tests.tools.kinds.counted import TOTAL, Counting, Row
from tests.tools.kinds.printed import Paper, folded, number
from tests.tools.kinds.walk import Walked
from tests.tools.kinds.world import NOW, Money, Task, World


def differences(walked: Walked) -> list[str]:
    """Everything that is printed otherwise than counted; the number of totals that were looked at is never small."""
    return [*_all(walked.world, Paper(walked.report))]


def totals(world: World) -> int:
    """How many totals are compared."""
    counting = Counting(world)
    return sum(len(row) for _, _, rows in _tables(world, counting) for row in rows.values())


def _tables(world: World, counting: Counting) -> Iterator[tuple[str, str, Mapping[str, Row]]]:
    """Sheet, word in its corner, and the expected rows."""
    levels = "・".join(world.levels) or "分野"
    yield "表_usual", levels, counting.usual()
    yield "表_bureau", "部と課", counting.bureau()
    yield "表_share", "回答課", counting.share()
    yield "表_change", world.levels[0] if world.levels else "分野", counting.change()
    yield "表_raters", "評価者", counting.raters()
    for depth, level in enumerate(world.levels, 1):
        yield f"表_level{depth - 1}", level, counting.level(depth)
    if world.money:
        yield "表_money", "課", counting.money()


def _all(world: World, paper: Paper) -> Iterator[str]:
    counting = Counting(world)
    for sheet, corner, rows in _tables(world, counting):
        yield from (f"{sheet}: {one}" for one in _in_table(paper.table(sheet, corner), rows))
    yield from _adjusted(paper.table("表_adjusted", "全体"), counting.priority_shares())
    yield from _sentence(paper.text("概要"), counting)
    yield from _list(paper, world, counting)
    yield from _subtotals(paper, world, counting)
    yield from _delayed(paper, counting)


def _in_table(printed: Mapping[str, Row], rows: Mapping[str, Row]) -> Iterator[str]:
    expected = {folded(label): {folded(head): n for head, n in row.items()} for label, row in rows.items()}
    for label in expected.keys() | printed.keys():
        if label not in printed or label not in expected:
            yield f"row {label} is {'not printed' if label not in printed else 'printed'}"
            continue
        own, found = expected[label], printed[label]
        for head in own.keys() | found.keys():
            if head == "()" and "（）" not in found:
                continue
            shown = found.get("（）" if head == "()" else head, "nothing")
            wanted = own.get("()" if head == "（）" else head, 0)
            stroked = shown is None and head not in own  # of another scale, or changes that cannot be told
            if shown != wanted and not stroked and not (shown == "nothing" and wanted == 0):
                yield f"{label}, {head}: {shown}, not {wanted}"


def _adjusted(printed: Mapping[str, Row], exact: Row) -> Iterator[str]:
    """Shares that make up 100, each less than a tenth from the exact one."""
    row = printed.get(TOTAL, {})
    shares = {head.removesuffix("/割合"): share for head, share in row.items() if not head.startswith(TOTAL)}
    if exact and sum((Fraction(share or 0) for share in shares.values()), Fraction(0)) != 100:
        yield f"adjusted shares are {sum(Fraction(share or 0) for share in shares.values())}"
    own = {folded(head): share for head, share in exact.items()}
    for head in own.keys() | shares.keys():
        if abs(Fraction(shares.get(head) or 0) - Fraction(own.get(head) or 0)) >= Fraction(1, 10):
            yield f"adjusted share of {head}: {shares.get(head)}, not {own.get(head)}"


def _sentence(text: str, counting: Counting) -> Iterator[str]:
    plain = folded(text)
    for name, count in counting.sentence().items():
        said = f"{count}項目が{folded(name)}" if name.startswith("「") else f"{folded(name)}{count}件"
        if said not in plain and not (count == 0 and folded(name) not in plain):
            yield f"概要 does not say {said}"
    points = counting.points(counting.rated)
    if points and f"得点{_plain(points['得点'])}、満点{_plain(points['満点'])}、" not in text:
        yield f"概要 does not say the points {points}"


def _plain(value: object) -> str:
    return f"{int(value):,}" if isinstance(value, Fraction) and value.denominator == 1 else f"{float(str(value))}"


# -- lists -----------------------------------------------------------------------------------------------------------
def _by_name(rows: list[list[object]], heads: list[str]) -> Mapping[str, list[list[object]]]:
    """The rows that have a number, by the name of their item."""
    found: dict[str, list[list[object]]] = {}
    for row in rows:
        if folded(row[0]):
            found.setdefault(folded(row[heads.index("項目")]), []).append(row)
    return found


def _list(paper: Paper, world: World, counting: Counting) -> Iterator[str]:
    heads, rows = paper.listed("一覧")
    named = _by_name(rows, heads)
    count = sum(len(named.get(folded(task.name), ())) for task in world.tasks)
    if count != len(world.tasks):
        yield f"一覧 has {count} rows of items, not {len(world.tasks)}"
    for task in world.tasks:
        for row in named.get(folded(task.name), ()):
            shown = dict(zip(heads, row, strict=False))
            yield from (f"一覧 {task.name}: {one}" for one in _item(world, counting, task, shown))
    end = [row for row in rows if folded(row[0]) == "合計"]
    summed = world.money
    if summed and len(end) != 1:
        yield f"一覧 has {len(end)} rows of sums"
    for row in end[:1]:
        shown = dict(zip(heads, row, strict=False))
        for one in summed:
            yield from _sum("一覧の合計", shown, one.label, counting.total(world.tasks, one))
            yield from _sum("一覧の合計", shown, f"{one.label}累計", counting.total(world.tasks, one, world.points))
            if one.against:
                whole = counting.total(world.tasks, next(m for m in world.money if m.key == one.against))
                yield from _share("一覧の合計", shown, counting.total(world.tasks, one), whole)


def _item(world: World, counting: Counting, task: Task, shown: Mapping[str, object]) -> Iterator[str]:
    for label, sign in (
        ("評価", counting.given(task, "rating")),
        ("確定評価", counting.record(task)),
        *((one.label, counting.given(task, one.key)) for one in world.raters),
    ):
        text = folded(shown[label])
        if task.rated and text != (folded(sign.code) if sign else ""):
            yield f"{label} {text!r}, not {sign}"
        if not task.rated and text in {folded(s.code) for signs in world.scales.values() for s in signs}:
            yield f"{label} {text!r} looks like a rating"
    for money in world.money if task.repeats is None else ():
        typed = world.amounts.get((NOW, task.key, 0), {}).get(money.key)
        found = folded(_of(shown, money.label))
        if typed is None:
            if found not in ("", "-"):
                yield f"{money.label} {found!r}, nothing was said"
        elif typed[1] is None:
            if found != folded(typed[0]):
                yield f"{money.label} {found!r}, not {typed[0]!r}"
        elif number(found) != typed[1]:
            yield f"{money.label} {found!r}, not {typed[1]}"


def _of(shown: Mapping[str, object], label: str) -> object:
    """A cell by its head, which may end with a unit."""
    return next((value for head, value in shown.items() if head.split("(")[0] == label), None)


def _sum(where: str, shown: Mapping[str, object], label: str, total: Fraction) -> Iterator[str]:
    value = _of(shown, label)
    if (number(value) if folded(value) else Fraction(0)) != total:
        yield f"{where} {label}: {value}, not {total}"


def _share(where: str, shown: Mapping[str, object], part: Fraction, whole: Fraction) -> Iterator[str]:
    value = folded(shown["達成率"])
    if whole > 0 and value:
        share = abs(part / whole) * 1000
        rounded = Fraction(int(share + Fraction(1, 2)), 10) * (1 if part >= 0 else -1)
        if number(value) != rounded:
            yield f"{where} 達成率: {value}, not {float(rounded)}"


def _subtotals(paper: Paper, world: World, counting: Counting) -> Iterator[str]:
    heads, rows = paper.listed("小計")
    for ground in world.areas:
        own = counting.under(ground.id)
        found = [row for row in rows if folded(row[0]).startswith("小計") and folded(ground.name) in folded(row[0])]
        if len(found) != bool(own):
            yield f"小計 of {ground.name}: {len(found)} rows"
        for row in found:
            yield from _subtotal(f"小計 {ground.name}", dict(zip(heads, row, strict=False)), world, counting, own)
    for row in (row for row in rows if folded(row[0]).startswith("合計")):
        yield from _subtotal("小計の合計", dict(zip(heads, row, strict=False)), world, counting, world.tasks)


def _subtotal(
    where: str, shown: Mapping[str, object], world: World, counting: Counting, own: list[Task]
) -> Iterator[str]:
    rated = [task for task in own if task.rated]
    label = folded(shown["No."])
    if f"({len(rated)}項目" not in label or (len(own) > len(rated)) != (f"対象外{len(own) - len(rated)})" in label):
        yield f"{where}: {label}, not {len(rated)} and {len(own) - len(rated)}"
    for head, key in (("評価", "rating"), *((one.label, one.key) for one in world.raters)):
        lines = [folded(line) for line in str(shown[head]).split("\n")]
        given = [counting.given(task, key) for task in rated]
        for sign in world.scale_of(key, NOW):
            count = sum(one is sign for one in given)
            if f"{folded(sign.code)}{count}" not in lines and not (count == 0 and not sign.counted):
                yield f"{where} {head}: {sign.code} is not {count} in {lines}"
        blank = sum(one is None for one in given)
        if bool(blank) != (f"未記入{blank}" in lines):
            yield f"{where} {head}: 未記入 is not {blank} in {lines}"
    for money in world.money:
        yield from _sum(where, shown, money.label, counting.total(own, money))


def _delayed(paper: Paper, counting: Counting) -> Iterator[str]:
    expected = {folded(task.name) for task in counting.behind()}
    try:
        heads, rows = paper.listed("遅れ")
    except StopIteration:
        heads, rows = ["項目"], []
    at = heads.index("項目")
    shown = [folded(row[at]) for row in rows if folded(row[at]).startswith("取組")]
    if {*shown} != expected:
        yield f"遅れ shows {sorted(shown)}, not {sorted(expected)}"


__all__ = ["Money", "differences", "totals"]

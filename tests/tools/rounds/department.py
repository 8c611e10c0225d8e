"""What departments do to the workbooks that they were handed: fill in, sort, cut, write beside, send once more."""

import shutil
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from itertools import permutations
from pathlib import Path

from kosei_xl.values.pictures import make_picture
from kosei_xl.words import terms
from kosei_xl.workbook.parts import Package
from kosei_xl.workbook.paste import paste_pictures
from tests.tools.by_hand import column_letters
from tests.tools.collecting_model import DELETED, Cell, Form
from tests.tools.hostile import rezip, unzip
from tests.tools.photos import image_bytes
from tests.tools.rounds.course import FIELDS, INDICATOR, HandedOut, ratings_of
from tests.tools.rounds.paper import Paper
from tests.tools.rounds.world import Draft, World

_TEXTS = ("annual_plan", "results", "cause", "next_steps", "issues")
_CLEANED = b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>'


@dataclass(frozen=True)
class Place:
    """A row as a person finds it: where it is, and whose name it bears there."""

    sheet: str
    number: int
    mark: str
    seen: str
    """The row (its mark) whose number and name stand there."""


def _seen(form: Form, texts: dict[str, str]) -> str:
    """Whose name a person reads in a row: number and name, else one of the two that is nobody else's."""
    both = [m for m, own in form.printed.items() if all(texts.get(k) == own.get(k) for k in ("no", "name"))]
    for names in (
        both,
        *([m for m, own in form.printed.items() if texts.get(k) == own.get(k)] for k in ("no", "name")),
    ):
        if len(names) == 1:
            return names[0]
    return ""


class Desk:
    """A clerk of a department with one workbook open."""

    def __init__(self, world: World, draft: Draft) -> None:
        self.world, self.dice, self.draft, self.form = world, world.dice, draft, draft.out.form
        self.paper = Paper(draft.path)

    def save(self) -> None:
        """Save and open again."""
        self.paper.save(self.draft.path, self.draft.saved, "担当 花子")
        self.paper = Paper(self.draft.path)

    def places(self, kind: str = "area") -> list[Place]:
        """The rows that this department is asked about, as they lie there; of areas, indicators or photos."""
        found = []
        for sheet, rows in self.paper.keyed().items():
            here = {terms.SURVEY_INDICATORS_SHEET: "indicators", terms.SURVEY_PHOTOS_SHEET: "photos"}.get(sheet, "area")
            for number, texts in rows.items() if here == kind else ():
                mark = texts.get("row_key", "")
                seen = _seen(self.form, texts)
                if mark in self.form.answered and seen in self.form.answered:
                    found.append(Place(sheet, number, mark, seen))
        return found

    def put(self, place: Place, field: str, text: str) -> None:
        self.paper.put(place.sheet, f"{self.paper.columns(place.sheet)[field]}{place.number}", text)

    def value(self, place: Place, field: str) -> str:
        return self.paper.rows(place.sheet)[place.number].get(field, "")

    def about(self, place: Place, field: str = "") -> str:
        return f"{self.draft.path.name} {place.sheet[:4]}!{place.number} {place.mark}({place.seen}) {field}"

    # -- filling in ------------------------------------------------------------------------------------------------------
    def fill(self) -> None:
        """Type into some rows: ratings under names, texts, blanks, words that delete."""
        places = self.places()
        for place in places:
            if place.mark not in self.draft.moved and self.dice.random() < 0.6:
                self._fill_row(place)
        self.save()

    def _fill_row(self, place: Place) -> None:
        world = self.world
        good, late = ratings_of(world.row(place.seen).place) if world.knows(place.seen) else ("", "")
        if late and self.value(place, "rating") == late and self.dice.random() < 0.5:
            self.put(place, "rating", good)
            world.rated.setdefault(place.seen, set()).add(good)
            for field in ("cause", "next_steps"):
                self.put(place, field, "")
            world.done("blank", self.about(place, "late no more"))
            return
        if world.knows(place.seen):
            row = world.row(place.seen)
            if row.kind == "rated" and not row.parent and self.dice.random() < 0.7:
                self.put(place, "rating", world.rating(place.seen))
                world.done("type", self.about(place, "rating"))
        for field in _TEXTS:
            chance = self.dice.random()
            if chance < 0.35:
                self.put(place, field, text := world.word(place.seen))
                world.done("type", f"{self.about(place, field)} {text[:7]}")
            elif chance < 0.5 and self.value(place, field):
                if chance < 0.46:
                    self.put(place, field, "")
                    world.done("blank", self.about(place, field))
                else:
                    self.put(place, field, DELETED)
                    world.done("delete word", self.about(place, field))

    def blank_row(self) -> None:
        """Clear every answer of a row."""
        places = [place for place in self.places() if place.mark not in self.draft.moved]
        filled = [p for p in places if any(self.value(p, name) for name in FIELDS)]
        if filled:
            place = self.dice.choice(filled)
            for field in FIELDS:
                self.put(place, field, "")
            self.world.done("blank", self.about(place, "row"))
            self.save()

    def indicators(self) -> None:
        """Type names, targets, values and units of indicators."""
        for place in self.places("indicators"):
            if self.dice.random() < 0.4:
                for field in INDICATOR:
                    if self.dice.random() < 0.7:
                        owner = place.seen
                        number = field in ("target", "actual") and self.dice.random() < 0.5
                        self.put(place, field, self.world.number(owner) if number else self.world.word(owner)[:7])
                self.world.done("indicator", self.about(place))
        self.save()

    def photos(self) -> None:
        """Paste a picture and write what it shows."""
        places = self.places("photos")
        if not places:
            return
        place, data = self.dice.choice(places), image_bytes(f"#{self.dice.randrange(1 << 24):06x}")
        picture = make_picture(data)
        self.put(place, "caption", self.world.word(place.seen)[:7])
        self.save()
        package = Package(self.draft.path.read_bytes())
        column = self.paper.columns(place.sheet)["picture"]
        paste_pictures(package.sheet(place.sheet), column, {place.number: picture}, {})
        self.draft.path.write_bytes(package.to_bytes())
        self.draft.pictures[place.mark] = picture.sha256
        self.world.owners[picture.sha256] = place.seen
        self.world.done("photo", self.about(place))
        self.paper = Paper(self.draft.path)

    # -- sorting ---------------------------------------------------------------------------------------------------------
    def sort(self, how: str, but: Place | None = None) -> None:
        """Sort the rows of items on a sheet: with the hidden keys, without them, or the answers alone; all rows of its
        sheet `but` one, if given.
        """
        by_sheet: dict[str, list[int]] = {}
        for place in self.places():
            if but is None or (place.sheet == but.sheet and place.number != but.number):
                by_sheet.setdefault(place.sheet, []).append(place.number)
        if how == "answers":
            tells = self._told_last if self.draft.newest and self.dice.random() < 0.6 else self._tells
            by_sheet = {sheet: [n for n in rows if tells(sheet, n)] for sheet, rows in by_sheet.items()}
        by_sheet = {sheet: rows for sheet, rows in by_sheet.items() if len(rows) > 1}
        if not by_sheet:
            return
        sheet = self.dice.choice(sorted(by_sheet))
        rows = by_sheet[sheet]
        chosen = sorted(self.dice.sample(rows, self.dice.randint(2, len(rows))))
        order = dict(zip(chosen, [*chosen[1:], chosen[0]], strict=True))
        columns = self.paper.columns(sheet)
        if how == "answers":
            kept: list[str] | None = [columns[name] for name in FIELDS]
            marks = {self.paper.rows(sheet)[n]["row_key"] for n in chosen}
            self.draft.moved |= marks if len(marks) > 1 else set()
        else:
            kept = None if how == "with keys" else [letters for key, letters in columns.items() if key != "row_key"]
        self.paper.sort(sheet, order, kept)
        self.world.done(f"sort {how}", f"{self.draft.path.name} {sheet[:4]} {order}")
        self.save()
        if how == "answers" and self.dice.random() < 0.4:
            self._lose_one_of(sheet, chosen)

    def _lose_one_of(self, sheet: str, chosen: Iterable[int]) -> None:
        """Take one of the sorted rows out. Where one of two copies goes, nothing tells the rest from answers that were
        copied on.
        """
        marks = {n: texts.get("row_key") for n, texts in self.paper.rows(sheet).items()}
        once = [n for n in chosen if list(marks.values()).count(marks[n]) == 1]
        if once:
            gone = self.dice.choice(once)
            self.paper.delete_row(sheet, gone)
            self.world.done("delete row", f"{self.draft.path.name} {sheet[:4]}!{gone}")
            self.save()

    def cut_row(self) -> None:
        """Cut a row with name and answers, and paste it into the 追加欄."""
        for sheet, rows in self.paper.keyed().items():
            free = [n for n, texts in rows.items() if texts.get("row_key", "").startswith("+") and len(texts) == 1]
            own = [place.number for place in self.places() if place.sheet == sheet]
            if free and own and self.dice.random() < 0.5:
                row, at = self.dice.choice(own), free[0]
                letters = [letters for key, letters in self.paper.columns(sheet).items() if key not in _STAY]
                self.paper.sort(sheet, {row: at, at: row}, letters)
                self.world.done("cut row", f"{self.draft.path.name} {sheet[:4]}!{row} {rows[row].get('row_key')}")
                self.save()
                return

    def _tells(self, sheet: str, number: int) -> bool:
        """Whether a row still says something that it alone was handed out with, so that one can see where it came from."""
        return self._says(sheet, number, self.form.handed.get)

    def _told_last(self, sheet: str, number: int) -> bool:
        """Whether a row says what the department said there last (or was handed, where it said nothing)."""
        last = self.world.state.offices[self.draft.out.point].last_word

        def stood(cell: Cell) -> str | None:
            word = last(cell)
            return self.form.handed.get(cell) if word is None else word

        marks = self.form.answered
        return any(last((mark, name)) for mark in marks for name in _TEXTS) and self._says(sheet, number, stood)

    def _says(self, sheet: str, number: int, stood: Callable[[Cell], str | None]) -> bool:
        texts = self.paper.rows(sheet)[number]
        mark = texts["row_key"]
        return (
            mark not in self.draft.moved
            and _seen(self.form, texts) == mark
            and any(stood((mark, name)) == texts.get(name) and texts.get(name) for name in _TEXTS)
        )

    # -- rows ------------------------------------------------------------------------------------------------------------
    def insert_row(self) -> None:
        """Put a row between others and write into it, under a name of its own or none."""
        sheet, rows = self.dice.choice([(s, r) for s, r in self.paper.keyed().items() if "area:" in str(r)])
        at = self.dice.choice([n for n, texts in rows.items() if "|" in texts.get("row_key", "")] or [4])
        self.paper.insert_row(sheet, at)
        columns = self.paper.columns(sheet)
        fields = [*(["name"] if self.dice.random() < 0.5 else []), *self.dice.sample(_TEXTS, 2)]
        for field, text in zip(fields, self.world.added_row(len(fields)), strict=True):
            self.paper.put(sheet, f"{columns[field]}{at}", text)
        self.world.done("insert row", f"{self.draft.path.name} {sheet[:4]}!{at}")
        self.save()

    def copy_row(self) -> Place | None:
        """Copy a row whole, put the copy below, and write something else into it. Gives the row that was copied."""
        places = self.places()
        if not places:
            return None
        place = self.dice.choice(places)
        self._copy(place)
        return place

    def _copy(self, place: Place) -> None:
        texts = self.paper.rows(place.sheet)[place.number]
        columns, at = self.paper.columns(place.sheet), place.number + 1
        self.paper.insert_row(place.sheet, at)
        for key, text in texts.items():
            if key in columns:
                self.paper.put(place.sheet, f"{columns[key]}{at}", text)
        self.paper.put(place.sheet, f"{columns['results']}{at}", self.world.word(place.seen, "twice"))
        self.world.done("copy row", self.about(place))
        self.save()

    def copy_and_sort(self) -> None:
        """Copy a row whole, then sort, often without the row that was copied."""
        place = self.copy_row()
        how = self.dice.choice(("with keys", "without keys", "answers", "answers", "answers"))
        self.sort(how, place if self.dice.random() < 0.6 else None)

    def copy_and_lose(self) -> None:
        """Copy a row whole that was handed out with one text, sort the answers, and take the row out that holds those of
        the next: one text in the place of all that was there is left to tell of it.
        """
        handed = {mark: [n for n in FIELDS if self.form.handed.get((mark, n))] for mark in self.form.answered}
        places = self.places()
        often = Counter(
            place.mark for place in places
        )  # a row that was copied before shows its item when one of two is lost
        ways = [
            (one, two, three)
            for one, two, three in permutations([place for place in places if often[place.mark] == 1], 3)
            if one.sheet == two.sheet == three.sheet
            and len(handed[one.mark]) == 1
            and not handed[three.mark]
            and self._tells(one.sheet, one.number)
            and self._tells(two.sheet, two.number)
        ]
        if not ways:
            return
        marks = [place.mark for place in self.dice.choice(ways)]
        self._copy(next(place for place in self.places() if place.mark == marks[0]))
        one, two, three = (next(p for p in self.places() if p.mark == mark).number for mark in marks)
        sheet = next(place.sheet for place in self.places() if place.mark == marks[0])
        columns = self.paper.columns(sheet)
        self.paper.sort(sheet, {one: three, two: one, three: two}, [columns[name] for name in FIELDS])
        self.draft.moved |= set(marks)
        self.draft.telling |= {*marks[:2]}
        self.world.done("sort answers", f"{self.draft.path.name} {sheet[:4]} {(one, two, three)}")
        self.save()
        self.paper.delete_row(sheet, three)
        self.world.done("delete row", f"{self.draft.path.name} {sheet[:4]}!{three}")
        self.world.done("copied, sorted, one lost", self.draft.path.name)
        self.save()

    def delete_row(self) -> None:
        """Take a row out."""
        places = self.places()
        if places:
            place = self.dice.choice(places)
            if place.mark in self.draft.telling:
                return
            self.paper.delete_row(place.sheet, place.number)
            self.world.done("delete row", self.about(place))
            self.save()

    # -- elsewhere -------------------------------------------------------------------------------------------------------
    def rename(self) -> None:
        """Type another name, another plan text or another number over what is printed."""
        places = self.places()
        if places:
            place = self.dice.choice(places)
            field = self.dice.choice(("name", "name", "goal"))
            if field in self.form.printed.get(place.mark, {}):
                self.put(place, field, self.world.word("", "printed"))
                self.world.done("rename", self.about(place, field))
                self.save()

    def overwrite(self) -> None:
        """Type over number, name and texts of a row: it is another item now, as far as anybody can see."""
        places = self.places()
        if places:
            place = self.dice.choice(places)
            if place.mark in self.draft.telling:
                return
            self.put(place, "no", "９９")
            for field in ("name", "goal", "implementation"):
                if field in self.form.printed.get(place.mark, {}):
                    self.put(place, field, self.world.word("", "aside"))
            for field in self.dice.sample(_TEXTS, 2):
                self.put(place, field, self.world.word("", "aside"))
            self.world.done("overwrite", self.about(place))
            self.save()

    def added(self) -> None:
        """Write into the 追加欄."""
        for sheet, rows in self.paper.keyed().items():
            for number, texts in rows.items():
                if texts.get("row_key", "").startswith("+") and self.dice.random() < 0.3:
                    columns = self.paper.columns(sheet)
                    for field, text in zip(("name", "results"), self.world.added_row(2), strict=True):
                        self.paper.put(sheet, f"{columns[field]}{number}", text)
                    self.world.done("added", f"{self.draft.path.name} {sheet[:4]}!{number}")
        self.save()

    def others_row(self) -> None:
        """Write into a row that another department answers."""
        for sheet, rows in self.paper.keyed().items():
            for number, texts in rows.items():
                mark, state = texts.get("row_key", ""), texts.get("state", "")
                if state.startswith("回答課") and self.dice.random() < 0.7 and _seen(self.form, texts) == mark:
                    at = f"{self.paper.columns(sheet)['results']}{number}"
                    self.paper.put(sheet, at, self.world.word(mark))
                    self.world.strange.add(mark)
                    self.world.done("row of others", f"{self.draft.path.name} {mark}")
        self.save()

    def beside(self) -> None:
        """Write beside the form: to the right of it, below it, on another sheet."""
        sheets = [name for name in self.paper.names if name != terms.IDENTITY_SHEET]
        sheet = self.dice.choice(sheets)
        rows = self.paper.values(sheet)
        width, height = max(map(len, rows), default=1), len(rows)
        at = self.dice.choice(
            (
                f"{column_letters(width + 2)}{self.dice.randint(4, max(4, height))}",
                f"C{height + self.dice.randint(2, 4)}",
            )
        )
        kind = "sheet" if sheet.startswith("別紙") else "beside"
        self.paper.put(sheet, at, self.world.word("", kind))
        self.world.done("beside", f"{self.draft.path.name} {sheet[:4]}!{at}")
        self.save()

    def clean_and_check(self) -> None:
        """Write on a sheet that says things of its own, and let file cleaning take what tells of them."""
        sheet = self.dice.choice((terms.SURVEY_CHECK_SHEET, terms.SURVEY_SUMMARY_SHEET))
        if self.world.typed % 3 == 0:
            sheet = terms.SURVEY_GUIDE_SHEET
        at = f"B{len(self.paper.values(sheet)) + self.dice.randint(1, 3)}"
        self.paper.put(sheet, at, self.world.word("", "beside"))
        self.world.done("beside", f"{self.draft.path.name} {sheet}!{at}")
        if sheet != terms.SURVEY_GUIDE_SHEET:
            self.world.done("below sums, cleaned", self.draft.path.name)
        self.save()
        self.clean()

    def added_sheet(self) -> None:
        """A sheet of one's own."""
        package = Package(self.draft.path.read_bytes())
        name = f"別紙{self.world.typed}"
        package.add(name).put("B3", self.world.word("", "sheet"))
        self.draft.path.write_bytes(package.to_bytes())
        self.paper = Paper(self.draft.path)
        self.world.done("added sheet", f"{self.draft.path.name} {name}")

    def note(self) -> None:
        """A note on a cell."""
        places = self.places()
        if places:
            place = self.dice.choice(places)
            package = Package(self.draft.path.read_bytes())
            at = f"{self.paper.columns(place.sheet)['results']}{place.number}"
            part = package.sheet(place.sheet)
            part.set_comments({**part.comments("担当 花子"), at: self.world.word("", "note")}, "担当 花子")
            self.draft.path.write_bytes(package.to_bytes())
            self.paper = Paper(self.draft.path)
            self.world.done("note", self.about(place))

    def clean(self) -> None:
        """What file cleaning on a municipal network does: the hidden sheet and the properties are gone."""
        if terms.IDENTITY_SHEET in self.paper.names:
            package = Package(self.draft.path.read_bytes())
            package.remove(terms.IDENTITY_SHEET)
            parts = unzip(package.to_bytes())
            parts["docProps/custom.xml"] = _CLEANED
            self.draft.path.write_bytes(rezip(parts))
            self.paper = Paper(self.draft.path)
            self.world.done("clean", self.draft.path.name)


_STAY = ("row_key", "state")
_WILD = (
    *("sort with keys", "sort without keys", "sort answers", "sort answers") * 2,
    *("copy row", "cut row", "clean") * 3,
    *("insert row", "delete row", "rename", "overwrite", "beside", "added sheet", "note") * 2,
    *("copy and sort", "copy and sort", "others row", "others row", "added", "added", "added", "blank row"),
    *("copy and lose", "copy and lose", "clean and check"),
)


_BESIDE_THE_ROWS = frozenset(("clean", "beside", "added sheet", "note", "others row", "added", "clean and check"))
"""What leaves the rows as they are: where a row alone tells of a move, sorting or copying it once more would end that."""


def send(world: World, code: str, point: str) -> Path:
    """A department sends something: at first, corrected, once more, an older one, a twin, a copy, the form as it was."""
    dice = world.dice
    before = world.drafts.setdefault((code, point), [])
    forms = world.forms[code, point]
    kinds = ("correct", "correct", "resend", "twin", "older", "copy", "blank form")
    kind = dice.choice(kinds) if before else dice.choice(("first", "first", "first", "blank form"))
    out = forms[-1] if dice.random() < 0.7 else dice.choice(forms)
    last = before[-1] if before else None
    number, saved = (last.number, last.saved) if last is not None else (1, "")
    if kind == "correct":
        number = max(draft.number for draft in before) + 1
    if kind in ("correct", "first", "resend", "blank form"):
        saved = world.now()
    elif kind == "older":
        saved = f"2026-03-{dice.randint(10, 30)}T00:{dice.randint(10, 59)}:00Z"
    target = (
        world.inbox
        / point
        / f"{code}_{ {'correct': '修正版', 'copy': 'コピー'}.get(kind, kind) }{len(world.returns)}.xlsx"
    )
    target.parent.mkdir(parents=True, exist_ok=True)
    world.done({"older": "resend", "blank form": "resend", "first": "first"}.get(kind, kind), target.name)
    if kind == "copy" and last is not None:
        shutil.copy(last.path, target)
        world.file(replace(last, path=target))
        return target
    draft = _begin(world, target, out, last if kind != "blank form" else None, number, saved)
    draft.newest = kind == "correct"
    desk = Desk(world, draft)
    if kind != "blank form":
        _work(desk)
    desk.paper.put_named(submission_no=str(number))
    desk.save()
    before.append(draft)
    world.file(draft)
    return target


def _begin(world: World, target: Path, out: HandedOut, last: Draft | None, number: int, saved: str) -> Draft:
    """The workbook that is gone on from: the department's last one, or the form."""
    if last is not None and world.dice.random() < 0.7:
        shutil.copy(last.path, target)
        return Draft(target, last.out, number, saved, last.moved, dict(last.pictures), telling=last.telling)
    shutil.copy(out.path, target)
    return Draft(target, out, number, saved, frozenset(), dict(out.pictures))


def _work(desk: Desk) -> None:
    dice = desk.dice
    desk.fill()
    if dice.random() < 0.4:
        desk.indicators()
    if dice.random() < 0.15:
        desk.photos()
    for what in dice.sample(_WILD, dice.choice((0, 1, 2, 2, 3))):
        if desk.draft.telling and what not in _BESIDE_THE_ROWS:
            continue
        if what.startswith("sort "):
            desk.sort(what.removeprefix("sort "))
        else:
            getattr(desk, what.replace(" ", "_"))()
    _seldom(desk)


def _seldom(desk: Desk) -> None:
    """Do what can seldom be done wherever it can; with other dice, so that what else happens in the round stays."""
    world, dice = desk.world, desk.dice
    world.dice = desk.dice = world.other_dice
    if desk.dice.random() < 0.75:
        desk.copy_and_lose()
    if desk.dice.random() < 0.05:
        desk.clean_and_check()
    world.dice = desk.dice = dice

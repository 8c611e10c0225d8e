"""What the office does in its master: types, decides, renumbers, renames, adds and ends items, undoes."""

from collections.abc import Callable

from kosei_xl.read.master import read_master
from kosei_xl.values.refusals import WrongCall
from kosei_xl.verbs.undo import undo
from kosei_xl.words import terms
from tests.tools.collecting_model import Decision
from tests.tools.rounds.course import FIELDS, INDICATOR
from tests.tools.rounds.paper import Paper
from tests.tools.rounds.world import Fault, ItemRow, World, copied, tokens_in

_TEXTS = tuple(name for name in FIELDS if name != "rating")
_SHEETS = {terms.LEDGER_SHEET: _TEXTS, terms.INDICATORS_SHEET: INDICATOR}

_NO_NUMBER = "987"


class Bureau:
    """The office at its desk with the master open."""

    def __init__(self, world: World) -> None:
        self.world, self.dice = world, world.dice
        self.paper = Paper(world.master)

    def save(self) -> None:
        """Save. What the program proposes on 競合 counts as the office's own then."""
        self.see_proposals()
        self.world.save_master(self.paper)
        self.paper = Paper(self.world.master)

    # -- the ledger ------------------------------------------------------------------------------------------------------
    def edit(self) -> None:
        """Type into the ledger, or clear something there."""
        world = self.world
        for _ in range(self.dice.randint(1, 4)):
            sheet = self.dice.choice((terms.LEDGER_SHEET, terms.LEDGER_SHEET, terms.INDICATORS_SHEET))
            rows = [(n, r) for n, r in self.paper.rows(sheet).items() if self._known(r.get("row_key", ""))]
            if not rows:
                continue
            again = [(n, r) for n, r in rows if r["row_key"] in world.edited]
            number, texts = self.dice.choice(again if again and self.dice.random() < 0.5 else rows)
            point, _, mark = texts["row_key"].partition("|")
            row = world.row("|".join(mark.split("|")[:2]))
            if row.original:
                continue
            field = world.edited.get(texts["row_key"]) or self.dice.choice(_SHEETS[sheet])
            world.edited[texts["row_key"]] = field
            if row.kind == "rated" and sheet == terms.LEDGER_SHEET and self.dice.random() < 0.3:
                field = "rating"
            office = world.state.offices[point]
            choice = self.dice.random()
            old = office.ledger.get((mark, field), "")
            if choice < 0.35 and old:
                text = ""
                world.done("office blank", f"{point} {mark} {field}")
            elif choice < 0.45 and field != "rating":
                text = office.last_word((mark, field)) or ""
                world.done("office agrees", f"{point} {mark} {field} {text[:7]}")
            else:
                text = world.rating(row.mark) if field == "rating" else world.word(row.mark)
                world.done("office types", f"{point} {mark} {field} {text[:7]}")
            world.fresh_in(mark, field, point, text)
            self.paper.put(sheet, f"{self.paper.columns(sheet)[field]}{number}", text)
            office.edit((mark, field), text)

    def _known(self, key: str) -> bool:
        return "|" in key and self.world.knows(key.partition("|")[2])

    def unplaced(self) -> None:
        """Type a new row of an indicator below the others, by point and number; or one that is of nothing."""
        world, sheet = self.world, terms.INDICATORS_SHEET
        columns, rows = self.paper.columns(sheet), self.paper.rows(sheet)
        at = max((n for n, texts in rows.items() if texts), default=2) + 1
        point = self.dice.choice(world.points)
        row = self.dice.choice([row for row in world.items if row.mark and not row.original and not row.parent])
        wrong = self.dice.random() < 0.3
        token = world.word("" if wrong else row.mark, "nothing" if wrong else "")[:7]
        label = world.labels_of_points[point]
        for key, text in (("point", label), ("no", _NO_NUMBER if wrong else row.no), ("indicator", token)):
            self.paper.put(sheet, f"{columns[key]}{at}", text)
        if not wrong:
            taken = [r["row_key"].split("|") for r in rows.values() if "row_key" in r]
            used = [int(parts[3]) for parts in taken if parts[:3] == [point, *row.mark.split("|")] and len(parts) > 3]
            mark = f"{row.mark}|{1 + max(used, default=0)}"
            world.fresh_in(mark, "indicator", point, token)
            world.state.offices[point].edit((mark, "indicator"), token)
        else:
            world.nothing.add(token)
        world.done("unplaced", f"{point} {row.mark} {token}")
        self.save()

    def clear_nothing(self) -> None:
        """Take rows that are of nothing away again: nothing is handed out before."""
        columns, world = self.paper.columns(terms.INDICATORS_SHEET), self.world
        for number, texts in self.paper.rows(terms.INDICATORS_SHEET).items():
            if texts.get("no") == _NO_NUMBER:
                for key in ("point", "no", "indicator"):
                    self.paper.put(terms.INDICATORS_SHEET, f"{columns[key]}{number}", "")
                world.nothing.discard(texts["indicator"])
                self.save()

    # -- conflicts -------------------------------------------------------------------------------------------------------
    def conflicts(self) -> list[tuple[int, dict[str, str]]]:
        """The rows of 競合."""
        found = self.paper.rows(terms.CONFLICTS_SHEET)
        return [(number, texts) for number, texts in found.items() if texts.get("row_key", "none") != "none"]

    def see_proposals(self) -> None:
        """Proposals that stand there while the office saves are its decisions from then on."""
        known = {(one.cell, point) for point, o in self.world.state.offices.items() for one in o.pending}
        for _, texts in self.conflicts():
            if texts.get("preset") and texts.get("choice") and "own_text" not in texts:
                point, _, mark = texts["row_key"].partition("|")
                if ((mark, texts["field"]), point) not in known:
                    self._noted(texts, "department", "")

    def _noted(self, texts: dict[str, str], whose: str, own: str) -> None:
        point, _, mark = texts["row_key"].partition("|")
        theirs = texts.get("theirs", "")
        decision = Decision(
            (mark, texts["field"]), whose, own, "" if theirs == terms.BLANK else theirs, texts.get("ours", "")
        )
        office = self.world.state.offices[point]
        office.pending = [one for one in office.pending if one.cell != decision.cell]
        office.pending.append(decision)

    def decide(self) -> None:
        """Decide about some of the conflicts, one by one or for all blanks of a workbook."""
        world, columns = self.world, self.paper.columns(terms.CONFLICTS_SHEET)
        for_all: dict[str, str] = {}
        noted = False
        for number, texts in self.conflicts():
            whose = self.dice.choice(("department", "office", "own", None))
            words = terms.BLANK_DECISIONS if texts.get("kind") else terms.DECISIONS
            if "field" not in texts:
                whose = whose if whose in ("department", "office") else None
                if whose:
                    for_all[texts["workbook"]] = whose
                    self.paper.put(terms.CONFLICTS_SHEET, f"{columns['choice']}{number}", words[whose])
                continue
            if texts["field"] in ("picture", "rating") and whose == "own":
                whose = "office"
            mark = texts["row_key"].partition("|")[2]
            own = world.word("|".join(mark.split("|")[:2])) if whose == "own" else ""
            if own:
                self.paper.put(terms.CONFLICTS_SHEET, f"{columns['own_text']}{number}", own)
            if whose is not None:
                self.paper.put(terms.CONFLICTS_SHEET, f"{columns['choice']}{number}", words[whose])
            decided = whose or for_all.get(texts.get("workbook", ""))
            left = texts.get("own_text", "") if decided != "own" else ""
            if decided is not None and left:  # a text beside another decision is asked about (K414): one of them goes
                self.paper.put(terms.CONFLICTS_SHEET, f"{columns['own_text']}{number}", "")
                world.state.due -= tokens_in(left)
                world.state.fresh -= tokens_in(left)
            if decided is not None:
                world.state.fresh.update(tokens_in(own))
                self._noted(texts, decided, own)
                world.done("decide", f"{texts['row_key']} {texts['field']} {decided}")
                noted = True
                if self.dice.random() < 0.6:
                    self._change_its_mind(texts)
        if noted or for_all:
            self.save()

    def _change_its_mind(self, conflict: dict[str, str]) -> None:
        """Type over the cell of the ledger that was just decided about: the decision is about another text then."""
        world, field = self.world, conflict["field"]
        point, _, mark = conflict["row_key"].partition("|")
        rows = self.paper.rows(terms.LEDGER_SHEET).items()
        number = next((n for n, texts in rows if texts.get("row_key") == conflict["row_key"]), None)
        if number is not None and field in _TEXTS:
            text = world.word(mark)
            self.paper.put(terms.LEDGER_SHEET, f"{self.paper.columns(terms.LEDGER_SHEET)[field]}{number}", text)
            world.fresh_in(mark, field, point, text)
            world.state.offices[point].edit((mark, field), text)
            world.done("decided and typed", f"{conflict['row_key']} {field} {text[:7]}")

    # -- the plan --------------------------------------------------------------------------------------------------------
    def rows_of_items(self) -> list[int]:
        """The rows of 項目 in order."""
        return [number for number, texts in self.paper.rows(terms.ITEMS_SHEET).items() if texts.get("name")]

    def put_item(self, row: int, key: str, text: str) -> None:
        self.paper.put(terms.ITEMS_SHEET, f"{self.paper.columns(terms.ITEMS_SHEET)[key]}{row}", text)

    def rename(self) -> None:
        """Another name for an item."""
        world = self.world
        for place, row in zip(self.rows_of_items(), world.items, strict=True):
            if not row.sub and self.dice.random() < 0.12:
                world.typed += 1
                row.name = f"改めた名{world.typed}"
                self.put_item(place, "name", row.name)
                world.done("rename", row.mark)
        self.save()

    def renumber(self) -> None:
        """Other numbers for some items, those that others had before among them."""
        world = self.world
        mains = [row for row in world.items if row.mark and not row.sub]
        again = [row for row in mains if row.original]
        chosen = self.dice.sample(mains, self.dice.randint(2, 4))
        if again and self.dice.random() < 0.2:
            chosen = [again[0], world.row(again[0].original)]
        numbers = [row.no for row in chosen]
        new = dict(zip((row.mark for row in chosen), (*numbers[1:], numbers[0]), strict=True))
        if self.dice.random() < 0.3:
            new[chosen[0].mark] = str(40 + world.counts["renumber"])
        self._number(new)
        world.done("renumber", str(new))
        self.save()

    def _number(self, new: dict[str, str]) -> None:
        """Write numbers, also where another item is named by its number."""
        world = self.world
        at = dict(zip((row.mark for row in world.items), self.rows_of_items(), strict=True))
        for row in world.items:
            main = f"{row.item}|"
            if main in new:
                self.put_item(at[row.mark], "no", new[main])
                row.no = f"{new[main]}-{row.mark.split('|')[1]}" if row.sub else new[main]
        for row in world.items:
            if row.original in new:
                self.put_item(at[row.mark], "repeats", world.row(row.original).no)

    def insert_item(self) -> None:
        """A new item, between others or at the end, with a number of its own."""
        world, places = self.world, self.rows_of_items()
        n = self.dice.randrange(1, len(places) + 1)
        while n < len(world.items) and world.items[n].sub:
            n += 1
        at = places[n] if n < len(places) else places[-1] + 1
        self.paper.insert_row(terms.ITEMS_SHEET, at)
        count = world.counts["insert row"]
        row = ItemRow("", str(60 + count), f"新しい取組{count}", self.dice.randrange(3))
        row.departments = (self.dice.choice(world.codes),)
        lead = world.called[row.departments[0]]
        texts = {"no": row.no, "name": row.name, "area_no": self.dice.choice("123"), "lead": lead}
        for key, text in texts.items():
            self.put_item(at, key, text)
        world.items.insert(n, row)
        world.done("insert row", f"項目!{at}")
        self.save()

    def delete_item(self) -> None:
        """Take an item out of the plan."""
        world = self.world
        originals = {row.original for row in world.items}
        able = [r for r in world.items if r.mark and not (r.sub or r.parent or r.original or r.mark in originals)]
        if len(able) > 6:
            row = self.dice.choice(able)
            self.paper.delete_row(terms.ITEMS_SHEET, self.rows_of_items()[world.items.index(row)])
            world.items.remove(row)
            world.gone[row.mark] = world.state.labels.get(row.mark, (row.no, row.name))
            for office in world.state.offices.values():
                office.forget(row.item)
            world.done("delete row", f"項目 {row.mark}")
            self.save()

    def raise_version(self) -> None:
        """Another version of the plan."""
        rows = self.paper.rows(terms.PLAN_SHEET)
        at = next(number for number, texts in rows.items() if texts.get("setting") == "plan_version")
        self.world.version += 1
        self.paper.put(
            terms.PLAN_SHEET, f"{self.paper.columns(terms.PLAN_SHEET)['value']}{at}", str(self.world.version)
        )
        self.world.done("new version", str(self.world.version))
        self.save()

    def forget_keys(self) -> None:
        """The keys of 項目 get lost, as in masters of old; where nothing else changed they come back by themselves."""
        world = self.world
        for place in self.rows_of_items():
            self.put_item(place, "row_key", "")
        world.done("forget keys")
        self.save()

    def restore_keys(self) -> None:
        """The office writes into 項目 which items its rows are."""
        for place, row in zip(self.rows_of_items(), self.world.items, strict=True):
            if row.mark:
                self.put_item(place, "row_key", row.mark)
        self.save()

    # -- what must be refused or told ------------------------------------------------------------------------------------
    def damage(self) -> None:
        """A row of 受領 is changed or lost: the next reader says so. Then the office closes without saving."""
        world = self.world
        rows = [n for n, texts in self.paper.rows(terms.RECEIVED_SHEET).items() if texts.get("point")]
        if rows:
            number, gone = self.dice.choice(rows), self.dice.random() < 0.5
            if gone:
                self.paper.delete_row(terms.RECEIVED_SHEET, number)
            else:
                self.paper.put(
                    terms.RECEIVED_SHEET, f"{self.paper.columns(terms.RECEIVED_SHEET)['saved_by']}{number}", "誰か"
                )
            spoilt = world.folder / "壊れた写し.xlsx"
            self.paper.save(spoilt, "2026-05-01T00:00:00Z", "誰か")
            codes = {one.code for one in read_master(spoilt.read_bytes(), spoilt).diagnostics}
            world.done("damage", f"受領!{number} {'gone' if gone else 'changed'}")
            if not codes & {"K430", "K431"}:
                raise Fault(f"row {number} of 受領 was {'lost' if gone else 'changed'}, and nobody says so")
            self.paper = Paper(world.master)


def undo_run(world: World) -> bool:
    """Undo the last run; the master of before stands again. Whether that was done."""
    kept = world.master.with_name(world.master.name + ".bak")
    if world.backup is None or not kept.exists() or kept.read_bytes() == world.master.read_bytes():
        return False
    before = kept.read_bytes()
    undo(world.master)
    world.done("undo")
    if world.master.read_bytes() != before:
        raise Fault("undo does not bring back what was there before the run")
    world.state, world.backup = copied(world.backup), copied(world.state)
    return True


def refused_undo(world: World) -> None:
    """After the office has typed, undo is refused and nothing is lost."""
    data = world.master.read_bytes()
    try:
        undo(world.master)
    except WrongCall:
        world.done("undo refused")
    else:
        raise Fault("undo pushed aside what the office had typed")
    if world.master.read_bytes() != data:
        raise Fault("a refused undo changed the master")


ACTS: tuple[tuple[Callable[[Bureau], None], float], ...] = (
    (Bureau.decide, 0.8),
    (Bureau.edit, 0.7),
    (Bureau.rename, 0.3),
    (Bureau.renumber, 0.35),
    (Bureau.insert_item, 0.2),
    (Bureau.delete_item, 0.15),
    (Bureau.unplaced, 0.25),
    (Bureau.damage, 0.25),
)
"""What the office does between two runs, in this order, each with its chance. A row of an indicator is typed under a
number that still holds when the returns are taken in.
"""

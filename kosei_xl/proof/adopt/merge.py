"""Edits of a report -> the ledger with their wording, and a finding for each: taken over, in conflict, or refused."""

import re
from collections.abc import Iterable, Mapping, Sequence

from kosei_xl.later import dataclass
from kosei_xl.proof.adopt.carried import Carried
from kosei_xl.proof.adopt.edits import Edit, Edits
from kosei_xl.proof.adopt.places import Place, Places, Ref, joined
from kosei_xl.proof.verify.compare import excerpts, short
from kosei_xl.proof.verify.facts import Evidence, Facts
from kosei_xl.proof.verify.says import ONLY, ReportSays, RowSays, Says, SaysKind
from kosei_xl.values.cells import CellRef
from kosei_xl.values.diagnostics import Diagnostic, SourceMap, diagnostic
from kosei_xl.values.evened import evened_fields
from kosei_xl.values.labels import label_of
from kosei_xl.values.ledger import Entries, Ledger, merge_field
from kosei_xl.values.model import EntryKey
from kosei_xl.words import terms
from kosei_xl.words.codes import Code
from kosei_xl.words.evening import with_typed_digits
from kosei_xl.words.messages import told
from kosei_xl.workbook.book import is_error_value

_NUMBERS = re.compile(r"\d+(?:[.,．，]\d+)*")
_MOST_PLACES = 3
_LEDGER = (terms.LEDGER_SHEET, terms.INDICATORS_SHEET, terms.PHOTOS_SHEET)


@dataclass(frozen=True, slots=True)
class Adopted:
    """The ledger with the wording of a report; `taken` are the fields that are new in it, with their cells."""

    entries: Entries
    taken: Mapping[Ref, CellRef]
    findings: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class _Proposal:
    """What a cell of the report wants a field to say."""

    text: str | None
    at: CellRef
    place: Place


def merge_edits(carried: Carried, edits: Edits, says: ReportSays, facts: Facts) -> Adopted:
    """Take the wording of a report into today's ledger (`facts`).

    Base is what the report was printed from, so that what the ledger has become since is not undone: both changed in
    different ways is a conflict (K743), and the ledger stays. Returns K740-K749, and K205 for error values.
    """
    return _Adopter(carried, says, facts).merge_edits(edits)


class _Adopter:
    def __init__(self, carried: Carried, says: ReportSays, facts: Facts) -> None:
        self.facts, self.plan, self.point = facts, facts.plan, facts.point.key
        self.places = Places(facts.standing.with_ledger(Ledger(carried.fields)))
        self.rows = {(part.key, row.name): row for part in says.parts for row in part.rows}
        self.problems: list[Diagnostic] = []
        self.proposals: dict[Ref, list[_Proposal]] = {}

    def merge_edits(self, edits: Edits) -> Adopted:
        for edit in edits.cells:
            place = self.places.of(edit.row, edit.column)
            if place is None:
                self.problems += (self._refused(edit, at) for at in edit.places)
            elif (problem := self._proposed(edit, place)) is not None:
                self.problems.append(problem)
        for gone in edits.gone:
            about = self.rows[gone.row].about if gone.row in self.rows else short(gone.text)
            self.problems.append(diagnostic(Code.PRINTED_ROW_DELETED, gone.at, point=self.point, about=about))
        for cell in edits.added:
            self.problems.append(
                diagnostic(Code.TEXT_ADDED_TO_REPORT, cell.at, point=self.point, found=short(cell.text))
            )
        entries = {key: dict(fields) for key, fields in self.facts.ledger.entries.items()}
        taken = {ref: found[0].at for ref, found in self.proposals.items() if self._merged(ref, found, entries)}
        return Adopted(entries, taken, tuple(self.problems))

    # -- one cell ----------------------------------------------------------------------------------------------------
    def _proposed(self, edit: Edit, place: Place) -> Diagnostic | None:
        """Note what the cell proposes for its fields; a finding where it cannot be taken over."""
        line = place.line
        if place.relisted:
            original = self.plan.item_by_key[line.item.repeats or ""]
            where = self._where_of(place.refs)
            return diagnostic(
                Code.RELISTED_EDITED, edit.at, item=line.no, point=place.point, original=original.no, where=where
            )
        broken = next((text for text in edit.after if is_error_value(text)), None)
        if broken is not None:
            return diagnostic(Code.ERROR_VALUE, edit.at, item=line.no, point=place.point, value=broken)
        text = joined(self.places.whole(place), edit.before, edit.after)
        if text is None:
            return diagnostic(
                Code.EDITED_CELL_OUT_OF_DATE, edit.at, item=line.no, point=place.point, where=self._where_of(place.refs)
            )
        made = self.places.split(place, text)
        if made is None:
            related = [at for ref in place.refs if (at := self._cell(ref)) is not None]
            where = self._where_of(place.refs)
            return diagnostic(Code.EDIT_UNCLEAR, edit.at, related, item=line.no, point=place.point, where=where)
        before = self.places.before(place)
        for ref, new in made.items():
            if new != before[ref]:
                self.proposals.setdefault(ref, []).append(_Proposal(new, edit.at, place))
        return None

    def _merged(self, ref: Ref, proposals: Sequence[_Proposal], entries: dict[EntryKey, dict[str, str]]) -> bool:
        """Put a field into the ledger, or say why not; whether it is new there."""
        key, name = ref
        first = proposals[0]
        item, label = first.place.line.no, self._label(ref)
        other = next((one for one in proposals if one.text != first.text), None)
        if other is not None:
            one, two = self._quoted(first.text, other.text)
            params = {"label": label, "one": one, "two": two}
            self.problems.append(
                diagnostic(
                    Code.EDITED_IN_TWO_WAYS,
                    other.at,
                    [first.at],
                    item=item,
                    point=key.point,
                    first=_named(first.at),
                    **params,
                )
            )
            return False
        ours = entries.get(key, {}).get(name)
        base, theirs = self._as_typed(ref, ours, first.text)
        value, conflict = merge_field(base, theirs, ours)
        cell = self._cell(ref)
        related = [cell] if cell is not None else []
        if conflict:
            shown, theirs = self._quoted(ours, first.text)
            params = {"label": label, "ours": shown, "theirs": theirs, "where": self._where_of([ref])}
            self.problems.append(
                diagnostic(Code.EDITED_AND_LEDGER_CHANGED, first.at, related, item=item, point=key.point, **params)
            )
            return False
        if value == ours:
            return False
        fields = entries.setdefault(key, {})
        fields.pop(name, None)
        if value is not None:
            fields[name] = value
        old, new = self._quoted(ours, value)
        params = {"label": label, "old": old, "new": new, "where": self._where_of([ref])}
        self.problems.append(diagnostic(Code.EDIT_TAKEN, first.at, related, item=item, point=key.point, **params))
        return True

    def _as_typed(self, ref: Ref, ours: str | None, theirs: str | None) -> tuple[str | None, str | None]:
        """What a field was printed from, and what it is to say: where only digits were evened for the page, both in the
        digits that stand in the ledger.
        """
        key, name = ref
        base = self.places.ledger.fields(key).get(name)
        if base is None or ours is None or base == ours or evened_fields(self.plan, key, {name: ours})[name] != base:
            return base, theirs
        return ours, with_typed_digits(ours, base, theirs) if theirs is not None else None

    def _refused(self, edit: Edit, at: CellRef) -> Diagnostic:
        """The finding for a cell that is made of counts, or of words that are set elsewhere."""
        row = self.rows.get(edit.row)
        says = self._says(row, edit)
        before, after = "".join(edit.before), "".join(edit.after)
        if not before and (row is None or (edit.column not in row.cells and row.bars is None)):
            return diagnostic(Code.TEXT_ADDED_TO_REPORT, at, point=self.point, found=short(after))
        old, new = self._quoted(before, after)
        origins = says.origins if says is not None else self._of_bars(row, edit)
        counted = [one for one in origins if _is_entry(one)]
        figures = says is not None and says.kind is SaysKind.FIGURE
        figures = figures or (bool(counted) and _NUMBERS.findall(before) != _NUMBERS.findall(after))
        set_in = [one for one in origins if one not in counted]
        where = _where(one.at for one in (counted if figures else set_in) or origins)
        where = where or (terms.LEDGER_SHEET if figures else told("adopt_master"))
        item = row.item if row is not None else None
        about = row.about if row is not None else edit.row[0]
        return diagnostic(
            Code.FIGURE_EDITED if figures else Code.PLAN_WORDS_EDITED,
            at,
            item=item or "",
            point=self.point,
            about=about,
            old=old,
            new=new,
            where=where,
        )

    @staticmethod
    def _says(row: RowSays | None, edit: Edit) -> Says | None:
        if row is None:
            return None
        return row.cells.get(edit.column) or row.cells.get(ONLY)

    @staticmethod
    def _of_bars(row: RowSays | None, edit: Edit) -> tuple[Evidence, ...]:
        bars = (row.bars or ()) if row is not None else ()
        own = [bar.origin for bar in bars if bar.origin is not None and bar.label in edit.before]
        return tuple(own or [bar.origin for bar in bars if bar.origin is not None][:1])

    # -- words -------------------------------------------------------------------------------------------------------
    def _label(self, ref: Ref) -> str:
        return label_of(self.plan, ref[1])

    def _cell(self, ref: Ref) -> CellRef | None:
        key, name = ref
        at: SourceMap = self.facts.ledger_at
        return at.get((*key, name)) or at.get(key)

    def _where_of(self, refs: Iterable[Ref]) -> str:
        return _where(self._cell(ref) for ref in refs)

    @staticmethod
    def _quoted(one: str | None, other: str | None) -> tuple[str, str]:
        """Both texts, where they differ."""
        shown = excerpts(one or "", other or "")
        blank = told("verify_blank")
        return shown[0] or blank, shown[1] or blank


def _is_entry(origin: Evidence) -> bool:
    """Whether an origin is a field of the ledger rather than of the plan or its settings."""
    return origin.at is not None and origin.at.sheet in _LEDGER


def _where(cells: Iterable[CellRef | None]) -> str:
    """「台帳!F12、台帳!G12」, the first of many; nothing for none."""
    found = list(dict.fromkeys(_named(at) for at in cells if at is not None))
    named = "、".join(found[:_MOST_PLACES])
    more = len(found) - _MOST_PLACES
    return told("adopt_places", named=named, count=more) if more > 0 else named


def _named(at: CellRef) -> str:
    return f"{at.sheet}!{at.cell}" if at.cell else str(at.sheet or at.file)

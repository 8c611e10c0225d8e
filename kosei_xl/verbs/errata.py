"""errata: the 正誤表 of papers that were published, for the committee and for the web site."""

from collections.abc import Mapping
from dataclasses import replace
from html import escape
from pathlib import Path

from kosei_xl.later import dataclass
from kosei_xl.proof.adopt.former import former_of
from kosei_xl.read.closed import line_corrected
from kosei_xl.read.master import Master, point_here
from kosei_xl.read.report import read_report
from kosei_xl.report.errata import Erratum, errata, errata_report
from kosei_xl.report.kept import report_of
from kosei_xl.report.layout import ReportOptions
from kosei_xl.report.xlsx import looks, render
from kosei_xl.values.closing import closed_points, seal
from kosei_xl.values.diagnostics import Diagnostic, sort_diagnostics
from kosei_xl.values.evened import as_printed
from kosei_xl.values.kept import as_published, plan_of, publication_numbered, values_of
from kosei_xl.values.labels import point_in_file_names
from kosei_xl.values.lives import plan_at
from kosei_xl.values.model import Item, Plan, ReportingPoint, SubItem
from kosei_xl.values.refusals import WrongCall
from kosei_xl.values.registers import Correction
from kosei_xl.values.standing import Standing
from kosei_xl.values.stored import Publication
from kosei_xl.verbs import disk
from kosei_xl.verbs.opening import Findings, Say, file_name, open_master, silent, template_of
from kosei_xl.verbs.pdf_programs import Converter
from kosei_xl.verbs.report import PdfBinding, make_pdf, not_read_aloud
from kosei_xl.verbs.report_workbook import keyed_parts
from kosei_xl.words import terms
from kosei_xl.words.messages import told
from kosei_xl.words.notation import date_text

_NAME = "name"


@dataclass(frozen=True, slots=True)
class Errata:
    """The lines of a 正誤表, the files that were made (none where nothing differs), and what was found on the way."""

    lines: tuple[Erratum, ...]
    files: tuple[Path, ...]
    checked: Findings


def make_errata(
    path: Path,
    point_key: str,
    out: Path,
    *,
    publication: int | None = None,
    pdf: bool = False,
    template: Path | None = None,
    converter: Converter | None = None,
    say: Say = silent,
) -> Errata:
    """Compare what was published of a point with what is right now, and print where it differs (workbook, web page,
    PDF): document, page, row, 誤, 正. Nothing is written into the master.

    `publication` is the number to compare with; without it the one that was confirmed, or the last one. What is right
    now is the ledger of the point, with the plan as it was then and the lines of 訂正 about its texts. Raises WrongCall
    where nothing was published, and where what was kept of it is not what was written.
    """
    book = open_master(path)
    point = point_here(book, point_key)
    chosen = _chosen(book, point, publication)
    form = template_of(template, "report.xlsx")
    lines, then = _compared(book, point, chosen, form)
    own = tuple(one for one in book.diagnostics if one.point == point.key or _of_corrections(one))
    if not lines:
        say(told("errata_none", point=point.label, number=chosen.number))
        return Errata((), (), Findings(sort_diagnostics(own), read=1))
    day = date_text(chosen.date, then.plan.style.digits_text) if chosen.date is not None else ""
    note = told("errata_note", file=chosen.file, number=chosen.number, day=f"、{day}" if day else "")
    made = errata_report(lines, then, note, ReportOptions(looks(form), draft=False, file=book.path.name))
    name = file_name(f"{terms.ERRATA_SHEET}_{point_in_file_names(point)}")
    target, page = out / f"{name}.xlsx", out / f"{name}.html"
    disk.write(target, render(made, form).data)
    disk.write(page, _web_page(made.title, note, lines).encode())
    files, problems = [target, page], list[Diagnostic](own)
    if pdf:
        problems += make_pdf(target, target.with_suffix(".pdf"), made, PdfBinding(out, converter=converter))
        if (printed := target.with_suffix(".pdf")).exists():
            files.append(printed)
            problems += not_read_aloud(printed)
    return Errata(lines, tuple(files), Findings(sort_diagnostics(problems), read=1))


def _of_corrections(one: Diagnostic) -> bool:
    """Whether something was found on 訂正, the lines of which are of any point."""
    return one.point is None and one.at is not None and one.at.sheet == terms.CORRECTIONS_SHEET


def _chosen(book: Master, point: ReportingPoint, number: int | None) -> Publication:
    closing = closed_points(book.registers.closed).get(point.key)
    own = [one for one in book.registers.published if one.point == point.key]
    last = own[-1].number if own else None
    wanted = number if number is not None else (closing.publication if closing is not None else None) or last
    chosen = publication_numbered(book.registers, wanted)
    if chosen is None or chosen not in own:
        known = "、".join(str(one.number) for one in own) or terms.BLANK
        raise WrongCall(told("no_publication", point=point.label, number=wanted or terms.BLANK, known=known))
    return chosen


def _compared(
    book: Master, point: ReportingPoint, chosen: Publication, form: bytes
) -> tuple[tuple[Erratum, ...], Standing]:
    """The lines, and how it stood when it was published."""
    values = values_of(chosen, book.registers.published)
    whole = as_published(book.standing(point), values)
    published, _ = report_of(values, book.ledger.value.pictures)
    plan = plan_of(values)
    if seal(values) != chosen.seal or whole is None or published is None or plan is None:
        raise WrongCall(told("publication_broken", point=point.label, number=chosen.number))
    then = replace(whole, plan=plan_at(plan, whole.point), whole=plan)
    entries = {key: fields for key, fields in whole.ledger.entries.items() if key.point != point.key}
    entries |= {key: book.ledger.value.fields(key) for key in book.ledger.value.keys_at(point.key)}
    corrected = _with_texts(plan, book.registers.corrections, chosen)
    ledger = whole.ledger.with_entries(entries)
    now = Standing(plan_at(corrected, whole.point), whole.point, ledger, whole=corrected)
    printed = render(published, form).book
    former = former_of(read_report(printed, keyed_parts(printed)), chosen.file)
    return errata(as_printed(then), as_printed(now), former, published), then


def _with_texts(plan: Plan, corrections: tuple[Correction, ...], chosen: Publication) -> Plan:
    """The plan of then with its texts as 訂正 has them."""
    items = {item.key: item for item in plan.items}
    for one in corrections:
        line = line_corrected(plan, one)
        if line is None or one.publication not in (None, chosen.number) or not one.after:
            continue
        item = items[line.item_key]
        if line.sub_no is None:
            items[line.item_key] = item.model_copy(update=_corrected(plan, item, one))
        else:
            subs = [
                sub.model_copy(update=_corrected(plan, sub, one)) if sub.sub_no == line.sub_no else sub
                for sub in item.sub_items
            ]
            items[line.item_key] = item.model_copy(update={"sub_items": tuple(subs)})
    return plan.only(items.values())


def _corrected(plan: Plan, row: Item | SubItem, one: Correction) -> Mapping[str, object]:
    """What is other in an item or a sub-item; nothing where the correction is about no text of the plan."""
    labels = {column.label: column.key for column in plan.columns if column.source == "plan"}
    labels[terms.MASTER_SHEETS[terms.ITEMS_SHEET][_NAME]] = _NAME
    name = one.field or labels.get(one.label)
    if name == _NAME:
        return {_NAME: one.after}
    if name in plan.text_fields:
        return {"texts": {**row.texts, name: one.after}}
    return {}


def _web_page(title: str, note: str, lines: tuple[Erratum, ...]) -> str:
    """The page to put on the web site: one table, nothing fetched from anywhere."""
    heads = "".join(f'<th scope="col">{head}</th>' for head in ("資料", "ページ", "No.", "欄", "誤", "正"))
    rows = "".join(
        "<tr>"
        + "".join(
            f"<td>{escape(text).replace(chr(10), '<br>')}</td>"
            for text in (one.document, str(one.page or ""), one.no, one.label, one.wrong, one.right)
        )
        + "</tr>\n"
        for one in lines
    )
    return (
        '<!DOCTYPE html>\n<html lang="ja">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>body{{font-family:sans-serif;margin:1rem}}"
        "table{border-collapse:collapse}th,td{border:1px solid #555;padding:.3rem .5rem;text-align:left;"
        "vertical-align:top}th{background:#eee}</style>\n</head>\n<body>\n"
        f"<h1>{escape(title)}</h1>\n<p>{escape(note)}</p>\n"
        f"<table>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n</body>\n</html>\n"
    )

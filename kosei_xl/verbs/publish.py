"""publish: the folder for citizens (page and open data) of a reporting point, and its proof without the master."""

import datetime as dt
import hashlib
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from jinja2 import TemplateError

from kosei_xl.collect.acknowledged import answered
from kosei_xl.collect.ledger_findings import ledger_findings
from kosei_xl.collect.settlements import answers_of
from kosei_xl.later import dataclass
from kosei_xl.proof.verify.public import PACKAGE, PAGE, PublicFolder, hashes_of_package, verify_public_folder
from kosei_xl.publish.data import PACKAGE_FILE, data_files, data_package
from kosei_xl.publish.edition import LICENCES, USUAL_LICENCE, Edition
from kosei_xl.publish.making import page_content
from kosei_xl.publish.page import PAGE_FILE, TEMPLATES, public_pages
from kosei_xl.publish.parquet import parquet_files
from kosei_xl.publish.photos import photo_files
from kosei_xl.publish.workbook import WORKBOOK_FILE, write_data_workbook
from kosei_xl.read.master import Master, point_here
from kosei_xl.values.cells import CellRef
from kosei_xl.values.diagnostics import Diagnostic, KoseiError, diagnostic, held_by, sort_diagnostics
from kosei_xl.values.model import ReportingPoint
from kosei_xl.values.refusals import WrongCall
from kosei_xl.values.stored import Publication
from kosei_xl.verbs import disk
from kosei_xl.verbs.attached import attached
from kosei_xl.verbs.folders import FolderInMemory, NewFolder, files_in, new_folder
from kosei_xl.verbs.opening import Findings, Say, open_master, silent
from kosei_xl.verbs.public_data import edition_of, recorded_with_data
from kosei_xl.verbs.report_workbook import digits_evened
from kosei_xl.words import terms
from kosei_xl.words.codes import Code
from kosei_xl.words.messages import told
from kosei_xl.words.notation import date_text

PAGE_TEMPLATES = "workbook_templates/page"
"""Where the templates of the page lie."""
_ADDRESS = re.compile(r"https?://[!-~]{1,500}")
"""What a QR code leads to: an address as browsers write it, without spaces and kanji."""


@dataclass(frozen=True, slots=True)
class PublishWishes:
    """How a folder is asked to be: `draft` although findings are open, the `licence` of the data (a key of `LICENCES`;
    None, which is told of, for the usual one), the city's own `templates` (a folder; what it lacks is ours), `papers`
    to offer, the `day` it is made, the `address` at which the page will stand ("" where it is not known yet), and
    whether the data is there as `parquet` too.
    """

    day: dt.date
    draft: bool = False
    licence: str | None = None
    templates: Path | None = None
    papers: tuple[Path, ...] = ()
    address: str = ""
    parquet: bool = False


class NotPublic(KoseiError):
    """Nothing was published; `diagnostics` say why."""

    exit_code = 1

    def __init__(self, diagnostics: tuple[Diagnostic, ...]) -> None:
        super().__init__(told("not_public", count=len(held_by(diagnostics))))
        self.diagnostics = diagnostics


def publish(path: Path, point_key: str, out: Path, wishes: PublishWishes, say: Say = silent) -> Findings:
    """Make the folder of a point: index.html, its photos, and `data/`. The master is only read.

    A closed point is published as it was closed; earlier points are in it if they were published or closed (K567). Told
    of are data that is not that of the report that was issued (K568), and a licence that nobody chose (K570).
    Raises NotPublic while findings hold it up, or where the folder does not prove itself (K560-K566: a template of the
    city's own); WrongCall where something else stands at `out`.
    """
    _refuse_wishes(wishes)
    _refuse_other(out)
    book = open_master(path)
    point = point_here(book, point_key)
    findings = _findings(book, point)
    if held_by(findings) and not wishes.draft:
        raise NotPublic(sort_diagnostics(findings))
    edition, left_out = edition_of(book, point, wishes.day, wishes.licence or USUAL_LICENCE, draft=wishes.draft)
    with new_folder(out) as folder:
        proof = _fill(folder, book, edition, wishes, out.name)
    say(told("published_folder", path=out, files=len(folder.made)))
    say(told("public_hash", hash=proof.data_hash))
    if wishes.licence is None:
        usual = LICENCES[USUAL_LICENCE]
        at = CellRef(f"{out.name}/{PACKAGE}")
        known = "、".join(LICENCES)
        left_out.append(diagnostic(Code.LICENCE_NOT_CHOSEN, at, title=usual.title, key=usual.key, known=known))
    issued = recorded_with_data(book, point.key)
    if issued is not None and issued.data != proof.data_hash:
        at = CellRef(book.path.name, terms.PUBLISHED_SHEET)
        left_out.append(_other_data(Code.DATA_SINCE_ISSUE, at, point, issued))
    return Findings(sort_diagnostics((*findings, *left_out)), read=1)


def _other_data(code: Code, at: CellRef, point: ReportingPoint, issued: Publication) -> Diagnostic:
    date = date_text(issued.date) if issued.date is not None else ""
    return diagnostic(code, at, point=point.key, label=point.label, number=issued.number, date=date, file=issued.file)


def public_files(path: Path, point_key: str, wishes: PublishWishes) -> Mapping[str, bytes]:
    """The files that `publish` would write, by their paths, whatever findings are open. Raises what it raises else."""
    _refuse_wishes(wishes)
    book = open_master(path)
    point = point_here(book, point_key)
    edition, _ = edition_of(book, point, wishes.day, wishes.licence or USUAL_LICENCE, draft=wishes.draft)
    folder = FolderInMemory()
    _fill(folder, book, edition, wishes, path.stem)
    return folder.files


def _refuse_wishes(wishes: PublishWishes) -> None:
    if wishes.licence is not None and wishes.licence not in LICENCES:
        raise WrongCall(told("no_licence", name=wishes.licence, known="、".join(LICENCES)))
    if wishes.address and not _ADDRESS.fullmatch(wishes.address):
        raise WrongCall(told("bad_page_address", address=wishes.address))


def _fill(
    folder: NewFolder | FolderInMemory, book: Master, edition: Edition, wishes: PublishWishes, name: str
) -> PublicFolder:
    """Write every file of an edition, and let the folder (called `name`) prove itself. Raises as `publish` does."""
    templates = {one: _template(wishes.templates, one) for one in TEMPLATES}
    content, papers = page_content(edition), tuple(attached(wishes.papers, book.plan))
    for path, pieces in data_files(edition):
        folder.write(path, pieces)
    folder.fill(WORKBOOK_FILE, lambda file: write_data_workbook(file, edition))
    if wishes.parquet:
        _write_parquet(folder, edition)
    for path, data in (*photo_files(edition), *papers):
        folder.write(path, (data,))
    try:
        pages = public_pages(content, tuple(folder.made), edition.licence, templates, wishes.address)
    except TemplateError as error:
        raise WrongCall(told("bad_page_template", name=getattr(error, "name", None) or PAGE_FILE, why=error)) from error
    for path, data in pages:
        folder.write(path, (data,))
    folder.write(PACKAGE_FILE, (data_package(edition, tuple(folder.made)),))
    proof = verify_public_folder(name, folder.read)
    if held_by(proof.problems):
        raise NotPublic(sort_diagnostics(proof.problems))
    return proof


def verify_public(folder: Path, say: Say = silent, master: Path | None = None) -> Findings:
    """Let a published folder prove itself, without a master. Returns K560-K566, K571 and K572; with a master, whether
    its data is that of the report that was issued as well (K569).

    Raises WrongCall for what is no published folder, and for a master of another plan.
    """
    if not folder.is_dir():
        raise WrongCall(told("no_folder_there", path=folder))
    known = frozenset(files_in(folder))
    if not known & {PAGE, PACKAGE}:
        raise WrongCall(told("no_public_page", path=folder))

    def read(name: str) -> bytes | None:
        return disk.read(folder / name) if name in known else None

    found = verify_public_folder(folder.resolve().name, read, sorted(known))
    say(told("public_compared", count=found.compared))
    if found.data_hash:
        say(told("public_hash", hash=found.data_hash))
    problems = list(found.problems)
    if master is not None:
        problems += _against_record(open_master(master), found, CellRef(folder.resolve().name), say)
    return Findings(sort_diagnostics(problems), read=1)


def _against_record(book: Master, found: PublicFolder, at: CellRef, say: Say) -> Iterator[Diagnostic]:
    """Whether the data of a published folder is what 発行記録 says."""
    point = book.plan.point(found.point)
    if found.plan_id != book.plan.plan_id or point is None:
        raise WrongCall(told("public_of_another_plan", path=book.path.name))
    issued = recorded_with_data(book, point.key)
    if issued is None:
        say(told("public_not_recorded", point=point.label))
    elif issued.data == found.data_hash:
        say(told("public_as_recorded", point=point.label, number=issued.number))
    else:
        yield _other_data(Code.DATA_NOT_ISSUED, at, point, issued)


def _findings(book: Master, point: ReportingPoint) -> tuple[Diagnostic, ...]:
    """What stands in the way, or is to be told; nothing is checked any more in a point that is closed."""
    if point.key in book.ledger.value.closed:
        return tuple(one for one in book.diagnostics if (one.code, one.point) == (Code.KEPT_RECORD_CHANGED, point.key))
    odd = ledger_findings(book.standing(point), book.ledger.at, book.diagnostics, everything=True)
    answers = answers_of(book.ledger.value, book.answers)
    found = [*book.diagnostics, *odd, *digits_evened(book, book.standing(point))]
    return answered(book.plan, found, answers).diagnostics


def _write_parquet(folder: NewFolder | FolderInMemory, edition: Edition) -> None:
    try:
        for path, pieces in parquet_files(edition):
            folder.write(path, pieces)
    except ModuleNotFoundError as error:
        raise WrongCall(told("no_parquet")) from error


def _template(own: Path | None, name: str) -> str:
    data = disk.read(own / name) if own is not None and (own / name).is_file() else disk.bundled(PAGE_TEMPLATES, name)
    return data.decode("utf-8-sig")


def _refuse_other(out: Path) -> None:
    """Raise WrongCall where `out` holds anything but a folder that we made and nobody has changed since."""
    if not out.exists():
        return
    if not out.is_dir():
        raise WrongCall(told("no_folder_there", path=out))
    there = files_in(out)
    package = disk.read(out / PACKAGE) if PACKAGE in there else b""
    known = hashes_of_package(package)
    foreign = [name for name in there if name not in known and name != PACKAGE]
    if foreign or (there and not known):
        raise WrongCall(told("folder_of_others", path=out, names=_some(foreign or there)))
    edited = [name for name in _changed(out, known) if name in there]
    if edited:
        raise WrongCall(told("folder_edited", path=out, names=_some(edited)))


def _changed(out: Path, known: dict[str, str]) -> Iterator[str]:
    for name, sha256 in known.items():
        path = out.joinpath(*name.split("/"))
        if path.is_file() and hashlib.sha256(disk.read(path)).hexdigest() != sha256:
            yield name


def _some(names: list[str] | tuple[str, ...]) -> str:
    return "、".join(names[:3]) + ("…" if len(names) > 3 else "")

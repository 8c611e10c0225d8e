"""init: a plan (a bundled sample, or PLAN.json) becomes a master workbook."""

import json
import uuid
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from kosei_xl.collect.history import office_edits
from kosei_xl.collect.summarize import summarize
from kosei_xl.later import dataclass
from kosei_xl.make import fill, master
from kosei_xl.make.first_sheet import with_first_sheet
from kosei_xl.make.lift import with_structure
from kosei_xl.make.operation import with_folders_of
from kosei_xl.make.registers import make_registers
from kosei_xl.read.plan_file import json_problems
from kosei_xl.read.presets import with_presets
from kosei_xl.values.ledger import Ledger, Received, SavedBy
from kosei_xl.values.lives import plan_at
from kosei_xl.values.model import EntriesFile, EntryKey, Plan, PlanFile, indicator_slot, photo_slot
from kosei_xl.values.refusals import WrongCall
from kosei_xl.values.registers import Registers, RuleSetting
from kosei_xl.values.standing import Standing
from kosei_xl.values.stored import HandedOut
from kosei_xl.verbs import disk, macro_sources
from kosei_xl.verbs.files_given import WORKBOOK_ENDINGS
from kosei_xl.verbs.macro_sources import MACROS_SUFFIX
from kosei_xl.verbs.opening import Say, open_master, silent, template_of
from kosei_xl.words import terms
from kosei_xl.words.messages import told

_ENTRIES_NAME = "見本から"
JsonFile = TypeVar("JsonFile", PlanFile, EntriesFile)


def init(
    path: Path,
    plan_file: PlanFile,
    entries: EntriesFile | None = None,
    say: Say = silent,
    *,
    template: Path | None = None,
    entries_name: str = _ENTRIES_NAME,
) -> Path:
    """Make a master workbook from a plan (and entries of earlier points). Refuses to replace a file that is there.

    Raises WrongCall for a name that no workbook has: Excel would not open it, and other commands pass it over.
    A name that ends in .xlsm gives one with the sheet 操作, whose buttons call the add-in. `template` is the city's own
    restyled master.xlsx; `entries_name` is where 受領 says that the entries came from.
    """
    plan = plan_file.plan
    ledger = Ledger(entries_by_key(plan, entries) if entries else {})
    received = office_edits(plan, ledger, {}, SavedBy(entries_name)) if entries else ()
    return init_with(path, plan, Beginning(ledger, received), say, template=template)


@dataclass(frozen=True, slots=True)
class Beginning:
    """What a new master holds beside its plan: the ledger with its pictures, the rows of 受領, the records of surveys
    that are out (配布記録), and the settings of the rules.
    """

    ledger: Ledger
    received: tuple[Received, ...] = ()
    handed_out: tuple[HandedOut, ...] = ()
    rules: tuple[RuleSetting, ...] = ()


def init_with(path: Path, plan: Plan, begins: Beginning, say: Say = silent, *, template: Path | None = None) -> Path:
    """`init` of a plan that begins with something. Raises what that raises."""
    refuse_taken(path)
    return write_new(path, master_with(plan, begins, template), say)


def master_with(plan: Plan, begins: Beginning, template: Path | None = None) -> bytes:
    """A new master of a plan, as a plain workbook."""
    ledger, point = begins.ledger, plan.points[-1] if plan.points else None
    content = master.MasterContent(
        ledger=ledger,
        before=Ledger() if ledger.pictures else ledger,
        received=begins.received,
        point=point,
        summary=summarize(Standing(plan_at(plan, point), point, ledger)) if point is not None else None,
        new=True,
    )
    form = template_of(template, "master.xlsx")
    if template is not None:
        form = with_structure(form, template_of(None, "master.xlsx"))
    identity = master.master_identity(plan)
    sheets = master.make_master(plan, content)
    made = make_registers(Registers(handed_out=begins.handed_out, rules=begins.rules))
    rules = {terms.RULES_SHEET: made[terms.RULES_SHEET]} if begins.rules else {}
    out = {terms.HANDED_OUT_SHEET: made[terms.HANDED_OUT_SHEET]} if begins.handed_out else {}
    sheets = replace(sheets, sheets={**sheets.sheets, **rules}, added={**sheets.added, **out})
    data = fill.update_master(form, plan, sheets, identity=identity).data
    return with_first_sheet(data, plan.name)


def write_new(path: Path, data: bytes, say: Say = silent, *, before: bytes | None = None) -> Path:
    """Write a new master; with the buttons of 操作 where its name says so, which work with the folders of `before`."""
    if path.suffix.lower() == MACROS_SUFFIX:
        data = macro_sources.with_macros(data)
        data = with_folders_of(data, before) if before is not None else data
    disk.write(path, data)
    say(told("made_master", path=path))
    return path


def refuse_taken(path: Path) -> None:
    """Raise WrongCall for a name that no workbook has, and for a file that is there."""
    if path.suffix.lower() not in WORKBOOK_ENDINGS:
        raise WrongCall(told("workbook_ending", path=path))
    if path.exists():
        raise WrongCall(told("already_there", path=path))


def add_buttons(path: Path, out: Path, say: Say = silent) -> Path:
    """A master (.xlsx) with the sheet 操作 and its buttons, as a new file `out` (.xlsm); `path` stays as it is.

    Raises WrongCall for another ending and for a file that is there, UnreadableMaster for what is no master.
    """
    if out.suffix.lower() != MACROS_SUFFIX:
        raise WrongCall(told("buttons_ending", path=out))
    if out.exists():
        raise WrongCall(told("already_there", path=out))
    disk.write(out, macro_sources.with_macros(open_master(path).data))
    say(told("made_master", path=out))
    return out


@dataclass(frozen=True, slots=True)
class PlanSource:
    """Where a new master's plan comes from: a bundled sample, or PLAN.json (and ENTRIES.json).

    `presets` complete PLAN.json where it leaves out style, parts and columns.
    """

    sample: str | None = None
    plan: Path | None = None
    entries: Path | None = None
    presets: Sequence[str] = ()


def init_from(path: Path, source: PlanSource, say: Say = silent, *, template: Path | None = None) -> Path:
    """`init` from a bundled sample, from files, or from nothing. Raises WrongCall when they cannot be read.

    Without a sample and a plan the master is blank: one that leads, with the documents of the presets (`BLANK_PRESET`).
    """
    if source.sample is not None and (source.plan is not None or source.presets):
        raise WrongCall(told("sample_or_plan"))
    if source.sample is None and source.plan is None:
        if source.entries is not None:
            raise WrongCall(told("entries_without_plan"))
        return init(path, blank_plan(new_plan_id(), source.presets or (BLANK_PRESET,)), None, say, template=template)
    if source.sample is not None:
        return init(path, sample_plan(source.sample), None, say, template=template)
    assert source.plan is not None
    plan_file = _plan_file(source.plan, [preset(name) for name in source.presets])
    entries = _json_file(source.entries, EntriesFile) if source.entries else None
    name = source.entries.name if source.entries else _ENTRIES_NAME
    return init(path, plan_file, entries, say, template=template, entries_name=name)


BLANK_PRESET = "year_end"
"""What a blank master prints where nothing is asked for."""


def new_plan_id() -> str:
    """A name for a plan that no other has: surveys are known by it."""
    return f"plan-{uuid.uuid4().hex[:10]}"


def blank_plan(plan_id: str, presets: Sequence[str], **said: Any) -> PlanFile:
    """A plan of which only the documents are known, as the presets have them; `said` are settings of it."""
    style = said.pop("style", {})
    nothing: dict[str, Any] = {"ratings": [], "areas": [], "items": [], "departments": [], "points": []}
    usual = {"plan_id": plan_id, "name": "", "period_start": 0, "period_end": 0, "style": style}
    plan = with_presets({**usual, **nothing, **said}, [preset(name) for name in presets])
    names = {part["key"]: terms.PART_NAMES.get(part["key"], part["key"]) for part in plan["parts"]}
    plan["parts"] = [{**part, "key": names[part["key"]]} for part in plan["parts"]]
    plan["columns"] = [{**column, "part": names.get(column["part"], column["part"])} for column in plan["columns"]]
    return PlanFile.model_validate({"plan": plan})


def sample_plan(name: str) -> PlanFile:
    """A bundled sample plan. Raises WrongCall for a name that is not there."""
    return PlanFile.model_validate_json(_sample(name, "plan"))


def preset(name: str) -> dict[str, Any]:
    """A bundled preset: its "style", "parts" and "columns" as in PLAN.json. Raises WrongCall for another name."""
    if name not in terms.PRESETS:
        raise WrongCall(told("no_preset", name=name, known="、".join(terms.PRESETS)))
    found: dict[str, Any] = json.loads(disk.bundled("presets", f"{name}.json"))
    return found


def sample_entries(name: str) -> EntriesFile:
    """The entries of a bundled sample plan."""
    return EntriesFile.model_validate_json(_sample(name, "entries"))


def _sample(name: str, kind: str) -> bytes:
    try:
        return disk.bundled("samples", f"{name}.{kind}.json")
    except disk.StoreError as error:
        raise WrongCall(told("no_sample", name=name)) from error


def _plan_file(path: Path, presets: Sequence[dict[str, Any]]) -> PlanFile:
    """PLAN.json, completed by presets; one that is no JSON object is refused as without them."""
    data = disk.read(path)
    try:
        found = json.loads(data)
    except ValueError:
        found = None
    if presets and isinstance(found, dict) and isinstance(found.get("plan"), dict):
        data = json.dumps(found | {"plan": with_presets(found["plan"], presets)}).encode()
    return _valid(path, data, PlanFile)


def _json_file(path: Path, form: type[JsonFile]) -> JsonFile:
    return _valid(path, disk.read(path), form)


def _valid(path: Path, data: bytes, form: type[JsonFile]) -> JsonFile:
    try:
        return form.model_validate_json(data)
    except ValidationError as error:
        raise WrongCall(told("bad_json", path=path, lines=json_problems(data, error))) from error


def schema(which: str) -> dict[str, object]:
    """JSON Schema of PLAN.json ("plan") or ENTRIES.json ("entries")."""
    return (PlanFile if which == "plan" else EntriesFile).model_json_schema()


def entries_by_key(plan: Plan, file: EntriesFile) -> dict[EntryKey, dict[str, str]]:
    """The fields of a ledger from ENTRIES.json. Raises WrongCall for entries of another plan."""
    if file.plan_id != plan.plan_id:
        raise WrongCall(told("other_plan", found=file.plan_id, expected=plan.plan_id))
    found: dict[EntryKey, dict[str, str]] = {}
    for entry in file.entries:
        found[entry.key] = dict(entry.fields)
        for number, indicator in enumerate(entry.indicators, 1):
            found[entry.key._replace(slot=indicator_slot(number))] = indicator.model_dump(exclude_none=True)
        for number, photo in enumerate(entry.photos, 1):
            found[entry.key._replace(slot=photo_slot(number))] = photo.model_dump(exclude_none=True)
    return found

"""init: a plan (a bundled sample, or PLAN.json) becomes a master workbook."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from kosei_xl.collect.history import office_edits
from kosei_xl.collect.summarize import summarize
from kosei_xl.make import fill, master
from kosei_xl.make.lift import with_structure
from kosei_xl.read.plan import problem_text
from kosei_xl.read.presets import with_presets
from kosei_xl.values.ledger import Records, SavedBy
from kosei_xl.values.model import PHOTO_SEQ, EntriesFile, EntryKey, Plan, PlanFile
from kosei_xl.verbs import disk, macro_sources
from kosei_xl.verbs.opening import WORKBOOKS, Say, WrongCall, open_master, silent, template_of
from kosei_xl.words import terms
from kosei_xl.words.messages import told

_ENTRIES_NAME = "ENTRIES.json"
MACROS_SUFFIX = ".xlsm"
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
    if path.suffix.lower() not in WORKBOOKS:
        raise WrongCall(told("workbook_ending", path=path))
    if path.exists():
        raise WrongCall(told("already_there", path=path))
    plan = plan_file.plan
    records = Records(current=_current(plan, entries) if entries else {})
    point = plan.points[-1] if plan.points else None
    content = master.MasterContent(
        records=records,
        before=records.current,
        received=office_edits(plan, records, {}, SavedBy(entries_name)) if entries else (),
        point=point,
        summary=summarize(plan, records.current, point.key if point else ""),
        new=True,
    )
    form = template_of(template, "master.xlsx")
    if template is not None:
        form = with_structure(form, template_of(None, "master.xlsx"))
    identity = master.master_identity(plan)
    data = fill.update_master(form, plan, master.make_master(plan, content), identity=identity).data
    disk.write(path, macro_sources.with_macros(data) if path.suffix.lower() == MACROS_SUFFIX else data)
    say(told("made_master", path=path))
    return path


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


def init_from(
    path: Path,
    *,
    sample: str | None = None,
    plan_path: Path | None = None,
    entries_path: Path | None = None,
    presets: Sequence[str] = (),
    template: Path | None = None,
    say: Say = silent,
) -> Path:
    """`init` from a bundled sample or from PLAN.json (and ENTRIES.json). Raises WrongCall when they cannot be read.

    `presets` complete PLAN.json where it leaves out style, parts and columns.
    """
    if (sample is None) == (plan_path is None) or (sample is not None and presets):
        raise WrongCall(told("sample_or_plan"))
    if sample is not None:
        return init(path, sample_plan(sample), None, say, template=template)
    assert plan_path is not None
    plan_file = _plan_file(plan_path, [preset(name) for name in presets])
    entries = _json_file(entries_path, EntriesFile) if entries_path else None
    name = entries_path.name if entries_path else _ENTRIES_NAME
    return init(path, plan_file, entries, say, template=template, entries_name=name)


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
        lines: list[str] = [
            f"  {'.'.join(map(str, e['loc'])) or '（全体）'}：{problem_text(e)}" for e in error.errors()[:10]
        ]
        raise WrongCall(told("bad_json", path=path, lines="\n".join(lines))) from error


def schema(which: str) -> dict[str, object]:
    """JSON Schema of PLAN.json ("plan") or ENTRIES.json ("entries")."""
    return (PlanFile if which == "plan" else EntriesFile).model_json_schema()


def _current(plan: Plan, entries: EntriesFile) -> dict[EntryKey, dict[str, str]]:
    if entries.plan_id != plan.plan_id:
        raise WrongCall(told("other_plan", found=entries.plan_id, expected=plan.plan_id))
    current: dict[EntryKey, dict[str, str]] = {}
    for entry in entries.entries:
        current[EntryKey(entry.item_key, entry.sub_no, entry.point)] = dict(entry.fields)
        for seq, indicator in enumerate(entry.indicators, 1):
            fields = indicator.model_dump(exclude_none=True)
            current[EntryKey(entry.item_key, entry.sub_no, entry.point, seq)] = fields
        for seq, photo in enumerate(entry.photos, PHOTO_SEQ + 1):
            fields = photo.model_dump(exclude_none=True)
            current[EntryKey(entry.item_key, entry.sub_no, entry.point, seq)] = fields
    return current

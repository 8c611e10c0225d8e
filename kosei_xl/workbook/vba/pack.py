"""Workbooks around VBA projects: the add-in (.xlam) made whole, a master made macro-enabled. Bytes in, bytes out."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from kosei_xl.later import dataclass
from kosei_xl.values.cells import column_letters
from kosei_xl.workbook.parts.container import Container, zipped
from kosei_xl.workbook.parts.markup import (
    MAIN,
    OFFICE_RELS,
    PACKAGE_RELS,
    TYPES,
    WORKBOOK_ORDER,
    child,
    dump,
    main_namespace,
    parse,
)
from kosei_xl.workbook.vba.project import WORKBOOK_CODE_NAME, Module, ModuleKind, document_modules, vba_project
from kosei_xl.workbook.xml_text import xml_attribute, xml_text

ADDIN_TYPE: Final = "application/vnd.ms-excel.addin.macroEnabled.main+xml"
MACRO_TYPE: Final = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
PROJECT_TYPE: Final = "application/vnd.ms-office.vbaProject"
PROJECT_REL: Final = "http://schemas.microsoft.com/office/2006/relationships/vbaProject"
RIBBON_PART: Final = "customUI/customUI14.xml"
_RIBBON_REL: Final = "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility"
PROJECT_PART: Final = "xl/vbaProject.bin"
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_SPREADSHEET: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PACKAGE: Final = "application/vnd.openxmlformats-package"
_CORE_REL: Final = f"{PACKAGE_RELS}/metadata/core-properties"

_LISTED: Final = re.compile(rb"\n(?:Module|Class|BaseClass)=([^\r\n]+)(?=\r\n)")

Rows = Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Ribbon:
    """The tab of an add-in: its XML, and its icons (PNG) by the names used in it."""

    xml: bytes
    icons: Mapping[str, bytes]


def addin_workbook(
    project: str,
    modules: Sequence[Module],
    sheets: Mapping[str, Rows],
    *,
    ribbon: Ribbon,
    title: str,
    description: str,
) -> bytes:
    """An .xlam: the modules, sheets of texts, the ribbon.

    Nothing in it is compressed a second time, so that the same input gives the same bytes everywhere.
    """
    code_names = [f"Sheet{n}" for n in range(1, len(sheets) + 1)]
    worksheets = {f"xl/worksheets/sheet{n}.xml": rows for n, rows in enumerate(sheets.values(), 1)}
    parts = {
        "[Content_Types].xml": _content_types(list(worksheets)),
        "_rels/.rels": _relationships(
            {
                "rId1": (f"{OFFICE_RELS}/officeDocument", "xl/workbook.xml"),
                "rId2": (_CORE_REL, "docProps/core.xml"),
                "rIdRibbon": (_RIBBON_REL, RIBBON_PART),
            }
        ),
        "docProps/core.xml": _core(title, description),
        "xl/workbook.xml": _workbook(list(sheets)),
        "xl/_rels/workbook.xml.rels": _relationships(
            {
                **{f"rId{n}": (f"{OFFICE_RELS}/worksheet", f"worksheets/sheet{n}.xml") for n in _numbers(sheets)},
                "rIdStyles": (f"{OFFICE_RELS}/styles", "styles.xml"),
                "rIdProject": (PROJECT_REL, "vbaProject.bin"),
            }
        ),
        "xl/styles.xml": _STYLES.encode(),
        PROJECT_PART: vba_project(project, (*document_modules(code_names), *modules)),
        **{part: _sheet(name, rows) for (part, rows), name in zip(worksheets.items(), code_names, strict=True)},
        RIBBON_PART: ribbon.xml,
        "customUI/_rels/customUI14.xml.rels": _relationships(
            {name: (f"{OFFICE_RELS}/image", f"images/{name}.png") for name in sorted(ribbon.icons)}
        ),
        **{f"customUI/images/{name}.png": data for name, data in ribbon.icons.items()},
    }
    return zipped(parts, compress=False)


def _numbers(things: Mapping[str, Rows]) -> range:
    return range(1, len(things) + 1)


def _xml(text: str) -> bytes:
    return (_HEAD + text).encode()


def _content_types(worksheets: Sequence[str]) -> bytes:
    defaults = {
        "rels": f"{_PACKAGE}.relationships+xml",
        "xml": "application/xml",
        "bin": PROJECT_TYPE,
        "png": "image/png",
    }
    overrides = {
        "docProps/core.xml": f"{_PACKAGE}.core-properties+xml",
        "xl/workbook.xml": ADDIN_TYPE,
        "xl/styles.xml": f"{_SPREADSHEET}.styles+xml",
        **dict.fromkeys(worksheets, f"{_SPREADSHEET}.worksheet+xml"),
    }
    lines = [f'<Default Extension="{name}" ContentType="{kind}"/>' for name, kind in defaults.items()]
    lines += [f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in overrides.items()]
    return _xml(f'<Types xmlns="{TYPES}">{"".join(lines)}</Types>')


def _relationships(targets: Mapping[str, tuple[str, str]]) -> bytes:
    lines = [f'<Relationship Id="{i}" Type="{kind}" Target="{target}"/>' for i, (kind, target) in targets.items()]
    return _xml(f'<Relationships xmlns="{PACKAGE_RELS}">{"".join(lines)}</Relationships>')


def _core(title: str, description: str) -> bytes:
    return _xml(
        f'<cp:coreProperties xmlns:cp="{_CORE_REL.replace("/relationships/", "/")}" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:creator>kosei_xl</dc:creator><dc:description>{xml_text(description)}</dc:description>"
        f"<dc:language>ja-JP</dc:language><dc:title>{xml_text(title)}</dc:title></cp:coreProperties>"
    )


def _workbook(names: Sequence[str]) -> bytes:
    sheets = "".join(
        f'<sheet name={xml_attribute(name)} sheetId="{n}" r:id="rId{n}"/>' for n, name in enumerate(names, 1)
    )
    return _xml(
        f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE_RELS}"><workbookPr codeName="{WORKBOOK_CODE_NAME}"/>'
        f"<bookViews><workbookView/></bookViews><sheets>{sheets}</sheets></workbook>"
    )


def _sheet(code_name: str, rows: Rows) -> bytes:
    lines = []
    for number, row in enumerate(rows, 1):
        cells = (
            f'<c r="{column_letters(column)}{number}" t="inlineStr">'
            f'<is><t xml:space="preserve">{xml_text(text)}</t></is></c>'
            for column, text in enumerate(row, 1)
        )
        lines.append(f'<row r="{number}">{"".join(cells)}</row>')
    return _xml(
        f'<worksheet xmlns="{MAIN}"><sheetPr codeName="{code_name}"/>'
        f"<sheetData>{''.join(lines)}</sheetData></worksheet>"
    )


_STYLES: Final = (
    f'{_HEAD}<styleSheet xmlns="{MAIN}">'
    '<fonts count="1"><font><sz val="11"/><name val="BIZ UDゴシック"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


# -- a workbook that is there already ----------------------------------------------------------------------------------
def has_project(container: Container) -> bool:
    """Whether a workbook has macros already; they are a person's."""
    return bool(container.related(container.related("", "officeDocument")[0], "vbaProject"))


def module_names(container: Container) -> list[str]:
    """The modules, classes and forms of a workbook's project that are none of its sheets, as its list has them."""
    parts = container.related(container.related("", "officeDocument")[0], "vbaProject")
    data = container.part(parts[0]) if parts else b""
    return [found.decode("ascii", "replace") for found in _LISTED.findall(data)]


def drop_project(container: Container) -> None:
    """Take the macros out of a workbook, whose sheets keep their code names."""
    workbook = container.related("", "officeDocument")[0]
    for rel in container.rels(workbook):
        if rel.kind == "vbaProject":
            container.drop_rel(workbook, rel.id)
            if rel.target in container.parts:
                container.drop(rel.target)


def with_project(container: Container, project: str, modules: Sequence[Module]) -> None:
    """Make a workbook without macros macro-enabled: the project, content types, a code name for every sheet."""
    workbook = container.related("", "officeDocument")[0]
    root = parse(container.part(workbook), workbook)
    child(root, "workbookPr", WORKBOOK_ORDER).set("codeName", WORKBOOK_CODE_NAME)
    container.put(workbook, dump(root), MACRO_TYPE)
    sheets: list[Module] = []
    targets = {rel.id: (rel.kind, rel.target) for rel in container.rels(workbook)}
    for entry in root.iterfind(f"{main_namespace('sheets')}/{main_namespace('sheet')}"):
        kind, part = targets[entry.get(f"{{{OFFICE_RELS}}}id", "")]
        code_name = _give_code_name(container, part, {each.name.lower() for each in sheets})
        sheets.append(Module(code_name, ModuleKind.SHEET if kind == "worksheet" else ModuleKind.CHART))
    container.put(PROJECT_PART, vba_project(project, (*document_modules(()), *sheets, *modules)), PROJECT_TYPE)
    container.add_rel(workbook, PROJECT_REL, PROJECT_PART)


def _give_code_name(container: Container, part: str, taken: set[str]) -> str:
    """The code name of a sheet; one that it has already stays when a module can have it."""
    root = parse(container.part(part), part)
    found = root.find(main_namespace("sheetPr"))
    own = found.get("codeName", "") if found is not None else ""
    if own.isascii() and own.isidentifier() and own.lower() not in taken and own != WORKBOOK_CODE_NAME:
        return own
    name = next(f"Sheet{n}" for n in range(1, len(taken) + 2) if f"sheet{n}" not in taken)
    if found is None:
        found = root.makeelement(main_namespace("sheetPr"))
        root.insert(0, found)
    found.set("codeName", name)
    container.put(part, dump(root))
    return name

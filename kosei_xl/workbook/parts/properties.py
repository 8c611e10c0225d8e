"""Document properties: docProps/custom.xml and docProps/core.xml."""

from datetime import UTC, datetime
from typing import Final

from lxml import etree

from kosei_xl.workbook.parts.container import Container
from kosei_xl.workbook.parts.markup import Element, dump, new_root, parse

_CUSTOM: Final = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_VT: Final = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_CORE: Final = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_DC: Final = "http://purl.org/dc/elements/1.1/"
_TERMS: Final = "http://purl.org/dc/terms/"
_CUSTOM_TYPE: Final = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_CORE_TYPE: Final = "application/vnd.openxmlformats-package.core-properties+xml"
_CORE_REL: Final = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
_FMTID: Final = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"


def _part(container: Container, kind: str) -> str | None:
    found = container.related("", kind)
    return found[0] if found and found[0] in container.parts else None


def custom_properties(container: Container) -> dict[str, str]:
    """The custom document properties as text, in file order."""
    part = _part(container, "custom-properties")
    if part is None:
        return {}
    root = parse(container.part(part), part)
    return {e.get("name", ""): "".join(str(t) for t in e.itertext()) for e in root.iterfind(f"{{{_CUSTOM}}}property")}


def set_custom_property(container: Container, key: str, text: str) -> None:
    """Set one custom property as text; the part, its relationship and type are made when missing."""
    part = _part(container, "custom-properties")
    root: Element
    if part is None:
        part = "docProps/custom.xml"
        root = new_root(f"{{{_CUSTOM}}}Properties", {None: _CUSTOM, "vt": _VT})
        container.put(part, dump(root), _CUSTOM_TYPE)
        container.add_rel("", "custom-properties", part)
    else:
        root = parse(container.part(part), part)
    found = next((e for e in root if e.get("name", "").lower() == key.lower()), None)
    if found is None:
        number = max((int(e.get("pid", "1")) for e in root), default=1) + 1
        found = etree.SubElement(root, f"{{{_CUSTOM}}}property")
        for name, value in (("fmtid", _FMTID), ("pid", str(number)), ("name", key)):
            found.set(name, value)
    for old in list(found):
        found.remove(old)
    etree.SubElement(found, f"{{{_VT}}}lpwstr").text = text
    container.put(part, dump(root))


def set_core(container: Container, title: str | None, creator: str | None, language: str | None) -> None:
    """Set title, creator and language where given; dates and the rest stay."""
    given = {"title": title, "creator": creator, "language": language}
    if all(text is None for text in given.values()):
        return
    part = _part(container, "core-properties")
    root: Element
    if part is None:
        part = "docProps/core.xml"
        root = new_root(f"{{{_CORE}}}coreProperties", {"cp": _CORE, "dc": _DC})
        container.put(part, dump(root), _CORE_TYPE)
        container.add_rel("", _CORE_REL, part)
    else:
        root = parse(container.part(part), part)
    for name, text in given.items():
        if text is not None:
            element = root.find(f"{{{_DC}}}{name}")
            if element is None:
                element = etree.SubElement(root, f"{{{_DC}}}{name}")
            element.text = text
    container.put(part, dump(root))


def set_saved_at(container: Container, at: datetime) -> None:
    """Set when the document was saved; nothing where its properties do not say so."""
    part = _part(container, "core-properties")
    root = parse(container.part(part), part) if part is not None else None
    element = root.find(f"{{{_TERMS}}}modified") if root is not None else None
    if part is not None and root is not None and element is not None:
        element.text = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        container.put(part, dump(root))

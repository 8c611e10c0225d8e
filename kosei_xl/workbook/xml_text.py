"""Text and attributes of XML. The library's `xml.sax.saxutils` says the same, but loads what talks to the network."""

from typing import Final

_ATTRIBUTE: Final = {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}


def xml_text(text: str) -> str:
    """A text as it stands between tags."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def xml_attribute(text: str) -> str:
    """A text as the value of an attribute, in double quotes, in single ones where it has double ones only."""
    quoted = xml_text(text)
    for sign, written in _ATTRIBUTE.items():
        quoted = quoted.replace(sign, written)
    if '"' not in quoted:
        return f'"{quoted}"'
    return f"'{quoted}'" if "'" not in quoted else f'"{quoted.replace(chr(34), "&quot;")}"'

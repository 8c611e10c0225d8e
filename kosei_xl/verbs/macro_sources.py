"""The VBA that a master with buttons carries, from the texts in macros/."""

from kosei_xl.make.operation import MASTER_MODULES, with_buttons
from kosei_xl.verbs import disk

MACROS_SUFFIX = ".xlsm"
"""How the name of a master with buttons ends."""


def master_sources() -> dict[str, str]:
    """The texts of the modules that a master with buttons carries."""
    return {name: vba_text(disk.bundled("macros", f"{name}.bas")) for name in MASTER_MODULES}


def with_macros(data: bytes) -> bytes:
    """A master as .xlsm: see `operation.with_buttons`."""
    return with_buttons(data, master_sources())


def vba_text(data: bytes) -> str:
    """A VBA source as text, whatever editor saved it."""
    return data.decode("utf-8-sig")

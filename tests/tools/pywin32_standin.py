"""Empty modules in place of pywin32, so that xlwings' own Windows code runs here. It changes what `xlwings` is: only in
a process of its own, before xlwings is imported.
"""

import ctypes
import datetime as dt
import sys
from types import ModuleType
from typing import Any
from unittest.mock import MagicMock

_MODULES = (
    *("pythoncom", "pywintypes", "win32api", "win32con", "win32event", "win32gui", "win32process", "win32timezone"),
    *("win32com", "win32com.client", "win32com.client.dynamic", "win32com.server", "win32com.server.dispatcher"),
    *("win32com.server.policy", "win32com.server.util", "winreg"),
)


class ComError(Exception):
    """As pywin32's com_error: the code comes first."""

    @property
    def hresult(self) -> int:
        return int(self.args[0])


def pretend() -> Any:
    """Let xlwings believe that this is Windows with pywin32; the stand-ins, for more to be set in them."""
    sys.modules.update({name: _stub(name) for name in _MODULES})
    for name in _MODULES:
        parent, _, child = name.rpartition(".")
        if parent:
            setattr(sys.modules[parent], child, sys.modules[name])
    modules: Any = sys.modules
    modules["pythoncom"].__file__ = "pythoncom"
    modules["pywintypes"].com_error = ComError
    modules["pywintypes"].TimeType = dt.datetime
    modules["pywintypes"].IID = str
    modules["win32process"].GetWindowThreadProcessId = lambda window: (1, 1)
    modules["win32timezone"].TimeZoneInfo = MagicMock(utc=lambda: dt.UTC)
    for kind in ("CDispatch", "CoClassBaseClass", "DispatchBaseClass"):
        setattr(modules["win32com.client"], kind, type(kind, (), {}))
    for name in ("oledll", "windll", "PyDLL"):
        ctypes.__dict__[name] = MagicMock()
    return modules


def _stub(name: str) -> ModuleType:
    """An empty module that has whatever is asked of it."""
    made = ModuleType(name)
    made.__dict__["__path__"] = []
    made.__dict__["__getattr__"] = lambda attribute: MagicMock(name=f"{name}.{attribute}")
    return made

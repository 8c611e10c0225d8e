"""What pydantic asks installed packages for, and is not to ask here."""

import os
import sys
from importlib import import_module
from types import ModuleType
from typing import Any


class _NoPlugins(ModuleType):
    """What stands for pydantic's loader of plugins: there are none. Whatever else it has comes from itself."""

    get_plugins = staticmethod(tuple)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # what Python itself asks a module for
            raise AttributeError(name)
        sys.modules.pop(self.__name__, None)
        return getattr(import_module(self.__name__), name)


def ask_for_no_plugins() -> None:
    """Have pydantic look for no plugins in this process.

    It would ask every installed package; told not to, it still loads what asks them (`importlib.metadata`, with what
    reads mail and archives), which is a twentieth of what checking a survey takes.
    """
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    loader = "pydantic.plugin._loader"
    if os.environ["PYDANTIC_DISABLE_PLUGINS"] == "__all__":
        sys.modules.setdefault(loader, _NoPlugins(loader))

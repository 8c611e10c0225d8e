"""No package is asked whether it is a plugin of pydantic, and pydantic does not notice."""

import sys

from tests.tools.patience import run_to_end


def test_ask_for_no_plugins__a_model__validates_as_ever() -> None:
    code = """
import sys
from kosei_xl.verbs.plugins import ask_for_no_plugins
ask_for_no_plugins()
from kosei_xl.values.model import Indicator
print(Indicator.model_validate({"unit": "人"}).unit, "importlib.metadata" in sys.modules)
"""
    assert run_to_end([sys.executable, "-c", code]).stdout.split() == ["人", "False"]


def test_ask_for_no_plugins__more_asked_of_the_loader__comes_from_pydantic() -> None:
    code = """
from kosei_xl.verbs.plugins import ask_for_no_plugins
ask_for_no_plugins()
from pydantic.plugin._loader import PYDANTIC_ENTRY_POINT_GROUP, get_plugins
print(PYDANTIC_ENTRY_POINT_GROUP, get_plugins())
"""
    assert run_to_end([sys.executable, "-c", code]).stdout.split() == ["pydantic", "()"]


def test_ask_for_no_plugins__somebody_wants_some__they_are_asked_for() -> None:
    code = """
import os, sys
os.environ["PYDANTIC_DISABLE_PLUGINS"] = "one-of-them"
from kosei_xl.verbs.plugins import ask_for_no_plugins
ask_for_no_plugins()
from kosei_xl.values.model import Indicator
Indicator()
print("importlib.metadata" in sys.modules)
"""
    assert run_to_end([sys.executable, "-c", code]).stdout.split() == ["True"]

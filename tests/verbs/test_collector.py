"""How often memory is looked through."""

import sys

from tests.tools.patience import run_to_end

_CODE = """
import atexit, gc
atexit.register(lambda: print("left out", gc.get_freeze_count() > len(gc.get_objects())))
from kosei_xl.verbs.collector import AFTER, look_seldom
look_seldom()
look_seldom()
print("seldom", gc.get_threshold() == AFTER, "left out", gc.get_freeze_count())
"""


def test_look_seldom__at_the_end_of_the_process__looks_through_nothing() -> None:
    """What is registered first runs last: it sees what was left out by then."""
    done = run_to_end([sys.executable, "-c", _CODE])
    assert done.stdout.splitlines() == ["seldom True left out 0", "left out True"]

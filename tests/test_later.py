"""What is made when it is first used is what Python makes at once."""

import copy
import dataclasses
import importlib
import pickle
import re
import sys
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Generic, TypeVar
from unittest.mock import Mock

import pytest

from kosei_xl import later
from tests.tools import house

T = TypeVar("T")
_Decorator = Callable[..., Any]


def _classes(way: _Decorator, *, slots: bool) -> Mapping[str, type[Any]]:
    frozen, changing = partial(way, frozen=True, slots=slots), partial(way, slots=slots)

    @frozen()
    class Place:
        """A place."""

        book: str
        row: int | None = None
        looks: dict[str, int] = dataclasses.field(default_factory=dict)
        data: bytes = dataclasses.field(default=b"", repr=False, compare=False)

        @property
        def said(self) -> str:
            return f"{self.book}!{self.row}"

    @frozen()
    class One:
        """With one field."""

        only: tuple[int, ...]

    @frozen()
    class Empty:
        """With none."""

    @frozen()
    class Deeper(Place):
        """With the fields of another and its own."""

        column: int = 1

    @frozen()
    class Outcome(Generic[T]):
        """Of any class."""

        value: T

    @frozen()
    class Told:
        """With functions of its own."""

        size: int
        twice: int = dataclasses.field(init=False)

        def __post_init__(self) -> None:
            object.__setattr__(self, "twice", 2 * self.size)

        def __repr__(self) -> str:
            return "told"

        def __eq__(self, other: object) -> bool:
            return isinstance(other, Told) and other.size // 10 == self.size // 10

        def __hash__(self) -> int:
            return self.size // 10

    @changing()
    class Changing:
        """One that is not frozen."""

        rows: list[int] = dataclasses.field(default_factory=list)

    classes = (Place, One, Empty, Deeper, Outcome, Told, Changing)
    return {form.__name__: form for form in classes}


def _outcome(act: Callable[[], object]) -> str:
    """What comes of something, as text."""
    try:
        return repr(act())
    except Exception as error:
        return f"{type(error).__name__}: {error}"


ASKED: Mapping[str, Callable[[Mapping[str, Any]], object]] = {
    "shown": lambda c: c["Place"]("本", 2, {"a": 1}, b"x"),
    "by name": lambda c: c["Place"](row=2, book="本"),
    "factory called anew": lambda c: c["Place"]("本").looks is not c["Place"]("本").looks,
    "none given": lambda c: c["Place"](),
    "too many given": lambda c: c["One"](1, 2),
    "unknown name": lambda c: c["Place"]("本", cell=1),
    "equal": lambda c: c["Place"]("本", 2, data=b"x") == c["Place"]("本", 2, data=b"y"),
    "not equal": lambda c: c["Place"]("本", 2) == c["Place"]("本", 3),
    "not equal to another class": lambda c: c["Place"]("本") == c["Deeper"]("本"),
    "not equal to its values": lambda c: c["One"]((1,)) == ((1,),),
    "asked of another": lambda c: c["One"]((1,)).__eq__(1),
    "hash": lambda c: hash(c["One"]((1, 2))),
    "hash of none": lambda c: hash(c["Empty"]()),
    "hash of what has none": lambda c: hash(c["Place"]("本")),
    "not hashed": lambda c: len({c["Outcome"](b"1"), c["Outcome"](b"1"), c["Outcome"](b"2")}),
    "set": lambda c: setattr(c["Place"]("本"), "row", 3),
    "set what is no field": lambda c: setattr(c["Place"]("本"), "cell", 3),
    "deleted": lambda c: delattr(c["Place"]("本"), "row"),
    "of another's fields": lambda c: c["Deeper"]("本", column=4),
    "subscripted": lambda c: c["Outcome"][int](4),
    "replaced": lambda c: dataclasses.replace(c["Deeper"]("本", column=4), row=9),
    "fields": lambda c: [(f.name, f.init, f.repr, f.compare) for f in dataclasses.fields(c["Deeper"])],
    "as a dict": lambda c: dataclasses.asdict(c["Deeper"]("本")),
    "matched": lambda c: [c[name].__match_args__ for name in c],
    "copied": lambda c: copy.copy(c["Place"]("本", 2)) == copy.deepcopy(c["Place"]("本", 2)),
    "copied letter by letter": lambda c: copy.deepcopy(c["Deeper"]("本", 2, {"a": 1}, b"x")).data,
    "after it is made": lambda c: c["Told"](4).twice,
    "own functions": lambda c: (c["Told"](41), c["Told"](41) == c["Told"](49), hash(c["Told"](41))),
    "one that changes": lambda c: _added(c["Changing"]()),
    "its name": lambda c: [(form.__name__, form.__qualname__, form.__module__, form.__doc__) for form in c.values()],
    "property": lambda c: c["Place"]("本", 2).said,
    "shown in itself": lambda c: _in_itself(c["Place"]),
    "slots": lambda c: [getattr(c[name], "__slots__", None) for name in c],
}


def _added(changing: Any) -> Any:
    changing.rows += [1]
    return changing


def _in_itself(form: Any) -> str:
    looks: dict[str, object] = {}
    place = form("本", looks=looks)
    looks["a"] = place
    return repr(place)


NOT_IN_PYTHON_3_11 = {"set what is no field", "subscripted"}
"""What ends in a TypeError about `super` for Python's own classes with slots, whatever is done."""


@pytest.mark.parametrize("slots", [True, False])
@pytest.mark.parametrize("asked", ASKED)
def test_dataclass__whatever_is_asked__as_python(asked: str, slots: bool) -> None:
    as_python = _classes(dataclasses.dataclass, slots=slots and asked not in NOT_IN_PYTHON_3_11)
    ours = _classes(later.dataclass, slots=slots)
    first, second = (_outcome(lambda: ASKED[asked](ours)) for _ in range(2))
    assert first == second == _outcome(lambda: ASKED[asked](as_python))


@later.dataclass(frozen=True, slots=True)
class Kept:
    """A value that another process is given."""

    name: str
    rows: tuple[int, ...] = ()


@pytest.mark.parametrize("protocol", range(2, pickle.HIGHEST_PROTOCOL + 1))
def test_dataclass__pickled__the_same_value(protocol: int) -> None:
    value = Kept("課", (1, 2))
    assert pickle.loads(pickle.dumps(value, protocol)) == value


def test_dataclass__class_made__nothing_compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("compiled before it is used")

    monkeypatch.setattr(later, "_compiled", refuse)
    made = _classes(later.dataclass, slots=True)["One"]
    with pytest.raises(AssertionError, match="before it is used"):
        made((1,))


@pytest.mark.parametrize("name", [name for name in house.sources() if name != house.PACKAGE])
def test_compiled_later__every_pattern__compiles(name: str) -> None:
    module = sys.modules.get(f"kosei_xl.{name}") or importlib.import_module(f"kosei_xl.{name}")
    for value in vars(module).values():
        for one in value if isinstance(value, tuple) else (value,):
            if type(one) is later.compiled_later:
                assert one.pattern is not None


def test_compiled_later__until_it_is_used__not_compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    compile_now = Mock(side_effect=re.compile)
    monkeypatch.setattr(re, "compile", compile_now)
    word = later.compiled_later(r"課$", re.MULTILINE)
    compile_now.assert_not_called()
    assert word.search("福祉課\n") is not None
    assert word.sub("部", "福祉課\n") == "福祉部\n"
    compile_now.assert_called_with(r"課$", re.MULTILINE)

"""What is made when it is first used, because a command uses a part of what it loads: the functions of frozen values,
and patterns that most workbooks never need.

The package has hundreds of frozen dataclasses, and Python compiles six functions for each while it loads; with the
patterns that was a fifth of what a short command takes. A function of such a class is compiled when it is first called.
What it does is what Python's does (`tests/test_later.py`).
"""

import re
from collections.abc import Callable
from dataclasses import MISSING, FrozenInstanceError, fields
from dataclasses import dataclass as _dataclass
from functools import partial
from reprlib import recursive_repr
from types import MemberDescriptorType
from typing import TYPE_CHECKING, Any, Final

_Function = Callable[..., Any]
_NOT_GIVEN: Final = object()
"""Default of a parameter whose value is made anew each time."""


def _frozen(form: type[Any], *, slots: bool) -> type[Any]:
    """A class as the frozen dataclass of its fields."""
    own = frozenset(vars(form))
    form.__doc__ = form.__doc__ or form.__name__  # Python would look at the parameters of `__init__` to write one
    made: type[Any] = _dataclass(init=False, repr=False, eq=False, slots=slots)(form)
    functions = {name: _when_called(made, name, written) for name, written in _WRITTEN.items()}
    for name, function in (functions | _ALIKE | (_OF_SLOTS if slots else {})).items():
        if name not in own:
            setattr(made, name, function)
    return made


def _when_called(made: type[Any], name: str, written: Callable[[type[Any]], _Function]) -> _Function:
    """What stands for a function of a class until it is first called."""

    def first(self: Any, *args: Any, **named: Any) -> Any:
        setattr(made, name, written(made))
        return getattr(made, name)(self, *args, **named)

    return first


def _compiled(made: type[Any], head: str, body: str, scope: dict[str, Any]) -> _Function:
    exec(f"def {head}: {body}", scope)
    function: _Function = scope[head.partition("(")[0]]
    function.__qualname__ = f"{made.__qualname__}.{function.__name__}"
    return function


def _initialiser(made: type[Any]) -> _Function:
    """`__init__`. Fields that it does not take are set by `__post_init__`.

    What has a slot is put there at once: with `object.__setattr__`, which looks for it by name, a value takes half as
    long again.
    """
    scope: dict[str, Any] = {"_set": object.__setattr__, "_not_given": _NOT_GIVEN}
    parameters, lines = ["self"], ["pass"]
    for one in fields(made):
        name, default, put = one.name, f"_default_{one.name}", f"_set(self, {one.name!r}"
        if not one.init:
            continue
        slot = getattr(made, name, None)
        if isinstance(slot, MemberDescriptorType):
            scope[f"_put_{name}"], put = slot.__set__, f"_put_{name}(self"
        if one.default_factory is not MISSING:
            scope[default] = one.default_factory
            parameters.append(f"{name}=_not_given")
            lines.append(f"{put}, {default}() if {name} is _not_given else {name})")
            continue
        if one.default is not MISSING:
            scope[default] = one.default
        parameters.append(f"{name}={default}" if default in scope else name)
        lines.append(f"{put}, {name})")
    if hasattr(made, "__post_init__"):
        lines.append("self.__post_init__()")
    return _compiled(made, f"__init__({', '.join(parameters)})", "; ".join(lines), scope)


def _compared(made: type[Any], record: str) -> str:
    return "".join(f"{record}.{one.name}, " for one in fields(made) if one.compare)


def _comparer(made: type[Any]) -> _Function:
    equal = f"({_compared(made, 'self')}) == ({_compared(made, 'other')})"
    return _compiled(
        made, "__eq__(self, other)", f"return {equal} if other.__class__ is self.__class__ else NotImplemented", {}
    )


def _hasher(made: type[Any]) -> _Function:
    return _compiled(made, "__hash__(self)", f"return hash(({_compared(made, 'self')}))", {})


def _shower(made: type[Any]) -> _Function:
    shown = ", ".join(f"{one.name}={{self.{one.name}!r}}" for one in fields(made) if one.repr)
    return recursive_repr()(
        _compiled(made, "__repr__(self)", f'return f"{{self.__class__.__qualname__}}({shown})"', {})
    )


def _not_set(self: Any, name: str, value: object) -> None:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _not_deleted(self: Any, name: str) -> None:
    raise FrozenInstanceError(f"cannot delete field {name!r}")


def _state(self: Any) -> list[Any]:
    return [getattr(self, one.name) for one in fields(self)]


def _restore(self: Any, state: list[Any]) -> None:
    for one, value in zip(fields(self), state, strict=True):
        object.__setattr__(self, one.name, value)


_WRITTEN: Final = {"__init__": _initialiser, "__eq__": _comparer, "__hash__": _hasher, "__repr__": _shower}
_ALIKE: Final[dict[str, _Function]] = {"__setattr__": _not_set, "__delattr__": _not_deleted}
_OF_SLOTS: Final[dict[str, _Function]] = {"__getstate__": _state, "__setstate__": _restore}
"""For copies and pickles, which would set the fields of a class with slots one by one."""


class _Pattern:
    """A regular expression that is compiled when the first of its functions is asked for."""

    def __init__(self, text: Any, flags: int = 0) -> None:
        self._given = text, flags

    def __getattr__(self, name: str) -> Any:
        value = getattr(re.compile(*self._given), name)
        setattr(self, name, value)
        return value


if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass

    compiled_later = re.compile
else:
    compiled_later = _Pattern

    def dataclass(form: type[Any] | None = None, /, *, frozen: bool = False, slots: bool = False) -> _Function:
        """`dataclasses.dataclass`, with less to do while a frozen class is made."""
        if not frozen:
            return _dataclass(form, slots=slots)
        return partial(_frozen, slots=slots) if form is None else _frozen(form, slots=slots)

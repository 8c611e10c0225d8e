"""Frozen values as bytes and back, for what is kept between two runs on one machine.

JSON, never pickle: nothing in it can run, and only the classes that the reader names are made from it.
`unpack(pack(value)) == value`.
"""

import datetime as dt
import json
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal
from enum import Enum, StrEnum
from typing import Any

from pydantic import BaseModel

from kosei_xl.words.messages import Message

_PLAIN = (str, int, float, bool, type(None))


class Packing:
    """The codec for values of some classes (frozen dataclasses, named tuples, enumerations, pydantic models) and of
    what Python has itself: texts, numbers, dates, tuples, frozen sets, mappings; messages keep their English. A text of
    an enumeration comes back as the text that it equals.

    A model that stands in several places is written once, and is one object again.
    """

    def __init__(self, *classes: type) -> None:
        self._classes: Mapping[str, type] = {one.__name__: one for one in classes}

    def pack(self, value: object) -> bytes:
        """The value as bytes; of equal values the same. Raises TypeError for a value of any other class."""
        writer = _Writer(self._classes)
        body = writer.written(value)
        return json.dumps([writer.models, body], ensure_ascii=False, separators=(",", ":")).encode(
            "utf-8", "surrogatepass"
        )

    def unpack(self, data: bytes) -> Any:
        """The value that was packed. Raises ValueError, TypeError or LookupError for any other bytes."""
        models, body = json.loads(data.decode("utf-8", "surrogatepass"))
        made = [self._model(name, text) for name, text in models]
        return _read(body, self._classes, made)

    def _model(self, name: str, text: str) -> BaseModel:
        form = self._classes[name]
        if not issubclass(form, BaseModel):
            raise TypeError(name)
        return form.model_validate_json(text)


class _Writer:
    def __init__(self, classes: Mapping[str, type]) -> None:
        self.models: list[tuple[str, str]] = []
        self._classes, self._places = classes, dict[int, int]()
        self._held: list[BaseModel] = []

    def written(self, value: Any) -> Any:
        form = type(value)
        if form in _PLAIN:
            return value
        if form is Message:
            return ["message", str(value), value.en]
        if isinstance(value, StrEnum):
            return value.value
        if form is tuple:
            return ["tuple", *map(self.written, value)]
        if form is frozenset:
            return ["set", *sorted(map(self.written, value))]
        if isinstance(value, Mapping):
            return ["map", *([self.written(key), self.written(one)] for key, one in value.items())]
        if form in (dt.date, dt.datetime, Decimal):
            return [form.__name__, str(value)]
        if self._classes.get(form.__name__) is not form:
            raise TypeError(form.__name__)
        if isinstance(value, Enum):
            return ["enum", form.__name__, value.value]
        if isinstance(value, BaseModel):
            return ["model", self._place(value)]
        if isinstance(value, tuple):
            return ["class", form.__name__, *map(self.written, value)]
        if is_dataclass(value):
            return ["class", form.__name__, *(self.written(getattr(value, one.name)) for one in fields(value))]
        raise TypeError(form.__name__)

    def _place(self, model: BaseModel) -> int:
        """Where a model stands among those written; one of before is held, so that no other takes its id."""
        if id(model) not in self._places:
            self._places[id(model)] = len(self.models)
            self.models.append((type(model).__name__, model.model_dump_json(warnings=False)))
            self._held.append(model)
        return self._places[id(model)]


_OWN: Mapping[str, Callable[[str], object]] = {
    "date": dt.date.fromisoformat,
    "datetime": dt.datetime.fromisoformat,
    "Decimal": Decimal,
}


def _read(made: Any, classes: Mapping[str, type], models: list[BaseModel]) -> Any:
    if not isinstance(made, list):
        return made
    kind, *rest = made
    if kind == "message":
        return Message(*rest)
    if kind in _OWN:
        return _OWN[kind](*rest)
    if kind == "enum":
        return classes[rest[0]](rest[1])
    if kind == "model":
        return models[rest[0]]
    if kind == "map":
        return {_read(key, classes, models): _read(one, classes, models) for key, one in rest}
    if kind == "class":
        return classes[rest[0]](*(_read(one, classes, models) for one in rest[1:]))
    parts = (_read(one, classes, models) for one in rest)
    if kind == "tuple":
        return tuple(parts)
    if kind == "set":
        return frozenset(parts)
    raise TypeError(kind)

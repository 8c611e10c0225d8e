"""The twenty lists."""

from collections.abc import Callable, Mapping

import pytest

from tests.tools.lists import cities_cells, cities_heads, cities_rows
from tests.tools.lists.paper import ListCase

CITIES: Mapping[str, Callable[[], ListCase]] = {
    make.__name__: make
    for make in (
        cities_heads.aoba,
        cities_heads.shiomi,
        cities_heads.misawano,
        cities_heads.otaki,
        cities_heads.kazakoshi,
        cities_heads.sakuragaoka,
        cities_heads.kawadoko,
        cities_rows.kitahama,
        cities_rows.minamihara,
        cities_rows.yamabuki,
        cities_rows.sugimori,
        cities_rows.minatodai,
        cities_rows.miyama,
        cities_cells.inaho,
        cities_cells.ishibashi,
        cities_cells.umezono,
        cities_cells.tsukioka,
        cities_cells.tsurumino,
        cities_cells.yukisato,
        cities_cells.shirasagi,
    )
}
"""How each is made, by its city."""


def marked(city: str) -> object:
    """A city as a case of a test: other formats are taken apart by a process of their own."""
    apart = any(not name.endswith((".xlsx", ".csv")) for name in CITIES[city]().files)
    return pytest.param(city, marks=[pytest.mark.process] if apart else [])

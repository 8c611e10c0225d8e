"""One round: what happens from week to week, drawn from the seed."""

import gc
import os
import random
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from unittest.mock import patch

from kosei_xl.read import master
from kosei_xl.values.refusals import WrongCall
from kosei_xl.verbs import profile_cache
from kosei_xl.verbs import undo as undo_verb
from tests.tools.rounds.department import send
from tests.tools.rounds.office import ACTS, Bureau, refused_undo, undo_run
from tests.tools.rounds.referee import look, printed_under_its_name
from tests.tools.rounds.world import Fault, World

_MEMORY = Path("/dev/shm")
WEEKS = 3


@dataclass(frozen=True)
class Played:
    """A round that was played: what was done how often, and what failed ("" for nothing), with the story up to there.

    `broke` says that the program came to a stop, which is no word of the referee.
    """

    seed: int
    counts: Counter[str]
    fault: str = ""
    story: tuple[str, ...] = ()
    broke: bool = False


def play(seed: int) -> Played:
    """Play one round in a folder of its own. Never raises for a fault of the project: it says so."""
    gc.disable()
    folder = Path(tempfile.mkdtemp(prefix="round", dir=_MEMORY if _MEMORY.is_dir() else None))
    world = World(folder, random.Random(seed), look)
    try:
        with _read_once(), _profile(folder / "利用者" if seed % 2 else None):
            _play(world)
    except Fault as fault:
        return Played(seed, world.counts, str(fault), tuple(world.story))
    except Exception as error:  # whatever a guard that is switched off brings about
        return Played(seed, world.counts, f"{type(error).__name__}: {error}", tuple(world.story), broke=True)
    finally:
        shutil.rmtree(folder)
        gc.enable()
    return Played(seed, world.counts)


@contextmanager
def _read_once() -> Iterator[None]:
    """Let the same bytes of a master be read once: `report`, `undo` and a second run open what was read before."""
    with (
        patch.object(master, "read_master", lru_cache(maxsize=6)(master.read_master)),
        patch.object(undo_verb, "_opened", lru_cache(maxsize=6)(undo_verb._opened)),
    ):
        yield


@contextmanager
def _profile(folder: Path | None) -> Iterator[None]:
    """Keep what is kept between two runs in a folder of the round's own, or nowhere: what another round left there
    (with a guard switched off, say) would be taken for what this one reads.
    """
    with patch.dict(os.environ, {profile_cache.VARIABLE: str(folder or "off")}):
        yield


def _play(world: World) -> None:
    dice = world.dice
    half, end = world.points
    with_half = dice.random() < 0.25
    if with_half:
        world.hand_out(half)
    world.hand_out(end)
    for week in range(WEEKS):
        point = half if with_half and dice.random() < (0.15 if week else 1) else end
        if week:
            _office(world)
        codes = sorted({code for code, at in world.forms if at == point})
        came = [send(world, code, point) for code in dice.sample(codes, dice.randint(2, min(4, len(codes))))]
        paths = [world.inbox / point] if dice.random() < 0.25 else came
        world.take_in(paths, point)
        if dice.random() < 0.25 and undo_run(world):
            if dice.random() < 0.2:
                undo_run(world)
            world.take_in([world.inbox / point], point)
    for point in world.points:
        if (world.inbox / point).exists():
            world.take_in([world.inbox / point], point)
    printed_under_its_name(world, end)


def _office(world: World) -> None:
    """What the office does in a week; now and then it raises the version and hands out anew."""
    dice, typed = world.dice, False
    for act, chance in ACTS:
        if dice.random() < chance:
            before = world.master.read_bytes()
            bureau = Bureau(world)
            act(bureau)
            if act is Bureau.edit:
                bureau.save()
            typed = typed or world.master.read_bytes() != before
    if typed and dice.random() < 0.4 and world.backup is not None:
        refused_undo(world)
    if dice.random() < 0.45:
        _forget_keys(world)
    if dice.random() < 0.3:
        Bureau(world).clear_nothing()
        Bureau(world).raise_version()
        world.hand_out(world.points[1])
    elif dice.random() < 0.15:
        world.take_in([], world.points[1])


def _forget_keys(world: World) -> None:
    """The keys get lost; a run gives the same again, or refuses until the office has said which items they are."""
    bureau = Bureau(world)
    bureau.forget_keys()
    data = world.master.read_bytes()
    try:
        world.take_in([], world.points[1])
    except WrongCall:
        if world.master.read_bytes() != data:
            raise Fault("a refused run changed the master") from None
        world.done("keys undecided")
        Bureau(world).restore_keys()

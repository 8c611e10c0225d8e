"""The commands as values, from click's own: how each is called, what it does and what its options are."""

from collections.abc import Iterator

import click

from kosei_xl.later import dataclass


@dataclass(frozen=True, slots=True)
class Command:
    """One command: its name ("addin kit"), the line to type, what it does, and (option, what it is for)."""

    name: str
    usage: str
    help: str
    options: tuple[tuple[str, str], ...]


def commands_of(group: click.Group, before: str = "") -> tuple[Command, ...]:
    """The commands of a group in the order in which they stand in the code, those of its groups with their names."""
    return tuple(found for name, one in group.commands.items() for found in _commands(one, f"{before}{name}"))


def _commands(command: click.Command, name: str) -> Iterator[Command]:
    if isinstance(command, click.Group):
        yield from commands_of(command, f"{name} ")
        return
    context = click.Context(command, info_name=name)
    arguments = " ".join(one.make_metavar(context) for one in command.params if isinstance(one, click.Argument))
    required = " ".join(
        f"{one.opts[0]} {one.make_metavar(context)}"
        for one in command.params
        if isinstance(one, click.Option) and one.required
    )
    options = (one for one in command.params if isinstance(one, click.Option))
    usage = " ".join(part for part in (f"kosei {name}", arguments, required) if part)
    yield Command(name, usage, _sentence(command.help or ""), tuple(_option(one, context) for one in options))


def _option(option: click.Option, context: click.Context) -> tuple[str, str]:
    """An option as click's own help begins, and what it is for with the default that click would tell."""
    name, _ = option.get_help_record(context) or ("", "")
    must = "（必ず付けます）" if option.required else ""
    default = f"（付けなければ {option.default}）" if option.show_default else ""
    return name, f"{_sentence(option.help or '', between=chr(10))}{must}{default}"


def _sentence(text: str, between: str = "　") -> str:
    """A help text with each paragraph in one line, and what stands between them."""
    return between.join("".join(part.split("\n")).strip() for part in text.strip().split("\n\n"))

"""/help: what this person may do, or one command in full."""

from domain.errors import Refusal
from domain.text import fold
from handlers import examples, menus
from handlers.work import Work


def help_with(work: Work, argument: str) -> None:
    """[command]. Raises Refusal("unknown_command") and Refusal("not_allowed")."""
    if argument:
        _one(work, argument)
    else:
        _all(work)


def _all(work: Work) -> None:
    roles = [seat.member.role for seat in work.seats]
    listed = [
        menus.entry(command, work.texts.language)
        for command in work.config.registry.commands
        if menus.allows(command, roles, operator=work.operator) and command.name != "start"
    ]
    lines = [work.html("help.line", name=name, about=about) for name, about in listed]
    name, _ = next(entry for entry in listed if entry[0] in ("help", "trogiup"))
    work.say_blocks([work.html("help.head"), *lines, work.html("help.foot", name=name)])


def _one(work: Work, argument: str) -> None:
    typed = fold(argument).removeprefix("/").split(" ")[0]
    command = work.config.registry.by_name.get(typed)
    if command is None:
        raise Refusal("unknown_command", command=typed[:32])
    roles = [seat.member.role for seat in work.seats]
    if not menus.allows(command, roles, operator=work.operator):
        raise Refusal("not_allowed")
    language = work.texts.language
    name = menus.name_in(command, language)
    other = command.name if name == command.alias else command.alias
    work.answer(
        "help.command",
        name=name,
        other=other,
        usage=work.texts.plain(f"commands.{command.name}_usage"),
        about=work.texts.plain(f"commands.{command.name}_about"),
        example=examples.line(work, command.name),
    )

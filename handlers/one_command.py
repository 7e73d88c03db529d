"""One message, one command: what its later lines say when they begin with a command too."""

from domain.errors import Refusal
from domain.text import clean, shorten
from handlers.incoming import split_command
from handlers.registry import Registry

_SHOWN = 60


def lines_of(registry: Registry, name: str, text: str) -> str:
    """What was said after the command; where later lines repeat it, it is left out there.

    Raises Refusal("another_command", text) where a later line begins with another command: it
    would be taken for words of the line above.
    """
    first, *later = text.split("\n")
    return "\n".join([first, *(_line(registry, name, line) for line in later)])


def _line(registry: Registry, name: str, line: str) -> str:
    split = split_command(line.strip())
    command = registry.by_name.get(split[0]) if split else None
    if split is None or command is None:
        return line
    if command is not registry.by_name[name]:
        raise Refusal("another_command", text=shorten(clean(line), _SHOWN))
    return split[1]

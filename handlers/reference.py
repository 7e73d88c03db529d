"""The command reference in `docs/`, written from the table of commands.

    python -m handlers.reference

A test compares what is there with what this would write.
"""

from datetime import date
from pathlib import Path

from domain.roles import RIGHTS, Role, Scope
from handlers.commands import COMMANDS
from handlers.registry import Command
from handlers.texts import LANGUAGES, Texts, texts

DOCS = Path(__file__).parent.parent / "docs"
FILES = {"en": DOCS / "commands.md", "vi": DOCS / "commands.vi.md"}
CODES = {"ref": "DBP70-12", "event": "DBP70", "unit": "CATDB", "day": date(2027, 4, 20)}
"""What the examples are made with."""


def reference(language: str) -> str:
    """The whole page, in Markdown."""
    said = texts(language)
    parts = [said.plain("reference.head")]
    parts += [_section(said, command) for command in COMMANDS]
    return "\n\n".join(parts) + "\n"


def _section(said: Texts, command: Command) -> str:
    names = [command.name, command.alias]
    if said.language == "vi":
        names.reverse()
    return said.plain(
        "reference.command",
        names=[f"/{name}" for name in names if name],
        usage=said.plain(f"commands.{command.name}_usage"),
        about=said.plain(f"commands.{command.name}_about"),
        example=said.plain(f"commands.{command.name}_example", **CODES),
        operator=command.operator,
        everybody=command.anybody,
        roles=_roles(command),
        place=command.place.value,
        form=command.form is not None,
    )


def _roles(command: Command) -> list[Role]:
    """Whose role may use the command at all."""
    if command.right is None:
        return []
    return [role for role in Role if RIGHTS[command.right][role] is not Scope.NONE]


def write() -> None:
    for language in LANGUAGES:
        FILES[language].write_text(reference(language), encoding="utf-8")


if __name__ == "__main__":
    write()

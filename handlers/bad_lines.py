"""Of several lines those that could not be carried out: each with its reason, ready to copy."""

from collections.abc import Sequence

from domain.errors import Refusal
from domain.text import shorten
from handlers.texts import joined
from handlers.work import Work

_LONGEST = 2000


def blocks(work: Work, command: str, refused: Sequence[tuple[str, Refusal]]) -> list[str]:
    """A heading, then for each line its reason and a command that can be copied and put right."""
    if not refused:
        return []
    heading = work.html("bad_lines.heading", count=len(refused))
    return [heading, *(_block(work, command, line, refusal) for line, refusal in refused)]


def under(done: list[str], refused: list[str]) -> list[str]:
    """What was done, an empty line, and below it what was not."""
    return [*done, "", *refused] if done and refused else done + refused


def _block(work: Work, command: str, line: str, refusal: Refusal) -> str:
    row = work.config.registry.by_name[command]
    name = row.alias if row.alias and work.texts.language == "vi" else row.name
    reason = work.html(f"refusals.{refusal.key}", **refusal.data)
    copy = work.html("bad_lines.copy", command=name, line=shorten(line, _LONGEST))
    return str(joined([reason, copy]))

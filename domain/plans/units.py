"""Units as the cells of a plan name them: by code, name or alias, one or several."""

from __future__ import annotations

import re
from collections.abc import Iterable

from domain.codes import nearest
from domain.errors import Refusal
from domain.text import clean, fold, shorten
from domain.unit import Unit

# A name may hold a comma or an "and": so the marks that separate most surely come first.
_SEPARATORS = (
    re.compile(r"[;\n\r•]+"),
    re.compile(r"[,/+]+|\s[-–]\s"),
    re.compile(r"\s(?:và|and|&)\s", re.IGNORECASE),
)
_BULLET = re.compile(r"^\s*(?:[-–*•]|\d{1,2}[.)])\s*")


class UnitBook:
    """The units of a subcommittee, found by any of their names."""

    def __init__(self, units: Iterable[Unit]) -> None:
        self._by_name: dict[str, Unit] = {}
        self._codes: list[str] = []
        for unit in units:
            self._codes.append(unit.code)
            for name in (unit.code, unit.name, *unit.aliases):
                self._by_name.setdefault(fold(name), unit)

    def lead(self, text: str) -> Unit:
        """The one unit that the text names.

        Raises `Refusal`: "unknown_unit", and "several_leads" where it names several.
        """
        unit = self._find(text)
        if unit is not None:
            return unit
        pieces = self._pieces(text, 0)
        if len(pieces) > 1 and all(map(self._find, pieces)):
            raise Refusal("several_leads", codes=[self.one(piece).code for piece in pieces])
        raise self._unknown(text)

    def several(self, text: str) -> tuple[Unit, ...]:
        """All units that the text names, each once. Raises `Refusal("unknown_unit")`."""
        found = {unit.id: unit for unit in map(self.one, self._pieces(text, 0))}
        return tuple(found.values())

    def one(self, text: str) -> Unit:
        """Raises `Refusal("unknown_unit")` with the text and the code most likely meant."""
        unit = self._find(text)
        if unit is None:
            raise self._unknown(text)
        return unit

    def _find(self, text: str) -> Unit | None:
        return self._by_name.get(fold(text)) or self._by_name.get(fold(_BULLET.sub("", text)))

    def _unknown(self, text: str) -> Refusal:
        said = shorten(clean(text), 60)
        return Refusal("unknown_unit", code=said, nearest=nearest(said.upper(), self._codes))

    def _pieces(self, text: str, level: int) -> list[str]:
        """The text cut until each piece is known, or can be cut no more."""
        if not clean(text):
            return []
        if level == len(_SEPARATORS) or self._find(text) is not None:
            return [text]
        cut = _SEPARATORS[level].split(text)
        return [piece for part in cut for piece in self._pieces(part, level + 1)]

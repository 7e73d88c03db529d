"""The buttons of an import, and whose they are."""

from domain.errors import Refusal
from handlers.work import Work
from storage import imports
from storage.imports import Import

INTO, CANCEL = "planinto", "plancancel"
PAGE, IMPORT, UNDO = "planpage", "planimport", "planundo"


def own(work: Work, import_id: int) -> Import:
    """The person's own import. Raises Refusal("button_unknown")."""
    found = imports.get(work.connection, import_id)
    if found is None or found.person_id != work.person.id:
        raise Refusal("button_unknown")
    return found

"""The buttons of an import, and whose they are."""

from domain.errors import Refusal
from handlers.work import Work
from storage import imports
from storage.imports import Import

INTO, CANCEL = "planinto", "plancancel"
PAGE, IMPORT, UNDO = "planpage", "planimport", "planundo"


def own(work: Work, import_id: int) -> Import:
    """The person's own import.

    Raises Refusal("import_forgotten"), for somebody else's as for one that is not kept any more.
    """
    found = imports.get(work.connection, import_id)
    if found is None or found.person_id != work.person.id:
        raise Refusal("import_forgotten")
    return found

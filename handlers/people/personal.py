"""/language, /switch and /cancel: what a person sets for themselves."""

from collections.abc import Mapping, Sequence

from domain.errors import Refusal
from domain.text import fold
from handlers import access, forms, menus
from handlers.registry import Choice, Field, Form
from handlers.seat import Seat
from handlers.work import Work
from storage import persons

_LANGUAGES: dict[str, tuple[str, ...]] = {
    "vi": ("vi", "vn", "tieng viet", "viet", "vietnamese"),
    "en": ("en", "english", "tieng anh", "anh"),
}


def language(work: Work, argument: str) -> None:
    """vi or en."""
    persons.set_language(work.connection, work.person.id, _language(work, argument, {}))
    access.settle(work)
    menus.renew(work.connection, work.person.id, work.config, work.now)
    work.answer("personal.language_set")


def _language(work: Work, typed: str, answers: Mapping[str, str]) -> str:
    """Raises Refusal("bad_language")."""
    said = fold(typed)
    for code, names in _LANGUAGES.items():
        if said in names:
            return code
    raise Refusal("bad_language")


def _language_choices(work: Work, answers: Mapping[str, str]) -> Sequence[Choice]:
    return [Choice("Tiếng Việt", "vi"), Choice("English", "en")]


def switch(work: Work, argument: str) -> None:
    """Makes another of the person's subcommittees the active one."""
    seat = _named(work, argument)
    persons.set_active(work.connection, work.person.id, seat.subcommittee.id)
    access.settle(work)
    menus.renew(work.connection, work.person.id, work.config, work.now)
    work.answer("personal.switched", seat=work.seat)


def _named(work: Work, typed: str) -> Seat:
    """The seat by its subcommittee's name, all of it or a part that only one has.

    Raises Refusal("unknown_subcommittee").
    """
    said = fold(typed)
    by_id = [seat for seat in work.seats if said == f"#{seat.subcommittee.id}"]
    exact = [seat for seat in work.seats if fold(seat.subcommittee.name) == said]
    partly = [seat for seat in work.seats if said in fold(seat.subcommittee.name)]
    for found in (by_id, exact, partly):
        if len(found) == 1:
            return found[0]
    raise Refusal("unknown_subcommittee", names=[seat.subcommittee.name for seat in work.seats])


def _subcommittee(work: Work, typed: str, answers: Mapping[str, str]) -> str:
    return f"#{_named(work, typed).subcommittee.id}"


def _subcommittee_choices(work: Work, answers: Mapping[str, str]) -> Sequence[Choice]:
    return [
        Choice(seat.subcommittee.name, f"#{seat.subcommittee.id}")
        for seat in sorted(work.seats, key=lambda seat: seat.subcommittee.id)
    ]


def cancel(work: Work, argument: str) -> None:
    left = forms.leave(work)
    work.answer("forms.left" if left else "personal.nothing_open")


LANGUAGE_FORM = Form(
    (Field("language", _language, _language_choices),),
    lambda answers: answers["language"],
    confirm=False,
)
SWITCH_FORM = Form(
    (Field("subcommittee", _subcommittee, _subcommittee_choices),),
    lambda answers: answers["subcommittee"],
    confirm=False,
)

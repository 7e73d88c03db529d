"""Finding a member by what is typed: the number in /members, @username or Telegram id."""

from domain.arguments.people import PersonWords, parse_person
from domain.errors import Refusal
from domain.member import Member
from domain.roles import Action, Subject
from domain.text import clean, shorten
from handlers.seat import Seat
from handlers.work import Work
from storage import members


def subject_of(member: Member) -> Subject:
    return Subject(member.subcommittee_id, role=member.role, unit_id=member.unit_id)


def visible(work: Work, seat: Seat) -> list[Member]:
    """The present members whom this seat may see, by number."""
    return [
        member
        for member in members.all_of(work.connection, seat.subcommittee.id)
        if seat.may(Action.SEE_MEMBERS, subject_of(member))
    ]


def find(work: Work, seat: Seat, typed: str) -> Member:
    """The member meant: by number in /members, @username or Telegram id.

    Raises Refusal("bad_person"), and Refusal("unknown_person") also for one who is not visible.
    """
    return known(work, seat, parse_person(typed), typed)


def known(work: Work, seat: Seat, said: PersonWords, typed: str) -> Member:
    """As `find`, of what was read already."""
    listed = visible(work, seat)
    found = None
    if said.username is not None:
        found = next((each for each in listed if _username(each) == said.username), None)
    elif said.number is not None:
        found = _numbered(said.number, listed)
    if found is None:
        raise Refusal("unknown_person", text=shorten(clean(typed), 60))
    return found


def _username(member: Member) -> str:
    return (member.username or "").lower()


def _numbered(number: int, listed: list[Member]) -> Member | None:
    """By the number in the list before the Telegram id: those are never so small."""
    by_number = (each for each in listed if each.number == number)
    by_id = (each for each in listed if each.telegram_id == number)
    return next(by_number, None) or next(by_id, None)

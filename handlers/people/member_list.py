"""/members: who is there, in which role and unit, and whom no message reaches."""

from domain.member import Member
from domain.roles import UNIT_ROLES, Action
from domain.unit import Unit
from handlers import access, member_access, paging
from handlers.seat import Seat
from handlers.work import Work
from storage import nobody, units

VERB = "pm"
PAGE = 12


def members(work: Work, argument: str) -> None:
    _show(work, access.seat_that_may(work, Action.SEE_MEMBERS), 0)


def turn(work: Work, arguments: list[str]) -> None:
    """The button `pm:<subcommittee>:<page>`."""
    seat = work.seat_in(access.pressed_number(arguments))
    access.require(seat, Action.SEE_MEMBERS)
    _show(work, seat, access.pressed_number(arguments, 1))


def _show(work: Work, seat: Seat, number: int) -> None:
    listed = member_access.visible(work, seat)
    known = {unit.id: unit for unit in units.all_of(work.connection, seat.subcommittee.id)}
    page = paging.page_of(listed, number, PAGE)
    last = page.number == page.pages - 1
    work.show(
        work.html(
            "members.list",
            subcommittee=seat.subcommittee,
            page=page,
            units=known,
            empty=_without_people(seat, listed, known) if last else [],
            group=_unreachable_group(work, seat) if last else None,
        ),
        paging.pager_rows(f"{VERB}:{seat.subcommittee.id}", page.number, page.pages),
    )


def _without_people(seat: Seat, listed: list[Member], known: dict[int, Unit]) -> list[Unit]:
    """The units that nobody works for; only who sees all of them is told."""
    if not seat.may(Action.SEE_UNITS):
        return []
    peopled = {member.unit_id for member in listed if member.role in UNIT_ROLES}
    return [unit for unit in known.values() if unit.id not in peopled]


def _unreachable_group(work: Work, seat: Seat) -> nobody.Unreachable | None:
    """The linked group, where no message reaches it or its topic."""
    if not seat.may(Action.SEE_SUMMARY):
        return None
    return nobody.group_unreachable(work.connection, seat.subcommittee.id)

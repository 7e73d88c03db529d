"""/start: joining by an invitation, becoming the operator, a card by its link, or a greeting."""

import sqlite3
from datetime import datetime

from domain.errors import Refusal
from handlers import access, arrivals, cards, links, menus, shortcuts, strangers
from handlers.people import secret_codes
from handlers.work import Work
from storage import invitations, members, persons, subcommittees, units
from storage.invitations import Invitation

SETUP = "setup-"
_LONGEST_CODE = 64


def setup_code(connection: sqlite3.Connection, now: datetime) -> str | None:
    """A new one-time code that makes whoever sends it the operator; None where there is one.

    Only its hash is kept, and codes given earlier no longer count.
    """
    if persons.any_operator(connection):
        return None
    code = SETUP + secret_codes.new_code()
    invitations.put_setup_code(connection, secret_codes.hashed(code), now)
    return code


def start(work: Work, argument: str) -> None:
    code = argument.strip()
    if code.startswith(SETUP) and _known_setup_code(work, code):
        _become_operator(work, code)
    elif work.seats and (task_id := links.task_of(code)) is not None:
        cards.say(work, *access.task_of_press(work, task_id))
    elif code:
        _join(work, _invitation(work, code))
    elif work.seats or work.operator:
        _greet(work, new=False)
    else:
        strangers.tell(work)


def _known_setup_code(work: Work, code: str) -> bool:
    """Where ADMIN_IDS names the operators, a code logged before that opens nothing any more."""
    if work.config.operator_ids:
        return False
    return invitations.setup_code_used(work.connection, secret_codes.hashed(code)) is not None


def _become_operator(work: Work, code: str) -> None:
    code_hash = secret_codes.hashed(code)
    if invitations.setup_code_used(work.connection, code_hash):
        raise Refusal("setup_code_used")
    invitations.use_setup_code(work.connection, code_hash, work.person.id, work.now)
    persons.set_operator(work.connection, work.person.id)
    work.audit(None, "became_operator", ("person", work.person.id), {}, {})
    access.settle(work)
    _greet(work, new=True)


def _invitation(work: Work, code: str) -> Invitation:
    """Raises Refusal for a code that is unknown, revoked, used up or expired."""
    found = None
    if len(code) <= _LONGEST_CODE:
        found = invitations.by_hash(work.connection, secret_codes.hashed(code))
    if found is None:
        raise Refusal("invitation_unknown")
    if members.in_subcommittee(work.connection, work.person.id, found.subcommittee_id):
        return found
    if found.revoked or members.left_after(
        work.connection, work.person.id, found.subcommittee_id, found.created_at
    ):
        raise Refusal("invitation_revoked")
    if found.expires_at <= work.now:
        raise Refusal("invitation_expired")
    if found.uses_left < 1:
        raise Refusal("invitation_used")
    return found


def _join(work: Work, invitation: Invitation) -> None:
    subcommittee_id = invitation.subcommittee_id
    known = members.in_subcommittee(work.connection, work.person.id, subcommittee_id)
    persons.set_active(work.connection, work.person.id, subcommittee_id)
    if known is None:
        invitations.use(work.connection, invitation.id)
        member = members.add(
            work.connection,
            subcommittee_id,
            work.person.id,
            invitation.role,
            invitation.unit_id,
            work.now,
        )
        after = {"role": member.role, "unit_id": member.unit_id, "invitation": invitation.id}
        subcommittee = subcommittees.get(work.connection, subcommittee_id)
        work.audit(subcommittee, "joined", member, {}, after)
        arrivals.tell_admins(work, member)
        arrivals.give_open_tasks(work, member)
    access.settle(work)
    other = known is not None and (known.role, known.unit_id) != (
        invitation.role,
        invitation.unit_id,
    )
    _greet(work, new=known is None, unused=other)


def _greet(work: Work, *, new: bool, unused: bool = False) -> None:
    """`unused`: the invitation is to another post than the one this person holds already."""
    seat = work.seats[0] if work.seats else None
    unit = None
    if seat is not None and seat.member.unit_id is not None:
        unit = units.get(work.connection, seat.member.unit_id)
    menus.renew(work.connection, work.person.id, work.config, work.now)
    work.answer(
        "start.greeting",
        shortcuts.rows(work),
        new=new,
        unused=unused,
        name=work.person.name,
        seat=seat,
        unit=unit,
        others=len(work.seats) - 1,
        operator=work.operator,
    )

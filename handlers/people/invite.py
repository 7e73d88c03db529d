"""/invite: links by which people join, and the button that revokes one."""

from collections.abc import Mapping, Sequence

from domain.arguments.people import MOST_USES, NewInvitation, parse_invitation
from domain.errors import Refusal
from domain.roles import Action, Role
from domain.subcommittee import Subcommittee
from handlers import access, paging
from handlers.people import inviting, posts
from handlers.registry import Choice, Field, Form
from handlers.seat import Seat
from handlers.work import Work
from storage import invitations, subcommittees, units
from storage.invitations import Invitation


def invite(work: Work, argument: str) -> None:
    """[UNIT] [role] [xN]. Raises Refusal for a post that this person may not fill."""
    seat = access.seat_that_may(work, Action.INVITE)
    said = parse_invitation(argument)
    post = _own_post if posts.own_unit_only(seat, Action.INVITE) else _post
    role, unit_id = post(work, seat, said)
    inviting.invite(work, seat.subcommittee, role, unit_id, said.uses)


def _post(work: Work, seat: Seat, said: NewInvitation) -> tuple[Role, int | None]:
    role = said.role or Role.MEMBER
    unit = access.find_unit(work, seat, said.unit) if said.unit else None
    if posts.needs_unit(role) and unit is None:
        raise Refusal("post_needs_unit", role=role)
    return role, unit.id if unit else None


def _own_post(work: Work, seat: Seat, said: NewInvitation) -> tuple[Role, int | None]:
    """A lead invites members of the own unit; whether another unit exists is not told."""
    assert seat.member.unit_id is not None
    own = units.get(work.connection, seat.member.unit_id)
    named = units.by_name(work.connection, seat.subcommittee.id, said.unit) if said.unit else own
    if named != own or said.role not in (None, Role.MEMBER):
        raise Refusal("own_unit_only", unit=own)
    return Role.MEMBER, own.id


def revoke(work: Work, arguments: list[str]) -> None:
    """The button `ir:<invitation>`. Raises Refusal("button_unknown")."""
    invitation = invitations.get(work.connection, paging.number_of("".join(arguments)))
    if invitation is None:
        raise Refusal("button_unknown")
    subcommittee = _of_operator(work, invitation) or _of_member(work, invitation)
    if not invitation.revoked:
        invitations.revoke(work.connection, invitation.id, work.now)
        work.audit(subcommittee, "revoked", ("invitation", invitation.id), {}, {})
    work.show(work.html("invite.revoked"))


def _of_operator(work: Work, invitation: Invitation) -> Subcommittee | None:
    """The operator may take back what the operator gave."""
    if not work.operator or invitation.created_by != work.person.id:
        return None
    return subcommittees.get(work.connection, invitation.subcommittee_id)


def _of_member(work: Work, invitation: Invitation) -> Subcommittee:
    for seat in work.seats:
        subject = posts.subject(seat, invitation.role, invitation.unit_id)
        if seat.subcommittee.id == invitation.subcommittee_id and seat.may(Action.INVITE, subject):
            return seat.subcommittee
    raise Refusal("button_unknown")


# -- the guided form ---------------------------------------------------------------------------


def _role_choices(work: Work, answers: Mapping[str, str]) -> Sequence[Choice]:
    seat = access.seat_that_may(work, Action.INVITE)
    if posts.own_unit_only(seat, Action.INVITE):
        return [Choice(work.texts.plain("common.role", role=Role.MEMBER), Role.MEMBER)]
    return posts.role_choices(work)


def _unit_choices(work: Work, answers: Mapping[str, str]) -> Sequence[Choice]:
    seat = access.seat_that_may(work, Action.INVITE)
    if posts.own_unit_only(seat, Action.INVITE):
        assert seat.member.unit_id is not None
        own = units.get(work.connection, seat.member.unit_id)
        return [Choice(own.code, own.code)]
    return posts.unit_choices(work, seat)


def _check_unit(work: Work, typed: str, answers: Mapping[str, str]) -> str:
    seat = access.seat_that_may(work, Action.INVITE)
    return access.find_unit(work, seat, typed).code


def _uses_choices(work: Work, answers: Mapping[str, str]) -> Sequence[Choice]:
    return [Choice(str(count), str(count)) for count in (1, 5, 10, 30)]


def _check_uses(work: Work, typed: str, answers: Mapping[str, str]) -> str:
    said = typed.lower().strip("x× ")
    if not said.isdecimal():
        raise Refusal("bad_count", text=typed, limit=MOST_USES)
    return str(parse_invitation(f"x{said}").uses)


def _compose(answers: Mapping[str, str]) -> str:
    return " ".join((answers.get("unit", ""), answers["role"], f"x{answers['uses']}")).strip()


FORM = Form(
    (
        Field("role", posts.check_role, _role_choices),
        Field("unit", _check_unit, _unit_choices, asked=posts.asks_unit),
        Field("uses", _check_uses, _uses_choices),
    ),
    _compose,
    confirm=False,
)

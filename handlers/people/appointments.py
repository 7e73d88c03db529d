"""/role and /remove: another post for a member, or none any more."""

from collections.abc import Mapping, Sequence

from domain.arguments.people import parse_role_change
from domain.errors import Refusal
from domain.member import Member
from domain.roles import Action, Role
from handlers import access, arrivals, member_access, menus
from handlers.people import letters, posts
from handlers.registry import Choice, Field, Form
from handlers.seat import Seat
from handlers.work import Work
from storage import forms, invitations, members, outbox_people, persons, units


def appoint(work: Work, argument: str) -> None:
    """person role [UNIT]. Raises Refusal where the person or post is unknown or cannot be."""
    seat = access.seat_that_may(work, Action.ADMINISTER)
    said = parse_role_change(argument)
    member = member_access.known(work, seat, said.person, argument.split()[0])
    unit_id = access.find_unit(work, seat, said.unit).id if said.unit else None
    if unit_id is None and posts.needs_unit(said.role):
        unit_id = member.unit_id
    if unit_id is None and posts.needs_unit(said.role):
        raise Refusal("post_needs_unit", role=said.role)
    _appoint(work, seat, member, said.role, unit_id)


def _appoint(work: Work, seat: Seat, member: Member, role: Role, unit_id: int | None) -> None:
    unit = units.get(work.connection, unit_id) if unit_id else None
    if (role, unit_id) == (member.role, member.unit_id):
        work.answer("members.role_same", member=member, unit=unit)
        return
    if role is not Role.ADMIN:
        _keep_an_admin(work, member)
    members.set_role(work.connection, member.id, role, unit_id)
    before = {"role": member.role, "unit_id": member.unit_id}
    work.audit(seat, "role_changed", member, before, {"role": role, "unit_id": unit_id})
    changed = members.get(work.connection, member.id)
    assert changed is not None
    _revoke_invitations(work, seat, changed)
    menus.renew(work.connection, member.person_id, work.config, work.now)
    if member.person_id != work.person.id:
        about = {"subcommittee": seat.subcommittee, "member": changed, "unit": unit}
        letters.put(
            work.connection, changed, seat.subcommittee, work.now, "members.your_role", **about
        )
    if unit_id != member.unit_id or posts.needs_unit(role) != posts.needs_unit(member.role):
        arrivals.give_open_tasks(work, changed)
    work.answer("members.role_changed", member=changed, unit=unit)


def remove(work: Work, argument: str) -> None:
    """person. Raises Refusal("unknown_person"), ("last_admin") and ("own_unit_only")."""
    seat = access.seat_that_may(work, Action.INVITE)
    member = member_access.find(work, seat, argument)
    if not seat.may(Action.INVITE, member_access.subject_of(member)):
        assert seat.member.unit_id is not None
        raise Refusal("own_unit_only", unit=units.get(work.connection, seat.member.unit_id))
    _keep_an_admin(work, member)
    members.leave(work.connection, member.id, work.now)
    before = {"role": member.role, "unit_id": member.unit_id}
    work.audit(seat, "removed", member, before, {})
    outbox_people.void_of_member(work.connection, member.person_id, seat.subcommittee.id, work.now)
    _forget(work, seat, member)
    if member.person_id != work.person.id:
        letters.put(
            work.connection,
            member,
            seat.subcommittee,
            work.now,
            "members.you_left",
            subcommittee=seat.subcommittee,
        )
    work.answer("members.removed", member=member)


def _forget(work: Work, seat: Seat, member: Member) -> None:
    """Nothing that the person was in the middle of there goes on, nor do their invitations."""
    person = persons.get(work.connection, member.person_id)
    assert person is not None
    if person.active_subcommittee_id == seat.subcommittee.id:
        persons.set_active(work.connection, person.id, None)
    opened = forms.get(work.connection, person.id, work.now)
    if opened is not None and opened.subcommittee_id == seat.subcommittee.id:
        forms.delete(work.connection, person.id)
    _revoke_invitations(work, seat, member, all_of_them=True)
    menus.renew(work.connection, person.id, work.config, work.now)


def _keep_an_admin(work: Work, member: Member) -> None:
    """Raises Refusal("last_admin") where the member is the only one."""
    if member.role is Role.ADMIN:
        admins = members.with_roles(work.connection, member.subcommittee_id, (Role.ADMIN,))
        if len(admins) == 1:
            raise Refusal("last_admin")


def _revoke_invitations(
    work: Work, seat: Seat, member: Member, *, all_of_them: bool = False
) -> None:
    """Revokes those by which the member lets people in though they may not any more."""
    own = Seat(member, seat.subcommittee)
    for invitation in invitations.usable_of(work.connection, seat.subcommittee.id, work.now):
        post = posts.subject(own, invitation.role, invitation.unit_id)
        if invitation.created_by == member.person_id and (
            all_of_them or not own.may(Action.INVITE, post)
        ):
            invitations.revoke(work.connection, invitation.id, work.now)
            work.audit(seat, "revoked", ("invitation", invitation.id), {}, {})


# -- the guided forms --------------------------------------------------------------------------


def _removable(work: Work, answers: Mapping[str, str]) -> Sequence[Choice]:
    seat = access.seat_that_may(work, Action.INVITE)
    return [
        _choice(work, member)
        for member in member_access.visible(work, seat)
        if seat.may(Action.INVITE, member_access.subject_of(member))
        and member.person_id != work.person.id
    ]


def _all(work: Work, answers: Mapping[str, str]) -> Sequence[Choice]:
    seat = access.seat_that_may(work, Action.ADMINISTER)
    return [_choice(work, member) for member in member_access.visible(work, seat)]


def _choice(work: Work, member: Member) -> Choice:
    return Choice(work.texts.plain("members.choice", member=member), str(member.number))


def _check_removable(work: Work, typed: str, answers: Mapping[str, str]) -> str:
    return str(member_access.find(work, access.seat_that_may(work, Action.INVITE), typed).number)


def _check_person(work: Work, typed: str, answers: Mapping[str, str]) -> str:
    return str(
        member_access.find(work, access.seat_that_may(work, Action.ADMINISTER), typed).number
    )


def _role_choices(work: Work, answers: Mapping[str, str]) -> Sequence[Choice]:
    return posts.role_choices(work)


def _check_unit(work: Work, typed: str, answers: Mapping[str, str]) -> str:
    seat = access.seat_that_may(work, Action.ADMINISTER)
    return access.find_unit(work, seat, typed).code


def _unit_choices(work: Work, answers: Mapping[str, str]) -> Sequence[Choice]:
    return posts.unit_choices(work, access.seat_that_may(work, Action.ADMINISTER))


ROLE_FORM = Form(
    (
        Field("person", _check_person, _all),
        Field("role", posts.check_role, _role_choices),
        Field("unit", _check_unit, _unit_choices, asked=posts.asks_unit),
    ),
    lambda answers: " ".join(filter(None, map(answers.get, ("person", "role", "unit")))),
)
REMOVE_FORM = Form(
    (Field("person", _check_removable, _removable),), lambda answers: answers["person"]
)

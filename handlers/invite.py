"""/invite: links by which people join, and the button that revokes one."""

import re
from collections.abc import Mapping, Sequence

from domain.errors import Refusal
from domain.keywords import parse_role
from domain.roles import Action, Role
from domain.subcommittee import Subcommittee
from handlers import access, inviting, paging, posts
from handlers.posts import Post
from handlers.registry import Choice, Field, Form
from handlers.seat import Seat
from handlers.work import Work
from storage import invitations, subcommittees, units
from storage.invitations import Invitation

MOST_USES = 100
_LONGEST_NUMBER = 6
_USES = re.compile(r"(?:^|\s)[x×]\s?(?P<uses>[0-9]{1,6})\s*\Z", re.IGNORECASE)


def invite(work: Work, argument: str) -> None:
    """[UNIT] [role] [xN]. Raises Refusal for a post that this person may not fill."""
    seat = access.seat_that_may(work, Action.INVITE)
    said, uses = _uses(argument)
    role, unit_id = _post(work, seat, said)
    inviting.invite(work, seat.subcommittee, role, unit_id, uses)


def _uses(argument: str) -> tuple[str, int]:
    """What is said before the final `xN`, and N, else 1. Raises Refusal("bad_uses")."""
    match = _USES.search(argument)
    if match is None:
        return argument.strip(), 1
    uses = int(match["uses"])
    if not 1 <= uses <= MOST_USES:
        raise Refusal("bad_uses", most=MOST_USES)
    return argument[: match.start()].strip(), uses


def _post(work: Work, seat: Seat, said: str) -> tuple[Role, int | None]:
    if posts.own_unit_only(seat, Action.INVITE):
        return _own_post(work, seat, said)
    post = posts.read(work, seat, said)
    role = post.role or Role.MEMBER
    if posts.needs_unit(role) and post.unit is None:
        raise Refusal("post_needs_unit", role=role)
    return role, post.unit.id if post.unit else None


def _own_post(work: Work, seat: Seat, said: str) -> tuple[Role, int | None]:
    """A lead invites members of the own unit; whether another unit exists is not told."""
    assert seat.member.unit_id is not None
    own = units.get(work.connection, seat.member.unit_id)
    try:
        post = posts.read(work, seat, said)
    except Refusal:
        raise Refusal("own_unit_only", unit=own) from None
    wanted = Post(post.role or Role.MEMBER, post.unit or own)
    if wanted != Post(Role.MEMBER, own):
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


def _check_role(work: Work, typed: str, answers: Mapping[str, str]) -> str:
    return parse_role(typed)


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
    if not said.isdecimal() or len(said) > _LONGEST_NUMBER:
        raise Refusal("bad_uses", most=MOST_USES)
    return str(_uses(f"x{int(said)}")[1])


def _compose(answers: Mapping[str, str]) -> str:
    return " ".join((answers.get("unit", ""), answers["role"], f"x{answers['uses']}")).strip()


FORM = Form(
    (
        Field("role", _check_role, _role_choices),
        Field(
            "unit",
            _check_unit,
            _unit_choices,
            asked=lambda answers: posts.needs_unit(Role(answers["role"])),
        ),
        Field("uses", _check_uses, _uses_choices),
    ),
    _compose,
    confirm=False,
)

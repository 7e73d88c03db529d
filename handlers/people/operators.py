"""/newsubcommittee: the operator founds a subcommittee, and is no member of it."""

from collections.abc import Mapping

from domain.errors import Refusal
from domain.roles import Role
from domain.text import NAME_LIMIT, clean, limited
from handlers import paging
from handlers.people import inviting
from handlers.registry import Field, Form
from handlers.work import Work
from storage import invitations, members, subcommittees

VERB = "ns"


def found(work: Work, argument: str) -> None:
    """Answers with the invitation of the first admin."""
    name = _name(work, argument, {})
    subcommittee = subcommittees.create(
        work.connection, name, work.config.timezone, work.config.locale, work.now
    )
    work.audit(subcommittee, "founded", subcommittee, {}, {"name": name})
    again = work.button("operators.button_again", f"{VERB}:{subcommittee.id}")
    work.answer("operators.founded", [[again]], subcommittee=subcommittee)
    inviting.invite(work, subcommittee, Role.ADMIN)


def invite_again(work: Work, arguments: list[str]) -> None:
    """The button `ns:<subcommittee>`: a new link, as long as no admin has come.

    Raises Refusal("button_unknown") and Refusal("has_admin").
    """
    if not work.operator:
        raise Refusal("button_unknown")
    subcommittee_id = paging.number_of("".join(arguments))
    try:
        subcommittee = subcommittees.get(work.connection, subcommittee_id)
    except LookupError:
        raise Refusal("button_unknown") from None
    if members.with_roles(work.connection, subcommittee_id, (Role.ADMIN,)):
        raise Refusal("has_admin")
    for invitation in invitations.usable_of(work.connection, subcommittee_id, work.now):
        invitations.revoke(work.connection, invitation.id, work.now)
        work.audit(subcommittee, "revoked", ("invitation", invitation.id), {}, {})
    inviting.invite(work, subcommittee, Role.ADMIN)


def _name(work: Work, typed: str, answers: Mapping[str, str]) -> str:
    """Raises Refusal("missing_field") and Refusal("too_long")."""
    name = limited(clean(typed), "name", NAME_LIMIT)
    if not name:
        raise Refusal("missing_field", field="name")
    return name


FORM = Form((Field("name", _name),), lambda answers: answers["name"])

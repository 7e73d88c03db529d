"""Making an invitation, and the message that shows its link once."""

from datetime import timedelta

from domain.roles import Role
from domain.subcommittee import Subcommittee
from handlers.keyboards import Button
from handlers.people import secret_codes
from handlers.work import Work
from storage import invitations, units
from storage.invitations import Invitation

REVOKE = "ir"
"""Verb of the button that revokes: `ir:<invitation>`."""
DAYS = 7


def invite(
    work: Work, subcommittee: Subcommittee, role: Role, unit_id: int | None = None, uses: int = 1
) -> None:
    """Makes an invitation for 7 days and says its link; only the hash of its code is kept."""
    code = secret_codes.new_code()
    invitation = invitations.create(
        work.connection,
        subcommittee.id,
        secret_codes.hashed(code),
        role,
        unit_id,
        uses,
        work.person.id,
        work.now + timedelta(days=DAYS),
        work.now,
    )
    after = {"role": role, "unit_id": unit_id, "uses": uses, "expires_at": invitation.expires_at}
    work.audit(subcommittee, "invited", ("invitation", invitation.id), {}, after)
    _show(work, subcommittee, invitation, code)


def _show(work: Work, subcommittee: Subcommittee, invitation: Invitation, code: str) -> None:
    link = secret_codes.link(work, code)
    unit = units.get(work.connection, invitation.unit_id) if invitation.unit_id else None
    work.answer(
        "invite.link",
        [
            [
                Button(work.texts.plain("invite.button_copy"), copy=link),
                work.button("invite.button_revoke", f"{REVOKE}:{invitation.id}", "danger"),
            ]
        ],
        link=link,
        subcommittee=subcommittee,
        role=invitation.role,
        unit=unit,
        uses=invitation.uses_left,
        until=invitation.expires_at,
    )

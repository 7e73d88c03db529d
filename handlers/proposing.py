"""What a person must confirm by a button before it is done."""

from collections.abc import Mapping
from typing import Any

from domain.errors import Refusal
from handlers.access import pressed_number
from handlers.keyboards import Button
from handlers.seat import Seat
from handlers.work import Work
from storage import proposals
from storage.proposals import Proposal

LEAVE = "leave"


def propose(work: Work, seat: Seat, kind: str, data: Mapping[str, Any]) -> int:
    """Keeps what is to be done, fit for JSON, until its person decides; the proposal's id."""
    return proposals.put(
        work.connection, work.person.id, seat.subcommittee.id, kind, data, work.now
    )


def take(work: Work, proposal_id: int, kind: str) -> tuple[Seat, dict[str, Any]]:
    """What the person now agreed to, and the seat from which it was proposed; decided by this.

    Raises Refusal("button_unknown") for somebody else's, Refusal("proposal_decided") and
    Refusal("not_a_member").
    """
    proposal = _undecided(work, proposal_id)
    if proposal.kind != kind:
        raise Refusal("button_unknown")
    seat = work.seat_in(proposal.subcommittee_id)
    proposals.decide(work.connection, proposal.id, work.now)
    return seat, proposal.data


def leave(work: Work, arguments: list[str]) -> None:
    """The button that lets a proposal be: `leave:<proposal>`."""
    proposal = _undecided(work, pressed_number(arguments))
    proposals.decide(work.connection, proposal.id, work.now)
    work.show(work.html("proposing.left"))


def leave_button(work: Work, proposal_id: int) -> Button:
    return work.button("proposing.button_leave", f"{LEAVE}:{proposal_id}")


def _undecided(work: Work, proposal_id: int) -> Proposal:
    proposal = proposals.get(work.connection, proposal_id)
    if proposal is None or proposal.person_id != work.person.id:
        raise Refusal("button_unknown")
    if proposal.decided:
        raise Refusal("proposal_decided")
    return proposal

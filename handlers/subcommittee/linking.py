"""/link: the group or topic to which a subcommittee's summaries go."""

from dataclasses import replace

from domain.errors import Refusal
from domain.keywords import ANSWERS, find_name
from domain.roles import Action
from domain.subcommittee import Subcommittee
from handlers import access, paging, proposing, strangers
from handlers.keyboards import Button
from handlers.seat import Seat
from handlers.work import Work
from storage import chats, subcommittees

VERB = "lk"
KIND = "link"


def link(work: Work, argument: str) -> None:
    """[off]. In a group: links it, or asks in private to which subcommittee; `off` ends it."""
    if argument and find_name(argument, ANSWERS) != "no":
        raise Refusal("bad_link_argument")
    if not work.in_group:
        _in_private(work, off=bool(argument))
        return
    seats = access.seats_of(work.connection, work.person)
    admins = [seat for seat in seats if seat.may(Action.ADMINISTER)]
    if not admins:
        _refuse(work, member=bool(seats))
    elif argument:
        _unlink_here(work, admins)
    else:
        _link_here(work, admins)


def _refuse(work: Work, *, member: bool) -> None:
    if member:
        raise Refusal("not_allowed")
    strangers.tell(work)


def _link_here(work: Work, admins: list[Seat]) -> None:
    linked = subcommittees.linked_to(work.connection, work.chat_id)
    if linked is not None:
        # Whose group it is, is nobody else's business.
        admins = [seat for seat in admins if seat.subcommittee.id == linked.id]
        if not admins:
            raise Refusal("cannot_link")
    if len(admins) == 1:
        _link(work, admins[0], work.chat_id, work.incoming.thread_id)
        work.answer("linking.linked", subcommittee=admins[0].subcommittee)
    else:
        _ask(work, admins)


def _ask(work: Work, admins: list[Seat]) -> None:
    """Asks in private: what else somebody is an admin of does not belong into the group."""
    where = {"chat_id": work.chat_id, "thread_id": work.incoming.thread_id}
    rows = []
    for seat in admins:
        proposal_id = proposing.propose(work, seat, KIND, where)
        rows.append([Button(seat.subcommittee.name[:60], f"{VERB}:{proposal_id}")])
    work.say_in_private("linking.which", rows, title=work.chat_title)
    url = f"https://t.me/{work.config.bot_username}"
    label = work.texts.plain("groups.button_private")
    work.answer("linking.choose_in_private", [[Button(label, url=url)]])


def choose(work: Work, arguments: list[str]) -> None:
    """The button `lk:<proposal>`. Raises Refusal("cannot_link") where it has become impossible."""
    seat, where = proposing.take(work, paging.number_of("".join(arguments)), KIND)
    access.require(seat, Action.ADMINISTER)
    chat = chats.get(work.connection, where["chat_id"])
    linked = subcommittees.linked_to(work.connection, where["chat_id"])
    if chat is None or chat.unreachable or linked not in (None, seat.subcommittee):
        raise Refusal("cannot_link")
    _link(work, seat, chat.id, where["thread_id"])
    work.show(work.html("linking.linked_to", subcommittee=seat.subcommittee, title=chat.title))


def _link(work: Work, seat: Seat, chat_id: int, thread_id: int | None) -> None:
    _save(work, seat, "linked", chat_id, thread_id)


def _unlink_here(work: Work, admins: list[Seat]) -> None:
    linked = subcommittees.linked_to(work.connection, work.chat_id)
    for seat in admins:
        if linked is not None and seat.subcommittee.id == linked.id:
            _save(work, seat, "unlinked", None, None)
            work.answer("linking.unlinked")
            return
    raise Refusal("not_linked")


def _save(work: Work, seat: Seat, action: str, chat_id: int | None, thread_id: int | None) -> None:
    before = seat.subcommittee
    after = replace(before, linked_chat_id=chat_id, linked_thread_id=thread_id)
    subcommittees.update(work.connection, after)
    if after != before:
        work.audit(seat, action, after, _place(work, before), _place(work, after))


def _place(work: Work, subcommittee: Subcommittee) -> dict[str, object]:
    """What the audit log keeps of a link."""
    if subcommittee.linked_chat_id is None:
        return {"group": None}
    chat = chats.get(work.connection, subcommittee.linked_chat_id)
    return {"group": chat.title if chat else "", "topic": subcommittee.linked_thread_id}


def _in_private(work: Work, *, off: bool) -> None:
    """Says how it is done and what is linked now; `off` ends the active subcommittee's link."""
    seat = access.seat_that_may(work, Action.ADMINISTER)
    if off:
        if seat.subcommittee.linked_chat_id is None:
            raise Refusal("not_linked")
        _save(work, seat, "unlinked", None, None)
        work.answer("linking.unlinked")
        return
    chat = None
    if seat.subcommittee.linked_chat_id is not None:
        chat = chats.get(work.connection, seat.subcommittee.linked_chat_id)
    work.answer("linking.how", subcommittee=seat.subcommittee, chat=chat)

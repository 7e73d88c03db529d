"""The way of one update: who speaks, whether they may, which handler, and what goes wrong.

`handle` is the unit of work that `bot/` queues for each update.
"""

import sqlite3
from datetime import datetime

from domain.errors import Refusal
from domain.text import NAME_LIMIT, clean, shorten
from handlers import (
    access,
    asking,
    examples,
    forms,
    membership,
    one_command,
    rates,
    reachability,
    strangers,
)
from handlers.incoming import Incoming, Kind
from handlers.keyboards import Button
from handlers.registry import Command, Place
from handlers.seat import Seat
from handlers.texts import texts
from handlers.work import Config, Toast, Work
from storage import chats, continuations, inbox, persons, subcommittees

_IN_GROUPS = frozenset({Kind.PRESS, Kind.MEMBERSHIP})
_DEEDS = frozenset({Kind.COMMAND, Kind.TEXT, Kind.MEDIA, Kind.PRESS})


def handle(
    connection: sqlite3.Connection,
    incoming: Incoming | None,
    config: Config,
    now: datetime,
    update_id: int,
) -> Toast | None:
    """Carries out one update and marks it done, in the transaction of the caller.

    Whatever is no Refusal goes up to the caller, who undoes all of it.
    """
    toast = None
    if incoming is not None and incoming.kind is Kind.MIGRATION:
        # Said by the group itself, in nobody's name.
        membership.migrate(connection, incoming, now)
    elif incoming is not None and _worth_handling(incoming):
        toast = _carry_out(_begin(connection, incoming, config, now))
    inbox.mark_done(connection, update_id, now)
    return toast


def _worth_handling(incoming: Incoming) -> bool:
    """Channels, bots, forwarded commands, Telegram's own notes and the talk of groups get no
    answer. What becomes of the bot itself counts whoever did it: an admin of a group who hides
    the name appears as a bot."""
    if incoming.chat_kind == "channel" or incoming.person_id is None:
        return False
    if incoming.from_bot and incoming.kind is not Kind.MEMBERSHIP:
        return False
    if incoming.kind is Kind.SERVICE:
        return False
    if incoming.kind is Kind.COMMAND:
        return not incoming.forwarded
    if incoming.kind is Kind.EDITED:
        return incoming.command is not None or incoming.private
    return incoming.private or incoming.kind in _IN_GROUPS


def _begin(
    connection: sqlite3.Connection, incoming: Incoming, config: Config, now: datetime
) -> Work:
    person = persons.ensure(
        connection,
        incoming.person_id or 0,
        shorten(clean(incoming.person_name), NAME_LIMIT) or "?",
        incoming.username,
        incoming.telegram_language,
    )
    seats = access.seats_of(connection, person)
    if not incoming.private:
        seats = _seats_in_group(connection, incoming, seats)
    elif person.unreachable and incoming.kind is not Kind.MEMBERSHIP:
        reachability.on_reachable(connection, person.chat_id, now)
    language = access.language_of(person, seats, config.locale)
    return Work(connection, now, incoming, config, person, texts(language), seats)


def _seats_in_group(
    connection: sqlite3.Connection, incoming: Incoming, seats: list[Seat]
) -> list[Seat]:
    """In a linked group the linked subcommittee counts, in any other none."""
    chat = chats.by_telegram_id(connection, incoming.chat_id)
    linked = subcommittees.linked_to(connection, chat.id) if chat else None
    return [seat for seat in seats if linked and seat.subcommittee.id == linked.id]


def _carry_out(work: Work) -> Toast | None:
    """A Refusal undoes what the handler did and becomes a sentence; all else passes through."""
    if not _admitted(work):
        return None
    work.connection.execute("SAVEPOINT handler")
    try:
        _dispatch(work)
        work.flush()
    except Refusal as refusal:
        work.connection.execute("ROLLBACK TO handler")
        work.toast = None
        refuse(work, refusal)
    work.connection.execute("RELEASE handler")
    if work.toast is None and work.incoming.press_id is not None:
        work.toast = Toast(work.incoming.press_id)
    return work.toast


def _admitted(work: Work) -> bool:
    """What holds even where the command is then refused: it counts, and it ends an open form."""
    name = work.incoming.command
    if work.incoming.kind is not Kind.COMMAND or name is None:
        return True
    command = work.config.registry.by_name.get(name)
    heard = work.seats or work.operator or (command is not None and command.anybody)
    if heard and not rates.allowed(work):
        return False
    cancels = command is not None and command.name == "cancel"
    if work.incoming.private and work.person.in_form and not cancels:
        forms.leave(work)
    return True


def refuse(work: Work, refusal: Refusal) -> None:
    """One sentence and an example, where the person spoke; a toast where they pressed."""
    if work.incoming.press_id is not None:
        work.pop_up(f"refusals.{refusal.key}", alert=True, **refusal.data)
        return
    sentence = work.html(f"refusals.{refusal.key}", **refusal.data)
    example = examples.of(work, refusal)
    work.say(f"{sentence}\n{example}" if example else sentence, line=sentence)


def _dispatch(work: Work) -> None:
    incoming = work.incoming
    if incoming.private and incoming.kind in _DEEDS:
        if work.person.in_the_middle:
            work.kept = continuations.of_person(work.connection, work.person.id, work.now)
        work.asked = asking.take(work)
    if incoming.kind is Kind.MEMBERSHIP:
        work.config.registry.membership(work)
    elif incoming.kind is Kind.PRESS:
        _press(work)
    elif incoming.anonymous:
        _anonymous(work)
    elif incoming.kind is Kind.EDITED:
        _edited(work)
    elif incoming.kind is Kind.COMMAND and incoming.command:
        _command(work, incoming.command, incoming.argument)
    elif incoming.private:
        _plain(work)


def _press(work: Work) -> None:
    verb, *arguments = work.incoming.data.split(":")
    press = work.config.registry.by_verb.get(verb)
    if press is None:
        raise Refusal("button_unknown")
    if not press.anybody and not work.seats and not work.operator:
        raise Refusal("not_a_member")
    if work.in_group and press.place is Place.PRIVATE:
        # No message in a group has such a button: its data was forged.
        raise Refusal("button_private")
    if press.right is not None:
        access.seat_that_may(work, press.right)
    press.run(work, arguments)


def _anonymous(work: Work) -> None:
    """Who posts in the name of the group has no name: one sentence says how to show it."""
    if work.incoming.kind is Kind.COMMAND and work.incoming.command in work.config.registry.by_name:
        work.answer("groups.anonymous")


def _edited(work: Work) -> None:
    """An edited command or report is not carried out again; one sentence says so."""
    known = work.config.registry.by_name
    if work.incoming.command in known and (work.seats or work.operator):
        work.answer("general.edited", command=work.incoming.command)
    elif work.incoming.private and work.seats and work.config.registry.reports(work):
        work.answer("general.edited_report")


def _command(work: Work, name: str, argument: str) -> None:
    command = work.config.registry.by_name.get(name)
    if not _may_speak(work, command):
        return
    if work.in_group and not _welcome_in_group(work, command, argument):
        return
    if command is None:
        raise Refusal("unknown_command", command=name)
    # Any group can be linked to a subcommittee that does not count there yet: /link looks itself.
    if command.right is not None and not (work.in_group and command.place is Place.ANY_GROUP):
        access.seat_that_may(work, command.right)
    bare = not argument and not (command.takes_file and work.incoming.media is not None)
    if bare and command.form is not None:
        if work.in_group:
            _send_to_private(work)
        else:
            forms.start(work, command)
        return
    command.run(work, one_command.lines_of(work.config.registry, name, argument))


def _may_speak(work: Work, command: Command | None) -> bool:
    """Strangers get one polite sentence, at most once an hour, and nothing in groups."""
    if command is not None and command.anybody:
        return True
    if command is not None and work.operator and (command.operator or command.operators_too):
        return True
    if work.seats:
        if command is not None and command.operator and not work.in_group:
            raise Refusal("not_allowed")
        return True
    if work.in_group:
        return command is not None and command.place is Place.ANY_GROUP
    if work.operator:
        raise Refusal("operator_only")
    strangers.tell(work)
    return False


def _welcome_in_group(work: Work, command: Command | None, argument: str) -> bool:
    """Whether to carry out the command here; if not, a linked group gets a line and a button."""
    if command is not None:
        if command.place is Place.ANY_GROUP:
            return True
        if work.seats and (
            command.place is Place.GROUP or (command.place is Place.LINE and argument)
        ):
            return True
    if work.seats:
        _send_to_private(work)
    return False


def _send_to_private(work: Work) -> None:
    label = work.texts.plain("groups.button_private")
    url = f"https://t.me/{work.config.bot_username}"
    work.answer("groups.in_private", [[Button(label, url=url)]])


def _plain(work: Work) -> None:
    if not work.seats:
        if not work.operator:
            strangers.tell(work)
        elif not forms.answer(work):
            raise Refusal("operator_only")
        return
    for deal_with in work.config.registry.plain:
        if deal_with(work):
            return

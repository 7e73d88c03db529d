"""The bot is added, removed, blocked or unblocked, or a group becomes a supergroup."""

import sqlite3
from datetime import datetime

from handlers import reachability
from handlers.incoming import Incoming
from handlers.work import Work
from storage import chat_migration, chats

PRESENT = frozenset({"member", "administrator", "creator"})


def migrate(connection: sqlite3.Connection, incoming: Incoming, now: datetime) -> None:
    """Moves the group's chat to its new Telegram id; saying it again changes nothing."""
    if incoming.migrated_to is not None:
        chat_migration.migrate(connection, incoming.chat_id, incoming.migrated_to, now)
    elif incoming.migrated_from is not None:
        chat_migration.migrate(connection, incoming.migrated_from, incoming.chat_id, now)


def changed(work: Work) -> None:
    """The bot's own status in this chat has changed."""
    chat = chats.get(work.connection, work.chat_id)
    assert chat is not None
    if work.incoming.membership in PRESENT:
        reachability.on_reachable(work.connection, chat.id, work.now)
    else:
        reason = "blocked" if work.incoming.private else "kicked"
        reachability.on_unreachable(work.connection, chat.id, reason, work.now)

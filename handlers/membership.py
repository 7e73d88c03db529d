"""The bot is added, removed, blocked or unblocked, or a group becomes a supergroup."""

import sqlite3
from datetime import datetime

from handlers import menus, reachability
from handlers.incoming import Incoming
from handlers.work import Work
from storage import chat_migration

PRESENT = frozenset({"member", "administrator", "creator", "restricted"})


def migrate(connection: sqlite3.Connection, incoming: Incoming, now: datetime) -> None:
    """Moves the group's chat to its new Telegram id; saying it again changes nothing."""
    if incoming.migrated_to is not None:
        chat_migration.migrate(connection, incoming.chat_id, incoming.migrated_to, now)
    elif incoming.migrated_from is not None:
        chat_migration.migrate(connection, incoming.migrated_from, incoming.chat_id, now)


def changed(work: Work) -> None:
    """The bot's own status in this chat has changed."""
    if work.incoming.membership not in PRESENT:
        reason = "blocked" if work.incoming.private else "kicked"
        reachability.on_unreachable(work.connection, work.chat_id, reason, work.now)
        return
    reachability.on_reachable(work.connection, work.chat_id, work.now)
    if work.incoming.private:
        menus.renew(work.connection, work.person.id, work.config, work.now)

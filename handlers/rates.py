"""How many commands one person may give: those above it are counted, not carried out."""

from datetime import timedelta

from handlers.work import Work
from storage import outbox, rates
from storage.outbox import Outgoing, Priority
from storage.times import to_text

COMMANDS = 30
WINDOW = timedelta(seconds=10)


def allowed(work: Work) -> bool:
    """Counts this command; past the limit a sentence at the end tells how many.

    What counts is when it was sent: what gathered while the bot was away was not sent in haste.
    """
    moment = min(work.incoming.sent_at or work.now, work.now)
    rate = rates.count(work.connection, work.person.id, moment, WINDOW, COMMANDS)
    if rate.refused == 0:
        return True
    key = f"flood:{work.person.id}:{to_text(rate.window_started_at)}"
    outgoing = Outgoing(
        chat_id=work.person.chat_id,
        kind="flood",
        payload={"count": rate.refused, "language": work.texts.language},
        priority=Priority.ANSWER,
        key=key,
        not_before=work.now + (rate.window_started_at + WINDOW - moment),
    )
    if outbox.put(work.connection, outgoing, work.now) is None:
        outbox.renew(work.connection, key, outgoing.payload)
    return False

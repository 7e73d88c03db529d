"""People whom a bot on the local Telegram knows already."""

from sandbox import Bot, Person, Sandbox


def started(sandbox: Sandbox, bot: Bot, name: str, username: str) -> Person:
    """Somebody who has started the bot; the update is confirmed."""
    person = sandbox.person(name, username)
    person.start(bot)
    bot.updates.events.clear()
    return person

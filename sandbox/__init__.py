"""A strict local Telegram: a Bot API server over HTTP, with persons, groups and faults.

It knows no particular bot. In a test::

    async with Sandbox.running() as sandbox:            # 127.0.0.1, a free port
        bot = sandbox.bot("Tiểu ban", "tieuban_bot")    # bot.token, bot.id, bot.username
        # python-telegram-bot: base_url=sandbox.url + "/bot",
        #                      base_file_url=sandbox.url + "/file/bot"
        chair = sandbox.person("Chair", "chair", language_code="vi")
        chair.start(payload="invite-1")                 # an update at once; returns the Message
        card = await sandbox.until(lambda: sandbox.replies(chair)[-1:])
        toast = await chair.presses(card[0], "Accept")  # by text or data; Toast(text, alert)
        chair.says("/report DBP70-1 60%", reply_to=card[0])
        await sandbox.until(lambda: sandbox.calls.of("sendMessage", chat=chair))
        sandbox.messages(chair)                         # what the chat shows, edits in place

`person.press(…)` does not wait; `person.press_data(message, "forged")` sends any data.
Messages have `text, entities, keyboard, buttons, edited, reply_to, silent, content`.

Groups: `group = sandbox.group("Title", owner, forum=True)`, `group.add(bot, person)`,
`person.says("…", chat=group, thread=topic.id)`, `group.remove(bot)`, `group.upgrade()`,
`group.says_anonymously("…")`, `group.create_topic("…")`, `sandbox.channel("…").posts("…")`.

Trouble: `sandbox.faults.too_many_requests(5, method="sendMessage", chat=chair, times=2, skip=1)`,
`.forbidden()`, `.error(400, "…")`, `.server_error(502, effect=False)`, `.slow(0.5)`,
`.hold()` … `.release()`, `.cut_before(reset=False)`, `.cut_after()`, `.cut_within()`,
`.bad_json()`;
`await sandbox.go_offline()` / `go_online()`; `bot.revoke()`; `person.blocks()`, `.deactivates()`.
Without `method` a fault strikes every method but getUpdates.

Time: `Sandbox.running(clock=…)` takes anything with `now()` and `monotonic()`; dates, flood limits
and expiry follow it, long polls wait in real time. `Sandbox.running(limits=False)` switches flood
limits off; their figures are `sandbox.limits.private = Rate(3, 1)` and so on.
A second getUpdates with the same offset within 3 s is slowed to 3 s, as Telegram does it;
`Sandbox.running(slow_repeated_polls=False)` spares tests that stop a stock Updater this wait.
Update ids: `bot.updates.restart_at(117_000_000)`; anything at all:
`bot.updates.add_raw({"message": …}, expires=…)`.

Kept: `Sandbox.running(keep=Path("folder"))` loads the world from the folder and saves it there;
`sandbox.people` and `sandbox.groups` are who is in it, `sandbox.saved_at` says from when it is,
`await sandbox.save()` does not wait for the second after a change.

Long runs: `Sandbox(kept_calls=…, kept_messages=…, kept_bytes=…)` forgets what is older;
`sandbox.calls.recording = False` keeps no transcript, only the count in `.total`.
Without an event loop, or for benchmarks: `sandbox.thread.SandboxThread`.

Looking on: a page is at `sandbox.url + "/"`, its API below `/control/`. `Sandbox(director=…)` lets
it move clock and program (`sandbox.control.director`); `sandbox.feed_director()` says that they
changed. `sandbox.outage.begin(seconds)` and `.end()` keep off the bots alone.

By itself: `python -m sandbox --port 8081`.
"""

from sandbox.bots import Bot
from sandbox.callbacks import Toast
from sandbox.chats import Chat, Topic
from sandbox.groups import Channel, Group
from sandbox.limits import FloodLimits, Rate
from sandbox.local import Sandbox
from sandbox.messages import Message
from sandbox.people import Person
from sandbox.transcript import Call

__all__ = [
    "Bot",
    "Call",
    "Channel",
    "Chat",
    "FloodLimits",
    "Group",
    "Message",
    "Person",
    "Rate",
    "Sandbox",
    "Toast",
    "Topic",
]

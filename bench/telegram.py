"""The local Telegram in a process of its own: one JSON object a line in, one out.

`python -m bench.telegram [--limits]`; `bench.processes.Telegram` is its other end.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from time import perf_counter
from typing import Any

from bench.arrivals import Arrival, Arrivals
from sandbox import Bot, Person, Sandbox

PATIENCE_SECONDS = 120.0


class Desk:
    """Does what the other end asks, one thing after another."""

    def __init__(self, sandbox: Sandbox, arrivals: Arrivals) -> None:
        self._sandbox = sandbox
        self._arrivals = arrivals
        self._bots: dict[str, Bot] = {}
        self._people: dict[int, Person] = {}

    async def do(self, order: dict[str, Any]) -> Any:
        """Raises LookupError for what it does not know, TimeoutError where no answer came."""
        known: dict[str, Callable[..., Awaitable[Any]]] = {
            "bot": self._bot,
            "people": self._open_chats,
            "ask": self._ask,
            "burst": self._burst,
            "paced": self._paced,
            "await": self._await,
            "upload": self._upload,
            "press": self._press,
        }
        return await known[order.pop("do")](**order)

    async def _bot(self, token: str) -> str:
        bot = self._sandbox.bot("Bench", f"bench_{token.partition(':')[0]}_bot", token)
        self._bots[token] = bot
        return bot.username

    async def _open_chats(self, token: str, first: int, names: list[str]) -> int:
        """Persons with ids from `first` on, each with a started chat with the bot."""
        for number, name in enumerate(names, first):
            person = self._people.get(number) or self._sandbox.person(name, id=number)
            self._people[number] = person
            self._sandbox.world.private_chat(self._bots[token], person.user).started = True
        return len(names)

    async def _ask(self, questions: list[tuple[str, int, str]]) -> list[tuple[float, str]]:
        """Each question (token, person, text) after the answer to the one before: milliseconds
        from the update being queued to the answer's request being read, and how it begins."""
        return [await self._answered(*question) for question in questions]

    async def _answered(self, token: str, person_id: int, text: str) -> tuple[float, str]:
        seen = self._arrivals.by_bot[self._bots[token].id]
        before, asked = len(seen), perf_counter()
        self._people[person_id].says(text, chat=self._bots[token])
        await self._until(seen, before + 1)
        while seen[before].chat_id != person_id:
            before += 1
            await self._until(seen, before + 1)
        return (seen[before].at - asked) * 1000, seen[before].head

    async def _burst(self, token: str, says: list[tuple[int, str]], answer: str) -> float:
        """All at once; the seconds from then until the last of as many messages has been asked for.

        Raises ValueError where one of them does not hold the words `answer`: an apology is quick.
        """
        seen = self._arrivals.by_bot[self._bots[token].id]
        before = len(seen)
        for person_id, text in says:
            self._people[person_id].says(text, chat=self._bots[token])
        asked = perf_counter()  # nothing was awaited: nothing of it has left yet
        await self._until(seen, before + len(says))
        answers = seen[before : before + len(says)]
        for arrival in answers:
            if answer not in arrival.head:
                raise ValueError(f"answered with {arrival.head!r}")
        return answers[-1].at - asked

    async def _paced(
        self,
        token: str,
        questions: list[tuple[int, str]],
        every: float,
        answer: str,
        beside: list[tuple[int, str]] | None = None,
    ) -> list[float | None]:
        """Every so many seconds a question, answered or not; milliseconds until a message that
        begins with `answer` came into that chat, None where none did.

        `beside`: what others say evenly over that time, whatever comes of it.
        """
        seen = self._arrivals.by_bot[self._bots[token].id]
        before, started = len(seen), perf_counter()
        asked = []
        said = 0
        for number, (person_id, text) in enumerate(questions):
            await asyncio.sleep(max(0.0, started + number * every - perf_counter()))
            while beside and said < len(beside) * (number + 1) // len(questions):
                other, words = beside[said]
                self._people[other].says(words, chat=self._bots[token])
                said += 1
            asked.append((person_id, perf_counter()))
            self._people[person_id].says(text, chat=self._bots[token])
        await asyncio.sleep(2.0)
        return [_first_answer(seen[before:], *one, answer) for one in asked]

    async def _upload(
        self, token: str, person_id: int, caption: str, path: str, answer: str
    ) -> float:
        """A file with a caption; milliseconds until a message that begins with `answer`."""
        seen = self._arrivals.by_bot[self._bots[token].id]
        before, asked = len(seen), perf_counter()
        content = await asyncio.to_thread(Path(path).read_bytes)
        self._people[person_id].sends_document(
            content, name=Path(path).name, caption=caption, chat=self._bots[token]
        )
        spent: list[float | None] = []

        def answered() -> bool:
            spent[:] = [_first_answer(seen[before:], person_id, asked, answer)]
            return spent[0] is not None

        await self._sandbox.until(answered, PATIENCE_SECONDS)
        return spent[0] or 0.0

    async def _press(self, token: str, person_id: int, data: str, answer: str) -> None:
        """The newest button whose data begins with `data`, until its message begins with `answer`.

        Raises StopIteration where there is none.
        """
        person = self._people[person_id]
        messages = person.chat_with(self._bots[token]).messages
        message, shown = next(
            (message, shown["callback_data"])
            for message in reversed(list(messages.values()))
            for row in message.keyboard
            for shown in row
            if shown.get("callback_data", "").startswith(data)
        )
        person.press_data(message, shown)
        await self._sandbox.until(lambda: message.text.startswith(answer), PATIENCE_SECONDS)

    async def _await(self, token: str, count: int, within: float) -> dict[str, Any]:
        """The moments of the messages so far, once there are so many or the time is over."""
        seen = self._arrivals.by_bot[self._bots[token].id]
        try:
            await self._until(seen, count, within)
        except TimeoutError:
            if not seen:
                raise
        taken = seen[:count]
        return {
            "count": len(taken),
            "seconds": taken[-1].at - taken[0].at,
            "refused": self._sandbox.limits.refusals,
        }

    async def _until(
        self, seen: list[Arrival], count: int, within: float = PATIENCE_SECONDS
    ) -> None:
        await self._sandbox.until(lambda: len(seen) >= count, within)


def _first_answer(
    seen: list[Arrival], person_id: int, asked: float, beginning: str
) -> float | None:
    for arrival in seen:
        if (
            arrival.chat_id == person_id
            and arrival.at >= asked
            and arrival.head.startswith(beginning)
        ):
            return (arrival.at - asked) * 1000
    return None


async def _serve(limits: bool) -> None:
    arrivals = Arrivals(recording=False)
    sandbox = Sandbox(limits=limits)
    sandbox.world.transcript = arrivals
    await sandbox.open()
    desk = Desk(sandbox, arrivals)
    loop = asyncio.get_running_loop()
    _say({"url": sandbox.url})
    # The other end closes the pipe when it is done, or when it is gone.
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        try:
            _say({"result": await desk.do(json.loads(line))})
        except Exception as error:
            _say({"error": f"{type(error).__name__}: {error}"})
    await sandbox.close()


def _say(answer: dict[str, Any]) -> None:
    print(json.dumps(answer), flush=True)


def main() -> None:
    """Serves until its standard input ends."""
    try:
        import uvloop
    except ImportError:
        run = asyncio.run
    else:
        run = uvloop.run
    run(_serve("--limits" in sys.argv))


if __name__ == "__main__":
    main()

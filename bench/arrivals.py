"""What the server was asked to send, and when: the moments between which is measured."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from time import perf_counter

from sandbox.transcript import Call, Transcript

HEAD = 60  # letters kept of each text


@dataclass(frozen=True, slots=True)
class Arrival:
    """A message of a bot, at the moment its request was read, in seconds of `perf_counter`."""

    at: float
    chat_id: int
    head: str


@dataclass
class Arrivals(Transcript):
    """A transcript that keeps of each sendMessage only what is needed here, by the bot's id."""

    by_bot: defaultdict[int, list[Arrival]] = field(default_factory=lambda: defaultdict(list))

    def add(self, call: Call) -> None:
        self.total += 1
        if call.method == "sendMessage":
            head = str(call.raw.get("text", ""))[:HEAD]
            arrival = Arrival(perf_counter(), int(call.raw["chat_id"]), head)
            self.by_bot[call.bot_id].append(arrival)

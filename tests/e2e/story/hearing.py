"""What the bot has said since one last listened, taken from the calls it made."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sandbox import Message
from tests.support.stage import ZONE, Stage

_SAYS = ("sendmessage", "sendphoto", "senddocument", "sendvideo", "sendvoice", "sendmediagroup")
_QUIET = (
    "getupdates",
    "getme",
    "deletewebhook",
    "getwebhookinfo",
    "setmycommands",
    "deletemycommands",
    "getfile",
)


@dataclass
class Heard:
    """One message or edit."""

    to: str
    at: datetime
    text: str
    buttons: list[str] = field(default_factory=list)
    edit: bool = False
    toast: bool = False
    silent: bool = False
    thread: int | None = None
    message: Message | None = None


class Ear:
    """Names every chat; a call that fails, or to a chat nobody knows, is an error."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.names: dict[int, str] = {}

    def listen(self) -> list[Heard]:
        calls = list(self.stage.sandbox.calls)
        self.stage.sandbox.calls.clear()
        found = []
        for call in calls:
            method = call.method.lower()
            if method in _QUIET or not call.done:
                continue
            assert call.ok, call
            found.append(self._heard(method, call.params, call.result, call.at))
        return found

    def _heard(
        self, method: str, params: Mapping[str, object], result: object, at: datetime
    ) -> Heard:
        local = at.astimezone(ZONE).replace(tzinfo=None)
        if method == "answercallbackquery":
            query = self.stage.sandbox.world.callbacks[str(params["callback_query_id"])]
            text = query.answer.text if query.answer else ""
            return Heard(self.names[query.person.id], local, text, toast=True)
        assert method in (*_SAYS, "editmessagetext", "editmessagereplymarkup"), method
        assert isinstance(result, dict), (method, result)
        message = self._message(result)
        return Heard(
            self.names[result["chat"]["id"]],
            local,
            result.get("text") or message.text,
            list(message.buttons),
            edit=method.startswith("edit"),
            silent=bool(params.get("disable_notification")),
            thread=message.thread_id,
            message=message,
        )

    def _message(self, result: Mapping[str, dict[str, int]]) -> Message:
        world, chat_id = self.stage.sandbox.world, result["chat"]["id"]
        chat = world.chats.get(chat_id)
        if chat is None:
            chat = world.private[self.stage.bot.id, chat_id]
        return chat.messages[int(result["message_id"])]  # type: ignore[call-overload, unused-ignore]

"""The schemas of the shapes, by the names that the description of the API gives them."""

from __future__ import annotations

from typing import get_args

from sandbox.control.schema import (
    Schema,
    all_fields,
    array,
    boolean,
    free,
    integer,
    moment,
    nullable,
    one_of,
    reference,
    text,
)
from sandbox.feed import Kind

LABELS: Schema = {
    "type": "object",
    "properties": {"vi": text(), "en": text()},
    "required": ["vi", "en"],
}
EVENT_KINDS: tuple[str, ...] = (*get_args(Kind), "reload")

MESSAGE: Schema = {
    "type": "object",
    "description": "The Bot API's own JSON of the message, and where it stands.",
    "properties": {
        "message_id": integer(),
        "date": integer(),
        "chat": free(),
        "key": text(),
        "silent": boolean(),
        "reactions": array(all_fields(emoji=text(), count=integer())),
    },
    "required": ["message_id", "date", "chat", "key", "silent", "reactions"],
}

CHAT = {
    "key": text(),
    "id": integer(),
    "kind": one_of("private", "group", "supergroup", "channel"),
    "title": text(),
    "bot": nullable(integer()),
    "person": nullable(integer()),
    "forum": boolean(),
    "started": boolean(),
    "blocked": boolean(),
    "migrated_to": nullable(text()),
    "members": array(
        all_fields(
            id=integer(),
            name=text(),
            is_bot=boolean(),
            status=one_of("creator", "administrator", "member", "restricted", "left", "kicked"),
        )
    ),
    "topics": array(all_fields(id=integer(), name=text(), closed=boolean())),
    "pinned": array(integer()),
    "keyboard": nullable(
        all_fields(rows=array(array(free())), one_time=boolean(), placeholder=text())
    ),
}

COMPONENTS: dict[str, Schema] = {
    "Error": all_fields(error=text()),
    "Bot": all_fields(id=integer(), username=text(), name=text()),
    "Person": all_fields(
        id=integer(),
        first_name=text(),
        last_name=text(),
        username=text(),
        language_code=text(),
        deactivated=boolean(),
    ),
    "Message": MESSAGE,
    "Messages": all_fields(messages=array(reference("Message"))),
    "Page": all_fields(messages=array(reference("Message")), more=boolean()),
    "ChatChange": all_fields(**CHAT),
    "Chat": all_fields(
        **CHAT, last=nullable(reference("Message")), total=integer(), written=nullable(integer())
    ),
    "Toast": all_fields(text=text(), alert=boolean(), url=text()),
    "Answered": all_fields(toast=nullable(reference("Toast"))),
    "Menu": all_fields(commands=array(all_fields(command=text(), description=text()))),
    "Call": all_fields(
        number=integer(),
        at=moment(),
        bot=integer(),
        method=text(),
        chat=nullable(integer()),
        key=nullable(text()),
        code=integer(),
        ok=boolean(),
        error=nullable(text()),
        happened=boolean(),
        done=boolean(),
        params=free(),
    ),
    "Calls": all_fields(calls=array(reference("Call"))),
    "Clock": all_fields(
        now=moment(),
        zone=text(),
        movable=boolean(),
        moving=boolean(),
        moments=array(all_fields(id=text(), at=nullable(moment()), label=LABELS)),
    ),
    "Program": all_fields(running=boolean(), restarts=integer(), pid=nullable(integer())),
    "Progress": all_fields(label=LABELS, done=integer(), total=integer()),
    "Trouble": all_fields(
        offline=boolean(),
        until=nullable(moment()),
        faults=array(
            all_fields(
                id=integer(),
                kind=text(),
                method=nullable(text()),
                chat=nullable(integer()),
                remaining=integer(),
                hits=integer(),
            )
        ),
    ),
    "State": all_fields(
        sequence=integer(),
        bots=array(reference("Bot")),
        persons=array(reference("Person")),
        chats=array(reference("Chat")),
        clock=reference("Clock"),
        program=nullable(reference("Program")),
        progress=nullable(reference("Progress")),
        trouble=reference("Trouble"),
        calls=array(reference("Call")),
    ),
    "Event": {
        "type": "object",
        "properties": {
            "type": one_of(*EVENT_KINDS),
            "message": reference("Message"),
            "chat": reference("ChatChange"),
            "person": {"anyOf": [reference("Person"), integer()]},
            "bot": reference("Bot"),
            "call": reference("Call"),
            "clock": reference("Clock"),
            "program": nullable(reference("Program")),
            "progress": nullable(reference("Progress")),
            "trouble": reference("Trouble"),
            "key": text(),
            "message_id": integer(),
            "thread": nullable(integer()),
            "text": text(),
            "alert": boolean(),
            "url": text(),
        },
        "required": ["type"],
        "additionalProperties": False,
    },
    "Events": array(reference("Event")),
}

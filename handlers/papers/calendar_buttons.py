"""The buttons that bring the calendar of an event."""

from collections.abc import Sequence

from domain.event import Event
from handlers.keyboards import Button, grid
from handlers.texts import Texts

EVENT_VERB = "icsof"
"""`icsof:<event>`, or with a page: whose calendar of the event."""
_MOST = 12


def event_rows(texts: Texts, events: Sequence[Event]) -> list[list[Button]]:
    """A button for each event, under a picture of them."""
    buttons = [
        Button(texts.plain("calendar.button_event", event=event), f"{EVENT_VERB}:{event.id}")
        for event in events[:_MOST]
    ]
    return grid(buttons)

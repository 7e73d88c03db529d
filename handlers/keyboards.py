"""Inline keyboards, and the texts above them, as Telegram takes them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

DATA_LIMIT = 64


@dataclass(frozen=True)
class Button:
    """A button: pressed, it sends `data`; or it opens `url`."""

    text: str
    data: str = ""
    style: str | None = None
    """'primary', 'success' or 'danger'."""
    url: str | None = None
    copy: str | None = None

    def as_dict(self) -> dict[str, Any]:
        button: dict[str, Any] = {"text": self.text}
        if self.url:
            button["url"] = self.url
        elif self.copy:
            button["copy_text"] = {"text": self.copy}
        else:
            if not 1 <= len(self.data.encode()) <= DATA_LIMIT:
                raise ValueError(f"callback data of {len(self.data.encode())} bytes: {self.data}")
            button["callback_data"] = self.data
        if self.style:
            button["style"] = self.style
        return button


Rows = Sequence[Sequence[Button]]


def markup(rows: Rows) -> dict[str, Any]:
    return {"inline_keyboard": [[button.as_dict() for button in row] for row in rows if row]}


def text_params(html: str, rows: Rows = ()) -> dict[str, Any]:
    """The parameters of a message of HTML, without a preview of what it links to."""
    params: dict[str, Any] = {
        "text": html,
        "parse_mode": "HTML",
        "link_preview_options": {"is_disabled": True},
    }
    if rows:
        params["reply_markup"] = markup(rows)
    return params


def grid(buttons: Sequence[Button], width: int = 3) -> list[list[Button]]:
    """The buttons in rows of `width`."""
    return [list(buttons[start : start + width]) for start in range(0, len(buttons), width)]

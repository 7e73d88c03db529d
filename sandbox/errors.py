"""The errors a Bot API server answers with."""

from __future__ import annotations

from collections.abc import Iterable, Set
from typing import Any


class ApiError(Exception):
    """A refusal: the HTTP status, the description and, for some, parameters.

    `parameters` carries `retry_after` (seconds) or `migrate_to_chat_id`.
    """

    def __init__(
        self, code: int, description: str, parameters: dict[str, Any] | None = None
    ) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def to_json(self) -> dict[str, Any]:
        answer: dict[str, Any] = {
            "ok": False,
            "error_code": self.code,
            "description": self.description,
        }
        if self.parameters:
            answer["parameters"] = self.parameters
        return answer


def bad_request(message: str) -> ApiError:
    """A 400; the message's first letter becomes small as Telegram's server does it."""
    if len(message) >= 2 and not (message[1] == "_" or "A" <= message[1] <= "Z"):
        message = message[0].lower() + message[1:]
    return ApiError(400, f"Bad Request: {message}")


def refuse_unknown(given: Iterable[str], known: Set[str], where: str) -> None:
    """A field nobody knows is an error: silence would hide a slip. Raises ApiError (400)."""
    unknown = set(given) - known
    if unknown:
        raise bad_request(f'unknown field "{min(unknown)}" in {where}')


def forbidden(message: str) -> ApiError:
    """A 403."""
    return ApiError(403, f"Forbidden: {message}")


def conflict(message: str) -> ApiError:
    """A 409."""
    return ApiError(409, f"Conflict: {message}")


def too_many_requests(retry_after: int) -> ApiError:
    """A 429 that says after how many seconds to come again."""
    return ApiError(
        429, f"Too Many Requests: retry after {retry_after}", {"retry_after": retry_after}
    )

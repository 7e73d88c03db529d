"""The one error family for what a person can put right."""

from __future__ import annotations


class Refusal(Exception):  # noqa: N818 - a refusal is an answer, not an error
    """A request that is not carried out, for a reason fit to tell the person.

    `key` names the text that says so (snake_case); `data` fills that text's template.
    """

    def __init__(self, key: str, **data: object) -> None:
        super().__init__(key, data)
        self.key = key
        self.data = data

    def __str__(self) -> str:
        return f"{self.key} {self.data}" if self.data else self.key

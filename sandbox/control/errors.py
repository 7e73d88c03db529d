"""What the control API refuses."""

from __future__ import annotations


class ControlError(Exception):
    """A refusal: the HTTP status and one sentence that says why."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence


def wrong(sentence: str) -> ControlError:
    """A 400: it was not asked properly, or cannot be done."""
    return ControlError(400, sentence)


def missing(sentence: str) -> ControlError:
    """A 404: what is asked about is not there."""
    return ControlError(404, sentence)

"""Texts without what no file can hold."""

import re

# Names and notes are cleaned of it as they come in, but a file must not depend on that.
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def legible(text: str) -> str:
    """The text without the characters that XML forbids: controls and lone surrogates."""
    return _NOT_IN_XML.sub("", text)

"""What can be wrong with a saved world."""

from __future__ import annotations


class SavedWorldError(Exception):
    """The folder's world cannot be read, or is in use; the text says why in one line."""

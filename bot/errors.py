"""Failures that end a command or the bot, each with one line for the operator."""


class IntakeFailed(Exception):  # noqa: N818
    """Nothing can come in any more, and trying again cannot help."""


class CommandFailed(Exception):  # noqa: N818
    """A command of the operator could not do what was asked, or found something wrong."""

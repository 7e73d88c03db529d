"""Ports, as a command line takes them."""

from __future__ import annotations

from argparse import ArgumentTypeError

LARGEST = 65_535


def port_number(text: str) -> int:
    """A port's number, 0 meaning a free one; ArgumentTypeError says in one line what is one."""
    # Not int alone, which takes also " 1_0" and digits of other scripts.
    number = int(text) if text.isascii() and text.isdecimal() else None
    if number is None or number > LARGEST:
        raise ArgumentTypeError(f"{text!r} is no port: a port is a number from 0 to {LARGEST}")
    return number

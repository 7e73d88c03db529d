"""Tells the story, day by day, up to the present."""

from __future__ import annotations

from demo.playing import Demo


async def tell(demo: Demo) -> None:
    """Raises what goes wrong on the way; then the demo begins anew the next time."""
    await demo.settle()

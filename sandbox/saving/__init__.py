"""The world in a folder: `world.json`, and the bytes of files beside it by what they contain.

`save(world, folder)` writes it, `load(folder, world)` puts it into an empty world, and `Keeper`
does both for a world that goes on. What belongs to a run alone is not saved: options, faults,
flood limits, the transcript of calls, presses that wait for an answer.
"""

from sandbox.saving.errors import SavedWorldError
from sandbox.saving.keeper import Keeper
from sandbox.saving.reading import load
from sandbox.saving.writing import save

__all__ = ["Keeper", "SavedWorldError", "load", "save"]

"""The one table of recipes: what the worker process can make or read, each by one function.

A recipe is "module:function"; the module is imported in the worker alone, the function is given
the data and returns `list[MadeFile]`, or for a recipe that reads whatever it read. What is read in
slices is given the single items that followed the data besides, and yields what it read.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

RECIPES: Mapping[str, str] = MappingProxyType(
    {
        "template": "documents.workbooks:template",
        "export": "documents.workbooks:export",
        "package": "documents.package:make",
        "package_part": "documents.package:part",
        "plan": "documents.plan_reading:hand_over",
        "plan_faults": "documents.plan_marking:mark",
        "status_card": "documents.pictures.card:draw",
        "progress": "documents.pictures.progress:draw",
        "months": "documents.pictures.months:draw",
        "calendar": "documents.calendar_file:make",
        "report": "documents.report_document:make",
    }
)

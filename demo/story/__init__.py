"""The told story: what happened in a subcommittee in the three weeks before today."""

from demo.story.telling import tell

__all__ = ["tell"]

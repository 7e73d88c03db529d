"""Rich messages (Bot API 10.1 and later): their HTML becomes blocks, strictly.

The rules are those of the documentation, "Rich HTML style" and "Rich Message Limits"; Telegram
reads the HTML in servers of its own, whose error texts are not public.
"""

from sandbox.rich.blocks import parse_rich_html

__all__ = ["parse_rich_html"]

"""parse_mode=Markdown, the older dialect, with Telegram's error texts.

The rules were read from the public source of tdlib (MessageEntity.cpp, parse_markdown).
"""

from __future__ import annotations

from sandbox.markdown_reader import MarkdownReader, fail
from sandbox.text import Entity, Formatted


class _OldMarkdown(MarkdownReader):
    def run(self) -> Formatted:
        while self.at < len(self.source):
            character = self.source[self.at]
            if character == "\\" and self.source[self.at + 1 : self.at + 2] in ("_", "*", "`", "["):
                self.put(self.source[self.at + 1])
                self.at += 2
            elif character in "_*`[":
                self.entity(character)
            else:
                self.put(character)
                self.at += 1
        return self.result()

    def entity(self, character: str) -> None:
        begin = self.at
        mark = "```" if self.source.startswith("```", begin) else character
        self.at += len(mark)
        language = self.language() if mark == "```" else ""
        end = self.source.find("]" if mark == "[" else mark, self.at)
        if end < 0:
            offset = self.byte(begin)
            fail(f"Can't find end of the entity starting at byte offset {offset}")
        start, text = self.offset, self.source[self.at : end]
        self.put(text)
        self.at = end + len(mark)
        entity: Entity = {"offset": start, "length": self.offset - start}
        if mark == "[":
            self.link_text(entity, text)
        elif entity["length"]:
            entity["type"] = {"_": "italic", "*": "bold", "`": "code", "```": "pre"}[mark]
            if language:
                entity["language"] = language
            self.entities.append(entity)

    def link_text(self, entity: Entity, text: str) -> None:
        if self.source.startswith("(", self.at):
            end = self.source.find(")", self.at)
            end = len(self.source) if end < 0 else end
            text = self.source[self.at + 1 : end]
            self.at = end + 1
        if entity["length"]:
            self.link(entity, text)


def parse_markdown(source: str) -> Formatted:
    """Text and entities; raises 400 `can't parse entities: …`."""
    return _OldMarkdown(source).run()

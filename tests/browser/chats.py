"""A chat of the page, and what a person does in it by mouse and keys."""

from __future__ import annotations

from typing import Any

from playwright.async_api import Locator, Page, expect


class Chat:
    """The panel of the chat called `name`."""

    def __init__(self, page: Page, name: str) -> None:
        self.page = page
        self.name = name
        title = page.get_by_role("heading", name=name, exact=True)
        self.panel = page.locator("[data-chat-panel]").filter(has=title)
        self.rows = self.panel.locator(".row")

    async def opened(self, *, beside: bool = False) -> Chat:
        """Clicked in the column."""
        column = self.page.get_by_role("navigation")
        row = column.get_by_role("button", name=self.name, exact=True)
        await row.click(modifiers=["Control"] if beside else [])
        await expect(self.panel).to_be_visible()
        return self

    async def says(self, text: str) -> None:
        """Written into the message box and sent by Enter."""
        box = self.panel.get_by_role("textbox")
        await box.fill(text)
        await box.press("Enter")

    async def newest(self, words: str) -> Locator:
        """The last message, once it has these words."""
        row = self.rows.last
        await expect(row).to_contain_text(words)
        return row

    async def presses(self, label: str, words: str) -> None:
        """A button of the last message, once that has these words."""
        row = await self.newest(words)
        await row.locator(".inline-button", has_text=label).click()

    async def answers(self, question: str, text: str) -> None:
        """As a reply to the last message, by its key R."""
        row = await self.newest(question)
        await row.focus()
        await self.page.keyboard.press("r")
        await self.says(text)

    async def toasts(self, words: str) -> None:
        """Waits for the words that come and go."""
        await expect(self.panel.get_by_role("status").filter(has_text=words)).to_be_visible()

    async def sends_photo(self, picture: bytes, caption: str) -> None:
        file: Any = {"name": "evidence.png", "mimeType": "image/png", "buffer": picture}
        await self.panel.locator("input[type=file]").set_input_files([file])
        await self.page.get_by_role("textbox", name="Caption").fill(caption)
        await self.page.get_by_role("dialog").get_by_role("button", name="Send").click()
        await expect(self.page.get_by_role("dialog")).to_have_count(0)

"""A linked topic that is no more: admins see it wherever they look, until it is there again."""

from pathlib import Path

from sandbox import Group, Person, Topic
from tests.support.stage import WORK, Stage


async def linked(stage: Stage) -> tuple[Person, Group, Topic]:
    """An admin, and the topic of a forum that they have linked."""
    admin = await stage.founded(*WORK)
    forum = stage.sandbox.group("Diễn đàn", admin, forum=True)
    forum.add(stage.bot)
    topic = forum.create_topic("Tổng hợp")
    await stage.says(admin, "/lienket", chat=forum, thread=topic.id)
    return admin, forum, topic


async def test_a_topic_that_is_closed_is_news_until_it_is_open_again(tmp_path: Path) -> None:
    async with Stage.running(tmp_path) as stage:
        admin, forum, topic = await linked(stage)
        forum.close_topic(topic)
        await stage.move_to("2024-03-16 08:00")
        told = [shown.text for shown in stage.messages(admin) if "Chủ đề nhận" in shown.text]
        assert len(told) == 1
        await stage.says(admin, "/thanhvien")
        assert "chủ đề đã bị xóa hoặc bị đóng" in stage.last(admin).text
        await stage.move_to("2024-03-17 08:00")
        assert "chủ đề đã bị xóa hoặc bị đóng" in stage.last(admin).text
        forum.reopen_topic(topic)
        await stage.move_to("2024-03-18 08:00")
        await stage.says(admin, "/thanhvien")
        assert "chủ đề" not in stage.last(admin).text


async def test_another_topic_linked_instead_ends_the_news(tmp_path: Path) -> None:
    async with Stage.running(tmp_path) as stage:
        admin, forum, topic = await linked(stage)
        forum.delete_topic(topic)
        await stage.move_to("2024-03-16 08:00")
        other = forum.create_topic("Báo cáo")
        await stage.says(admin, "/lienket", chat=forum, thread=other.id)
        await stage.says(admin, "/thanhvien")
        assert "chủ đề" not in stage.last(admin).text

"""Nobody there is news: who cannot be reached, and what they get once they can be again."""

from handlers import reachability
from storage import chats, outbox
from tests.support.assigned import assigned
from tests.support.house import House, Somebody
from tests.support.registered import registered


def chat_of(house: House, somebody: Somebody) -> int:
    chat = chats.by_telegram_id(house.connection, somebody.id)
    assert chat is not None
    return chat.id


def refused(house: House, somebody: Somebody, reason: str = "blocked") -> None:
    """Telegram refuses a message to this person, as the delivery notes it."""
    chats.mark_unreachable(house.connection, chat_of(house, somebody), reason, house.now)
    reachability.on_unreachable(house.connection, chat_of(house, somebody), reason, house.now)
    house.deliver()


def test_admins_are_told_once_who_blocked_the_bot(house: House) -> None:
    there = assigned(house)
    refused(house, there.lead)
    refused(house, there.lead)
    house.membership(there.lead, "kicked")
    told = [text for text in there.admin.texts if "Không gửi được tin" in text]
    assert told == [
        "⚠️ Không gửi được tin cho Đầu mối Điện Biên (CATDB): đã chặn bot. Khi đồng chí ấy nhắn"
        " lại cho bot, những việc còn hiệu lực sẽ được gửi. Xem /thanhvien."
    ]


def test_who_blocks_again_is_news_again(house: House) -> None:
    there = assigned(house)
    for _ in range(2):
        refused(house, there.lead)
        house.advance(hours=1)
        there.lead.says("/mine")
        house.advance(hours=1)
    assert len([text for text in there.admin.texts if "Không gửi được tin" in text]) == 2


def test_what_waits_for_somebody_unreachable_is_void(house: House) -> None:
    there = assigned(house)
    house.now = house.local("2024-03-16 07:00")
    while house.slice():
        pass
    refused(house, there.other)
    rows = house.connection.execute(
        "SELECT state, error FROM outbox WHERE chat_id = ? AND kind = 'digest'",
        (chat_of(house, there.other),),
    ).fetchall()
    assert [tuple(row) for row in rows] == [("void", outbox.UNREACHABLE)]


def test_who_comes_back_gets_what_still_holds_in_one_message(house: House) -> None:
    there = registered(house)
    house.membership(there.lead, "kicked")
    for line in (
        "Nhà khách | CATDB | 1/5/2024",
        "Khảo sát | CATDB | 20/4/2024",
        "Y tế | CATDB | 20/4/2024",
    ):
        there.admin.says(f"/newtask DBP70 | {line}")
    there.admin.says("/canceltask DBP70-2 không cần nữa")
    there.admin.says("/edittask DBP70-3 | unit = CATPHN")
    before = len(there.lead.shown)
    house.membership(there.lead, "member")
    (notice,) = there.lead.shown[before:]
    assert "DBP70-1" in notice.text
    assert "Nhiệm vụ mới giao" in notice.text
    assert notice.text.count("DBP70-3") <= 1
    house.advance(minutes=1)
    house.membership(there.lead, "member")
    assert len(there.lead.shown) == before + 1


def test_tasks_that_waited_so_long_that_their_notice_is_pruned_are_told_all_the_same(
    house: House,
) -> None:
    there = registered(house)
    house.membership(there.lead, "kicked")
    there.admin.says("/newtask DBP70 | Nhà khách | CATDB | 1/5/2024")
    house.advance(days=10)
    house.connection.execute("UPDATE outbox SET payload = NULL WHERE kind = 'notice'")
    house.membership(there.lead, "member")
    assert "DBP70-1" in there.lead.last.text
    assert there.task(1).delivered_at == house.now


def test_who_comes_back_the_same_day_gets_the_digest_that_was_missed(house: House) -> None:
    there = assigned(house)
    there.other.says("/accept DBP70-3")
    house.membership(there.other, "kicked")
    house.passes_to("2024-03-17 09:00")
    before = len(there.other.shown)
    house.membership(there.other, "member")
    (digest,) = there.other.shown[before:]
    assert (digest.kind, "lẽ ra gửi lúc 07:00" in digest.text) == ("digest", True)


def test_who_comes_back_after_weeks_gets_no_old_digests(house: House) -> None:
    there = assigned(house)
    there.other.says("/accept DBP70-3")
    house.membership(there.other, "kicked")
    house.passes_to("2024-04-17 09:00")
    house.membership(there.other, "member")
    assert [shown.kind for shown in there.other.shown].count("digest") == 1


def test_writing_to_the_bot_makes_reachable(house: House) -> None:
    there = registered(house)
    refused(house, there.lead)
    there.admin.says("/newtask DBP70 | Nhà khách | CATDB | 1/5/2024")
    there.lead.says("/mine")
    assert any("Nhiệm vụ mới giao" in text for text in there.lead.texts)


def test_a_group_that_removed_the_bot_is_told_to_admins_and_gets_nothing(house: House) -> None:
    there = assigned(house)
    group = house.group()
    there.admin.says("/link", group=group)
    house.membership(there.admin, "left", group)
    assert "đã đưa bot ra khỏi nhóm" in there.admin.last.text
    before = len(group.shown)
    house.passes_to("2024-03-16 07:00")
    assert len(group.shown) == before
    assert "báo cáo không gửi vào nhóm được" in there.admin.last.text


def test_the_group_gets_the_summary_of_the_day_when_the_bot_is_added_again(house: House) -> None:
    there = assigned(house)
    group = house.group()
    there.admin.says("/link", group=group)
    house.membership(there.admin, "left", group)
    house.passes_to("2024-03-16 09:00")
    before = len(group.shown)
    house.membership(there.admin, "member", group)
    assert [shown.kind for shown in group.shown[before:]] == ["summary"]


def test_a_topic_that_is_gone_is_told_to_admins_once(house: House) -> None:
    there = assigned(house)
    group = house.group()
    there.admin.says("/link", group=group, message_thread_id=7, is_topic_message=True)
    house.now = house.local("2024-03-16 07:00")
    while house.slice():
        pass
    raw = house.connection.execute(
        f"SELECT {outbox.COLUMNS} FROM outbox WHERE person_id IS NULL AND kind = 'summary'"
    ).fetchone()
    for _ in range(2):
        reachability.on_topic_gone(house.connection, outbox.row_of(raw), house.now)
    house.deliver()
    assert len([text for text in there.admin.texts if "đã bị xóa" in text]) == 1


def test_an_admin_is_not_told_of_people_of_another_subcommittee(house: House) -> None:
    there = assigned(house)
    other = house.subcommittee("Tiểu ban Lễ tân")
    stranger = house.joins("Giúp việc hai", other, "admin")
    refused(house, there.lead)
    assert stranger.shown == []

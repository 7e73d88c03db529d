"""The told story: what a newcomer walks into, whatever the day on which it is begun."""

from collections import Counter
from collections.abc import AsyncIterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from demo.playing import Demo
from demo.story import tell
from demo.story.cast import ADMIN, CHAIR, GROUP, NOBODY_YET, SECOND_ADMIN, TOPIC, UNITS, lead
from demo.story.telling import CHAPTERS
from domain.task import Status, Task
from storage import events, facts, subcommittees, tasks
from storage.connection import connect_read_only
from tests.support.demo_run import ZONE, demo_in, local, replies

MOMENTS = (
    "2027-06-15T14:20",
    "2027-12-31T23:40",
    "2028-02-29T06:59:30",
    "2027-03-01T00:02",
)
"""An afternoon, the end of a year, a leap day just before a slot, just after midnight."""
WANTED = {
    Status.ASSIGNED: 3,
    Status.ACCEPTED: 10,
    Status.IN_PROGRESS: 11,
    Status.BLOCKED: 4,
    Status.SUBMITTED: 2,
    Status.DONE: 10,
    Status.CANCELLED: 1,
}


@pytest.fixture(params=MOMENTS)
async def told(
    request: pytest.FixtureRequest, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> AsyncIterator[Demo]:
    now = datetime.fromisoformat(request.param).replace(tzinfo=ZONE)
    async with demo_in(tmp_path, tell, now) as demo:
        assert not [record for record in caplog.records if record.name.startswith("demo")]
        yield demo


def today_of(demo: Demo) -> date:
    return demo.clock.present().astimezone(ZONE).date()


def all_tasks(demo: Demo) -> list[Task]:
    connection = connect_read_only(demo.folder.database)
    try:
        (subcommittee,) = subcommittees.all_of(connection)
        return [
            task
            for event in events.all_of(connection, subcommittee.id)
            for task in tasks.of_event(connection, event.id)
        ]
    finally:
        connection.close()


@pytest.mark.long
async def test_all_of_it_holds_on_any_day(told: Demo) -> None:
    """One story is told for all that is looked at: it takes its seconds."""
    the_present_is_reached(told)
    the_tasks_are_in_all_states(told)
    the_first_peak_is_twelve_days_ahead(told)
    every_slot_was_sent_once(told)
    nothing_was_said_twice(told)
    nothing_failed(told)
    the_group_gets_its_summaries(told)
    somebody_is_missing(told)
    evidence_is_there(told)
    files_were_made(told)


def the_present_is_reached(demo: Demo) -> None:
    assert demo.shared.ahead == demo.shared.present
    assert demo.folder.told
    assert demo.director.progress() is None


def the_tasks_are_in_all_states(demo: Demo) -> None:
    found = all_tasks(demo)
    now = demo.clock.now()
    assert Counter(task.status for task in found) == WANTED
    done = [task for task in found if task.status is Status.DONE]
    late = [task for task in done if task.submitted_at and task.submitted_at > task.due_at]
    assert 0 < len(late) < len(done)
    overdue = {task.reference for task in found if task.overdue(now)}
    assert {"DBP70-10", "DBP70-12", "DNHN-7"} <= overdue
    assert len({task.obstacle_class for task in found if task.status is Status.BLOCKED}) > 2
    assert any(task.urgent for task in found)
    assert any(task.ad_hoc for task in found)
    assert any(task.cooperating for task in found)
    assert {task.percent for task in found} > {0, 30, 65}


def the_first_peak_is_twelve_days_ahead(demo: Demo) -> None:
    at = {moment.id: moment.at for moment in demo.director.moments()}["peak"]
    assert at is not None
    assert at.astimezone(ZONE).date() == today_of(demo) + timedelta(days=12)


def every_slot_was_sent_once(demo: Demo) -> None:
    heads = [each for each in replies(demo, CHAIR) if each.text.startswith("📊 Tổng hợp 07:00")]
    present = demo.clock.present().astimezone(ZONE)
    days = 21 if (present.hour, present.minute) >= (7, 0) else 20
    first = today_of(demo) - timedelta(days=20)
    assert [local(each).date() for each in heads] == [
        first + timedelta(days=day) for day in range(days)
    ]
    assert all(f"{local(each):%d/%m/%Y}" in each.text.splitlines()[0] for each in heads)


def nothing_was_said_twice(demo: Demo) -> None:
    world = demo.sandbox.world
    for chat in (*world.private.values(), *world.chats.values()):
        said = Counter(
            (message.text, message.date, message.thread_id)
            for message in chat.messages.values()
            if message.from_bot and message.text
        )
        assert [each for each, times in said.items() if times > 1] == []


def nothing_failed(demo: Demo) -> None:
    lines = demo.folder.log.read_text(encoding="utf-8").splitlines()
    wrong = [line for line in lines if "[error" in line or "[warning" in line]
    assert [line for line in wrong if "slow unit" not in line] == [], "a busy machine is slow"
    assert demo.sandbox.limits.refusals == 0
    connection = connect_read_only(demo.folder.database)
    try:
        assert facts.find(connection, "trouble") is None
    finally:
        connection.close()


def the_group_gets_its_summaries(demo: Demo) -> None:
    (group,) = [
        chat
        for chat in demo.sandbox.world.chats.values()
        if chat.title == GROUP and chat.migrated_to is None
    ]
    assert group.forum
    topic = next(topic for topic in group.topics.values() if topic.name == TOPIC)
    said = [message for message in group.messages.values() if message.from_bot]
    summaries = [message for message in said if "📊 Tổng hợp" in message.text]
    assert len(summaries) >= 20
    assert {message.thread_id for message in summaries} == {topic.id}


def somebody_is_missing(demo: Demo) -> None:
    private = {
        chat.person.first_name: chat for chat in demo.sandbox.world.private.values() if chat.person
    }
    assert [name for name, chat in private.items() if chat.blocked] == [lead("YTE")]
    assert lead(NOBODY_YET) not in private or not private[lead(NOBODY_YET)].started
    invited = [each for each in replies(demo, ADMIN) if f"({NOBODY_YET})" in each.text]
    assert any("start=" in each.text for each in invited)
    assert len(demo.sandbox.world.users) > 20


def evidence_is_there(demo: Demo) -> None:
    photos = [
        message
        for chat in demo.sandbox.world.private.values()
        for message in chat.messages.values()
        if "photo" in message.content and not message.from_bot
    ]
    assert len(photos) >= 8
    files = demo.sandbox.world.files
    for message in photos:
        assert files.get(message.content["photo"][-1]["file_id"]).data.startswith(b"\x89PNG")


def files_were_made(demo: Demo) -> None:
    """Pictures for the chair, a document for the assistance team."""
    assert [each for each in replies(demo, CHAIR) if "photo" in each.content]
    assert [each for each in replies(demo, SECOND_ADMIN) if "document" in each.content]


def test_the_chapters_follow_each_other() -> None:
    moments = [(day, hour) for day, hour, _ in CHAPTERS]
    assert moments == sorted(moments)
    assert moments[-1] < (0, "00:00"), "nothing hangs on the hour at which the demo is begun"


def test_nobody_has_a_persons_name() -> None:
    assert all(lead(unit) == f"Đầu mối {unit}" for unit in UNITS)

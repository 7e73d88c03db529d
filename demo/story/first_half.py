"""What happened in the three weeks: how the subcommittee began, and the first half."""

from __future__ import annotations

from demo.story import pictures, plan
from demo.story.cast import (
    ADMIN,
    CHAIR,
    DEPUTY,
    GROUP,
    NOBODY_YET,
    OBSERVER,
    OFFICERS,
    POSTS,
    READS_ENGLISH,
    SECOND_ADMIN,
    SUBCOMMITTEE,
    TALK,
    TOPIC,
    UNITS,
    lead,
    officer,
)
from demo.story.teller import Teller


async def founding(told: Teller) -> None:
    """The operator founds the subcommittee; the first of the assistance team adds the units."""
    operator = told.demo.operator
    told.people[operator.user.first_name] = operator
    await told.says(operator.user.first_name, f"/laptieuban {SUBCOMMITTEE}")
    await told.join((ADMIN, told.code(operator)))
    lines = "\n".join(f"{code} | {name}" for code, name in UNITS.items())
    await told.says(ADMIN, f"/themdonvi\n{lines}")


async def invitations(told: Teller) -> None:
    """For each post and for each unit's contact one."""
    posts = [(name, await told.invited(ADMIN, word)) for name, word in POSTS.items()]
    await told.join(*posts)
    units = [unit for unit in UNITS if unit != NOBODY_YET]
    await told.join(*[(lead(unit), await told.invited(ADMIN, f"{unit} đầu mối")) for unit in units])


async def officers(told: Teller) -> None:
    """Contacts invite those of their own unit; one of them reads English."""
    for unit, count in OFFICERS.items():
        code = await told.invited(lead(unit), f"x{count}")
        for number in range(1, count + 1):
            name = officer(unit, number)
            told.enters(name, "en" if name == READS_ENGLISH else "vi")
            await told.join((name, code))
    await told.says(READS_ENGLISH, "/language en")


async def the_group(told: Teller) -> None:
    """A group becomes one with topics; one of them gets the summaries."""
    group = told.group = told.demo.sandbox.group(GROUP, told.people[ADMIN])
    heads = (CHAIR, DEPUTY, SECOND_ADMIN, OBSERVER)
    group.add(*(told.people[name] for name in (*heads, lead("CATDB"), lead("CSGT"))))
    group.add(told.demo.bot, admin=True)
    group.upgrade(forum=True)
    topic = group.create_topic(TOPIC)
    talk = group.create_topic(TALK)
    await told.demo.settle()
    await told.says(ADMIN, "/lienket", chat=group, thread=topic.id)
    words = "Từ nay báo cáo tổng hợp gửi vào chủ đề bên cạnh. Việc cần trao đổi xin viết ở đây."
    await told.says(ADMIN, words, chat=group, thread=talk.id)


async def the_plan(told: Teller) -> None:
    for command in (*plan.EVENTS, plan.DBP70, plan.DBHT, plan.DNHN):
        await told.says(ADMIN, command)


async def the_first_accept(told: Teller) -> None:
    await told.accept_all(lead("CATDB"), lead("CANHVE"), lead("CATPDN"))


async def others_accept(told: Teller) -> None:
    await told.accept_all(lead("CSCD"), lead("PCCC"), officer("CSGT"))


async def those_reminded_accept(told: Teller) -> None:
    await told.accept_all(lead("HAUCAN"), lead("TRUYENTHONG"))


async def the_last_accept(told: Teller) -> None:
    """Only after the assistance team had been told, and the deputy had urged."""
    await told.says(DEPUTY, "/dondoc YTE đề nghị nhận việc trong buổi sáng")
    await told.accept_all(lead("YTE"))


async def first_reports(told: Teller) -> None:
    await told.says(
        lead("CATDB"), "/baocao DBP70-1 50% đã xong dự thảo, đang lấy ý kiến các đơn vị"
    )
    await told.says(lead("CANHVE"), "DBP70-3 30% đã khảo sát sân vận động, còn 4 điểm")
    await told.says(lead("TRUYENTHONG"), "/baocao DBP70-14 40% đã duyệt khung chuyên trang")


async def more_reports(told: Teller) -> None:
    await told.says(officer("CATDB"), "DBP70-2 20% đã nắm tình hình 4 trên 10 huyện, thị xã")
    await told.says(officer("CSGT"), "/baocao DBP70-6 45% đã khảo sát thực địa các nút giao chính")
    await told.sends_photos(
        officer("CSGT"), "DBP70-6 60% sơ đồ phân luồng, bản thứ nhất", pictures.route()
    )


async def plans_are_made(told: Teller) -> None:
    await told.says(lead("CATDB"), "/xong DBP70-1 đã trình lãnh đạo Bộ ban hành")
    await told.says(lead("CANHVE"), "DBP70-4 35% đã kiểm tra 4 trên 12 khách sạn, nhà khách")
    await told.says(lead("CATPDN"), "/baocao DNHN-1 60% đã thống nhất với các sở, ngành")


async def the_first_is_confirmed(told: Teller) -> None:
    await told.says(ADMIN, "/duyet DBP70-1")
    await told.says(lead("HAUCAN"), "/baocao DBP70-11 40% đang tiếp nhận thiết bị đợt 1")


async def the_survey_is_slow(told: Teller) -> None:
    """Due this day, and not done."""
    await told.sends_photos(
        lead("CANHVE"),
        "DBP70-3 60% còn hai điểm chưa khảo sát",
        pictures.stadium(),
        pictures.hotel(),
    )
    await told.says(lead("CATDB"), "/baocao DBHT-9 80% còn thiếu danh sách của ba địa phương")


async def pages_are_open(told: Teller) -> None:
    await told.says(lead("TRUYENTHONG"), "/xong DBP70-14 chuyên trang đã hoạt động")
    await told.says(lead("CATDB"), "/xong DBHT-9")


FIRST_HALF = (
    (-21, "08:00", founding),
    (-21, "08:30", invitations),
    (-21, "09:00", officers),
    (-21, "10:00", the_group),
    (-21, "14:00", the_plan),
    (-21, "15:30", the_first_accept),
    (-20, "08:30", others_accept),
    (-19, "08:10", those_reminded_accept),
    (-18, "08:30", the_last_accept),
    (-17, "15:00", first_reports),
    (-15, "09:10", more_reports),
    (-13, "16:20", plans_are_made),
    (-12, "08:30", the_first_is_confirmed),
    (-10, "14:40", the_survey_is_slow),
    (-9, "10:00", pages_are_open),
)

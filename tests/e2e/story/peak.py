"""23 April to 9 May: the dress rehearsal, the peak, the day itself, and the end."""

from tests.e2e.story.acts import Acts
from tests.e2e.story.cast import ADMIN, CHAIR, DEPUTY, OBSERVER, SECOND_ADMIN, lead, officer
from tests.e2e.story.forecast import EVENING, MORNING
from tests.e2e.story.play import moment


async def the_last_plans(play: Acts) -> None:
    """A reminder that would fall into quiet hours goes out just before they begin."""
    await play.at("23/4 10:00")
    await play.is_done(lead("CATDB"), "DBP70-22", "đã dự báo 6 tình huống")
    await play.is_done(lead("CANHVE"), "DBP70-5")
    await play.returns(CHAIR, "DBP70-5", "làm rõ lực lượng dự bị")
    await play.at("24/4 09:00")
    await play.is_done(lead("CSCD"), "DBP70-9", "diễn tập đạt yêu cầu")
    await play.removes(ADMIN, officer("CSGT", 2))
    await play.at("25/4 16:00")
    await play.is_done(lead("CANHVE"), "DBP70-5", "đã bổ sung")
    await play.confirms(CHAIR, "DBP70-22", "DBP70-5", "DBP70-9")
    await play.is_done(lead("CSCD"), "DBP70-24")
    await play.is_done(lead("THANHNIEN"), "DBP70-20", "đã trao 500 suất quà")
    await play.at("26/4 17:30")
    await play.confirms(DEPUTY, "DBP70-24", "DBP70-20")


async def the_dress_rehearsal(play: Acts) -> None:
    """A peak day: off over the morning's slot, on again too near to the evening's to make up."""
    await play.at("27/4 05:00")
    await play.switch_off()
    await play.sleeps_until("27/4 14:10")
    play.says_meanwhile(lead("CSCD"), "/xong DBP70-21 đã điều động", "DBP70-21", move="done")
    await play.sleeps_until("27/4 14:30")
    told = play.told("done", lead("CSCD"), "DBP70-21")
    await play.switch_on(told | {lead("CSCD"): {"DBP70-21"}})
    await play.at("28/4 18:00")
    await play.confirms(ADMIN, "DBP70-21")
    await play.is_done(lead("CSGT"), "DBP70-6", "đã điều chỉnh")


async def the_peak(play: Acts) -> None:
    """No quiet hours on peak days; a task given in the morning is due the same evening."""
    await play.at("30/4 09:00")
    await play.is_done(officer("CSGT"), "DBP70-7")
    await play.confirms(CHAIR, "DBP70-6")
    await play.at("5/5 23:10")
    await play.blocks(lead("CSGT"), "DBP70-7", "mưa lớn, sạt lở một đoạn đường", "Khác")
    await play.at("6/5 08:00")
    await play.unblocks(CHAIR, "DBP70-7", "dùng tuyến dự phòng")
    await play.gives(
        ADMIN,
        "/giaoviec DBP70\nThông xe tuyến dự phòng | CSGT | 17:00 6/5/2024 | gấp | đột xuất"
        " | phối hợp CATDB",
    )
    await play.accepts_all("CSGT", lead("CSGT"))
    await play.at("6/5 15:10")
    await play.sends_photo(
        officer("CSGT"), "80% đã dọn xong đất đá", "DBP70-27", 80, play.last(officer("CSGT"))
    )
    await play.at("6/5 16:40")
    await play.is_done(lead("CSGT"), "DBP70-27", "đã thông xe")
    await play.is_done(lead("CSGT"), "DBP70-7")
    await play.at("6/5 18:00")
    await play.confirms(CHAIR, "DBP70-27", "DBP70-7")


async def the_day_itself(play: Acts) -> None:
    """Nothing is left: chairs are told so in a line, nobody else hears anything; then silence."""
    assert not [job for job in play.book.jobs.values() if job.open]
    await play.at("7/5 20:00")
    answers = await play.says(OBSERVER, "/tonghop DBP70")
    assert "26 nhiệm vụ: ✅ 26 xong" in answers[0].text
    for number, job in enumerate(play.book.jobs.values()):
        if number % 20 == 0:
            # Nobody types more than so many commands in a moment.
            await play.at(f"8/5 08:{number // 20:02}")
        await play.sees(SECOND_ADMIN, job.reference)


async def the_ledger(play: Acts) -> None:
    """Every slot stands there with what became of it, and the reminder that was missed."""
    kept = await play.reads_ledger(ADMIN, "DBP70")
    since = moment("8/4 08:00")
    sent = {at: count for at, count in play.sent_in.items() if at >= since}
    assert {at: count for at, count in kept.sent.items() if count} == {
        at: count for at, count in sent.items() if count
    }
    assert kept.missed == {moment("21/4 07:00"), moment("27/4 07:00")}
    assert kept.missed == set(play.missed_ever)
    assert kept.missed_reminders == {"DBP70-26"}
    mornings = [at for at in play.sent_in if at.hour == MORNING.hour]
    evenings = [at for at in play.sent_in if at.hour == EVENING.hour]
    assert (len(mornings), len(evenings)) == (54 - 2, 9), "every day but two, every peak day"
    await play.closes(ADMIN, "DBP70")
    await play.at("9/5 12:00")


CHAPTERS = (the_last_plans, the_dress_rehearsal, the_peak, the_day_itself, the_ledger)

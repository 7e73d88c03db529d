"""15 March, the session that founds the subcommittee: people, the group, the plan."""

from datetime import date

from sandbox import Group
from tests.e2e.story import plan
from tests.e2e.story.acts import Acts
from tests.e2e.story.book import Span
from tests.e2e.story.cast import (
    ADMIN,
    CHAIR,
    DEPUTY,
    GROUP,
    OBSERVER,
    OFFICERS,
    OPERATOR,
    SECOND_ADMIN,
    SUBCOMMITTEE,
    UNITS,
    WITHOUT_PEOPLE,
    lead,
    officer,
)
from tests.support.invitations import code_in


async def founds(play: Acts) -> None:
    """The operator founds it and sees no more of it; the first admin adds the units."""
    play.people[OPERATOR] = play.stage.operator
    play.ear.names[play.stage.operator.id] = OPERATOR
    answers = await play.says(OPERATOR, f"/laptieuban {SUBCOMMITTEE}")
    code = code_in(answers[-1])
    await play.joins(code, ADMIN, "admin")
    lines = "\n".join(f"{code} | {name}" for code, name in UNITS.items())
    await play.says(ADMIN, f"/themdonvi\n{lines}")


async def gathers(play: Acts) -> None:
    """Invitations: for each head one, for each unit a lead, and some for two officers."""
    posts = [
        (CHAIR, "trưởng", "chair"),
        (DEPUTY, "phó", "deputy"),
        (OBSERVER, "quan sát", "observer"),
    ]
    codes = [(await play.invites(ADMIN, word), name, role, "") for name, word, role in posts]
    code = await play.invites(ADMIN, "giúp việc")
    await play.joins(code, SECOND_ADMIN, "admin")
    await play.at("15/3 08:10")
    for unit in UNITS:
        if unit != WITHOUT_PEOPLE:
            code = await play.invites(ADMIN, f"{unit} đầu mối")
            codes.append((code, lead(unit), "lead", unit))
    for invited in codes:
        await play.joins(*invited)
    await play.at("15/3 08:30")


async def invites_officers(play: Acts) -> None:
    """A lead invites members of the own unit; a used invitation admits nobody else."""
    for unit, count in OFFICERS.items():
        code = await play.invites(lead(unit), f"x{count}")
        for number in range(1, count + 1):
            await play.joins(code, officer(unit, number), "member", unit)
    stranger = "Người cầm lời mời đã dùng"
    play.enters(stranger)
    answers = await play.says(stranger, f"/start {code}")
    assert "đã được dùng hết" in answers[0].text
    await play.at("15/3 09:00")


async def links_the_group(play: Acts) -> None:
    """A topic of a forum gets the summaries."""
    owner = play.people[ADMIN]
    group: Group = play.stage.sandbox.group(GROUP, owner, forum=True)
    group.add(play.people[CHAIR], play.people[DEPUTY])
    group.add(play.stage.bot, admin=True)
    play.topic = group.create_topic("Báo cáo hằng ngày").id
    play.group = group
    play.ear.names[group.id] = GROUP
    await play.stage.settle()
    play.listen()
    await play.says(ADMIN, "/lienket", {GROUP: set()}, chat=group, thread=play.topic)
    play.book.group_linked = True


async def plans(play: Acts) -> None:
    """Three events and the tasks of the plan, a command each."""
    days = {
        "DBP70": (date(2024, 5, 7), date(2024, 5, 7)),
        "DBHT": (date(2024, 4, 10), date(2024, 4, 10)),
        "DNHN": (date(2024, 4, 16), date(2024, 4, 18)),
    }
    peaks = {
        "DBP70": (
            Span(date(2024, 4, 27), date(2024, 4, 28)),
            Span(date(2024, 5, 5), date(2024, 5, 7)),
        )
    }
    for command, (code, span) in zip(plan.EVENTS, days.items(), strict=True):
        await play.registers(command, code, Span(*span), *peaks.get(code, ()))
    await play.at("15/3 16:00")
    for command in (plan.DBP70, plan.DBHT, plan.DNHN):
        await play.gives(ADMIN, command)
    await play.accepts_all("CATDB", lead("CATDB"))
    await play.accepts_all("CANHVE", lead("CANHVE"))
    await play.accepts_all("YTE", lead("YTE"))
    await play.accepts(lead("CSGT"), "DBP70-6", "DBP70-7", "DBHT-3")


CHAPTERS = (founds, gathers, invites_officers, links_the_group, plans)

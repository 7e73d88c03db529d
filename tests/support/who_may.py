"""Who may do what, where and by which button: the contract's table "Who may", as data.

Said in words of its own, so that a mistake in the rules of the bot is not repeated here.
"""

from dataclasses import dataclass

# -- who may, by the contract ----------------------------------------------------------------------

ALL = "observer member lead chair deputy admin"
HEADS = "chair deputy admin"
WITH_SUMMARY = "observer chair deputy admin"
ADMIN = "admin"
NOBODY = ""
SEE_OWN = "member lead chair deputy admin"
"""Tasks of the own unit and those it cooperates in; chairs and admins all."""
REPORT_OWN = "member lead admin"
UNBLOCK_OWN = "member lead chair deputy admin"
DECIDE = HEADS
OF_OWN_UNIT = "lead admin"
"""Inviting and removing members of the own unit."""


@dataclass(frozen=True)
class Case:
    """A command with an argument, of which the braces stand for what there is."""

    said: str
    may: str
    shows: str = ""
    """What is read just where it was carried out; without it, something is changed just then."""


@dataclass(frozen=True)
class Row:
    cases: tuple[Case, ...]
    abroad: tuple[str, ...] = ()
    """Arguments that name what another subcommittee has, by every way of naming it."""
    operator: bool = False
    """Whether the operator may, being no member."""


def row(*cases: Case, abroad: tuple[str, ...] = (), operator: bool = False) -> Row:
    return Row(cases, abroad, operator)


def task_row(own: str, with_: str, other: str, of: tuple[str, ...], note: str = "") -> Row:
    """Of a task that the own unit leads, one it cooperates in, and one of others."""
    return row(
        *(
            Case(f"{{event}}-{number}{note}", may)
            for number, may in zip(of, (own, with_, other), strict=True)
            if number
        ),
        abroad=(f"{{event}}-{of[0]}{note}",),
    )


BY_COMMAND: dict[str, Row] = {
    "start": row(Case("", ALL, "Chào đồng chí"), operator=True),
    "help": row(
        Case("", ALL, "/trogiup"),
        Case("newtask", ADMIN, "/giaoviec"),
        Case("report", REPORT_OWN, "/baocao"),
        Case("summary", WITH_SUMMARY, "/tonghop"),
        operator=True,
    ),
    "language": row(Case("en", ALL, "English"), operator=True),
    "switch": row(Case("An ninh", ALL, "Tiểu ban An ninh"), abroad=("{name}",)),
    "cancel": row(Case("", ALL, "đang điền dở"), operator=True),
    "events": row(Case("", ALL, "Lễ DBP70"), Case("{event}", ALL, "Lễ DBP70"), abroad=("{event}",)),
    "tasks": row(
        Case("", SEE_OWN, "DBP70-"),
        Case("{event} đơn vị {unit}", SEE_OWN, "Khảo sát"),
        Case("{event} đơn vị {other_unit}", HEADS, "Việc khác"),
        Case("{event} vướng", HEADS, "Khác vướng"),
        abroad=("{event}", "đơn vị {unit}", "{event} đơn vị {unit}"),
    ),
    "mine": row(Case("", SEE_OWN, "DBP70-")),
    "task": row(
        Case("{event}-1", SEE_OWN, "Khảo sát"),
        Case("{event}-5", SEE_OWN, "Cùng làm"),
        Case("{event}-6", HEADS, "Việc khác"),
        abroad=("{event}-1",),
    ),
    "accept": task_row(REPORT_OWN, ADMIN, ADMIN, ("1", "5", "6")),
    "report": task_row(REPORT_OWN, ADMIN, ADMIN, ("1", "5", "6"), " 60% đã làm"),
    "block": task_row(REPORT_OWN, ADMIN, ADMIN, ("1", "5", "6"), " chờ"),
    "unblock": task_row(UNBLOCK_OWN, HEADS, HEADS, ("2", "10", "7")),
    "done": task_row(REPORT_OWN, ADMIN, ADMIN, ("1", "5", "6")),
    "summary": row(
        Case("", WITH_SUMMARY, "Tổng hợp"),
        Case("{event}", WITH_SUMMARY, "Tổng hợp"),
        abroad=("{event}",),
    ),
    "chart": row(
        Case("", WITH_SUMMARY, "An ninh"),
        Case("{event}", WITH_SUMMARY, "DBP70"),
        abroad=("{event}",),
    ),
    "calendar": row(
        Case("", SEE_OWN, "Ba tháng tới"),
        Case("{event}", SEE_OWN, "DBP70"),
        Case("{unit}", SEE_OWN, "– CATDB"),
        Case("{other_unit}", HEADS, "– CATPHN"),
        abroad=("{event}", "{unit}"),
    ),
    "document": row(
        Case("", WITH_SUMMARY, "Báo cáo tình hình"),
        Case("{event} tuần", WITH_SUMMARY, "DBP70"),
        abroad=("{event}", "{event} week"),
    ),
    "confirm": task_row(DECIDE, "", DECIDE, ("3", "", "8")),
    "return": task_row(DECIDE, "", DECIDE, ("3", "", "8"), " làm lại"),
    "reopen": task_row(DECIDE, "", DECIDE, ("4", "", "9"), " làm thêm"),
    "remind": row(
        Case("{event}-1", DECIDE),
        Case("{event}-6 khẩn trương", DECIDE),
        Case("{event}", DECIDE),
        abroad=("{event}-1", "{event}", "{event} nhanh lên"),
    ),
    "newevent": row(Case("MOI1 | Lễ mới | Huế | 01/06/2024", ADMIN)),
    "editevent": row(Case("{event} | tên = Khác", ADMIN), abroad=("{event} | tên = Khác",)),
    "closeevent": row(
        Case("{empty_event}", ADMIN), Case("{event}", ADMIN, "DBP70-1"), abroad=("{event}",)
    ),
    "newtask": row(
        Case("{event} | Việc mới | {unit} | 20/4/2024", ADMIN),
        abroad=(
            "{event} | Việc | CATDB | 20/4/2024",
            "{event} | Việc | {unit} | 20/4/2024",
            "DBP70 | Việc | {unit} | 20/4/2024",
            "DBP70 | Việc | CATDB | 20/4/2024 | phối hợp {unit}",
        ),
    ),
    "edittask": row(
        Case("{event}-1 | hạn = 21/4/2024", DECIDE),
        Case("{event}-6 | hạn = 21/4/2024", DECIDE),
        Case("{event}-1 | tên = Khác", ADMIN),
        Case("{event}-1 | chủ trì = {other_unit}", ADMIN),
        abroad=(
            "{event}-1 | hạn = 21/4/2024",
            "DBP70-1 | chủ trì = {unit}",
            "DBP70-1 | phối hợp = {unit}",
        ),
    ),
    "canceltask": row(Case("{event}-1 thôi", ADMIN), abroad=("{event}-1 thôi",)),
    "units": row(Case("", HEADS, "CATPHN")),
    "newunit": row(Case("MOI2 | Đơn vị mới", ADMIN)),
    "members": row(
        Case("", f"lead {HEADS}", "mate thường"),
    ),
    "invite": row(
        Case("{unit} member", OF_OWN_UNIT),
        Case("{other_unit} member", ADMIN),
        Case("{unit} lead", ADMIN),
        Case("chair", ADMIN),
        abroad=("{unit} member", "{unit}"),
    ),
    "role": row(
        Case("{mate} observer", ADMIN),
        Case("{mate} member {other_unit}", ADMIN),
        abroad=("{mate} observer", "@{mate_name} observer", "{mate_number} member {unit}"),
    ),
    "remove": row(
        Case("{mate}", OF_OWN_UNIT),
        Case("@{mate_name}", OF_OWN_UNIT),
        Case("{other}", ADMIN),
        Case("{chair}", ADMIN),
        abroad=("{mate}", "@{mate_name}"),
    ),
    "link": row(Case("", ADMIN, "gửi vào")),
    "settings": row(
        Case("", ADMIN, "07:00"),
        Case("khung giờ = 08:00", ADMIN),
        Case("tên = Tiểu ban Khác", ADMIN),
    ),
    "audit": row(
        Case("", HEADS, "Nhật ký"),
        Case("{event}-1", HEADS, "DBP70-1"),
        Case("{event}", HEADS, "Nhật ký"),
        Case("{unit}", HEADS, "Nhật ký"),
        Case("{mate}", HEADS, "mate"),
        abroad=("{event}-1", "{event}", "{unit}", "{mate}", "@{mate_name}"),
    ),
    "import": row(Case("{event}", ADMIN, "gửi bảng kế hoạch"), abroad=("{event}",)),
    "template": row(Case("", ADMIN, "Mẫu bảng nhiệm vụ")),
    "export": row(
        Case("", HEADS, "Bảng theo dõi nhiệm vụ"),
        Case("{event}", HEADS, "Bảng theo dõi nhiệm vụ"),
        abroad=("{event}",),
    ),
    "newsubcommittee": row(Case("Tiểu ban Lễ tân", NOBODY), operator=True),
}

# -- where, by the section "Groups" ----------------------------------------------------------------

IN_FULL = {"summary", "events", "link"}
IN_A_LINE = {"accept", "report", "block", "unblock", "done", "confirm", "return", "reopen"}
"""What a member did by command."""
ANYWHERE = {"link"}

# -- buttons ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Button:
    """The beginning of the data of buttons that were shown, and who may press them."""

    data: str
    may: str
    owner: bool = False
    """Whether it was shown to one person alone, and is of use to nobody else."""


def moves(verb: str, own: str, with_: str, other: str, of: tuple[str, ...]) -> tuple[Button, ...]:
    return tuple(
        Button(f"{verb}:{{task{number}}}", may)
        for number, may in zip(of, (own, with_, other), strict=True)
        if number
    )


BY_VERB: dict[str, tuple[Button, ...]] = {
    "f": (Button("f", NOBODY, owner=True),),
    "go": (
        Button("go:mine", SEE_OWN),
        Button("go:tasks", SEE_OWN),
        Button("go:summary", WITH_SUMMARY),
        Button("go:events", ALL),
        Button("go:newtask", ADMIN),
        Button("go:help", ALL),
    ),
    "pm": (Button("pm:{own}", f"lead {HEADS}"),),
    "ir": (Button("ir:{invitation_chair}", ADMIN), Button("ir:{invitation_member}", OF_OWN_UNIT)),
    "events": (Button("events:{own}", ALL),),
    "event": (Button("event:{event_id}", ALL),),
    "card": moves("card", SEE_OWN, SEE_OWN, HEADS, ("1", "5", "6")),
    "history": moves("history", SEE_OWN, SEE_OWN, HEADS, ("1", "5", "6")),
    "evidence": (Button("evidence:{task2}", SEE_OWN),),
    "tasks": (Button("tasks:{own}", SEE_OWN),),
    "mine": (Button("mine", SEE_OWN),),
    "accept": moves("accept", REPORT_OWN, ADMIN, ADMIN, ("1", "5", "6")),
    "acceptall": (Button("acceptall:{notice}", "lead", owner=True),),
    "report": moves("report", REPORT_OWN, ADMIN, ADMIN, ("1", "5", "6")),
    "block": moves("block", REPORT_OWN, ADMIN, ADMIN, ("1", "5", "6")),
    "class": moves("class", REPORT_OWN, ADMIN, ADMIN, ("2", "10", "7")),
    "unblock": moves("unblock", UNBLOCK_OWN, HEADS, HEADS, ("2", "10", "7")),
    "done": moves("done", REPORT_OWN, ADMIN, ADMIN, ("1", "5", "6")),
    "confirm": moves("confirm", DECIDE, "", DECIDE, ("3", "", "8")),
    "return": moves("return", DECIDE, "", DECIDE, ("3", "", "8")),
    "reopen": moves("reopen", DECIDE, "", DECIDE, ("4", "", "9")),
    "remind": moves("remind", DECIDE, "", DECIDE, ("1", "", "6")),
    "of": (Button("of:{loose}", ADMIN, owner=True),),
    "whose": (Button("whose", ADMIN, owner=True),),
    "summary": (Button("summary:{own}", WITH_SUMMARY),),
    "summaryof": (Button("summaryof:{event_id}", WITH_SUMMARY),),
    "fulltable": (Button("fulltable:{own}:1", WITH_SUMMARY),),
    "fulltableof": (Button("fulltableof:{event_id}", WITH_SUMMARY),),
    "chart": (Button("chart:{own}:1", WITH_SUMMARY),),
    "chartof": (Button("chartof:{event_id}", WITH_SUMMARY),),
    "digest": (Button("digest:{own}", ALL),),
    "ledger": (Button("ledger:{event_id}", ADMIN),),
    "closeall": (Button("closeall:{event_id}", ADMIN),),
    "package": (Button("package", ADMIN),),
    "closeyes": (Button("closeyes", ADMIN, owner=True),),
    "again": (Button("again", ADMIN, owner=True),),
    "units": (Button("units:{own}", HEADS),),
    "unityes": (Button("unityes", ADMIN, owner=True),),
    "planinto": (Button("planinto", ADMIN, owner=True),),
    "planpage": (Button("planpage", ADMIN, owner=True),),
    "planimport": (Button("planimport", ADMIN, owner=True),),
    "plancancel": (Button("plancancel", ADMIN, owner=True),),
    "planundo": (Button("planundo", ADMIN, owner=True),),
    "leave": (Button("leave", ADMIN, owner=True),),
    "lk": (Button("lk", NOBODY, owner=True),),
    "st": (Button("st:{own}", ADMIN),),
    "au": (Button("au:{own}", HEADS),),
    "ns": (Button("ns", NOBODY, owner=True),),
    "ics": (
        Button("ics:{event_id}:0", SEE_OWN),
        Button("ics:{event_id}:{unit_id}", SEE_OWN),
        Button("ics:{event_id}:{other_unit_id}", HEADS),
    ),
    "icsof": (Button("icsof:{event_id}", SEE_OWN),),
}
BUTTONS_IN_GROUPS = {
    "events", "event", "summary", "summaryof", "fulltable", "fulltableof",
}  # fmt: skip
"""Those under what is answered in full in a linked group."""
SAY_NOTHING_OF_ANYTHING = {"go:", "mine", "f:"}
"""Carry nothing that could belong to anybody else."""

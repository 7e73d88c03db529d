"""The one table of commands, buttons and plain messages.

Registration, menus, /help, the command reference and the rights tests all read it. The order of
the rows is the order in /help and in the menus.
"""

from domain.roles import Action
from handlers import continuing, forms, helping, ledger, membership, proposing, shortcuts
from handlers.papers import calendar, calendar_buttons, charts, document, packaging, workbooks
from handlers.people import appointments, invite, inviting, member_list, operators, personal, start
from handlers.planning import buttons, deciding, previewing, receiving
from handlers.registering import (
    event_closing,
    event_forms,
    event_keeping,
    event_list,
    task_editing,
    task_forms,
    task_giving,
    unit_keeping,
)
from handlers.registry import Command, GoOn, Place, Press, Registry
from handlers.speaking import digest, summary
from handlers.subcommittee import auditing, linking, settings
from handlers.tasks import (
    listing,
    messages,
    moves,
    pressing,
    questions,
    reminding,
    reporting,
    viewing,
)

_ADMIN = Action.ADMINISTER

COMMANDS: tuple[Command, ...] = (
    Command("start", None, start.start, anybody=True),
    Command("help", "trogiup", helping.help_with, operators_too=True),
    Command(
        "language", "ngonngu", personal.language, form=personal.LANGUAGE_FORM, operators_too=True
    ),
    Command("switch", "chuyen", personal.switch, form=personal.SWITCH_FORM),
    Command("cancel", "huy", personal.cancel, operators_too=True),
    Command("events", "sukien", event_list.list_events, Action.SEE_EVENTS, place=Place.GROUP),
    Command("tasks", "nhiemvu", listing.tasks, Action.SEE_TASKS),
    Command("mine", "viec", listing.mine, Action.SEE_TASKS),
    Command("task", "xem", viewing.task, Action.SEE_TASKS, form=questions.TASK),
    Command("accept", "nhan", moves.accept, Action.REPORT, place=Place.LINE, form=questions.ACCEPT),
    Command(
        "report",
        "baocao",
        reporting.report,
        Action.REPORT,
        place=Place.LINE,
        form=questions.REPORT,
        go_on=reporting.GO_ON,
    ),
    Command("block", "vuong", moves.block, Action.REPORT, place=Place.LINE, form=questions.BLOCK),
    Command(
        "unblock",
        "govuong",
        moves.unblock,
        Action.UNBLOCK,
        place=Place.LINE,
        form=questions.UNBLOCK,
    ),
    Command("done", "xong", moves.done, Action.REPORT, place=Place.LINE, form=questions.DONE),
    Command("summary", "tonghop", summary.summarize, Action.SEE_SUMMARY, place=Place.GROUP),
    Command(
        "confirm", "duyet", moves.confirm, Action.DECIDE, place=Place.LINE, form=questions.CONFIRM
    ),
    Command(
        "return",
        "tralai",
        moves.send_back,
        Action.DECIDE,
        place=Place.LINE,
        form=questions.RETURN,
    ),
    Command(
        "reopen", "molai", moves.reopen, Action.DECIDE, place=Place.LINE, form=questions.REOPEN
    ),
    Command("remind", "dondoc", reminding.remind, Action.DECIDE, form=questions.REMIND),
    Command("newevent", "themsukien", event_keeping.new_event, _ADMIN, form=event_forms.NEW_EVENT),
    Command(
        "editevent", "suasukien", event_keeping.edit_event, _ADMIN, form=event_forms.EDIT_EVENT
    ),
    Command(
        "closeevent", "dongsukien", event_closing.close_event, _ADMIN, form=event_forms.CLOSE_EVENT
    ),
    Command(
        "newtask",
        "giaoviec",
        task_giving.new_task,
        _ADMIN,
        form=task_forms.NEW_TASK,
        go_on=GoOn(task_giving.continues, task_giving.go_on),
    ),
    Command(
        "edittask", "suaviec", task_editing.edit_task, Action.CHANGE_DUE, form=task_forms.EDIT_TASK
    ),
    Command("canceltask", "huyviec", task_editing.cancel_task, _ADMIN, form=task_forms.CANCEL_TASK),
    Command("units", "donvi", unit_keeping.list_units, Action.SEE_UNITS),
    Command(
        "newunit",
        "themdonvi",
        unit_keeping.new_unit,
        _ADMIN,
        form=event_forms.NEW_UNIT,
        go_on=GoOn(unit_keeping.continues, unit_keeping.go_on),
    ),
    Command("members", "thanhvien", member_list.members, Action.SEE_MEMBERS),
    Command("invite", "moi", invite.invite, Action.INVITE, form=invite.FORM),
    Command(
        "role",
        "vaitro",
        appointments.appoint,
        Action.ADMINISTER,
        form=appointments.ROLE_FORM,
    ),
    Command("remove", "xoa", appointments.remove, Action.INVITE, form=appointments.REMOVE_FORM),
    Command("link", "lienket", linking.link, Action.ADMINISTER, Place.ANY_GROUP),
    Command("settings", "caidat", settings.settings, Action.ADMINISTER),
    Command("audit", "nhatky", auditing.audit, Action.SEE_AUDIT),
    Command("newsubcommittee", "laptieuban", operators.found, operator=True, form=operators.FORM),
    Command("template", "mau", workbooks.template, _ADMIN),
    Command(
        "import",
        "nhap",
        receiving.import_plan,
        _ADMIN,
        form=receiving.FORM,
        takes_file=True,
    ),
    Command("export", "xuat", workbooks.export, Action.EXPORT),
    Command("document", "vanban", document.document, Action.SEE_SUMMARY),
    Command("chart", "bieudo", charts.chart, Action.SEE_SUMMARY),
    Command("calendar", "lich", calendar.calendar, Action.SEE_TASKS),
)

PRESSES: tuple[Press, ...] = (
    Press(forms.VERB, forms.press, anybody=True),
    Press(shortcuts.VERB, shortcuts.press, anybody=True),
    Press(member_list.VERB, member_list.turn, Action.SEE_MEMBERS),
    Press(inviting.REVOKE, invite.revoke),
    Press("events", event_list.turn_events, Action.SEE_EVENTS, place=Place.GROUP),
    Press("event", event_list.open_event, Action.SEE_EVENTS, place=Place.GROUP),
    Press("card", viewing.open_card, Action.SEE_TASKS),
    Press("history", viewing.show_history, Action.SEE_TASKS),
    Press("evidence", viewing.show_evidence, Action.SEE_TASKS),
    Press("tasks", listing.turn, Action.SEE_TASKS),
    Press("mine", listing.turn_mine, Action.SEE_TASKS),
    Press("accept", pressing.accept, Action.REPORT),
    Press("acceptall", pressing.accept_all, Action.REPORT),
    Press("report", pressing.report, Action.REPORT),
    Press("block", pressing.block, Action.REPORT),
    Press("class", pressing.choose_class, Action.REPORT),
    Press("unblock", pressing.unblock, Action.UNBLOCK),
    Press("done", pressing.done, Action.REPORT),
    Press("confirm", pressing.confirm, Action.DECIDE),
    Press("return", pressing.send_back, Action.DECIDE),
    Press("reopen", pressing.reopen, Action.DECIDE),
    Press("remind", reminding.press, Action.DECIDE),
    Press("of", messages.choose, Action.REPORT),
    Press("whose", messages.turn, Action.REPORT),
    Press(summary.VERB, summary.turn_all, Action.SEE_SUMMARY, place=Place.GROUP),
    Press(summary.EVENT_VERB, summary.turn_event, Action.SEE_SUMMARY, place=Place.GROUP),
    Press("fulltable", summary.table_of_all, Action.SEE_SUMMARY, place=Place.GROUP),
    Press("fulltableof", summary.table_of_event, Action.SEE_SUMMARY, place=Place.GROUP),
    Press(charts.VERB, charts.press, Action.SEE_SUMMARY),
    Press(charts.EVENT_VERB, charts.press_event, Action.SEE_SUMMARY),
    Press(digest.VERB, digest.turn),
    Press(ledger.VERB, ledger.turn, _ADMIN),
    Press("closeall", event_closing.ask_to_cancel, _ADMIN),
    Press("closeyes", event_closing.cancel_and_close, _ADMIN),
    Press(packaging.VERB, packaging.ask, _ADMIN),
    Press("again", task_giving.again, _ADMIN),
    Press(buttons.INTO, receiving.choose, _ADMIN),
    Press(buttons.PAGE, previewing.turn, _ADMIN),
    Press(buttons.IMPORT, deciding.import_now, _ADMIN),
    Press(buttons.CANCEL, deciding.leave, _ADMIN),
    Press(buttons.UNDO, deciding.take_back, _ADMIN),
    Press("units", unit_keeping.turn_units, Action.SEE_UNITS),
    Press("unityes", unit_keeping.change_units, _ADMIN),
    Press(proposing.LEAVE, proposing.leave),
    Press(linking.VERB, linking.choose, Action.ADMINISTER),
    Press(settings.VERB, settings.press, Action.ADMINISTER),
    Press(auditing.VERB, auditing.turn, Action.SEE_AUDIT),
    Press(calendar.VERB, calendar.press, Action.SEE_TASKS),
    Press(calendar_buttons.EVENT_VERB, calendar.press_event, Action.SEE_TASKS),
    Press(operators.VERB, operators.invite_again),
)

REGISTRY = Registry(
    COMMANDS,
    PRESSES,
    plain=(
        messages.album_part,
        messages.reply,
        messages.prompted,
        forms.answer,
        receiving.awaited,
        continuing.go_on,
        messages.referenced,
        receiving.unasked,
        messages.loose,
        shortcuts.fallback,
    ),
    membership=membership.changed,
    reports=messages.reports_on_a_task,
)

__all__ = ["COMMANDS", "PRESSES", "REGISTRY", "Place"]

"""/settings: every number of when the bot speaks first, and what the subcommittee is called."""

from collections.abc import Sequence
from typing import Any

from domain import setting_fields
from domain.errors import Refusal
from domain.fields import split_fields
from domain.roles import Action
from domain.setting_fields import BY_NAME, FIELDS
from domain.subcommittee import Subcommittee
from domain.task import Status
from handlers import access, agenda, due_times, menus, paging
from handlers.keyboards import Button, grid
from handlers.seat import Seat
from handlers.work import Work
from storage import events, members, subcommittees, tasks

VERB = "st"
_FLAGS = ("tell_chair_submitted", "done_without_confirmation", "members_see_all", "full_table")
_CHOSEN = ("exact_minutes", "due_within_days", "pictures", "language")
_DOCUMENTS = "documents"
"""In place of a field: what concerns documents, shown apart."""


def settings(work: Work, argument: str) -> None:
    """[field = value [| field = value] …]. Raises Refusal for what cannot be set."""
    seat = access.seat_that_may(work, Action.ADMINISTER)
    if not argument:
        _show(work, seat.subcommittee)
        return
    wanted = [
        setting_fields.read_setting(text)
        for line in argument.splitlines()
        for text in split_fields(line)
        if text
    ]
    if not wanted:
        raise Refusal("missing_field", field="change")
    after = seat.subcommittee
    for field, value in wanted:
        after = setting_fields.changed(after, field.name, value)
    names = [field.name for field, _ in wanted]
    _save(work, seat, after)
    work.answer("settings.saved", lines=_lines(work, after, names))


def press(work: Work, arguments: list[str]) -> None:
    """The button `st:<subcommittee>:<field>:<value>`, or without a value: offers the values."""
    if len(arguments) not in (1, 2, 3):
        raise Refusal("button_unknown")
    seat = work.seat_in(paging.number_of(arguments[0]))
    access.require(seat, Action.ADMINISTER)
    field = BY_NAME.get(arguments[1]) if len(arguments) > 1 else None
    if len(arguments) == 1:
        _show(work, seat.subcommittee)
    elif arguments[1:] == [_DOCUMENTS]:
        _show_documents(work, seat.subcommittee)
    elif field is None:
        raise Refusal("button_unknown")
    elif len(arguments) == 2:
        _offer(work, seat.subcommittee, field.name)
    else:
        _set(work, seat, field.name, arguments[2])


def _set(work: Work, seat: Seat, name: str, text: str) -> None:
    if text not in BY_NAME[name].choices:
        raise Refusal("button_unknown")
    after = setting_fields.changed(seat.subcommittee, name, BY_NAME[name].read(text))
    _save(work, seat, after)
    (_show_documents if BY_NAME[name].of_documents else _show)(work, after)
    work.pop_up("settings.saved_toast")


def _save(work: Work, seat: Seat, after: Subcommittee) -> None:
    before = seat.subcommittee
    names = [field.name for field in FIELDS]
    old = {name: setting_fields.value_of(before, name) for name in names}
    new = {name: setting_fields.value_of(after, name) for name in names}
    differing = [name for name in names if old[name] != new[name]]
    if not differing:
        return
    subcommittees.update(work.connection, after)
    work.audit(
        seat,
        "settings_changed",
        after,
        {name: old[name] for name in differing},
        {name: new[name] for name in differing},
    )
    if before.timezone != after.timezone:
        _move_to_zone(work, after)
    if before.settings != after.settings or before.timezone != after.timezone:
        agenda.renew_slot(work.connection, after, work.now)
    if before.language != after.language:
        _renew_menus(work, after)


def _move_to_zone(work: Work, subcommittee: Subcommittee) -> None:
    """Due times stay as they were entered, now in the new zone.

    A finished task stays: it is judged by the time that it had when it was finished.
    """
    for event in events.all_of(work.connection, subcommittee.id):
        for task in tasks.of_event(work.connection, event.id):
            moved = due_times.again(task, event.first_day, subcommittee.zone)
            if task.status is not Status.DONE and moved.due_at != task.due_at:
                stored = tasks.save(work.connection, moved)
                agenda.renew_task(work.connection, stored, subcommittee, work.now)


def _renew_menus(work: Work, subcommittee: Subcommittee) -> None:
    for member in members.all_of(work.connection, subcommittee.id):
        if member.language is None:
            menus.renew(work.connection, member.person_id, work.config, work.now)
    access.settle(work)


# -- what is shown -----------------------------------------------------------------------------


def _lines(
    work: Work, subcommittee: Subcommittee, names: Sequence[str]
) -> list[tuple[str, str, Any]]:
    """For each: its name in code, as people type it, and its value."""
    language = work.texts.language
    return [
        (name, BY_NAME[name].shown(language), setting_fields.value_of(subcommittee, name))
        for name in names
    ]


def _show(work: Work, subcommittee: Subcommittee) -> None:
    names = [field.name for field in FIELDS if not field.of_documents]
    lines = _lines(work, subcommittee, names)
    rows = [[_flag_button(work, subcommittee, name)] for name in _FLAGS]
    rows += grid([_offer_button(work, subcommittee, name) for name in _CHOSEN])
    rows.append(
        [work.button("settings.button_documents", f"{VERB}:{subcommittee.id}:{_DOCUMENTS}")]
    )
    work.show(work.html("settings.all", subcommittee=subcommittee, lines=lines), rows)


def _show_documents(work: Work, subcommittee: Subcommittee) -> None:
    lines = _lines(work, subcommittee, [field.name for field in FIELDS if field.of_documents])
    rows = [
        [_offer_button(work, subcommittee, "layout")],
        [_flag_button(work, subcommittee, "number_documents")],
        [work.button("settings.button_back", f"{VERB}:{subcommittee.id}")],
    ]
    work.show(work.html("settings.documents", subcommittee=subcommittee, lines=lines), rows)


def _flag_button(work: Work, subcommittee: Subcommittee, name: str) -> Button:
    on = bool(setting_fields.value_of(subcommittee, name))
    data = f"{VERB}:{subcommittee.id}:{name}:{'no' if on else 'yes'}"
    label = BY_NAME[name].shown(work.texts.language)
    return work.button("settings.button_flag", data, None, label=label, on=on)


def _offer_button(work: Work, subcommittee: Subcommittee, name: str) -> Button:
    label = BY_NAME[name].shown(work.texts.language)
    data = f"{VERB}:{subcommittee.id}:{name}"
    return work.button("settings.button_offer", data, None, label=label)


def _offer(work: Work, subcommittee: Subcommittee, name: str) -> None:
    field = BY_NAME[name]
    if not field.choices:
        raise Refusal("button_unknown")
    buttons = [
        work.button(
            "settings.button_value",
            f"{VERB}:{subcommittee.id}:{name}:{choice}",
            None,
            name=name,
            shown=field.read(choice),
        )
        for choice in field.choices
    ]
    place = f":{_DOCUMENTS}" if field.of_documents else ""
    back = work.button("settings.button_back", f"{VERB}:{subcommittee.id}{place}")
    label, value = field.shown(work.texts.language), setting_fields.value_of(subcommittee, name)
    text = work.html("settings.choose", name=name, label=label, value_now=value)
    work.show(text, [*grid(buttons, 2), [back]])

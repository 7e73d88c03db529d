"""Guided forms: a command's arguments asked one by one, then the command itself.

A form is kept in the database from question to question. Each of its buttons carries the form's
version, which grows with every step, so that a press on an earlier question is known as stale.
"""

from collections.abc import Mapping
from dataclasses import replace

from domain.errors import Refusal
from domain.text import clean_note, shorten
from handlers import access
from handlers.keyboards import Button, grid
from handlers.registry import Command, Field, Form
from handlers.work import Work
from storage import forms
from storage.forms import OpenForm

VERB = "f"
SAVE, BACK, SKIP, NEXT, CANCEL = "save", "back", "skip", "next", "cancel"
MOST_CHOICES = 60
"""Telegram takes no more than 100 buttons and about 10 kB; what is not offered can be typed."""
_WIDE = 18
"""A label longer than this stands in a row of its own."""
_LONGEST_LABEL = 60


def start(work: Work, command: Command) -> None:
    """Opens the command's form at its first question."""
    subcommittee_id = work.seats[0].subcommittee.id if work.seats else None
    last = forms.get(work.connection, work.person.id, work.now)
    version = last.version if last else int(work.now.timestamp())
    opened = OpenForm(work.person.id, subcommittee_id, command.name, {}, {}, (), (), -1, version)
    _ask(work, _step(opened, _form(command), +1))


def leave(work: Work) -> bool:
    """Ends an open form, as any other command does; whether there was one."""
    opened = forms.get(work.connection, work.person.id, work.now)
    if opened is None or not opened.command:
        return False
    # Its version stays, so that no button of it fits the next form.
    left = OpenForm(opened.person_id, None, "", {}, {}, (), (), 0, opened.version)
    forms.put(work.connection, left, work.now)
    return True


def answer(work: Work) -> bool:
    """Takes a plain message as the answer to the open question; whether there was one."""
    opened = _opened(work)
    if opened is None:
        return False
    fields = _form_of(work, opened).fields
    if opened.step >= len(fields):
        _ask(work, opened)
        return True
    try:
        if not work.incoming.text:
            raise Refusal("form_needs_text")
        value = fields[opened.step].check(work, clean_note(work.incoming.text), opened.answers)
    except Refusal as refusal:
        _ask(work, opened, sentence=work.html(f"refusals.{refusal.key}", **refusal.data))
        return True
    _advance(work, opened, value, value)
    return True


def press(work: Work, arguments: list[str]) -> None:
    """A button of the form: `f:<version>:<which>`."""
    opened = _opened(work)
    if opened is None or len(arguments) != 2 or arguments[0] != str(opened.version):
        raise Refusal("form_gone")
    which = arguments[1]
    past_the_last = opened.step >= len(_form_of(work, opened).fields)
    if past_the_last != (which == SAVE) and which not in (BACK, CANCEL):
        raise Refusal("form_gone")
    if which == CANCEL:
        leave(work)
        work.show(work.html("forms.left"))
    elif which == BACK:
        _ask(work, _step(opened, _form_of(work, opened), -1))
    elif which == SAVE:
        _save(work, opened)
    elif which in (SKIP, NEXT):
        _finish_question(work, opened, which)
    else:
        _choose(work, opened, which)


def _save(work: Work, opened: OpenForm) -> None:
    leave(work)
    work.show(_filled(work, opened))
    _run(work, opened)


def _run(work: Work, filled: OpenForm) -> None:
    """Carries out the command, if the person still may; what it refuses leaves the form open."""
    command = _command(work, filled)
    if command.operator and not work.operator:
        raise Refusal("not_allowed")
    if command.right is not None:
        access.seat_that_may(work, command.right)
    command.run(work, _form(command).compose(filled.answers))


def _finish_question(work: Work, opened: OpenForm, which: str) -> None:
    """Skip leaves the answer empty; Next takes what has been picked."""
    picked = [opened.offered[index] for index in opened.picked] if which == NEXT else []
    field = _form_of(work, opened).fields[opened.step]
    if not picked and not field.optional:
        raise Refusal("form_pick_one")
    labels = ", ".join(label for label, _ in picked)
    _advance(work, opened, ", ".join(value for _, value in picked), labels)


def _choose(work: Work, opened: OpenForm, which: str) -> None:
    field = _form_of(work, opened).fields[opened.step]
    index = int(which) if which.isdecimal() and len(which) < 4 else len(opened.offered)
    if index >= len(opened.offered):
        raise Refusal("form_gone")
    if not field.several:
        label, value = opened.offered[index]
        _advance(work, opened, value, label)
        return
    picked = set(opened.picked) ^ {index}
    _ask(work, replace(opened, picked=tuple(sorted(picked)), version=opened.version + 1), kept=True)


def _advance(work: Work, opened: OpenForm, value: str, label: str) -> None:
    form = _form_of(work, opened)
    name = form.fields[opened.step].name
    filled = replace(
        opened,
        answers={**opened.answers, name: value},
        shown={**opened.shown, name: label},
    )
    following = _step(filled, form, +1)
    if following.step >= len(form.fields) and not form.confirm:
        leave(work)
        if work.incoming.press_id is not None:
            work.show(_filled(work, following))
        _run(work, following)
        return
    _ask(work, following)


def _step(opened: OpenForm, form: Form, direction: int) -> OpenForm:
    """The next or previous question that is asked at all; its old answer is dropped."""
    step = opened.step + direction
    while 0 <= step < len(form.fields) and not _asked(form.fields[step], opened.answers):
        step += direction
    step = max(step, 0)
    kept = {field.name for field in form.fields[:step]}
    return replace(
        opened,
        step=step,
        version=opened.version + 1,
        answers={name: text for name, text in opened.answers.items() if name in kept},
        shown={name: text for name, text in opened.shown.items() if name in kept},
        picked=(),
    )


def _asked(field: Field, answers: Mapping[str, str]) -> bool:
    return field.asked is None or field.asked(answers)


def _ask(work: Work, opened: OpenForm, *, sentence: str = "", kept: bool = False) -> None:
    """Stores the form and asks its question; `kept`: the buttons stay as they were offered."""
    form = _form_of(work, opened)
    if opened.step >= len(form.fields):
        forms.put(work.connection, opened, work.now)
        work.show(work.html("forms.confirm", filled=_lines(work, opened)), _end_rows(work, opened))
        return
    field = form.fields[opened.step]
    if not kept:
        offered = list(field.choices(work, opened.answers))[:MOST_CHOICES] if field.choices else []
        opened = replace(opened, offered=tuple((each.label, each.value) for each in offered))
    forms.put(work.connection, opened, work.now)
    prompt = work.html(f"forms.{opened.command}_{field.name}")
    work.show(f"{sentence}\n\n{prompt}" if sentence else prompt, _rows(work, opened, field))


def _rows(work: Work, opened: OpenForm, field: Field) -> list[list[Button]]:
    buttons = [
        Button(
            ("✓ " if index in opened.picked else "") + shorten(label, _LONGEST_LABEL),
            _data(opened, str(index)),
        )
        for index, (label, _) in enumerate(opened.offered)
    ]
    wide = any(len(button.text) > _WIDE for button in buttons)
    ending = []
    if opened.step > 0:
        ending.append(work.button("forms.button_back", _data(opened, BACK)))
    if field.several and opened.picked:
        ending.append(work.button("forms.button_next", _data(opened, NEXT), "primary"))
    elif field.optional:
        ending.append(work.button("forms.button_skip", _data(opened, SKIP)))
    ending.append(work.button("forms.button_cancel", _data(opened, CANCEL)))
    return [*grid(buttons, 1 if wide else 3), ending]


def _end_rows(work: Work, opened: OpenForm) -> list[list[Button]]:
    return [
        [work.button("forms.button_save", _data(opened, SAVE), "success", command=opened.command)],
        [
            work.button("forms.button_back", _data(opened, BACK)),
            work.button("forms.button_cancel", _data(opened, CANCEL)),
        ],
    ]


def _data(opened: OpenForm, which: str) -> str:
    return f"{VERB}:{opened.version}:{which}"


def _lines(work: Work, opened: OpenForm) -> list[tuple[str, str]]:
    """Each answered question as people read it."""
    return [
        (work.texts.plain(f"forms.label_{field.name}"), opened.shown[field.name])
        for field in _form_of(work, opened).fields
        if opened.shown.get(field.name)
    ]


def _filled(work: Work, opened: OpenForm) -> str:
    return work.html("forms.filled", filled=_lines(work, opened))


def _opened(work: Work) -> OpenForm | None:
    """The open form, its subcommittee made the one that counts."""
    opened = forms.get(work.connection, work.person.id, work.now)
    if opened is None or opened.command not in work.config.registry.by_name:
        return None
    if opened.subcommittee_id is not None:
        seat = work.seat_in(opened.subcommittee_id)
        work.seats.sort(key=lambda other: other is not seat)
    return opened


def _command(work: Work, opened: OpenForm) -> Command:
    return work.config.registry.by_name[opened.command]


def _form(command: Command) -> Form:
    if command.form is None:
        raise LookupError(f"/{command.name} has no form")
    return command.form


def _form_of(work: Work, opened: OpenForm) -> Form:
    return _form(_command(work, opened))

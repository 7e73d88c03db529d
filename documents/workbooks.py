"""Plans as workbooks and as CSV. Runs in the worker process: openpyxl is loaded here."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from documents.columns import COLUMNS, PLANNED, Column, ColumnId
from documents.follow_up import FollowUp, PlanLine, Template, UnitsSheet, Value
from documents.guarding import guarded
from documents.made import MadeFile

DAY_FORMAT = "dd/mm/yyyy"
MOMENT_FORMAT = "hh:mm dd/mm/yyyy"
# How far down the choices of a template go.
TEMPLATE_ROWS = 1000
# A workbook counts its days from 1900; what was before is kept as text.
FIRST_YEAR = 1900

_HEAD = PatternFill("solid", fgColor="1F3864")
_HEAD_FONT = Font(bold=True, color="FFFFFF")
_REQUIRED = PatternFill("solid", fgColor="7B3F00")
_EXAMPLE = Font(italic=True, color="7F7F7F")
# Told apart by the colour-blind, and in print: one is bold, the other italic.
_OVERDUE = PatternFill("solid", bgColor="FFD27F")
_BLOCKED = PatternFill("solid", bgColor="CFE2F3")
_LINE = Side(style="thin", color="BFBFBF")
_BORDER = Border(bottom=_LINE, right=_LINE)
_TOP = Alignment(vertical="top", wrap_text=True)
_HEAD_ALIGNMENT = Alignment(vertical="center", horizontal="center", wrap_text=True)


def template(plan: Template) -> list[MadeFile]:
    """An empty plan to be filled in: the plan, its explanation, and hidden lists to choose from."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = plan.sheet
    _head(sheet, PLANNED, plan.language)
    _fill(sheet, 2, PLANNED, plan.example)
    for cell in sheet[2]:
        cell.font = _EXAMPLE
    for place, column in enumerate(PLANNED, 1):
        if column.required:
            sheet.cell(1, place).fill = _REQUIRED
    due = next(place for place, column in enumerate(PLANNED, 1) if column.id is ColumnId.DUE)
    sheet.column_dimensions[get_column_letter(due)].number_format = DAY_FORMAT
    for row in range(3, TEMPLATE_ROWS + 1):
        sheet.cell(row, due).number_format = DAY_FORMAT
    sheet.freeze_panes = "A2"
    _set_page(sheet)
    _explain(book.create_sheet(plan.explanation.name), plan)
    _offer_choices(book, sheet, plan)
    return [MadeFile(f"{plan.name}.xlsx", _saved(book))]


def _explain(sheet: Worksheet, plan: Template) -> None:
    sheet.column_dimensions["A"].width = 28
    sheet.column_dimensions["B"].width = 90
    for row, (name, said) in enumerate(plan.explanation.lines, 1):
        _write(sheet.cell(row, 1), name).font = Font(bold=True)
        _write(sheet.cell(row, 2), said)
    _fit_page(sheet)


def _offer_choices(book: Workbook, sheet: Worksheet, plan: Template) -> None:
    """Lists in a workbook are limited to 255 letters where they do not stand in cells."""
    lists = book.create_sheet("lists")
    lists.sheet_state = "hidden"
    for place, column in enumerate(PLANNED, 1):
        choices = plan.choices.get(column.id)
        if not choices:
            continue
        letter = get_column_letter(place)
        for row, choice in enumerate(choices, 1):
            _write(lists.cell(row, place), choice)
        rule = DataValidation(
            type="list",
            formula1=f"lists!${letter}$1:${letter}${len(choices)}",
            allow_blank=True,
            showErrorMessage=column.id in plan.strict,
            errorTitle=column.headings[plan.language],
            error=plan.wrong,
        )
        rule.add(f"{letter}2:{letter}{TEMPLATE_ROWS}")
        sheet.add_data_validation(rule)


def export(plan: FollowUp) -> list[MadeFile]:
    """The follow-up table: a workbook with a sheet per event and one of the units, and a CSV."""
    book = Workbook()
    for sheet in list(book.worksheets):
        book.remove(sheet)
    for event in plan.sheets:
        sheet = book.create_sheet(event.code)
        _head(sheet, COLUMNS, plan.language)
        for row, line in enumerate(event.lines, 2):
            _fill(sheet, row, COLUMNS, line)
        _finish(sheet, len(event.lines) + 1)
        _colour(sheet, len(event.lines) + 1, plan)
    _list_units(book.create_sheet(plan.units.name), plan.units)
    return [
        MadeFile(f"{plan.name}.xlsx", _saved(book)),
        MadeFile(f"{plan.name}.csv", as_csv(plan)),
    ]


def as_csv(plan: FollowUp) -> bytes:
    """All events one below the other; UTF-8 with the mark by which spreadsheets know it."""
    said = io.StringIO(newline="")
    writer = csv.writer(said)
    writer.writerow(column.headings[plan.language] for column in COLUMNS)
    for event in plan.sheets:
        for line in event.lines:
            writer.writerow(_as_text(line.value(column.id)) for column in COLUMNS)
    return said.getvalue().encode("utf-8-sig")


def _as_text(value: Value) -> str:
    if isinstance(value, datetime):
        return f"{value:%H:%M %d/%m}/{value.year:04}"
    if isinstance(value, date):
        return f"{value:%d/%m}/{value.year:04}"
    return "" if value is None else guarded(str(value))


def _list_units(sheet: Worksheet, units: UnitsSheet) -> None:
    for place, heading in enumerate(units.headings, 1):
        _head_cell(sheet.cell(1, place), heading)
        sheet.column_dimensions[get_column_letter(place)].width = 40 if place == 2 else 14
    for row, values in enumerate(units.rows, 2):
        for place, value in enumerate(values, 1):
            _write(sheet.cell(row, place), value)
    _finish(sheet, len(units.rows) + 1)


def _head(sheet: Worksheet, columns: Sequence[Column], language: str) -> None:
    for place, column in enumerate(columns, 1):
        _head_cell(sheet.cell(1, place), column.headings[language])
        sheet.column_dimensions[get_column_letter(place)].width = column.width
    sheet.row_dimensions[1].height = 32


def _head_cell(cell: Cell, heading: str) -> None:
    _write(cell, heading)
    cell.font, cell.fill, cell.alignment = _HEAD_FONT, _HEAD, _HEAD_ALIGNMENT


def _fill(sheet: Worksheet, row: int, columns: Iterable[Column], line: PlanLine) -> None:
    for place, column in enumerate(columns, 1):
        cell = _write(sheet.cell(row, place), line.value(column.id))
        cell.border = _BORDER


def _write(cell: Cell, value: Value) -> Cell:
    """Whatever a text begins with, it is a text and stays one when somebody edits it."""
    cell.alignment = _TOP
    if isinstance(value, date) and value.year < FIRST_YEAR:
        value = _as_text(value)
    if isinstance(value, str):
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)
        cell.data_type = "s"
        cell.quotePrefix = value.startswith(("=", "+", "-", "@", "'"))
    elif value is not None:
        cell.value = value
        if isinstance(value, datetime):
            cell.number_format = MOMENT_FORMAT
        elif isinstance(value, date):
            cell.number_format = DAY_FORMAT
    return cell


def _finish(sheet: Worksheet, last: int) -> None:
    """What stays in sight and can be filtered; the page as it is printed."""
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(sheet.max_column)}{max(last, 1)}"
    _set_page(sheet)


def _set_page(sheet: Worksheet) -> None:
    """The headings come again on each page."""
    _fit_page(sheet)
    sheet.print_title_rows = "1:1"


def _fit_page(sheet: Worksheet) -> None:
    """As wide as the table, on paper that lies."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _colour(sheet: Worksheet, last: int, plan: FollowUp) -> None:
    """By formulas, so that what becomes overdue later is coloured then."""
    if last < 2:
        return
    letters = {column.id: get_column_letter(place) for place, column in enumerate(COLUMNS, 1)}
    due, status = letters[ColumnId.DUE_ON], letters[ColumnId.STATUS]
    others = "".join(f',${status}2<>"{word}"' for word in plan.never_overdue)
    # A day without an hour is due until it ends.
    passed = f"IF(${due}2=INT(${due}2),${due}2+1,${due}2)<NOW()"
    blocked = (f'${status}2="{plan.blocked}"', _BLOCKED, Font(italic=True))
    overdue = (f"AND(ISNUMBER(${due}2),{passed}{others})", _OVERDUE, Font(bold=True))
    cells = {place: f"{letter}2:{letter}{last}" for place, letter in letters.items()}
    said = cells.pop(ColumnId.STATUS)
    # Of a task that is both, the status alone shows that it is blocked. No cell has both orders:
    # programs do not agree on which of two ranges comes first.
    rest = " ".join(cells.values())
    for where, rules in ((said, (blocked, overdue)), (rest, (overdue, blocked))):
        for formula, fill, font in rules:
            rule = FormulaRule(formula=[formula], fill=fill, font=font, stopIfTrue=True)
            sheet.conditional_formatting.add(where, rule)


def _saved(book: Workbook) -> bytes:
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()

"""Pages of lists and the buttons that turn them."""

import pytest

from domain.errors import Refusal
from handlers.paging import number_of, page_of, pager_rows, pages_of


@pytest.mark.parametrize(("total", "pages"), [(0, 1), (1, 1), (8, 1), (9, 2), (16, 2), (17, 3)])
def test_so_many_pages_hold_so_many(total: int, pages: int) -> None:
    assert pages_of(total) == pages


def test_the_pages_together_are_the_list() -> None:
    items = list(range(20))
    pages = [page_of(items, number) for number in range(3)]
    assert [item for page in pages for item in page.items] == items


def test_a_page_that_is_no_more_is_the_last_one() -> None:
    page = page_of(list(range(9)), 7)
    assert (page.number, list(page.items), page.total) == (1, [8], 9)


def test_one_page_has_no_pager() -> None:
    assert pager_rows("mine", 0, 1) == []


@pytest.mark.parametrize(
    ("page", "labels", "data"),
    [
        (0, ["1/3", "›"], ["mine:0", "mine:1"]),
        (1, ["‹", "2/3", "›"], ["mine:0", "mine:1", "mine:2"]),
        (2, ["‹", "3/3"], ["mine:1", "mine:2"]),
    ],
)
def test_the_pager_leads_to_its_neighbours(page: int, labels: list[str], data: list[str]) -> None:
    (row,) = pager_rows("mine", page, 3)
    assert [button.text for button in row] == labels
    assert [button.data for button in row] == data


@pytest.mark.parametrize("text", ["", "x", "-1", "1.5", "²", "1" * 19, "١"])
def test_what_is_no_number_is_no_button_of_ours(text: str) -> None:
    with pytest.raises(Refusal) as refused:
        number_of(text)
    assert refused.value.key == "button_unknown"

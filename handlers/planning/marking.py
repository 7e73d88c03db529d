"""The plan once more, with a comment in each bad cell: what it is made of."""

from collections import defaultdict

from documents.plan import Marking
from domain.roles import Action
from handlers.orders import Ingredients, Order, Recipe
from storage import import_rows, imports


def collect(order: Order) -> Ingredients | None:
    """None where the file is not kept any more, or is somebody else's."""
    found = imports.get(order.connection, order.arguments["import"])
    assert order.seat is not None
    if found is None or found.person_id != order.seat.member.person_id:
        return None
    content = imports.file_of(order.connection, found.id)
    if not content:
        return None
    sentences: defaultdict[str, list[str]] = defaultdict(list)
    for cell, sentence in import_rows.faults_of(order.connection, found.id):
        sentences[cell].append(sentence)
    comments = tuple((cell, "\n".join(said)) for cell, said in sentences.items())
    marking = Marking(
        name=order.plain("planning.marked_name", file=found.file_name.rpartition(".")[0]),
        content=content,
        original=found.file_name,
        sheet=order.arguments["sheet"],
        comments=comments,
    )
    return Ingredients(marking, order.html("planning.marked", count=len(comments)))


RECIPE = Recipe(collect, Action.ADMINISTER)

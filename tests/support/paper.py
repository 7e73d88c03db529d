"""Documents as their readers read them."""

from io import BytesIO

from docx import Document
from docx.document import Document as DocumentObject
from docx.oxml.ns import qn

from tests.support.house import Shown


def opened(content: bytes) -> DocumentObject:
    return Document(BytesIO(content))


def lines_of(document: DocumentObject) -> list[str]:
    """Every paragraph, those of tables too, in the order of reading."""
    return [
        "".join(letters.text or "" for letters in paragraph.iter(qn("w:t")))
        for paragraph in document.element.body.iter(qn("w:p"))
    ]


def document_in(shown: Shown) -> DocumentObject:
    """The one document that the message brought."""
    (file,) = shown.files
    assert file.name.endswith(".docx")
    return opened(file.content)


def sections(lines: list[str]) -> dict[str, list[str]]:
    """What stands under each of I to V, by its number."""
    found: dict[str, list[str]] = {}
    current: list[str] = []
    for line in lines:
        number = line.split(".")[0]
        if number in ("I", "II", "III", "IV", "V") and line.isupper():
            current = found.setdefault(number, [])
        elif line in ("Nơi nhận:", "Copies:"):
            return found
        else:
            current.append(line)
    return found

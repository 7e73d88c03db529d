"""Makes every kind of file the bot sends, from one told story, and turns each page into a picture.

`make papers` writes them to docs/pictures/, to be looked at. Needs LibreOffice.
"""

import io
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pypdfium2
from PIL import Image

from documents.made import MadeFile
from scripts.scene import abroad, preparing
from tests.support.house import House, Somebody

PICTURES = Path(__file__).resolve().parent.parent / "docs" / "pictures"
PROGRAMS = ("soffice", "libreoffice")
SCALE = 1.4  # pixels a point
COLOURS = 48
WHOLE = frozenset({"report"})
"""Of which every page is kept, and not the first alone."""


def brought(who: Somebody, said: str) -> list[MadeFile]:
    """The files that this command brings. Raises LookupError where it brings none."""
    files = [file for shown in who.says(said) for file in shown.files]
    if not files:
        raise LookupError(f"{said} brought no file")
    return files


def ordered(folder: Path) -> Iterator[tuple[str, MadeFile]]:
    """Every kind of file, each under the name of its picture."""
    house = House(folder)
    here = preparing(house)
    yield "report", brought(here.chair, "/document since 15/3")[0]
    yield from zip(("card", "progress"), brought(here.chair, "/chart DBP70"), strict=True)
    yield "months", brought(here.chair, "/calendar")[0]
    yield "follow-up", brought(here.admin, "/export DBP70")[0]
    yield "template", brought(here.admin, "/template")[0]
    here.admin.says("/settings layout = party | symbol = TBANTT")
    yield "report-party", brought(here.chair, "/document DBP70 day")[0]
    yield "report-en", brought(abroad(house).chair, "/document week")[0]
    house.close()


def pages(file: MadeFile, folder: Path) -> list[Image.Image]:
    """What a person sees of the file, page by page."""
    if file.kind == "photo":
        return [Image.open(io.BytesIO(file.content))]
    source = folder / file.name
    source.write_bytes(file.content)
    printed = pypdfium2.PdfDocument(as_pdf(source, folder))
    return [page.render(scale=SCALE).to_pil() for page in printed]


def as_pdf(source: Path, folder: Path) -> Path:
    """Raises SystemExit without LibreOffice."""
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        sys.exit(f"LibreOffice is needed (looked for: {', '.join(PROGRAMS)})")
    subprocess.run(
        [
            *(program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"),
            *("--convert-to", "pdf", "--outdir", str(folder), str(source)),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return source.with_suffix(".pdf")


def keep(name: str, seen: Sequence[Image.Image], target: Path) -> list[Path]:
    """Writes the pages as PNG of few colours; one page goes without a number."""
    kept = []
    wanted = seen if name in WHOLE else seen[:1]
    for number, page in enumerate(wanted, 1):
        path = target / (f"{name}.png" if len(wanted) == 1 else f"{name}-{number}.png")
        page.convert("RGB").quantize(COLOURS).save(path, optimize=True)
        kept.append(path)
    return kept


def main() -> None:
    with TemporaryDirectory() as folder:
        for name, file in ordered(Path(folder)):
            for path in keep(name, pages(file, Path(folder)), PICTURES):
                print(path)


if __name__ == "__main__":
    main()

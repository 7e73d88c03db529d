"""Packages: what lies in them, how they are split, and that each part is whole by itself."""

import csv
import io
import zipfile
from pathlib import Path
from random import Random

import pytest

from documents import package
from documents.made import MadeFile
from documents.package_contents import (
    Attached,
    Nested,
    PackageContents,
    Part,
    Table,
    Written,
)
from tests.documents.test_workbooks import line, plan

BYTES = 100_000


def contents(folder: Path, files: int = 0, **more: object) -> PackageContents:
    kept = folder / "files"
    kept.mkdir(exist_ok=True)
    random = Random(1)
    for number in range(files):
        (kept / f"{number}.jpg").write_bytes(random.randbytes(BYTES // 3))
    given = {
        "name": "Hồ sơ DBP70",
        "part": "phần {number} trên {total}",
        "folder": str(folder),
        "index": Written("Mục lục.txt", "HỒ SƠ"),
        "not_made": "- Chưa lập được: {recipe}",
        "most_bytes": BYTES,
        "nested": (),
        "tables": (Table("Báo cáo.csv", ("Mã", "Nội dung"), (("DBP70-1", "=1+1"),)),),
        "written": (Written("audit.jsonl", "{}\n"),),
        "attached": tuple(
            Attached(f"Minh chứng/DBP70-1/{number}.jpg", str(kept / f"{number}.jpg"))
            for number in range(files)
        ),
    }
    return PackageContents(**{**given, **more})  # type: ignore[arg-type]


def opened(made: MadeFile) -> zipfile.ZipFile:
    pack = zipfile.ZipFile(made.path)
    assert pack.testzip() is None
    return pack


def test_a_small_package_is_one_file(tmp_path: Path) -> None:
    (made,) = package.make(contents(tmp_path, files=1))
    assert made.name == "Hồ sơ DBP70.zip"
    pack = opened(made)
    assert pack.namelist() == [
        "Mục lục.txt",
        "Báo cáo.csv",
        "audit.jsonl",
        "Minh chứng/DBP70-1/0.jpg",
    ]
    assert pack.read("Mục lục.txt").decode("utf-8-sig") == "HỒ SƠ"
    rows = list(csv.reader(io.StringIO(pack.read("Báo cáo.csv").decode("utf-8-sig"))))
    assert rows == [["Mã", "Nội dung"], ["DBP70-1", "'=1+1"]]


def test_a_large_one_is_split_into_parts_that_are_each_whole(tmp_path: Path) -> None:
    made = package.make(contents(tmp_path, files=9))
    assert [part.name for part in made[:2]] == [
        "Hồ sơ DBP70 phần 1 trên 5.zip",
        "Hồ sơ DBP70 phần 2 trên 5.zip",
    ]
    assert all(Path(part.path).stat().st_size <= BYTES for part in made)
    names = [name for part in made for name in opened(part).namelist()]
    assert len(names) == len(set(names)) == 12
    for part in made:
        for name in opened(part).namelist():
            if name.endswith(".jpg"):
                kept = tmp_path / "files" / Path(name).name
                assert opened(part).read(name) == kept.read_bytes()


def test_what_other_recipes_make_lies_in_it(tmp_path: Path) -> None:
    nested = (Nested("export", plan(line(1)), "Bảng/"),)
    (made,) = package.make(contents(tmp_path, nested=nested))
    assert {"Bảng/Bảng.xlsx", "Bảng/Bảng.csv"} <= set(opened(made).namelist())


def test_a_recipe_that_fails_is_named_in_the_index_and_the_rest_is_there(tmp_path: Path) -> None:
    nested = (Nested("export", None), Nested("export", plan(line(1))))
    (made,) = package.make(contents(tmp_path, nested=nested))
    assert opened(made).read("Mục lục.txt").decode("utf-8-sig").endswith("- Chưa lập được: export")
    assert "Bảng.xlsx" in opened(made).namelist()


def test_what_an_earlier_try_left_is_replaced(tmp_path: Path) -> None:
    for name in ("parts", "parts.new"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "7.zip").write_text("half")
    (made,) = package.make(contents(tmp_path))
    assert [path.name for path in (tmp_path / "parts").iterdir()] == ["1.zip"]
    assert not (tmp_path / "parts.new").exists()
    opened(made)


def test_a_part_is_sent_from_where_it_lies(tmp_path: Path) -> None:
    (made,) = package.make(contents(tmp_path))
    assert package.part(Part("a.zip", made.path)) == [MadeFile("a.zip", b"", path=made.path)]
    with pytest.raises(FileNotFoundError):
        package.part(Part("a.zip", made.path + "x"))

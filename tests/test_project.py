"""What the project's own files promise each other: commands, settings, dependencies, floors."""

import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from bot.settings import Settings, load_settings

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCKS = ("requirements.lock", "requirements-run.lock")
TOKEN = "123456789:AAEabcdefghijklmnopqrstuvwxyz012345"


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def own_files() -> Iterator[Path]:
    patterns = [".git", *(line.rstrip("/") for line in text(".gitignore").splitlines())]

    def kept(name: str) -> bool:
        return not any(fnmatch(name, pattern) for pattern in patterns)

    for folder, folders, files in os.walk(ROOT):
        folders[:] = filter(kept, folders)
        yield from (Path(folder, name) for name in filter(kept, files))


def pages() -> list[Path]:
    return [path for path in own_files() if path.suffix == ".md"]


# Commands ----------------------------------------------------------------------------------------


def targets() -> set[str]:
    return set(re.findall(r"^([a-z]+):", text("Makefile"), re.MULTILINE))


def test_the_commands_of_the_contract_are_there() -> None:
    assert {"run", "test", "check", "bench"} <= targets()


def test_every_command_named_in_a_document_exists() -> None:
    named = {
        command
        for page in pages()
        for command in re.findall(r"(?:`|^)make ([a-z]+)", page.read_text("utf-8"), re.MULTILINE)
    }
    assert {"test", "run"} <= named
    assert named <= targets()


def test_the_checks_run_make_check_and_can_be_started() -> None:
    assert text(".ci/run").rstrip().endswith("\nmake check")
    assert os.access(ROOT / ".ci/run", os.X_OK)
    assert os.access(ROOT / "scripts/environment.sh", os.X_OK)


def set_up(folder: Path, python: str) -> subprocess.CompletedProcess[str]:
    (folder / "scripts").mkdir()
    script = folder / "scripts" / "environment.sh"
    script.write_text(text("scripts/environment.sh"), encoding="utf-8")
    return subprocess.run(
        ["sh", str(script)],
        env={**os.environ, "PYTHON": python},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_a_machine_without_a_fitting_python_is_told_so_in_one_line(tmp_path: Path) -> None:
    result = set_up(tmp_path, "no-such-python")
    assert result.returncode == 1
    assert result.stderr == ("Python 3.11, 3.12 or 3.13 is needed (looked for: no-such-python).\n")


def test_a_python_without_ensurepip_is_told_so_in_one_line(tmp_path: Path) -> None:
    python = tmp_path / "python"
    python.write_text('#!/bin/sh\ncase "$2" in *ensurepip*) exit 1 ;; esac\n', encoding="utf-8")
    python.chmod(0o755)
    result = set_up(tmp_path, str(python))
    assert result.returncode == 1
    assert result.stderr.startswith(f"{python} lacks ensurepip")
    assert result.stderr.count("\n") == 1


# Settings ----------------------------------------------------------------------------------------


def test_the_example_names_every_setting_with_its_default(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    lines = re.findall(r"^(?:# )?([A-Z_]+)=(.*)$", text(".env.example"), re.MULTILINE)
    assert [name for name, _ in lines] == [name.upper() for name in Settings.model_fields]
    env_file = tmp_path / ".env"
    env_file.write_text("\n".join(f"{name}={value or ''}" for name, value in lines))
    monkeypatch.setenv("BOT_TOKEN", TOKEN)
    assert load_settings(env_file) == load_settings(None)


def test_operating_lists_every_setting_with_its_default() -> None:
    rows = dict(re.findall(r"^\| `([A-Z_]+)` \| ([^|]+) \|", text("docs/operating.md"), re.M))
    expected = {}
    for name, field in Settings.model_fields.items():
        default = "required" if field.is_required() else f"`{field.default}`"
        expected[name.upper()] = "empty" if field.default == () else default
    assert rows == expected


# Dependencies ------------------------------------------------------------------------------------


def names(requirements: list[str]) -> set[str]:
    return {canonicalize_name(Requirement(line).name) for line in requirements}


def pins(lock: str) -> dict[str, Requirement]:
    found = [Requirement(line) for line in re.findall(r"^([a-z0-9].*?) \\$", text(lock), re.M)]
    return {canonicalize_name(pin.name): pin for pin in found}


@pytest.mark.parametrize(
    ("heading", "requirements"),
    [
        ("To run", PROJECT["project"]["dependencies"]),
        ("For the sandbox", PROJECT["project"]["optional-dependencies"]["sandbox"]),
        ("To work on the project", PROJECT["project"]["optional-dependencies"]["dev"]),
    ],
)
def test_every_dependency_has_its_reason(heading: str, requirements: list[str]) -> None:
    section = text("docs/dependencies.md").split(f"## {heading}\n")[1].split("\n## ")[0]
    reasons = dict(re.findall(r"^\| `([^`]+)` \| (.+) \|$", section, re.M))
    assert set(reasons) == names(requirements)
    assert all(reasons.values())


def test_the_locks_pin_what_the_project_asks_for() -> None:
    extras = PROJECT["project"]["optional-dependencies"]
    run = PROJECT["project"]["dependencies"]
    everything = [*run, *extras["sandbox"], *extras["dev"]]
    for lock, requirements in zip(LOCKS, (everything, run), strict=True):
        pinned = pins(lock)
        for line in requirements:
            asked = Requirement(line)
            pin = pinned[canonicalize_name(asked.name)]
            (version,) = pin.specifier
            assert version.operator == "=="
            assert asked.specifier.contains(version.version), line
            assert pin.marker == asked.marker, line


def test_the_image_gets_the_same_releases_and_no_tools() -> None:
    everything, run = (pins(lock) for lock in LOCKS)
    assert run.items() <= everything.items()
    assert names(PROJECT["project"]["optional-dependencies"]["dev"]).isdisjoint(run)


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_has_hashes_and_nothing_else(lock: str) -> None:
    body = re.sub(r"^ *#.*\n", "", text(lock), flags=re.M)
    entry = r"[a-z0-9-]+==\S+(?: ; [^\\\n]+)? (?:\\\n    --hash=sha256:[0-9a-f]{64} ?)+\n"
    assert re.fullmatch(f"(?:{entry})+", body)
    assert len(re.findall(entry, body)) == len(pins(lock))


def test_no_file_names_a_registry() -> None:
    # Put together here, so that this file does not name them either.
    hosts = (".".join(parts).encode() for parts in (("pypi", "org"), ("pythonhosted", "org")))
    more = (".".join(parts).encode() for parts in (("npmjs", "org"), ("deb", "debian")))
    hostile = re.compile(b"|".join(re.escape(host) for host in (*hosts, *more)))
    index = re.compile(rb"^ *--?(index|extra|find|trusted)-?\w*", re.M)
    for path in own_files():
        content = path.read_bytes()
        assert not hostile.search(content), path
        assert path.name not in LOCKS or not index.search(content), path


# Floors and pages --------------------------------------------------------------------------------


def test_imports_go_down_only() -> None:
    lint_imports = Path(sys.executable).with_name("lint-imports")
    result = subprocess.run(
        [str(lint_imports), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert result.returncode == 0, result.stdout


def test_the_image_holds_every_floor_and_nothing_else() -> None:
    (layers,) = (c["layers"] for c in PROJECT["tool"]["importlinter"]["contracts"] if "layers" in c)
    wanted = {*layers, "locales", "documents"}
    copied = set(re.findall(r"^COPY (\w+) \1$", text("Dockerfile"), re.M))
    let_in = set(re.findall(r"^!(\w+)$", text(".dockerignore"), re.M)) - {"LICENSE"}
    assert copied == let_in == wanted


def links(page: Path) -> set[str]:
    found = re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8"))
    return {link for link in found if "://" not in link}


def test_every_link_in_a_document_leads_somewhere() -> None:
    for page in pages():
        for link in links(page):
            assert (page.parent / link).exists(), f"{page.relative_to(ROOT)}: {link}"


def test_both_readmes_lead_to_the_same_pages() -> None:
    english, vietnamese = ROOT / "README.md", ROOT / "README.vi.md"
    twins = {"docs/commands.vi.md": "docs/commands.md"}
    found = {twins.get(link, link) for link in links(vietnamese)}
    assert links(english) - {vietnamese.name} == found - {english.name}


def headings(page: Path) -> set[str]:
    """The names under which a page's headings are linked to."""
    found = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.M)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in found}


def test_every_link_to_a_heading_finds_it() -> None:
    for page in pages():
        for target, heading in re.findall(r"\]\(([^)#\s:]*)#([^)\s]+)\)", page.read_text("utf-8")):
            assert heading in headings(page.parent / target if target else page), page


def test_every_file_and_folder_named_in_a_page_exists() -> None:
    tops = "bot|handlers|storage|domain|sandbox|locales|tests|scripts|docs"
    for page in pages():
        named = re.findall(rf"`((?:{tops})/[\w./-]*)`", page.read_text(encoding="utf-8"))
        assert [path for path in named if not (ROOT / path).exists()] == [], page
        assert named or page.name != "architecture.md"


def test_every_table_named_in_the_architecture_stands_where_it_says() -> None:
    section = text("docs/architecture.md").split("## The tables\n")[1].split("\n## ")[0]
    rows = re.findall(r"^\| `(\w+)` \| .+ \| `([\w/.]+)` \|$", section, re.M)
    assert {"COMMANDS", "PRESSES", "RIGHTS", "MOVES", "AUDIENCES"} <= {table for table, _ in rows}
    for table, path in rows:
        assert re.search(rf"^(class )?{table}\b", text(path), re.M), f"{table} in {path}"


def test_every_module_belongs_to_a_folder_that_the_architecture_names() -> None:
    section = text("docs/architecture.md").split("## Where to find what\n")[1].split("\n## ")[0]
    named = set(re.findall(r"`(\w[\w/]*)/`", section))
    layers = next(
        c["layers"] for c in PROJECT["tool"]["importlinter"]["contracts"] if "layers" in c
    )
    for path in own_files():
        folder = path.parent.relative_to(ROOT)
        if path.suffix == ".py" and folder.parts[:1] and folder.parts[0] in layers:
            assert folder.as_posix() in named, folder

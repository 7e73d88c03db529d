"""Texts: twins in both languages, none missing, none unused, all fit for Telegram."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from jinja2 import meta, nodes

from handlers.texts import FOLDER, LANGUAGES, texts

ROOT = FOLDER.parent
CODE = ("handlers", "bot", "storage", "domain")
FILES = sorted(path.stem for path in (FOLDER / "vi").glob("*.j2"))


@dataclass(frozen=True)
class Macro:
    file: str
    name: str
    parameters: tuple[str, ...]
    optional: frozenset[str]

    @property
    def full(self) -> str:
        return f"{self.file}.{self.name}"


@cache
def parsed(language: str, file: str) -> nodes.Template:
    source = (FOLDER / language / f"{file}.j2").read_text("utf-8")
    return texts(language)._environment.parse(source)


@cache
def macros(language: str) -> dict[str, Macro]:
    found = {}
    for file in FILES:
        for node in parsed(language, file).find_all(nodes.Macro):
            names = tuple(argument.name for argument in node.args)
            optional = frozenset(names[len(names) - len(node.defaults) :] if node.defaults else ())
            macro = Macro(file, node.name, names, optional)
            assert macro.full not in found, f"{macro.full} twice in {language}"
            found[macro.full] = macro
    return found


def test_both_languages_have_the_same_files() -> None:
    names = [{path.name for path in (FOLDER / language).iterdir()} for language in LANGUAGES]
    assert names[0] == names[1]


def test_every_text_has_its_twin_with_the_same_parameters() -> None:
    assert macros("vi") == macros("en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_that_templates_can_call_wants_to_know_their_context(language: str) -> None:
    """It would not be given: calls are made without asking."""
    environment = texts(language)._environment
    wanting = [name for name, it in environment.globals.items() if hasattr(it, "jinja_pass_arg")]
    assert not wanting
    assert environment.autoescape is True


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("file", FILES)
def test_no_text_uses_what_it_is_not_given(language: str, file: str) -> None:
    # Jinja declares a template's own macros and imports; all else must be a parameter.
    assert meta.find_undeclared_variables(parsed(language, file)) == set()


# What the code says ------------------------------------------------------------------------------


@cache
def modules() -> tuple[tuple[Path, tuple[ast.AST, ...]], ...]:
    """Every module with all that it is made of."""
    return tuple(
        (path, tuple(ast.walk(ast.parse(path.read_text("utf-8")))))
        for folder in CODE
        for path in sorted((ROOT / folder).rglob("*.py"))
    )


def refusals() -> Iterator[tuple[Path, str, set[str], bool]]:
    """File, key, names of the data, and whether there may be more of it."""
    for path, parts in modules():
        for node in parts:
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
                continue
            if node.func.id != "Refusal" or not node.args:
                continue
            for key in _keys(node.args[0]):
                given = {keyword.arg for keyword in node.keywords if keyword.arg}
                more = any(keyword.arg is None for keyword in node.keywords)
                yield path, key, given, more


def _keys(node: ast.expr) -> list[str]:
    """The key, or both of a conditional; none of one that is passed on."""
    if isinstance(node, ast.Constant):
        return [str(node.value)]
    if isinstance(node, ast.IfExp):
        return _keys(node.body) + _keys(node.orelse)
    return []


def test_every_refusal_has_its_sentence_with_its_data() -> None:
    found = list(refusals())
    assert len(found) > 80
    known = macros("vi")
    for path, key, given, more in found:
        macro = known.get(f"refusals.{key}")
        assert macro is not None, f"{path}: refusals.{key}"
        # in_field() adds the field at fault, refuse() nothing.
        assert given <= set(macro.parameters), f"{path}: {key} does not take {given}"
        needed = set(macro.parameters) - macro.optional - {"field"}
        assert more or needed <= given, f"{path}: {key} needs {needed - given}"


def test_a_refusal_in_a_field_has_a_sentence_that_takes_the_field() -> None:
    for path, key, given, _ in refusals():
        if path.parent.name in ("dates", "arguments") or path.name in ("codes.py", "fields.py"):
            macro = macros("vi")[f"refusals.{key}"]
            assert "field" in macro.parameters or "field" in given or key in _NEVER_IN_A_FIELD, (
                f"{path.name}: {key}"
            )


_NEVER_IN_A_FIELD = frozenset(
    {"too_many_lines", "bad_role", "bad_filter", "bad_person", "bad_count", "bad_period"}
)
"""Raised outside of `in_field`."""


@cache
def said_in_code() -> tuple[set[str], list[re.Pattern[str]]]:
    """The names of texts written out in the code, and patterns of those put together."""
    names, patterns = set(), []
    for _, parts in modules():
        inside = {
            id(part) for node in parts if isinstance(node, ast.JoinedStr) for part in node.values
        }
        for node in parts:
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                if id(node) not in inside and re.fullmatch(
                    r"[a-z_]+\.(?!md\b|j2\b)[a-z_]+", node.value
                ):
                    names.add(node.value)
            elif isinstance(node, ast.JoinedStr):
                pattern = "".join(
                    re.escape(str(part.value)) if isinstance(part, ast.Constant) else "[a-z_]+"
                    for part in node.values
                )
                if re.fullmatch(r"[a-z_]+\\\.(?:[a-z_]|\[a-z_\]\+)+", pattern):
                    patterns.append(re.compile(pattern))
    return names, patterns


@cache
def said_in_templates(language: str) -> frozenset[str]:
    """The texts that other texts are made of."""
    found: set[str] = set()
    for file in FILES:
        template = parsed(language, file)
        imported = {
            node.target: Path(node.template.value).stem
            for node in template.find_all(nodes.Import)
            if isinstance(node.template, nodes.Const)
        }
        for node in template.find_all(nodes.Name):
            found.add(f"{file}.{node.name}")
        for part in template.find_all(nodes.Getattr):
            if isinstance(part.node, nodes.Name) and part.node.name in imported:
                found.add(f"{imported[part.node.name]}.{part.attr}")
    return frozenset(found)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_used(language: str) -> None:
    names, patterns = said_in_code()
    within = said_in_templates(language)
    raised = {f"refusals.{key}" for _, key, _, _ in refusals()}
    passed_on = {f"refusals.{key}" for key in _constants_named_like_refusals()}
    for full in macros(language):
        if full.startswith("refusals."):
            assert full in raised | passed_on | within | names, f"{full} is never said"
            continue
        assert (
            full in names or full in within or any(pattern.fullmatch(full) for pattern in patterns)
        ), f"{full} is never said"


def _constants_named_like_refusals() -> set[str]:
    """Keys that reach Refusal by way of a variable."""
    return {
        node.value
        for _, parts in modules()
        for node in parts
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and re.fullmatch(r"[a-z_]+", node.value)
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_named_in_the_code_exists(language: str) -> None:
    names, patterns = said_in_code()
    known = macros(language)
    for name in names:
        if name.split(".")[0] in FILES:
            assert name in known, f"no text {name}"
    for pattern in patterns:
        if pattern.pattern.split("\\")[0] in FILES:
            assert any(pattern.fullmatch(full) for full in known), pattern.pattern


def test_the_assistance_team_is_never_called_domestic_help() -> None:
    """“Người giúp việc” is somebody who keeps house for a family."""
    texts = "\n".join(path.read_text("utf-8") for path in (FOLDER / "vi").glob("*.j2"))
    assert "người giúp việc" not in texts.lower()

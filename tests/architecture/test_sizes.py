"""Files and functions that fit into a head."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LINES = {"app": 250, "tests": 300}
LINES_OF_A_FUNCTION = 45


def test_no_file_is_too_long() -> None:
    too_long = {
        str(path.relative_to(ROOT)): lines
        for folder, most in LINES.items()
        for path in _sources(folder)
        if (lines := len(path.read_text().splitlines())) > most
    }
    assert too_long == {}


def test_no_function_of_the_program_is_too_long() -> None:
    too_long = {
        f"{path.relative_to(ROOT)}: {function.name}": lines
        for path in _sources("app")
        for function in _functions(ast.parse(path.read_text()))
        if (lines := (function.end_lineno or 0) - function.lineno + 1) > LINES_OF_A_FUNCTION
    }
    assert too_long == {}


def _sources(folder: str) -> Iterator[Path]:
    """All but the migrations: Alembic writes them, and a released one never changes."""
    return (path for path in (ROOT / folder).rglob("*.py") if "versions" not in path.parts)


def _functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node

"""Every example runs, and prints what is written below it."""

import contextlib
import doctest
import importlib
import io
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from conftest import ROOT

import davylamp


@pytest.mark.parametrize("name", ["_rock", "_scene", "_shot", "_trace", "_zones"])
def test_docstrings(name: str) -> None:
    module = importlib.import_module(f"davylamp.{name}")
    found = doctest.testmod(module, extraglobs={"davylamp": davylamp, "np": np})
    assert found.attempted > 0 and found.failed == 0


@pytest.mark.parametrize("page", ["python/README.md", "docs/python.md"])
def test_pages(page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    blocks = re.findall(r"```(python|text)\n(.*?)```", (ROOT / page).read_text(), re.DOTALL)
    names: dict[str, Any] = {}
    printed, shown = "", 0
    for kind, block in blocks:
        if kind == "python":
            assert printed == "", "what is printed is shown"
            with contextlib.redirect_stdout(io.StringIO()) as out:
                exec(block, names)
            printed = out.getvalue()
        else:
            assert printed == block
            printed, shown = "", shown + 1
    assert printed == "" and shown > 0


def test_all_that_is_public_is_described() -> None:
    for name in set(davylamp.__all__) - {"__version__"}:
        # A dataclass without words is described by its own signature.
        words = getattr(davylamp, name).__doc__
        assert words and not words.startswith(f"{name}("), name

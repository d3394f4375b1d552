"""The command that the package is held against."""

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"

Command = Callable[..., dict[str, Any]]


def scene_of(path: Path) -> dict[str, Any]:
    """A scene file."""
    tomllib = pytest.importorskip("tomllib", reason="Python 3.10 reads no TOML")
    scene: dict[str, Any] = tomllib.loads(path.read_text())
    return scene


@pytest.fixture
def command() -> Command:
    """Runs ``davylamp`` with ``--json``; the variable DAVYLAMP says where it is."""
    program = os.environ.get("DAVYLAMP")
    if program is None:
        pytest.skip("DAVYLAMP does not say where the command is")

    def run(*words: object) -> dict[str, Any]:
        args = [program, *map(str, words), "--json"]
        done = subprocess.run(args, capture_output=True, text=True, check=True)
        found: dict[str, Any] = json.loads(done.stdout)
        return found

    return run

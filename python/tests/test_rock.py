"""Hydrogen and rock: the command's digits, NumPy's shapes, refusals."""

from typing import Any

import numpy as np
import pytest
from conftest import Command

import davylamp

# Of the command's own tests, which hold them against REFPROP's equation.
STATE = {
    "density": 7.291276927098,
    "sound_speed": 1418.95955931507,
    "bulk_modulus": 14.680594047836e6,
    "z": 1.0575241925579,
}
FIELDS = ["density", "z", "sound_speed", "bulk_modulus", "isothermal_modulus", "cp", "cv"]


def test_hydrogen_is_that_of_the_tables() -> None:
    state = davylamp.hydrogen(pressure=9.8e6, temperature=308.15)
    for name, expected in STATE.items():
        assert abs(getattr(state, name) / expected - 1) < 1e-12


def test_hydrogen_has_the_bits_of_the_command(command: Command) -> None:
    pressure, temperature = np.array([[1e5], [9.8e6], [30e6]]), np.array([280.0, 308.15])
    found = davylamp.hydrogen(pressure=pressure, temperature=temperature)
    for i, j in np.ndindex(3, 2):
        p, t = pressure[i, 0], temperature[j]
        said = command("hydrogen", "--pressure-pa", p, "--temperature-k", t)
        assert [getattr(found, name)[i, j] for name in FIELDS] == [said[name] for name in FIELDS]


@pytest.mark.parametrize("preset", ["paper", "handbook", "lanl"])
@pytest.mark.parametrize("pore_pressure", [None, 13e6])
def test_rock_has_the_bits_of_the_command(command: Command, preset: Any, pore_pressure: float | None) -> None:
    depth, gas = np.array([[900.0], [1025.0]]), np.array([0.0, 0.2, 0.8])
    found = davylamp.rock(
        depth=depth, porosity=0.3, gas_saturation=gas, pore_pressure=pore_pressure, preset=preset
    )
    more = [] if pore_pressure is None else ["--pore-pressure-pa", pore_pressure]
    for i, j in np.ndindex(2, 3):
        place = ["--depth-m", depth[i, 0], "--gas-saturation", gas[j]]
        said = command("rock", *place, "--porosity", 0.3, "--preset", preset, *more)
        assert [found.vp[i, j], found.vs[i, j], found.rho[i, j]] == [said[k] for k in ("vp", "vs", "rho")]


def test_shapes_are_those_of_numpy() -> None:
    assert davylamp.hydrogen(pressure=1e6, temperature=300).density.shape == ()
    assert davylamp.hydrogen(pressure=[], temperature=300).z.shape == (0,)
    found = davylamp.rock(depth=np.full((2, 1, 1), 1000.0), porosity=[0.1, 0.2, 0.3])
    assert found.vp.shape == found.rho.shape == (2, 1, 3)
    # A pressure that differs from cell to cell is not that of the cell before.
    both = davylamp.rock(depth=1000, porosity=0.3, pore_pressure=[10e6, 13e6]).vs
    assert both[1] == davylamp.rock(depth=1000, porosity=0.3, pore_pressure=13e6).vs < both[0]


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"porosity": [0.2, 0.41]}, "porosity = 4.1e-1 is outside [0e0, 4e-1]"),
        ({"gas_saturation": -0.01}, "gas_saturation = -1e-2 is outside [0e0, 1e0]"),
        ({"depth": np.nan}, "depth = NaN is outside [0e0, 1e4]"),
        ({"pore_pressure": 0}, "pore_pressure = 0e0 must be positive and finite"),
        ({"pore_pressure": 3e7}, "effective_pressure = -5.888675e6 is outside [0e0,"),
        ({"preset": "clay"}, 'preset = "clay" is none of paper, handbook or lanl'),
        ({"porosity": [0.1, 0.2], "depth": [1, 2, 3]}, "these shapes do not go together: depth (3,), porosity (2,)"),
        ({"porosity": "much"}, "porosity is an array of <U4, and real numbers are needed"),
        ({"porosity": 0.2j}, "porosity is an array of complex128, and real numbers are needed"),
        ({"depth": [[1], [1, 2]]}, "depth is no array: "),
        ({"depth": np.ma.array([1, 2], mask=[False, True])}, "depth has masked values: leave them out"),
    ],
)
def test_rock_refuses(values: dict[str, Any], says: str) -> None:
    with pytest.raises(ValueError) as refused:
        davylamp.rock(**{"depth": 1000, "porosity": 0.2, **values})
    assert says in str(refused.value)


def test_hydrogen_refuses() -> None:
    with pytest.raises(ValueError, match=r"^temperature = 1.0001e3 is outside \[1.3957e1, 1e3\]$"):
        davylamp.hydrogen(pressure=1e6, temperature=[300, 1000.1])
    with pytest.raises(ValueError, match=r"^pressure = NaN is outside \["):
        davylamp.hydrogen(pressure=np.nan, temperature=300)

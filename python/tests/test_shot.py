"""Shots: the command's samples, Ctrl-C, refusals."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from conftest import Command

import davylamp

NODES = (41, 61)
SOLID = {"vp": np.full(NODES, 3000.0), "vs": np.full(NODES, 1700.0), "rho": np.full(NODES, 2200.0)}
RECEIVERS = np.column_stack([np.linspace(100, 500, 5), np.full(5, 12.5)])
SMALL: dict[str, Any] = {
    **SOLID, "spacing": 10, "source": (300, 205), "receivers": RECEIVERS, "duration": 0.3, "dt": 0.002,
    "peak_frequency": 15, "explosion": 1e9,
}


def model(**sections: str) -> str:
    usual = {
        "grid": "width_m = 600\ndepth_m = 400\nspacing_m = 10",
        "grids": "vp_m_s = 'vp.npy'\nvs_m_s = 'vs.npy'\nrho_kg_m3 = 'rho.npy'",
        "source": "x_m = 300\nz_m = 205\nexplosion_n_m_s = 1e9",
        "wavelet": "peak_frequency_hz = 15",
        "receivers": "first_m = [100, 12.5]\nlast_m = [500, 12.5]\ncount = 5",
        "record": "duration_s = 0.3\ndt_s = 0.002",
    }
    return "\n".join(f"[{name}]\n{keys}" for name, keys in {**usual, **sections}.items())


def grids() -> dict[str, Any]:
    """A slope of other rock below, not the same in z and x."""
    iz, ix = np.indices(NODES)
    below = iz > 20 + 0.2 * ix
    pick = {"vp": (2600, 3200), "vs": (1400, 1800), "rho": (2000, 2300), "epsilon": (0, 0.2), "delta": (0, 0.1)}
    return {name: np.where(below, *map(float, values)) for name, values in pick.items()}


WAVELET = np.diff(np.exp(-(((np.arange(260) * 0.001 - 0.13) / 0.025) ** 2)), 2)

CASES: dict[str, tuple[dict[str, Any], dict[str, str]]] = {
    "usual": ({}, {}),
    "force": (
        {"explosion": None, "force": (1e6, -2e6), "components": ["txx", "pressure", "tzz", "txz"], "peak_time": 0.12},
        {
            "source": "x_m = 300\nz_m = 205\nforce_n = [1e6, -2e6]",
            "record": "duration_s = 0.3\ndt_s = 0.002\ncomponents = ['txx', 'pressure', 'tzz', 'txz']",
            "wavelet": "peak_frequency_hz = 15\npeak_time_s = 0.12",
        },
    ),
    "moment": (
        {"explosion": None, "moment": (1e9, -1e9, 5e8), "free_surface": True, "absorbing_cells": 20, "threads": 2},
        {
            "source": "x_m = 300\nz_m = 205\nmoment_n_m_s = [1e9, -1e9, 5e8]",
            "solver": "free_surface = true\nabsorbing_cells = 20\nthreads = 2",
        },
    ),
    # 76.5 intervals are 77, and not 76, which is even.
    "half a sample": ({"duration": 0.306, "dt": 0.004}, {"record": "duration_s = 0.306\ndt_s = 0.004"}),
    "wavelet": (
        {"peak_frequency": None, "wavelet": WAVELET, "wavelet_dt": 0.001, "order": 12, "time_step": 0.0007},
        {"wavelet": "file = 'wavelet.npy'\ndt_s = 0.001", "solver": "order = 12\ndt_s = 0.0007"},
    ),
    "anisotropic": (
        {"epsilon": grids()["epsilon"], "delta": grids()["delta"]},
        {
            "grids": "vp_m_s = 'vp.npy'\nvs_m_s = 'vs.npy'\nrho_kg_m3 = 'rho.npy'\nepsilon = 'epsilon.npy'\n"
            "delta = 'delta.npy'"
        },
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_gathers_have_the_bits_of_the_command(command: Command, tmp_path: Path, case: str) -> None:
    given, sections = CASES[case]
    for name, values in {**grids(), "wavelet": WAVELET}.items():
        np.save(tmp_path / f"{name}.npy", values)
    path = tmp_path / "model.toml"
    path.write_text(model(**sections))
    command("shot", path, "-o", tmp_path / "gather.npy")
    solid = {name: grids()[name] for name in ("vp", "vs", "rho")}
    found = davylamp.shot(**{**SMALL, **solid, **given})
    expected = np.load(tmp_path / "gather.npy")
    assert np.abs(expected).max() > 0
    assert np.array_equal(found.data, expected) and found.data.dtype == expected.dtype


def test_what_a_gather_holds() -> None:
    found = davylamp.shot(**SMALL)
    assert found.data.shape == (2, 5, 151) and found.components == ("vx", "vz")
    assert found.time[-1] == 150 * 0.002
    assert np.array_equal(found.receivers, RECEIVERS)
    # The source is in the middle of an even ground: vx is odd across it, vz even.
    vx, vz = found.data
    # Single precision, over at most 300 steps.
    rounding = 300 * 2.0**-24 * np.abs(found.data).max()
    assert np.abs(vx + vx[::-1]).max() < rounding and np.abs(vz - vz[::-1]).max() < rounding


def test_arrays_of_any_order_and_kind_pass() -> None:
    other = {name: np.asfortranarray(grid.astype(np.int64)) for name, grid in SOLID.items()}
    assert np.array_equal(davylamp.shot(**{**SMALL, **other}).data, davylamp.shot(**SMALL).data)


LONG = """
import numpy as np, davylamp, signal, sys
signal.setitimer(signal.ITIMER_REAL, 0.5)
signal.signal(signal.SIGALRM, signal.default_int_handler)
rock = np.full((400, 400), 3000.0)
try:
    davylamp.shot(rock, rock / 2, rock, spacing=10, source=(300, 200), receivers=[(0, 0)], duration=1e3, dt=2e-3,
                  peak_frequency=15, explosion=1e9, components=["vz"])
except KeyboardInterrupt:
    print("stopped")
"""


def test_ctrl_c_ends_a_shot_of_hours() -> None:
    done = subprocess.run([sys.executable, "-c", LONG], capture_output=True, text=True, timeout=120)
    assert (done.stdout, done.returncode) == ("stopped\n", 0), done.stderr


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"vp": np.ones(3)}, "vp has the shape (3,), and (nz, nx) is needed"),
        ({"vs": np.ones((41, 60))}, "vs has the shape (41, 60), and (41, 61) is needed"),
        ({"epsilon": np.ones((2, 2))}, "epsilon has the shape (2, 2), and (41, 61) is needed"),
        ({"vs": SOLID["vp"]}, "vs = 3000 at node (iz, ix) = (0, 0) is outside [0, 2598."),
        ({"rho": SOLID["rho"] * np.nan}, "rho = NaN at node (iz, ix) = (0, 0) is outside ["),
        ({"vp": np.ones((1, 1)), "vs": np.ones((1, 1)), "rho": np.ones((1, 1))}, "is outside [2, "),
        ({"spacing": -1}, "spacing = -1e0 must be positive and finite"),
        ({"spacing": 100}, "points per wavelength at 37.5 Hz and 1700 m/s, and "),
        ({"time_step": 0.1}, "dt = 1e-1 s is unstable here: the largest stable step is "),
        ({"source": (300, 401)}, "source 0 at (300, 401) is outside the model: x in [0, 600], z in [0, 400]"),
        ({"source": (300, np.nan)}, "source 0 at (300, NaN) is outside the model"),
        ({"source": 3}, "source has the shape (), and (2,) is needed"),
        ({"receivers": [1, 2]}, "receivers has the shape (2,), and (n, 2) is needed"),
        ({"receivers": np.zeros((0, 2))}, "there are no receivers"),
        ({"components": []}, "there are no components"),
        ({"components": ["vy"]}, 'component "vy" is none of vx, vz, pressure, txx, tzz, txz'),
        ({"force": (1, 2)}, "a source is an explosion, a force or a moment: give one of them"),
        ({"explosion": None}, "a source is an explosion, a force or a moment: give one of them"),
        ({"explosion": np.inf}, "explosion = inf is not allowed: finite"),
        ({"explosion": None, "moment": (1, 2)}, "moment has the shape (2,), and (3,) is needed"),
        ({"peak_frequency": None}, "give either peak_frequency, or wavelet and wavelet_dt"),
        ({"wavelet": [0, 1, 0]}, "give either peak_frequency, or wavelet and wavelet_dt"),
        ({"peak_frequency": 0}, "peak_frequency = 0e0 must be positive and finite"),
        ({"peak_time": 0.01}, "peak_time = 0.01 is outside [0.0666"),
        ({"peak_frequency": None, "wavelet": [0, 0], "wavelet_dt": 1}, "no samples of the wavelet other than zero"),
        ({"dt": 0}, "must be positive and finite"),
        ({"dt": np.nan}, "must be positive and finite"),
        ({"duration": 0.001}, "duration = 0.001 is not allowed: 1 to 10000000 times dt"),
        ({"duration": np.nan}, "duration = nan is not allowed: 1 to 10000000 times dt"),
        ({"order": 3}, "order = 3 is not allowed: 2, 4, 6, 8, 10 or 12"),
        ({"threads": 0}, "threads = 0 is not allowed: 1 to 1024"),
        ({"absorbing_cells": 201}, "absorbing_cells = 201 is not allowed: 1 to 200"),
    ],
)
def test_what_is_refused(given: dict[str, Any], says: str) -> None:
    with pytest.raises(ValueError) as refused:
        davylamp.shot(**{**SMALL, **given})
    assert says in str(refused.value)

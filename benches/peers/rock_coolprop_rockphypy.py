"""States of hydrogen and cells of rock a second, by CoolProp's AbstractState and by rockphypy.

The same states and cells as benches/src/rock.rs; the sums show that the numbers agree.
Run: python3 rock_coolprop_rockphypy.py (needs CoolProp and rockphypy). Where one of them is missing, the
script makes a virtual environment beside itself and starts again there. Prints one line of JSON.
"""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

PACKAGES = ["CoolProp", "rockphypy"]
VENV = Path(__file__).parent / ".venv-rock"

try:
    import CoolProp
    import numpy as np
    from CoolProp import AbstractState, PT_INPUTS
    from rockphypy import BW, EM, GM, Fluid
except ImportError:
    python = VENV / "bin" / "python"
    if Path(sys.prefix).resolve() == VENV.resolve():
        raise
    if not python.is_file():
        subprocess.run([sys.executable, "-m", "venv", VENV], check=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", *PACKAGES], check=True)
    os.execv(python, [python, *sys.argv])

from importlib.metadata import version

STATES = 2_000
CELLS = 16_384
DEPTH = 1025.0
REPEATS = 5
SECONDS = 0.1


def spread(n):
    i = np.arange(n, dtype=float)
    return np.mod(i * 0.618034, 1.0), np.mod(i * 0.754878, 1.0)


def per_second(items, batch):
    batch()
    rates = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        calls = 0
        while time.perf_counter() - start < SECONDS:
            batch()
            calls += 1
        rates.append(calls * items / (time.perf_counter() - start))
    return sorted(rates)[REPEATS // 2]


def states_sum(hydrogen, pressures, temperatures):
    total = 0.0
    update, density, speed = hydrogen.update, hydrogen.rhomass, hydrogen.speed_sound
    for p, T in zip(pressures, temperatures):
        update(PT_INPUTS, p, T)
        total += density() + speed()
    return total


def calls_alone(hydrogen, n):
    """What Python's own calls cost: three a state, to a function that only returns a number."""
    call = hydrogen.gas_constant
    for _ in range(n):
        call()
        call()
        call()


class Layer:
    """The handbook's rock at one depth: grain, pack and fluids (GPa, MPa, g/cm³, °C)."""

    def __init__(self, depth):
        T, p, load = 288.15 + 0.020 * depth, 101325.0 + 9.8e3 * depth, 14210.0 * depth
        hydrogen = AbstractState("HEOS", "Hydrogen")
        hydrogen.update(PT_INPUTS, p, T)
        self.gas_density = hydrogen.rhomass() / 1e3
        self.k_gas = self.gas_density * hydrogen.speed_sound() ** 2 / 1e6
        salinity = 0.035
        self.brine_density, self.k_brine = BW.rho_K_brine(T - 273.15, p / 1e6, salinity)
        fractions = np.array([0.7, 0.3])
        self.k_grain = EM.VRH(fractions, np.array([37.0, 21.0]))[2]
        self.mu_grain = EM.VRH(fractions, np.array([44.0, 7.0]))[2]
        self.load = load / 1e6

    def cells(self, porosity, gas):
        """Wood's fluid, soft sand, Gassmann, speeds; m/s and g/cm³."""
        k_fluid = 1.0 / ((1.0 - gas) / self.k_brine + gas / self.k_gas)
        fluid_density = (1.0 - gas) * self.brine_density + gas * self.gas_density
        frame = GM.softsand(self.k_grain, self.mu_grain, porosity, 0.4, 7.0, self.load, 1.0)
        return Fluid.vels(*frame, self.k_grain, 2.6, k_fluid, fluid_density, porosity)


def main():
    x, y = spread(STATES)
    pressures, temperatures = (1e6 + 39e6 * x).tolist(), (280.0 + 120.0 * y).tolist()
    same = [308.15] * STATES
    hydrogen = AbstractState("HEOS", "Hydrogen")
    x, y = spread(CELLS)
    porosity, gas = 0.05 + 0.3 * x, y
    vp, vs, rho = Layer(DEPTH).cells(porosity, gas)
    print(
        json.dumps(
            {
                "states": per_second(
                    STATES, lambda: states_sum(hydrogen, pressures, temperatures)
                ),
                "isotherm": per_second(STATES, lambda: states_sum(hydrogen, pressures, same)),
                "calls": per_second(STATES, lambda: calls_alone(hydrogen, STATES)),
                "cells": per_second(CELLS, lambda: Layer(DEPTH).cells(porosity, gas)),
                "states_sum": states_sum(hydrogen, pressures, temperatures),
                "isotherm_sum": states_sum(hydrogen, pressures, same),
                "cells_sum": float(vp.sum() + vs.sum() + 1e3 * rho.sum()),
                "coolprop": CoolProp.__version__,
                "rockphypy": version("rockphypy"),
            }
        )
    )


if __name__ == "__main__":
    main()

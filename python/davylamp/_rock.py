"""Hydrogen, and the rock that stores it."""

from __future__ import annotations  # help() shows the names of types, not all that they stand for

from dataclasses import dataclass
from typing import Literal

import numpy.typing as npt

from . import _davylamp
from ._arrays import Array, broadcast


@dataclass(frozen=True, eq=False)
class Hydrogen:
    """Hydrogen at pressures and temperatures; all arrays have the shape that these have together."""

    density: Array
    """kg/m³."""
    z: Array
    """Compressibility factor."""
    sound_speed: Array
    """m/s."""
    bulk_modulus: Array
    """Adiabatic bulk modulus, Pa."""
    isothermal_modulus: Array
    """Isothermal bulk modulus, Pa."""
    cp: Array
    """Heat capacity at constant pressure, J/(kg K)."""
    cv: Array
    """Heat capacity at constant volume, J/(kg K)."""


@dataclass(frozen=True, eq=False)
class Rock:
    """What rock is to waves; all arrays have the shape that the arguments have together."""

    vp: Array
    """Speed of compressional waves, m/s."""
    vs: Array
    """Speed of shear waves, m/s."""
    rho: Array
    """Density, kg/m³."""


def hydrogen(*, temperature: npt.ArrayLike, pressure: npt.ArrayLike) -> Hydrogen:
    """What hydrogen is, as ``davylamp hydrogen`` says, by the equation of state of normal hydrogen.

    Parameters
    ----------
    temperature
        K, 13.957 to 1000.
    pressure
        Absolute, Pa, more than 0, up to 2e9. Any shapes that NumPy broadcasts together.

    Raises
    ------
    ValueError
        With the first value that is outside its range, or the first state that has no stable density.

    References
    ----------
    Leachman, Jacobsen, Penoncello and Lemmon (2009), https://doi.org/10.1063/1.3160306.

    Examples
    --------
    >>> state = davylamp.hydrogen(temperature=308.15, pressure=[1e5, 9.8e6])
    >>> state.density.round(4).tolist()
    [0.0786, 7.2913]
    """
    shape, flat = broadcast(pressure=pressure, temperature=temperature)
    found = _davylamp.hydrogen(flat["pressure"], flat["temperature"])
    return Hydrogen(*(values.reshape(shape) for values in found))


def rock(
    *,
    depth: npt.ArrayLike,
    porosity: npt.ArrayLike,
    gas_saturation: npt.ArrayLike = 0.0,
    pore_pressure: npt.ArrayLike | None = None,
    preset: Literal["paper", "handbook", "lanl"] = "paper",
) -> Rock:
    """What the rock of a hydrogen store is to waves, as ``davylamp rock`` says.

    Grains in contact, soft sand, hydrogen mixed with brine, Gassmann: Gao et al. (2024), Int. J. Hydrogen
    Energy 61, 137-161, equations 1 to 12.

    Parameters
    ----------
    depth
        m, 0 to 10 000.
    porosity
        0 to 0.4, the critical one.
    gas_saturation
        Share of the pores that hydrogen fills, 0 to 1; brine fills the rest.
    pore_pressure
        Absolute, Pa; without it what water of this depth weighs.
    preset
        Whose parameters.

    Raises
    ------
    ValueError
        With the first value that is outside its range.

    Examples
    --------
    >>> found = davylamp.rock(depth=1025, porosity=0.3, gas_saturation=[0, 0.8])
    >>> found.vp.round(1).tolist()
    [2330.2, 1682.5]
    """
    given = {"depth": depth, "porosity": porosity, "gas_saturation": gas_saturation}
    if pore_pressure is not None:
        given["pore_pressure"] = pore_pressure
    shape, flat = broadcast(**given)
    found = _davylamp.rock({"pore_pressure": None, "preset": preset, **flat})
    return Rock(*(values.reshape(shape) for values in found))

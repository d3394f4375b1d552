"""Sensor readings to the place and rate of a source."""

from __future__ import annotations  # help() shows the names of types, not all that they stand for

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from . import _davylamp
from ._arrays import Array, array, column, whole
from ._scene import Scene, to_json

Unit = Literal["kg_m3", "g_m3", "mg_m3", "ug_m3", "ppm", "ppb"]


@dataclass(frozen=True, eq=False)
class Ellipse:
    """Where a source lies with a probability."""

    level: float
    """The probability."""
    center: Array
    """x and y, ``(2,)``, m."""
    semi_axes: Array
    """The longer and the shorter, ``(2,)``, m."""
    angle_deg: float
    """Of the longer, degrees counter-clockwise from east."""


@dataclass(frozen=True, eq=False)
class TracedSource:
    """A source that was traced."""

    position: Array
    """x, y and height above the ground, ``(3,)``, m."""
    rate: float
    """kg/s."""
    rate_interval: Array
    """Between these rates it lies with 90 %, ``(2,)``, kg/s."""
    covariance: Array
    """Of x, y (m) and rate (kg/s), ``(3, 3)``."""
    ellipse: Ellipse
    """Where it lies with 90 %."""


@dataclass(frozen=True, eq=False)
class Ridge:
    """Sources that fit equally well, from the nearest to the farthest upwind."""

    positions: Array
    """``(k, 3)``, m."""
    rates: Array
    """``(k,)``, kg/s."""
    covariance: Array | None
    """Of x, y (m) and rate (kg/s) in the posterior, ``(3, 3)``."""
    ellipse: Ellipse | None
    """Where the source lies with 90 % in the posterior."""


@dataclass(frozen=True, eq=False)
class Fit:
    """What the sensors read, and what the sources found make there; readings in the order of their winds."""

    positions: Array
    """``(n, 3)``, m."""
    measured: Array
    """``(n,)``, kg/m³."""
    modelled: Array
    """``(n,)``, kg/m³, with the background."""


@dataclass(frozen=True, eq=False)
class DensityMap:
    """Where the source may be."""

    x: Array
    """Centres of the cells to the east, ``(nx,)``, m."""
    y: Array
    """Centres of the cells to the north, ``(ny,)``, m."""
    density: Array
    """Probability density, ``(ny, nx)``, 1/m²."""


@dataclass(frozen=True, eq=False)
class Traced:
    """What readings and a scene say about the source."""

    sources: tuple[TracedSource, ...]
    """The strongest first; empty where the readings do not tell: then there is a ``ridge``."""
    ridge: Ridge | None
    """The sources that fit equally well, where the readings do not tell which."""
    density: DensityMap | None
    """Where the source may be, with a posterior of one source."""
    fit: Fit
    misfit: float
    """That of the best source."""
    evaluations: int
    """How often the search evaluated a misfit."""
    optimizer: str
    seed: int
    stability_class: str
    """A to F, in the first wind."""
    class_origin: str
    """How the class was found."""
    background: float
    """What is there without the leak, kg/m³."""
    wind_turn_deg: float
    """By how much the wind fits better when turned, degrees counter-clockwise."""
    warnings: tuple[str, ...]
    """What a careful reader should know."""


def trace(
    positions: npt.ArrayLike,
    concentrations: npt.ArrayLike,
    *,
    unit: Unit = "kg_m3",
    wind_speed: npt.ArrayLike | None = None,
    wind_from_deg: npt.ArrayLike | None = None,
    detection_limit: npt.ArrayLike | None = None,
    averaging_time: npt.ArrayLike | None = None,
    time: npt.ArrayLike | None = None,
    scene: Scene | Mapping[str, Any] | None = None,
    optimizer: str | None = None,
    posterior: bool = True,
    seed: int = 0,
) -> Traced:
    """Place and rate of an outdoor source, and how sure, as ``davylamp trace`` finds them.

    Parameters
    ----------
    positions
        Of the sensors, ``(n, 3)``: x to the east, y to the north, z above the ground (0 or more), m.
    concentrations
        What they read, ``(n,)``, 0 or more, in ``unit``; ``"ppm"`` and ``"ppb"`` need ``scene["gas"]``.
    wind_speed, wind_from_deg
        m/s, and degrees clockwise from north where the wind comes from (-360 to 360). Two numbers are
        ``scene["wind"]``; two arrays ``(n,)`` are winds measured with each reading. Readings in calm air
        (below ``air.calm_speed_m_s``, 0.5 m/s) are left out.
    detection_limit
        A number or ``(n,)``, in ``unit``: below it a reading says only "less than this".
    averaging_time
        A number or ``(n,)``, s: used where ``scene["air"]["averaging_exponent"]`` is given.
    time
        ``(n,)``, s: tells readings at one place, and winds, from each other.
    scene
        All else that is known, with the keys of a scene file.
    optimizer
        A method that searches before the polish, such as ``"omo"``, instead of the projected grid.
    posterior
        ``False`` takes the covariance at the best fit: faster, and less honest.
    seed
        Of everything random, 0 to 2**64 - 1.

    Raises
    ------
    ValueError
        With what is wrong, its value and what is allowed; where no reading shows any gas, or no place could
        send it to the sensors.

    Examples
    --------
    >>> sensors = [[40, 18, 2], [46, 26, 2], [55, 22, 2], [80, 30, 2], [78, 42, 2], [88, 20, 2]]
    >>> found = davylamp.trace(
    ...     sensors, [76.1, 53.9, 56.1, 47.5, 22.4, 0.35], unit="mg_m3",
    ...     wind_speed=3.2, wind_from_deg=250,
    ...     scene={"air": {"class": "C"}, "source": {"height_m": 1}},
    ... )
    >>> source = found.sources[0]
    >>> bool(np.hypot(*(source.position[:2] - [22, 14])) < source.ellipse.semi_axes[0])
    True
    >>> found.density.density.shape == (len(found.density.y), len(found.density.x))
    True
    """
    places = array("positions", positions, "n", 3)
    count = len(places)
    known: dict[str, Any] = {**(scene or {})}
    columns = {
        name: None if value is None else column(name, value, count)
        for name, value in {
            "detection_limit": detection_limit,
            "averaging_time": averaging_time,
            "time": time,
        }.items()
    }
    winds = None
    if wind_speed is not None and wind_from_deg is not None:
        if np.ndim(wind_speed) == np.ndim(wind_from_deg) == 0:
            if "wind" in known:
                raise ValueError("wind_speed and scene['wind'] say the same thing; keep one")
            pair = array("wind_speed", wind_speed), array("wind_from_deg", wind_from_deg)
            known["wind"] = dict(zip(["speed_m_s", "from_deg"], pair))
        else:
            both = column("wind_speed", wind_speed, count), column("wind_from_deg", wind_from_deg, count)
            winds = list(zip(*both))
    elif (wind_speed is None) != (wind_from_deg is None):
        raise ValueError("wind_speed and wind_from_deg go together: give both or none")
    text, cells = _davylamp.trace(
        {
            "positions": places.tolist(),
            "concentrations": array("concentrations", concentrations, count).tolist(),
            "unit": unit,
            **columns,
            "wind": winds,
            "scene": to_json(known),
            "optimizer": optimizer,
            "posterior": posterior,
            "seed": whole("seed", seed, 0, 2**64 - 1),
        }
    )
    return _traced(json.loads(text), cells)


_AS_SAID = ["misfit", "evaluations", "optimizer", "seed", "class_origin", "background", "wind_turn_deg"]


def _traced(said: dict[str, Any], cells: list[Array] | None) -> Traced:
    sources = said.get("sources", [said] if said["identified"] else [])
    fit = said["fit"]
    density = None
    if cells is not None:
        x, y, values = cells
        density = DensityMap(x, y, values.reshape(len(y), len(x)))
    return Traced(
        sources=tuple(_source(source) for source in sources),
        ridge=_ridge(said) if "ridge" in said else None,
        density=density,
        fit=Fit(
            positions=_places(fit),
            measured=np.array([reading["measured"] for reading in fit]),
            modelled=np.array([reading["modelled"] for reading in fit]),
        ),
        stability_class=said["class"],
        warnings=tuple(said["warnings"]),
        **{name: said[name] for name in _AS_SAID},
    )


def _source(said: dict[str, Any]) -> TracedSource:
    return TracedSource(
        position=_places([said])[0],
        rate=said["rate"],
        rate_interval=np.array(said["rate_interval"]),
        covariance=np.array(said["covariance"]),
        ellipse=_ellipse(said["ellipse"]),
    )


def _ridge(said: dict[str, Any]) -> Ridge:
    points, covariance, ellipse = said["ridge"], said["covariance"], said["ellipse"]
    return Ridge(
        positions=_places(points),
        rates=np.array([point["rate"] for point in points]),
        covariance=None if covariance is None else np.array(covariance),
        ellipse=None if ellipse is None else _ellipse(ellipse),
    )


def _ellipse(said: dict[str, Any]) -> Ellipse:
    center, semi_axes = np.array(said["center"]), np.array(said["semi_axes_m"])
    return Ellipse(said["level"], center, semi_axes, said["angle_deg"])


def _places(said: list[dict[str, Any]]) -> Array:
    return np.array([[at["x"], at["y"], at["z"]] for at in said]).reshape(-1, 3)

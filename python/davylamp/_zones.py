"""Threat zones of a known source."""

from __future__ import annotations  # help() shows the names of types, not all that they stand for

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from . import _davylamp
from ._arrays import Array
from ._scene import Scene, to_json


@dataclass(frozen=True, eq=False)
class Zone:
    """Where a threshold is exceeded."""

    name: str
    """What people call the threshold."""
    concentration: float
    """The threshold, kg/m³."""
    ppm: float
    """The same in parts per million by volume."""
    reach: float
    """Greatest distance downwind, m."""
    width: float
    """Greatest width across the wind, m."""
    area: float
    """m²."""
    rings: tuple[Array, ...]
    """Closed polygons, each ``(k, 2)``: x and y, m, counter-clockwise. Mostly one; none where the threshold is
    nowhere exceeded."""


@dataclass(frozen=True, eq=False)
class Zones:
    """The zones around a source, and the air they were found in."""

    zones: tuple[Zone, ...]
    """From the weakest concentration."""
    gas: str
    position: Array
    """Place of the source, ``(3,)``, m."""
    rate: float
    """kg/s."""
    wind_speed: float
    """m/s."""
    wind_from_deg: float
    """Degrees clockwise from north, where the wind comes from."""
    stability_class: str
    """A to F."""
    class_origin: str
    """How the class was found."""
    curves: str
    """Whose dispersion curves."""
    warnings: tuple[str, ...]
    """What a careful reader should know."""


def zones(scene: Scene | Mapping[str, Any]) -> Zones:
    """Threat zones of a known source, as ``davylamp zones`` finds them.

    The scene needs ``source.rate_kg_s``, ``wind.speed_m_s`` (at least ``air.calm_speed_m_s``, 0.5 m/s) and
    ``wind.from_deg``; all else has a default. Thresholds are those of the gas (AEGL, parts of its lower
    flammable limit) or ``zones.thresholds``.

    Raises
    ------
    ValueError
        With the key, its value and what is allowed.

    Examples
    --------
    >>> found = davylamp.zones({
    ...     "gas": {"name": "ammonia"},
    ...     "wind": {"speed_m_s": 4, "from_deg": 270},
    ...     "air": {"class": "D"},
    ...     "source": {"height_m": 1, "rate_kg_s": 0.1},
    ...     "zones": {"height_m": 1.5},
    ... })
    >>> [(zone.name, round(zone.reach, 1)) for zone in found.zones][1]
    ('AEGL-2', 123.4)
    >>> float(found.zones[1].rings[0][:, 0].max().round(1))  # the wind blows along x
    123.4
    """
    text, rings = _davylamp.zones(to_json(scene))
    said = json.loads(text)
    return Zones(
        zones=tuple(
            Zone(**zone, rings=tuple(np.array(ring) for ring in own))
            for zone, own in zip(said["zones"], rings)
        ),
        gas=said["gas"],
        position=np.array([said["x"], said["y"], said["z"]]),
        rate=said["rate"],
        wind_speed=said["wind_speed"],
        wind_from_deg=said["wind_from_deg"],
        stability_class=said["class"],
        class_origin=said["class_origin"],
        curves=said["curves"],
        warnings=tuple(said["warnings"]),
    )

"""Scenes: the keys of a scene file, as mappings."""

import json
import math
from collections.abc import Mapping, Sequence
from typing import Any, Literal, TypedDict

import numpy as np


class Gas(TypedDict, total=False):
    name: str
    molar_mass_kg_mol: float
    temperature_k: float
    pressure_pa: float
    background_ppm: float | Literal["auto"]
    background_kg_m3: float | Literal["auto"]


class Wind(TypedDict, total=False):
    speed_m_s: float
    from_deg: float


Air = TypedDict(
    "Air",
    {
        "class": str,
        "monin_obukhov_length_m": float,
        "roughness_m": float,
        "insolation": Literal["strong", "moderate", "slight"],
        "night_cloud_eighths": int,
        "curves": str,
        "lid_m": float,
        "half_life_s": float,
        "averaging_exponent": float,
        "averaging_reference_s": float,
        "calm_speed_m_s": float,
    },
    total=False,
)


class Source(TypedDict, total=False):
    x_m: float
    y_m: float
    height_m: float
    rate_kg_s: float


class Search(TypedDict, total=False):
    x_m: Sequence[float]
    y_m: Sequence[float]
    height_m: Sequence[float]
    wind_turn_max_deg: float
    classes: Sequence[str]
    rate_max_kg_s: float
    max_sources: int


class Noise(TypedDict, total=False):
    misfit: Literal["likelihood", "linear", "square-root", "logarithmic"]
    floor_kg_m3: float
    additive_kg_m3: float
    relative: float
    model_error: Literal["field", "none"]


class Map(TypedDict):
    latitude_deg: float
    longitude_deg: float


class Threshold(TypedDict, total=False):
    name: str
    ppm: float
    kg_m3: float


class ZonesSection(TypedDict, total=False):
    thresholds: Sequence[Threshold]
    extent_m: float
    height_m: float


class Scene(TypedDict, total=False):
    """What is known of gas, wind, air and source: the sections and keys of a scene file, all optional.

    ``tomllib.load`` reads one from a file. The book's page *Scenes* says what each key means, its unit, its
    range and its default. An unknown key, a wrong type or a number outside its range is refused.

    >>> scene: Scene = {"gas": {"name": "ammonia"}, "wind": {"speed_m_s": 3, "from_deg": 240}}
    """

    gas: Gas
    wind: Wind
    air: Air
    source: Source
    search: Search
    noise: Noise
    map: Map
    zones: ZonesSection


def to_json(scene: Scene | Mapping[str, Any]) -> str:
    """The scene for the module in Rust, which checks the rest."""
    text = json.dumps(scene, default=_plain)
    _check_finite("scene", json.loads(text))
    return text


def _plain(value: object) -> object:
    if isinstance(value, (np.ndarray, np.generic)):
        return value.tolist()
    raise ValueError(f"a scene holds words, numbers, lists and mappings, and no {type(value).__name__}")


def _check_finite(name: str, value: object) -> None:
    if isinstance(value, dict):
        for key, inner in value.items():
            _check_finite(f"{name}[{key!r}]", inner)
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            _check_finite(f"{name}[{index}]", inner)
    elif isinstance(value, float) and not math.isfinite(value):
        raise ValueError(f"{name} = {value} is not allowed: a finite number")

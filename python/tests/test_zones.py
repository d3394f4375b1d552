"""Threat zones: those of the command, and whatever a scene may not say."""

import re
from typing import Any

import numpy as np
import pytest
from conftest import EXAMPLES, Command, scene_of

import davylamp
from davylamp import _scene

SCENE: dict[str, Any] = {
    "gas": {"name": "ammonia"},
    "wind": {"speed_m_s": 4, "from_deg": 270},
    "air": {"class": "D"},
    "source": {"height_m": 1, "rate_kg_s": 0.1},
}


def test_zones_are_those_of_the_command(command: Command) -> None:
    path = EXAMPLES / "zones-ammonia.toml"
    said = command("zones", path)
    found = davylamp.zones(scene_of(path))
    for zone, expected in zip(found.zones, said["zones"], strict=True):
        assert {name: getattr(zone, name) for name in expected} == expected
    assert found.position.tolist() == [said["x"], said["y"], said["z"]]
    assert (found.stability_class, found.warnings) == (said["class"], tuple(said["warnings"]))
    for name in ["gas", "rate", "wind_speed", "wind_from_deg", "class_origin", "curves"]:
        assert getattr(found, name) == said[name]


def test_polygons_enclose_the_area() -> None:
    found = davylamp.zones({**SCENE, "wind": {"speed_m_s": 4, "from_deg": 200}})
    for zone in found.zones:
        area = 0.0
        for ring in zone.rings:
            x, y = ring.T
            area += 0.5 * float(np.sum(x * np.roll(y, -1) - y * np.roll(x, -1)))
        # The sum of Gauss, but for rounding: no product is greater than the square of the reach.
        assert abs(area - zone.area) <= 1e-12 * zone.reach**2


def test_numpy_numbers_pass() -> None:
    wind = {"speed_m_s": np.float32(4), "from_deg": np.int64(270)}
    own = {"thresholds": [{"name": "own", "ppm": np.array(160)}]}
    found = davylamp.zones({**SCENE, "wind": wind, "zones": own})
    assert found.zones[0].reach == davylamp.zones(SCENE).zones[1].reach


@pytest.mark.parametrize(
    ("scene", "says"),
    [
        ({}, "the scene lacks source.rate_kg_s: zones are those of a source of known rate"),
        ({**SCENE, "wind": {"speed_m_s": -2}}, "wind.speed_m_s = -2 is not allowed: 0 to 100 m/s"),
        ({**SCENE, "wind": {"speed": 2}}, "wind.speed: unknown field `speed`, expected `speed_m_s` or `from_deg`"),
        ({**SCENE, "wind": {"speed_m_s": "2"}}, 'wind.speed_m_s: invalid type: string "2", expected f64'),
        ({**SCENE, "wind": {"speed_m_s": np.nan}}, "scene['wind']['speed_m_s'] = nan is not allowed: a finite number"),
        ({**SCENE, "search": {"x_m": [0, np.inf]}}, "scene['search']['x_m'][1] = inf is not allowed"),
        ({**SCENE, "air": {"class": "G"}}, "air.class: "),
        ({**SCENE, "gas": {"name": "methanol"}}, "gas.name: "),
        ({**SCENE, "map": {"latitude_deg": 1}}, "map: missing field `longitude_deg`"),
        ({**SCENE, "air": {1j}}, "a scene holds words, numbers, lists and mappings, and no set"),
        ({**SCENE, "wind": {"speed_m_s": 0.2, "from_deg": 0}}, "0.2"),
        ("scene.toml", 'invalid type: string "scene.toml", expected struct Scene'),
    ],
)
def test_what_a_scene_may_not_say(scene: Any, says: str) -> None:
    with pytest.raises(ValueError) as refused:
        davylamp.zones(scene)
    assert says in str(refused.value)


def test_types_have_the_keys_that_are_known() -> None:
    sections = _scene.Scene.__annotations__
    assert _known({"?": 1}) == set(sections)
    for name, section in sections.items():
        assert _known({name: {"?": 1}}) == set(section.__annotations__)
    assert _known({"zones": {"thresholds": [{"?": 1}]}}) == set(_scene.Threshold.__annotations__)


def _known(scene: dict[str, Any]) -> set[str]:
    with pytest.raises(ValueError, match="unknown field") as refused:
        davylamp.zones(scene)
    return set(re.findall("`(.*?)`", str(refused.value))) - {"?"}

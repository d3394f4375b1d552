"""Tracing: the command's bits, winds and units in arrays, refusals."""

import csv
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from conftest import EXAMPLES, Command, scene_of

import davylamp

SENSORS = np.array([[40, 18, 2], [46, 26, 2], [55, 22, 2], [80, 30, 2], [78, 42, 2], [88, 20, 2]])
READ = np.array([76.1, 53.9, 56.1, 47.5, 22.4, 0.35])
WIND: dict[str, Any] = {"wind_speed": 3.2, "wind_from_deg": 250}
SCENE: dict[str, Any] = {"air": {"class": "C"}, "source": {"height_m": 1}}


def six(**more: Any) -> davylamp.Traced:
    given = {"unit": "mg_m3", **WIND, "scene": SCENE, **more}
    return davylamp.trace(SENSORS, READ, **given)


def hold(found: davylamp.Traced, said: dict[str, Any]) -> None:
    """All that the command says is found, to the bit."""
    sources = said.get("sources", [said] if said["identified"] else [])
    for source, expected in zip(found.sources, sources, strict=True):
        assert source.position.tolist() == [expected[axis] for axis in "xyz"]
        assert source.rate == expected["rate"]
        assert source.rate_interval.tolist() == expected["rate_interval"]
        assert source.covariance.tolist() == expected["covariance"]
        hold_ellipse(source.ellipse, expected["ellipse"])
    if "ridge" in said:
        assert found.ridge is not None and found.ridge.ellipse is not None
        assert found.ridge.rates.tolist() == [point["rate"] for point in said["ridge"]]
        assert found.ridge.positions.tolist() == [[p[axis] for axis in "xyz"] for p in said["ridge"]]
        hold_ellipse(found.ridge.ellipse, said["ellipse"])
    for name in ["measured", "modelled"]:
        assert getattr(found.fit, name).tolist() == [reading[name] for reading in said["fit"]]
    assert found.fit.positions.tolist() == [[r[axis] for axis in "xyz"] for r in said["fit"]]
    assert (found.stability_class, found.warnings) == (said["class"], tuple(said["warnings"]))
    for name in ["misfit", "evaluations", "optimizer", "seed", "class_origin", "background", "wind_turn_deg"]:
        assert getattr(found, name) == said[name]


def hold_ellipse(found: davylamp.Ellipse, said: dict[str, Any]) -> None:
    assert (found.level, found.angle_deg) == (said["level"], said["angle_deg"])
    assert found.center.tolist() == said["center"]
    assert found.semi_axes.tolist() == said["semi_axes_m"]


def read(path: Path) -> dict[str, list[str]]:
    """The columns of a file of readings."""
    lines = [line for line in path.read_text().splitlines() if line and not line.startswith("#")]
    rows = list(csv.DictReader(lines))
    return {name: [row[name] for row in rows] for name in rows[0]}


@pytest.mark.parametrize("name", ["paper-4", "paper-16", "prairie-grass-46"])
def test_examples_are_traced_as_by_the_command(command: Command, name: str) -> None:
    path = EXAMPLES / f"{name}.csv"
    columns = read(path)
    ((column, values),) = ((n, v) for n, v in columns.items() if n.startswith("concentration_"))
    positions = np.array([columns[n] for n in ("x_m", "y_m", "z_m")], dtype=float).T
    found = davylamp.trace(
        positions,
        np.array(values, dtype=float),
        unit=column.removeprefix("concentration_"),  # type: ignore[arg-type]
        scene=scene_of(path.with_suffix(".toml")),
    )
    hold(found, command("trace", path))


def test_what_each_reading_brings_is_traced_as_by_the_command(command: Command, tmp_path: Path) -> None:
    speed, from_deg = 3.2 + 0.1 * np.arange(6), 250.0 - np.arange(6)
    time, averaging, limit = 60.0 * np.arange(6), np.full(6, 120.0), np.full(6, 1.5)
    names = (
        "x_m,y_m,z_m,concentration_ppm,detection_limit_ppm,averaging_time_s,time_s,wind_speed_m_s,wind_from_deg"
    )
    table = np.column_stack([SENSORS, READ, limit, averaging, time, speed, from_deg])
    path = tmp_path / "readings.csv"
    np.savetxt(path, table, delimiter=",", fmt="%.17g", header=names, comments="")
    scene = {**SCENE, "gas": {"name": "methane", "background_ppm": 2}}
    scene["air"] = {"class": "C", "averaging_exponent": 0.2}
    path.with_suffix(".toml").write_text(
        "gas = { name = 'methane', background_ppm = 2 }\nsource.height_m = 1\n"
        "air = { class = 'C', averaging_exponent = 0.2 }"
    )
    found = davylamp.trace(
        SENSORS, READ, unit="ppm", detection_limit=1.5, averaging_time=averaging, time=time,
        wind_speed=speed, wind_from_deg=from_deg, scene=scene, optimizer="omo", seed=7,
    )
    hold(found, command("trace", path, "--optimizer", "omo", "--seed", 7))


@pytest.mark.parametrize(
    ("unit", "factor"), [("kg_m3", 1e-6), ("g_m3", 1e-3), ("mg_m3", 1.0), ("ug_m3", 1e3)]
)
def test_units_say_the_same(unit: str, factor: float) -> None:
    found = davylamp.trace(SENSORS, READ * factor, unit=unit, **WIND, scene=SCENE)  # type: ignore[arg-type]
    # Within the rounding of one product.
    assert np.allclose(found.fit.measured, READ * 1e-6, rtol=4e-16, atol=0)
    assert abs(found.sources[0].rate / six().sources[0].rate - 1) < 1e-6


def test_ppm_and_ppb_are_of_the_gas() -> None:
    scene = {**SCENE, "gas": {"name": "hydrogen"}}
    ppm, ppb = (
        davylamp.trace(SENSORS, READ * factor, **{**WIND, "scene": scene, "unit": unit})
        for unit, factor in (("ppm", 1.0), ("ppb", 1e3))
    )
    # p M / (R T) of ISO 2533's air at sea level, 1e-6 of it.
    per_ppm = 1e-6 * 101325 * 2.016e-3 / (8.314462618 * 288.15)
    assert np.allclose(ppm.fit.measured, READ * per_ppm, rtol=1e-3)
    assert np.allclose(ppb.fit.measured, ppm.fit.measured, rtol=1e-15)


def test_the_map_is_a_density() -> None:
    found = six()
    assert found.density is not None
    x, y, density = found.density.x, found.density.y, found.density.density
    assert density.shape == (len(y), len(x))
    cell = (x[1] - x[0]) * (y[1] - y[0])
    assert abs(float(density.sum() * cell) - 1) < 1e-9
    # Rows are along y: the mean of the map is the middle of the ellipse.
    mean = [float((density.sum(0) * x).sum() * cell), float((density.sum(1) * y).sum() * cell)]
    assert np.allclose(mean, found.sources[0].ellipse.center, atol=float(x[1] - x[0]))
    assert six(posterior=False).density is None


def test_one_reading_tells_a_ridge() -> None:
    found = davylamp.trace(SENSORS[:1], READ[:1], unit="mg_m3", **WIND, scene=SCENE)
    assert found.sources == () and found.ridge is not None
    assert found.ridge.positions.shape == (len(found.ridge.rates), 3)
    assert found.ridge.rates[-1] > found.ridge.rates[0]


def test_two_sources_are_those_of_the_command(command: Command, tmp_path: Path) -> None:
    positions, both = np.vstack([SENSORS, SENSORS + [0, 300, 0]]), np.concatenate([READ, 2 * READ])
    path = tmp_path / "readings.csv"
    table = np.column_stack([positions, both])
    np.savetxt(path, table, delimiter=",", fmt="%.17g", header="x_m,y_m,z_m,concentration_mg_m3", comments="")
    path.with_suffix(".toml").write_text(
        "wind = { speed_m_s = 3.2, from_deg = 250 }\nair.class = 'C'\nsource.height_m = 1"
    )
    scene = {**SCENE, "search": {"max_sources": 2}}
    found = davylamp.trace(positions, both, unit="mg_m3", **WIND, scene=scene)
    assert len(found.sources) == 2 and found.sources[0].rate > found.sources[1].rate
    hold(found, command("trace", path, "--sources", 2))


def test_the_same_seed_gives_the_same_bits() -> None:
    one, same, other = (six(optimizer="de", seed=seed) for seed in (2**64 - 1, 2**64 - 1, 3))
    assert one.seed == 2**64 - 1
    assert (one.misfit, one.evaluations) == (same.misfit, same.evaluations)
    assert one.evaluations != other.evaluations


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"positions": SENSORS[:, :2]}, "positions has the shape (6, 2), and (n, 3) is needed"),
        ({"concentrations": READ[:5]}, "concentrations has the shape (5,), and (6,) is needed"),
        ({"concentrations": -READ}, "reading 0: concentration = -76.1 is not allowed: a finite number, zero or"),
        ({"concentrations": READ * np.nan}, "reading 0: concentration = NaN is not allowed: "),
        ({"concentrations": 0 * READ}, "all 6 readings are zero or below their detection limit"),
        ({"positions": SENSORS * [1, 1, -1]}, "reading 0: z = -2 is not allowed: zero or more"),
        ({"positions": SENSORS[[0, 1, 2, 3, 4, 0]]}, "readings 0 and 5 are at the same place and time"),
        ({"positions": np.zeros((0, 3)), "concentrations": []}, "there are no readings"),
        ({"wind_speed": None}, "wind_speed and wind_from_deg go together"),
        ({"wind_speed": None, "wind_from_deg": None}, "line 1 of the readings has no wind"),
        ({"wind_speed": 0.1}, "line 1 of the readings: a wind of 0.1 m/s is calm (below 0.5 m/s"),
        ({"wind_speed": -1}, "wind.speed_m_s = -1 is not allowed: 0 to 100 m/s"),
        ({"wind_speed": np.full(6, -1)}, "reading 0: wind speed = -1 is not allowed"),
        ({"wind_speed": [3, 4]}, "wind_speed has the shape (2,), and (6,) is needed"),
        ({"scene": {**SCENE, "search": {"x_m": [200, 300]}}}, "no place in the search box can send gas to any sensor"),
        ({"scene": {"wind": {}}}, "wind_speed and scene['wind'] say the same thing; keep one"),
        ({"scene": {"search": {"max_sources": 5}}}, "search.max_sources = 5 is not allowed: 1 to 4"),
        ({"detection_limit": [1]}, "detection_limit has the shape (1,), and (6,) is needed"),
        ({"averaging_time": 0}, "reading 0: averaging time = 0 is not allowed"),
        ({"time": [0, 1, 2, 3, 4, np.inf]}, "reading 5: time = inf is not allowed"),
        ({"unit": "lb_ft3"}, 'unit = "lb_ft3" is none of kg_m3, g_m3, mg_m3, ug_m3, ppm, ppb'),
        ({"unit": "ppm"}, 'unit "ppm" or "ppb" needs to know the gas'),
        ({"optimizer": "best"}, "best"),
        ({"seed": -1}, "seed = -1 is not allowed: 0 to 18446744073709551615"),
    ],
)
def test_what_is_refused(given: dict[str, Any], says: str) -> None:
    usual = {"positions": SENSORS, "concentrations": READ, "unit": "mg_m3", **WIND, "scene": SCENE}
    with pytest.raises(ValueError) as refused:
        davylamp.trace(**{**usual, **given})
    assert says in str(refused.value)

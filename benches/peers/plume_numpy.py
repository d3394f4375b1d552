"""Source-receptor pairs a second of the same plume in numpy: Briggs urban, class D, 4 m/s.

The same places, batches and source as benches/src/plume.rs; the sums show that the numbers agree.
Run: python3 plume_numpy.py (needs numpy); prints one line of JSON.
"""

import json
import math
import time

import numpy as np

BATCH = 16_384
SIDE = 128
REPEATS = 5
PAIRS = 1 << 20

U = 4.0


def widths(d):
    return 0.16 * d / np.sqrt(1.0 + 0.0004 * d), 0.14 * d / np.sqrt(1.0 + 0.0003 * d)


def vertical(z, h, sigma_z):
    return np.exp(-0.5 * ((z - h) / sigma_z) ** 2) + np.exp(-0.5 * ((z + h) / sigma_z) ** 2)


def unit_concentrations(source, receptors, wind_from_deg=250.0):
    """Any places: receptors as rows x, y, z."""
    angle = math.radians(wind_from_deg)
    east, north = -math.sin(angle), -math.cos(angle)
    dx = receptors[0] - source[0]
    dy = receptors[1] - source[1]
    x = dx * east + dy * north
    y = dy * east - dx * north
    d = np.maximum(x, 1e-6)
    sigma_y, sigma_z = widths(d)
    c = np.exp(-0.5 * (y / sigma_y) ** 2) / (2.0 * math.pi * U * sigma_y * sigma_z)
    c *= vertical(receptors[2], source[2], sigma_z)
    return np.where(x > 0.0, c, 0.0)


def unit_map(source, xs, ys, z):
    """A map along a west wind: the widths of a column are computed once."""
    d = np.maximum(xs - source[0], 1e-6)
    sigma_y, sigma_z = widths(d)
    column = vertical(z, source[2], sigma_z) / (2.0 * math.pi * U * sigma_y * sigma_z)
    column = np.where(xs > source[0], column, 0.0)
    y = ys[:, None] - source[1]
    return column * np.exp(-0.5 * (y / sigma_y) ** 2)


def places(n):
    i = np.arange(n, dtype=float)
    return np.stack(
        [
            10.0 + 500.0 * np.mod(i * 0.618034, 1.0),
            100.0 * np.mod(i * 0.754878, 1.0) - 50.0,
            np.full(n, 1.5),
        ]
    )


def pairs_per_second(pairs, evaluate):
    calls = max(1, min(PAIRS // pairs, 4096))
    evaluate((0.0, 0.0, 1.0))
    rates = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        for call in range(calls):
            evaluate((-1e-6 * call, 0.0, 1.0))
        rates.append(calls * pairs / (time.perf_counter() - start))
    return sorted(rates)[REPEATS // 2]


def main():
    many, few = places(BATCH), places(16)
    xs = 1.0 + 500.0 / SIDE * np.arange(SIDE)
    ys = -250.0 + 500.0 / SIDE * np.arange(SIDE)
    origin = (0.0, 0.0, 1.0)
    print(
        json.dumps(
            {
                "any": pairs_per_second(BATCH, lambda s: unit_concentrations(s, many)),
                "shared": pairs_per_second(SIDE * SIDE, lambda s: unit_map(s, xs, ys, 1.5)),
                "sixteen": pairs_per_second(16, lambda s: unit_concentrations(s, few)),
                "any_sum": float(unit_concentrations(origin, many).sum()),
                "shared_sum": float(unit_map(origin, xs, ys, 1.5).sum()),
                "version": np.__version__,
            }
        )
    )


if __name__ == "__main__":
    main()

"""Source-receptor pairs a second of the same plume in numpy: Briggs urban, class D, any places.

Run: OMP_NUM_THREADS=1 python3 plume_numpy.py (needs numpy); prints one line of JSON.
"""

import json
import math
import time

import numpy as np

BATCH = 16_384
REPEATS = 9
CALLS = 64

U = 4.0
FROM = math.radians(250.0)
EAST, NORTH = -math.sin(FROM), -math.cos(FROM)


def unit_concentrations(source, receptors):
    dx = receptors[0] - source[0]
    dy = receptors[1] - source[1]
    z, h = receptors[2], source[2]
    x = dx * EAST + dy * NORTH
    y = dy * EAST - dx * NORTH
    d = np.maximum(x, 1e-6)
    sigma_y = 0.16 * d / np.sqrt(1.0 + 0.0004 * d)
    sigma_z = 0.14 * d / np.sqrt(1.0 + 0.0003 * d)
    c = np.exp(-0.5 * (y / sigma_y) ** 2) / (2.0 * math.pi * U * sigma_y * sigma_z)
    c *= np.exp(-0.5 * ((z - h) / sigma_z) ** 2) + np.exp(-0.5 * ((z + h) / sigma_z) ** 2)
    return np.where(x > 0.0, c, 0.0)


def main():
    i = np.arange(BATCH, dtype=float)
    receptors = np.stack(
        [10.0 + 500.0 * np.mod(i * 0.618034, 1.0), 100.0 * np.mod(i * 0.754878, 1.0) - 50.0, np.full(BATCH, 1.5)]
    )
    unit_concentrations((0.0, 0.0, 1.0), receptors)
    rates = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        for call in range(CALLS):
            unit_concentrations((-1e-6 * call, 0.0, 1.0), receptors)
        rates.append(CALLS * BATCH / (time.perf_counter() - start))
    rates.sort()
    print(json.dumps({"pairs_per_second": rates[REPEATS // 2], "numpy": np.__version__}))


if __name__ == "__main__":
    main()

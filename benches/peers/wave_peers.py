"""What the peers of the wave solver have in common: the work, the clock, a Python of their own.

The work of docs/performance/wave.md: 460 x 260 points, 30 of them an absorbing layer on each side where
the peer has one, layers of 20 points under a gradient, single precision, 2000 steps of 1 ms, differences
of order 8, one source, 400 receivers of both velocities.
"""

import argparse
import json
import math
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

NX, NZ, EDGE, SPACING, DT = 460, 260, 30, 10.0, 1e-3
PEAK_FREQUENCY, PEAK_TIME = 20.0, 0.075
ORDER, RECEIVERS = 8, 400
TURNS = 3


def own_python(name, *packages):
    """Goes on in a virtual environment with these packages, made at the first use."""
    folder = Path(__file__).absolute().parent / f".venv-{name}"
    python = folder / "bin/python"
    if Path(sys.prefix).resolve() == folder.resolve():
        return
    if not python.is_file():
        made = [[sys.executable, "-m", "venv", folder]]
        made.append([python, "-m", "pip", "install", "--quiet", *packages])
        if any(subprocess.run(step, stdout=sys.stderr, check=False).returncode for step in made):
            # Half an environment would be taken for a whole one the next time.
            shutil.rmtree(folder, ignore_errors=True)
            sys.exit(f"cannot make {folder} with {' '.join(packages)}")
    os.execv(python, [str(python), *sys.argv])


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("--steps", type=int, default=2000)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--shots", type=int, default=1)
    return parser.parse_args()


def ground(np):
    """Speeds and density by depth, each [nx][nz]."""
    iz = np.arange(NZ)
    vp = 2000.0 + 2000.0 * iz / NZ + np.where(iz // 20 % 2 == 0, 200.0, 0.0)
    columns = (vp, vp / 1.8, 310.0 * vp**0.25)
    return [np.ascontiguousarray(np.broadcast_to(c, (NX, NZ)).astype(np.float32)) for c in columns]


def ricker(np, steps):
    a = (math.pi * PEAK_FREQUENCY * (np.arange(steps) * DT - PEAK_TIME)) ** 2
    return (1e6 * (1.0 - 2.0 * a) * np.exp(-a)).astype(np.float32)


def fastest(work):
    """Seconds of the fastest of some turns."""
    best = math.inf
    for _ in range(TURNS):
        start = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - start)
    return best


def report(name, args, seconds, version, **more):
    rate = NX * NZ * args.steps * args.shots / seconds
    print(json.dumps({"name": name, "points_per_second": rate, "version": version, **more}))

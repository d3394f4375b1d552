"""Point updates a second of Devito's generated C for the elastic equations, without absorbing layer.

Run: python3 wave_devito.py [--steps N] [--threads N] [--shots N]; prints one line of JSON. One shot: Devito
alone with so many OpenMP threads, blocked over tiles or not, whichever is faster. Several shots: so many
processes of one thread, each with its part of the shots, which is faster than threads. gcc -O3
-march=native -ffast-math, as Devito sets it, which also flushes denormals.

The effective parameters are computed before the loop, as ours are, and nothing is spent on layers.
"""

import multiprocessing
import os

from wave_peers import (
    DT, EDGE, NX, NZ, ORDER, RECEIVERS, SPACING, TURNS,
    arguments, fastest, ground, own_python, report, ricker,
)

own_python("devito", "devito==4.8.23", "numpy")

args = arguments()
threads = args.threads if args.shots == 1 else 1
os.environ["OMP_NUM_THREADS"] = str(threads)
os.environ["DEVITO_LANGUAGE"] = "openmp" if threads > 1 else "C"
os.environ["DEVITO_ARCH"] = "gcc"
os.environ["DEVITO_LOGGING"] = "ERROR"

import time  # noqa: E402

import devito  # noqa: E402
import numpy as np  # noqa: E402


class Shot:
    """The compiled operator of a shot."""

    def __init__(self, tiled):
        extent = ((NX - 1) * SPACING, (NZ - 1) * SPACING)
        grid = devito.Grid(shape=(NX, NZ), extent=extent, dtype=np.float32)
        x, z = grid.dimensions
        step = grid.time_dim.spacing
        v = devito.VectorTimeFunction(name="v", grid=grid, space_order=ORDER, time_order=1)
        tau = devito.TensorTimeFunction(name="tau", grid=grid, space_order=ORDER, time_order=1)
        vp, vs, rho = ground(np)
        mu = rho * vs**2

        def parameter(name, values, staggered):
            f = devito.Function(name=name, grid=grid, space_order=ORDER, staggered=staggered)
            f.data[:] = values
            return f

        bx, bz = parameter("bx", 1.0 / rho, x), parameter("bz", 1.0 / rho, z)
        lam = parameter("lam", rho * vp**2 - 2.0 * mu, devito.NODE)
        modulus = parameter("modulus", rho * vp**2, devito.NODE)
        shear = parameter("shear", mu, (x, z))
        vx, vz, txx, tzz, txz = v[0], v[1], tau[0, 0], tau[1, 1], tau[0, 1]
        # Devito calls the second of two dimensions y, whatever its name.
        along_z = "dy" if hasattr(txz, "dy") else "dz"

        def dz(f):
            return getattr(f, along_z)

        fx, fz = vx.forward, vz.forward
        equations = [
            devito.Eq(fx, vx + step * bx * (txx.dx + dz(txz))),
            devito.Eq(fz, vz + step * bz * (txz.dx + dz(tzz))),
            devito.Eq(txx.forward, txx + step * (modulus * fx.dx + lam * dz(fz))),
            devito.Eq(tzz.forward, tzz + step * (lam * fx.dx + modulus * dz(fz))),
            devito.Eq(txz.forward, txz + step * shear * (dz(fx) + fz.dx)),
        ]
        times = args.steps + 1
        source = devito.SparseTimeFunction(name="source", grid=grid, npoint=1, nt=times)
        source.coordinates.data[:] = [[200 * SPACING, (EDGE + 10) * SPACING]]
        source.data[:, 0] = ricker(np, times)
        at = np.full((RECEIVERS, 2), (EDGE + 2) * SPACING, dtype=np.float32)
        at[:, 0] = (EDGE + np.arange(RECEIVERS)) * SPACING
        names = {"npoint": RECEIVERS, "nt": times, "coordinates": at}
        self.records = [
            devito.SparseTimeFunction(name=f"record_{c}", grid=grid, **names) for c in "xz"
        ]
        points = source.inject(field=txx.forward, expr=source * step)
        points += source.inject(field=tzz.forward, expr=source * step)
        points += self.records[0].interpolate(expr=vx) + self.records[1].interpolate(expr=vz)
        options = {"openmp": threads > 1}
        if not tiled:
            options["blocklevels"] = 0
        self.operator = devito.Operator(
            equations + points, subs=grid.spacing_map, name="Shot", opt=("advanced", options)
        )
        self.fields = (vx, vz, txx, tzz, txz)

    def run(self):
        for field in self.fields:
            field.data[:] = 0
        more = {"nthreads": threads} if threads > 1 else {}
        self.operator.apply(time_m=0, time_M=args.steps - 1, dt=DT, **more)

    def check(self):
        for record in self.records:
            assert np.isfinite(record.data).all() and abs(record.data).max() > 0.0


def work(share, tiled, ready, seconds):
    """One process of several."""
    shot = Shot(tiled)
    shot.run()
    shot.check()
    best = float("inf")
    for _ in range(TURNS):
        ready.wait()
        start = time.perf_counter()
        for _ in range(share):
            shot.run()
        # All have to end before the clock stops.
        ready.wait()
        best = min(best, time.perf_counter() - start)
    seconds.put(best)


def together(tiled):
    context = multiprocessing.get_context("spawn")
    ready, seconds = context.Barrier(args.threads), context.Queue()
    share = -(-args.shots // args.threads)
    workers = [
        context.Process(target=work, args=(share, tiled, ready, seconds))
        for _ in range(args.threads)
    ]
    for worker in workers:
        worker.start()
    found = [seconds.get() for _ in workers]
    for worker in workers:
        worker.join()
    return max(found)


def alone(tiled):
    shot = Shot(tiled)
    shot.run()
    shot.check()
    return fastest(shot.run)


if __name__ == "__main__":
    measure = alone if args.shots == 1 else together
    best, tiled = min((measure(tiled), tiled) for tiled in (True, False))
    report("devito", args, best, devito.__version__, tiled=tiled)

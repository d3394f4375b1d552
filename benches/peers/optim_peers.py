"""The leak of Xia et al. (2022) by pygmo, scipy and mealpy: the parks that davylamp-peers wrote.

Run: python3 optim_peers.py PARKS.json (needs pygmo, scipy, mealpy and a C compiler, `cc`); prints one
line of JSON. The misfit is a function in C, called through ctypes; `call` is what a call of it takes.
"""

import ctypes
import json
import math
import subprocess
import sys
import tempfile
import time

import mealpy
import numpy as np
import pygmo
import scipy
import scipy.optimize

POPULATION, ITERATIONS = 30, 300
LOWER, UPPER = [0.0, 0.0, 0.0], [100.0, 100.0, 200.0]
LEAST_MISFIT = 1e-40

SOURCE = r"""
#include <math.h>
double misfit(const double *x, const double *sensors, const double *readings, int n, double u) {
    double sum = 0.0;
    for (int i = 0; i < n; i++) {
        double d = sensors[3 * i] - x[0], y = sensors[3 * i + 1] - x[1], c = 0.0;
        if (d > 0.0) {
            double sy = 0.16 * d / sqrt(1.0 + 0.0004 * d), sz = 0.14 * d / sqrt(1.0 + 0.0003 * d);
            c = x[2] / (M_PI * u * sy * sz) * exp(-0.5 * (y * y / (sy * sy) + 1.0 / (sz * sz)));
        }
        double r = readings[i] - c;
        sum += r * r;
    }
    return sum;
}
"""


def compiled():
    folder = tempfile.mkdtemp()
    with open(folder + "/misfit.c", "w") as file:
        file.write(SOURCE)
    command = ["cc", "-O3", "-shared", "-fPIC", "misfit.c", "-o", "misfit.so", "-lm"]
    subprocess.run(command, cwd=folder, check=True)
    function = ctypes.CDLL(folder + "/misfit.so").misfit
    function.restype = ctypes.c_double
    pointer = ctypes.c_void_p
    function.argtypes = [pointer, pointer, pointer, ctypes.c_int, ctypes.c_double]
    return function


class Leak:
    """A park; also the problem that pygmo asks for."""

    def __init__(self, park, function):
        self.sensors = np.array(park["sensors"]).ravel()
        self.readings = np.array(park["readings"])
        # The wind, from what a unit rate gives 50 m downwind on the axis, 1 m below the source.
        sy = 0.16 * 50.0 / math.sqrt(1.0 + 0.0004 * 50.0)
        sz = 0.14 * 50.0 / math.sqrt(1.0 + 0.0003 * 50.0)
        self.u = math.exp(-0.5 / sz**2) / (math.pi * sy * sz * park["unit_at_50"])
        self.function = function
        self.pointers = self.sensors.ctypes.data, self.readings.ctypes.data, len(self.readings)
        self.count = 0

    def __deepcopy__(self, memo):
        return self

    def __call__(self, x):
        self.count += 1
        x = np.ascontiguousarray(x, dtype=float)
        return self.function(x.ctypes.data, *self.pointers, self.u)

    def fitness(self, x):
        return [self(x)]

    def get_bounds(self):
        return LOWER, UPPER


def with_pygmo(algorithm):
    def run(leak, seed):
        problem = pygmo.problem(leak)
        population = pygmo.population(problem, POPULATION, seed=seed)
        population = pygmo.algorithm(algorithm(seed)).evolve(population)
        return population.champion_x, population.champion_f[0]

    return run


def scipy_de(leak, seed):
    result = scipy.optimize.differential_evolution(
        leak, list(zip(LOWER, UPPER)), strategy="rand1bin", popsize=POPULATION // 3, maxiter=ITERATIONS,
        mutation=0.5, recombination=0.5, tol=0.0, polish=False, init="random", rng=seed,
    )  # fmt: skip
    return result.x, result.fun


def with_mealpy(optimizer):
    def run(leak, seed):
        problem = {
            "obj_func": leak,
            "bounds": mealpy.FloatVar(lb=LOWER, ub=UPPER),
            "minmax": "min",
            "log_to": None,
        }
        best = optimizer().solve(problem, seed=seed)
        return best.solution, best.target.fitness

    return run


SEARCHES = [
    ("pso", "pygmo", "30, constriction, its defaults",
     with_pygmo(lambda s: pygmo.pso(gen=ITERATIONS, seed=s))),
    ("de", "pygmo", "rand/1/bin, 30, F = CR = 0.5",
     with_pygmo(lambda s: pygmo.de(gen=ITERATIONS, F=0.5, CR=0.5, variant=7, ftol=0, xtol=0, seed=s))),
    ("cma-es", "pygmo", "30, one start, bounds forced",
     with_pygmo(lambda s: pygmo.cmaes(gen=ITERATIONS, force_bounds=True, ftol=0, xtol=0, seed=s))),
    ("de", "scipy", "rand/1/bin, 30, F = CR = 0.5", scipy_de),
    ("pso", "mealpy", "30, its defaults",
     with_mealpy(lambda: mealpy.PSO.OriginalPSO(epoch=ITERATIONS, pop_size=POPULATION))),
    ("de", "mealpy", "rand/1/bin, 30, F = CR = 0.5",
     with_mealpy(lambda: mealpy.DE.OriginalDE(
         epoch=ITERATIONS, pop_size=POPULATION, wf=0.5, cr=0.5, strategy=0))),
]  # fmt: skip


def main():
    with open(sys.argv[1]) as file:
        parks = json.load(file)
    function = compiled()
    work = []
    for method, program, settings, search in SEARCHES:
        leaks = [Leak(park, function) for park in parks]
        start = time.process_time()
        found = [search(leak, seed) for seed, leak in enumerate(leaks)]
        seconds = time.process_time() - start
        logs = [math.log(max(value, LEAST_MISFIT)) for _, value in found]
        near = [math.hypot(x[0] - 8.0, x[1] - 15.0) < 1.0 for x, _ in found]
        work.append(
            {
                "method": method,
                "program": program,
                "settings": settings,
                "milliseconds": 1e3 * seconds / len(found),
                "misfit": math.exp(sum(logs) / len(logs)),
                "near": sum(near) / len(near),
                "evaluations": sum(leak.count for leak in leaks) / len(leaks),
            }
        )
        print(method, program, file=sys.stderr)
    leak, x = Leak(parks[0], function), np.array([8.0, 15.0, 80.0])
    start = time.process_time()
    for _ in range(20_000):
        leak(x)
    call = (time.process_time() - start) / 20_000
    versions = {"pygmo": pygmo.__version__, "scipy": scipy.__version__, "mealpy": mealpy.__version__}
    print(json.dumps({"work": work, "call_microseconds": 1e6 * call, "versions": versions}))


if __name__ == "__main__":
    main()

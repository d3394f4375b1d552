"""A seismic shot through a ground on a grid."""

from __future__ import annotations  # help() shows the names of types, not all that they stand for

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from . import _davylamp
from ._arrays import Array, array, whole

Component = Literal["vx", "vz", "pressure", "txx", "tzz", "txz"]


@dataclass(frozen=True, eq=False)
class Gather:
    """The record of one shot."""

    data: npt.NDArray[np.float32]
    """``(component, receiver, sample)``: velocities in m/s, pressure and stresses in Pa."""
    components: tuple[str, ...]
    receivers: Array
    """x and z of each, ``(receiver, 2)``, m."""
    time: Array
    """Of each sample after the shot, ``(sample,)``, s."""


def shot(
    vp: npt.ArrayLike,
    vs: npt.ArrayLike,
    rho: npt.ArrayLike,
    *,
    spacing: float,
    source: npt.ArrayLike,
    receivers: npt.ArrayLike,
    duration: float,
    dt: float,
    peak_frequency: float | None = None,
    peak_time: float | None = None,
    wavelet: npt.ArrayLike | None = None,
    wavelet_dt: float | None = None,
    explosion: float | None = None,
    force: npt.ArrayLike | None = None,
    moment: npt.ArrayLike | None = None,
    components: Sequence[Component] = ("vx", "vz"),
    epsilon: npt.ArrayLike | None = None,
    delta: npt.ArrayLike | None = None,
    order: Literal[2, 4, 6, 8, 10, 12] = 8,
    time_step: float | None = None,
    free_surface: bool = False,
    absorbing_cells: int = 30,
    threads: int = 1,
) -> Gather:
    """A shot through an elastic ground in two dimensions, as ``davylamp shot`` makes it.

    x is to the right, z down, from the upper left node. Other Python threads go on meanwhile, and Ctrl-C
    ends it.

    Parameters
    ----------
    vp, vs, rho
        Speeds of compressional and shear waves, m/s, and density, kg/m³, on the nodes, ``(nz, nx)``, at least
        two by two. ``vs`` is 0 in a fluid, and at most ``sqrt(3/4) vp``.
    spacing
        Between neighbouring nodes, m; what is too coarse for the wavelet is refused.
    source
        x and z, ``(2,)``, m, anywhere in the model.
    receivers
        x and z of each, ``(n, 2)``, m, anywhere in the model.
    duration, dt
        Of the record, and the interval of its samples, s; the first sample is at 0.
    peak_frequency, peak_time
        Of a Ricker wavelet: Hz, and s (1.5 / ``peak_frequency``).
    wavelet, wavelet_dt
        Instead: samples from rest to rest, ``(k,)``, the first at 0, and their interval, s.
    explosion, force, moment
        One of these: a moment rate, N m/s for each metre of the line that a source is in two dimensions; a
        force ``(x, z)``, N/m; a moment rate ``(xx, zz, xz)``, N m/s for each metre.
    components
        What is recorded: of vx, vz, pressure, txx, tzz, txz.
    epsilon, delta
        Thomsen's parameters on the nodes, ``(nz, nx)``; 0.
    order
        Of the differences in space.
    time_step
        s; by default the longest part of ``dt`` within 0.95 of the stable step.
    free_surface
        Whether the top reflects as the air does, instead of absorbing.
    absorbing_cells
        Of the layers that absorb, 1 to 200.
    threads
        1 to 1024; the gather does not depend on it.

    Raises
    ------
    ValueError
        With what is wrong, its value and what is allowed.

    Examples
    --------
    >>> rock = np.full((41, 61), 3000.0)
    >>> gather = davylamp.shot(
    ...     rock, rock / 1.8, np.full_like(rock, 2200.0), spacing=10, source=(300, 200),
    ...     receivers=[(100, 10), (300, 10), (500, 10)], peak_frequency=15, explosion=1e9,
    ...     duration=0.3, dt=0.002,
    ... )
    >>> gather.data.shape, gather.data.dtype
    ((2, 3, 151), dtype('float32'))
    """
    nodes = {"vp": array("vp", vp, "nz", "nx")}
    for name, grid in {"vs": vs, "rho": rho, "epsilon": epsilon, "delta": delta}.items():
        if grid is not None:
            nodes[name] = array(name, grid, *nodes["vp"].shape)
    if dt > 0 and not 1 <= duration / dt <= 1e7:
        raise ValueError(f"duration = {duration} is not allowed: 1 to 10000000 times dt")
    if order not in (2, 4, 6, 8, 10, 12):
        raise ValueError(f"order = {order} is not allowed: 2, 4, 6, 8, 10 or 12")
    if (peak_frequency is None) == (wavelet is None) or (wavelet is None) != (wavelet_dt is None):
        raise ValueError("give either peak_frequency, or wavelet and wavelet_dt")
    samples = None if wavelet is None else (array("wavelet", wavelet, "k").tolist(), wavelet_dt)
    places = array("receivers", receivers, "n", 2)
    # As the command rounds: halves go up.
    count = math.floor(duration / dt + 0.5) + 1 if dt > 0 else 1
    data = _davylamp.shot(
        {
            "epsilon": None,
            "delta": None,
            **nodes,
            "spacing": spacing,
            "source": array("source", source, 2).tolist(),
            "strength": _strength(explosion, force, moment),
            "peak_frequency": peak_frequency,
            "peak_time": peak_time,
            "wavelet": samples,
            "receivers": places.tolist(),
            "components": list(components),
            "dt": dt,
            "samples": count,
            "order": order,
            "time_step": time_step,
            "free_surface": free_surface,
            "absorbing_cells": whole("absorbing_cells", absorbing_cells, 1, 200),
            "threads": whole("threads", threads, 1, 1024),
        }
    )
    shape = (len(components), len(places), count)
    time: Array = np.arange(count, dtype=np.float64) * dt
    return Gather(data.reshape(shape), tuple(components), places, time)


def _strength(
    explosion: float | None, force: npt.ArrayLike | None, moment: npt.ArrayLike | None
) -> list[float]:
    """Of one of these, its numbers: one, two or three of them tell which."""
    kinds = {"explosion": (explosion, ()), "force": (force, (2,)), "moment": (moment, (3,))}
    given = {name: array(name, v, *shape) for name, (v, shape) in kinds.items() if v is not None}
    if len(given) != 1:
        raise ValueError("a source is an explosion, a force or a moment: give one of them")
    ((name, numbers),) = given.items()
    if not np.isfinite(numbers).all():
        raise ValueError(f"{name} = {numbers} is not allowed: finite")
    strengths: list[float] = np.atleast_1d(numbers).tolist()
    return strengths

"""Finds hydrogen leaks, over NumPy arrays.

=====================  ========================================================
:func:`trace`          sensor readings to the place and rate of a source
:func:`zones`          threat zones of a known source
:func:`hydrogen`       what hydrogen is at pressures and temperatures
:func:`rock`           what the rock of a hydrogen store is to waves
:func:`shot`           a seismic shot through a ground on a grid
=====================  ========================================================

Each does what the command ``davylamp`` of the same name does, with the same defaults and the same bits. SI
throughout; a unit that is not SI stands in the name (``from_deg``). Outdoors x is to the east, y to the north,
z up; underground x is to the right, z down, arrays are ``[iz][ix]``. What is refused is a ``ValueError`` that
names the argument, its value and what is allowed. Random methods take a ``seed``: the same seed gives the same
bits.
"""

from ._davylamp import __version__
from ._rock import Hydrogen, Rock, hydrogen, rock
from ._scene import Scene
from ._shot import Gather, shot
from ._trace import DensityMap, Ellipse, Fit, Ridge, Traced, TracedSource, trace
from ._zones import Zone, Zones, zones

__all__ = [
    "DensityMap",
    "Ellipse",
    "Fit",
    "Gather",
    "Hydrogen",
    "Ridge",
    "Rock",
    "Scene",
    "Traced",
    "TracedSource",
    "Zone",
    "Zones",
    "__version__",
    "hydrogen",
    "rock",
    "shot",
    "trace",
    "zones",
]

"""Point updates a second of deepwave's elastic propagator on the CPU, with its C-PML of 30 cells.

Run: python3 wave_deepwave.py [--steps N] [--threads N] [--shots N]; prints one line of JSON. Several shots
are one batch, which deepwave spreads over the threads. It flushes denormals, as ours does.
"""

from wave_peers import (
    DT, EDGE, NX, NZ, ORDER, PEAK_FREQUENCY, SPACING,
    arguments, fastest, ground, own_python, report, ricker,
)

own_python("deepwave", "deepwave==0.1.0", "torch", "numpy")

import deepwave  # noqa: E402
import numpy as np  # noqa: E402
import torch  # noqa: E402

args = arguments()
torch.set_num_threads(args.threads)
torch.set_flush_denormal(True)
inside = slice(EDGE, -EDGE)
vp, vs, rho = (torch.from_numpy(np.ascontiguousarray(a[inside, inside])) for a in ground(np))
mu = rho * vs**2
lamb = rho * vp**2 - 2.0 * mu

source = torch.from_numpy(ricker(np, args.steps))[None, None].repeat(args.shots, 1, 1)
places = torch.zeros(args.shots, 1, 2, dtype=torch.long)
places[:, 0, 0] = torch.arange(args.shots) * 45 + 25 if args.shots > 1 else 170
places[:, 0, 1] = 10
# Its velocities lie between the nodes: of vx there is one column less than of the model.
receivers = torch.zeros(args.shots, NX - 2 * EDGE - 1, 2, dtype=torch.long)
receivers[:, :, 0] = torch.arange(NX - 2 * EDGE - 1)
receivers[:, :, 1] = 2


def shots():
    with torch.no_grad():
        return deepwave.elastic(
            lamb, mu, 1.0 / rho, SPACING, DT,
            source_amplitudes_y=source, source_locations_y=places,
            receiver_locations_y=receivers, receiver_locations_x=receivers,
            accuracy=ORDER, pml_width=EDGE, pml_freq=PEAK_FREQUENCY, max_vel=float(vp.max()),
        )


records = shots()[-2:]
assert all(torch.isfinite(r).all() and float(r.abs().max()) > 0.0 for r in records)
report("deepwave", args, fastest(shots), deepwave.__version__)

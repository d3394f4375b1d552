"""Reads what Davylamp makes with numpy and segyio alone.

    python3 read_everything.py SET GATHER

SET is a folder of `davylamp dataset seismic`, GATHER a SEG-Y file of `davylamp shot`. Read it from above to
below, as a notebook; every part stands on its own.
"""

import hashlib
import json
import pathlib
import sys

import numpy as np
import segyio

folder, gather = map(pathlib.Path, sys.argv[1:3])

# ---------------------------------------------------------------------------------------------------------
# 1. Is the set whole? Each shard has the checksums of its two files beside it, as sha256sum writes them.

for sums in sorted(folder.glob("*.sha256")):
    for line in sums.read_text().splitlines():
        expected, name = line.split()
        found = hashlib.sha256((folder / name).read_bytes()).hexdigest()
        assert found == expected, f"{name} is damaged: davylamp dataset verify {folder} --repair"

# ---------------------------------------------------------------------------------------------------------
# 2. Images and labels. The manifest says what they are. A set larger than the memory is mapped into it, shard
#    by shard: nothing is read before it is used.

plan = json.loads((folder / "manifest.json").read_text())["plan"]
shards = [np.load(file, mmap_mode="r") for file in sorted(folder.glob("shard-*.npy"))]
labels = np.concatenate([np.load(file) for file in sorted(folder.glob("labels-*.npy"))])
images = np.concatenate(shards)
assert images.shape == (plan["samples"], *plan["image_shape"]) and images.dtype == np.float32
assert labels.shape == (plan["samples"], *plan["label_shape"])
print(f"{plan['kind']} set of {len(images)}: {' by '.join(plan['image_axes'])} {images.shape[1:]}")

# ---------------------------------------------------------------------------------------------------------
# 3. Labels are between 0 and 1, for a network. In metres and kilograms:

scale = np.array([plan["normalisation"][name] for name in plan["label_names"]])
truth = dict(zip(plan["label_names"], (labels * scale).T))
for west, east, top, bottom, mass in zip(*(truth[n] for n in ("x_min", "x_max", "z_min", "z_max", "mass"))):
    print(f"leak of {mass:.0f} kg, x {west:.0f} to {east:.0f} m, {top:.0f} to {bottom:.0f} m deep")
    assert west < east and 0 <= top < bottom and mass > 0

# ---------------------------------------------------------------------------------------------------------
# 4. Noise is not in the set. As an example: white noise with a hundredth of an image's greatest amplitude.

random = np.random.default_rng(seed=1)
peaks = np.abs(images).max(axis=(1, 2), keepdims=True)
noisy = images + 0.01 * peaks * random.standard_normal(images.shape, dtype=np.float32)
signal_to_noise = np.std(images, axis=(1, 2)) / np.std(noisy - images, axis=(1, 2))
print("signal to noise", np.round(signal_to_noise, 2))

# ---------------------------------------------------------------------------------------------------------
# 5. A gather. Trace headers say what was recorded (11 pressure, 12 vertical, 14 in-line) and where; places are
#    whole numbers with a scalar, as SEG-Y has them.

with segyio.open(gather, ignore_geometry=True) as file:
    traces = file.trace.raw[:]
    kind = file.attributes(segyio.TraceField.TraceIdentificationCode)[:]
    scalar = file.attributes(segyio.TraceField.SourceGroupScalar)[:].astype(float)
    across = np.where(scalar < 0, -1 / np.where(scalar == 0, 1, scalar), np.where(scalar == 0, 1, scalar))
    receiver = file.attributes(segyio.TraceField.GroupX)[:] * across
    source = file.attributes(segyio.TraceField.SourceX)[:] * across
    interval = segyio.tools.dt(file) * 1e-6  # s

pressure, offset = traces[kind == 11], (receiver - source)[kind == 11]
print(f"gather of {len(traces)} traces, {len(pressure)} of pressure, {interval * 1e3:g} ms apart")

# ---------------------------------------------------------------------------------------------------------
# 6. First arrivals: where a trace first exceeds a tenth of its peak. A straight line through the far ones gives
#    the speed of the layer that brings them.

arrival = (np.abs(pressure) > 0.1 * np.abs(pressure).max(axis=1, keepdims=True)).argmax(axis=1) * interval
far = np.abs(offset) > 0.6 * np.abs(offset).max()
slowness, _ = np.polyfit(np.abs(offset[far]), arrival[far], 1)
print(f"first arrivals move at {1 / slowness:.0f} m/s")

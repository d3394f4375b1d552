"""A set of simulated leaks under Dask: one task a part, each the plain command.

    python docs/cluster/dask_parts.py examples/uhs/paper.toml set --parts 7

On a cluster put its own in place of LocalCluster, such as dask_jobqueue.SLURMCluster. A part that is killed,
or whose worker dies, is tried again, and goes on where it was.
"""

import argparse
import subprocess

from dask.distributed import Client, LocalCluster


def make(part: int, options: argparse.Namespace) -> str:
    command = [options.davylamp, "dataset", "seismic", "--config", options.scene]
    command += ["--out", options.out, "--shard", f"{part}/{options.parts}", "--jobs", "1"]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"part {part}: exit code {done.returncode}: {done.stderr}")
    return done.stdout


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("scene")
    parser.add_argument("out")
    parser.add_argument("--parts", type=int, default=7)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--davylamp", default="davylamp")
    options = parser.parse_args()
    local = {"n_workers": options.workers, "threads_per_worker": 1, "dashboard_address": None}
    with LocalCluster(**local) as cluster, Client(cluster) as client:
        parts = range(1, options.parts + 1)
        client.gather(client.map(make, parts, options=options, retries=3, pure=False))
    raise SystemExit(subprocess.run([options.davylamp, "dataset", "verify", options.out]).returncode)

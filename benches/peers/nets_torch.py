"""A training step and a prediction of HydrogenNet in PyTorch on the CPU.

The same network, batch and optimizer as benches/nets: channels 32, 64, 128, 256 with biases, dense
layers 512 and 128, Adam. Run: python3 nets_torch.py --traces 64 --threads 2 (needs torch); prints one
line of JSON.
"""

import argparse
import json
import resource
import time

import torch
from torch import nn


def hydrogen_net(traces):
    channels = [1, 32, 64, 128, 256]
    layers = []
    for inputs, outputs in zip(channels, channels[1:]):
        layers += [nn.Conv2d(inputs, outputs, 3, padding=1), nn.ReLU(), nn.BatchNorm2d(outputs)]
        layers.append(nn.MaxPool2d(2))
    layers += [nn.Flatten(), nn.Linear(256 * traces, 512), nn.ReLU(), nn.Linear(512, 128), nn.ReLU()]
    layers += [nn.Linear(128, 6), nn.Sigmoid()]
    return nn.Sequential(*layers)


def weights(network):
    """Parameters and running statistics, which burn counts together."""
    return [w for name, w in network.state_dict().items() if "num_batches" not in name]


def median(times):
    return sorted(times)[len(times) // 2]


def training_step(network, batch, traces, steps):
    """Seconds of forward, backward and Adam."""
    optimizer = torch.optim.Adam(network.parameters(), 1e-4)
    images, labels = torch.rand(batch, 1, 256, traces), torch.full((batch, 6), 0.5)
    times = []
    for _ in range(steps + 1):
        start = time.perf_counter()
        loss = (network(images) - labels).square().mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        times.append(time.perf_counter() - start)
    return median(times[1:])


def prediction(network, traces, steps):
    """Seconds of one image on one thread."""
    torch.set_num_threads(1)
    network.eval()
    image = torch.rand(1, 1, 256, traces)
    times = []
    with torch.inference_mode():
        for _ in range(4 * steps + 1):
            start = time.perf_counter()
            network(image)
            times.append(time.perf_counter() - start)
    return median(times[1:])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--traces", type=int, default=64)
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--steps", type=int, default=3)
    parser.add_argument("--threads", type=int, default=2)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    torch.manual_seed(1)
    network = hydrogen_net(args.traces)
    step = training_step(network, args.batch, args.traces, args.steps)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6
    print(
        json.dumps(
            {
                "parameters": sum(p.numel() for p in weights(network)),
                "samples_per_second": args.batch / step,
                "prediction_ms": 1e3 * prediction(network, args.traces, args.steps),
                "peak_mb": peak,
                "version": torch.__version__,
            }
        )
    )


if __name__ == "__main__":
    main()

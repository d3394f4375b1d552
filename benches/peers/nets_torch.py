"""A training step and a prediction of HydrogenNet, or of ResNet-18, in PyTorch on the CPU.

The same networks, batch and optimizer as benches/nets: HydrogenNet with channels 32, 64, 128, 256 with biases
and dense layers 512 and 128; ResNet-18 with one input channel and twelve classes; Adam. Run: python3
nets_torch.py --network hydrogennet --traces 64 --threads 2 (needs torch); prints one line of JSON.
"""

import argparse
import json
import resource
import time

import torch
from torch import nn


CLASSES = 12


def hydrogen_net(traces):
    channels = [1, 32, 64, 128, 256]
    layers = []
    for inputs, outputs in zip(channels, channels[1:]):
        layers += [nn.Conv2d(inputs, outputs, 3, padding=1), nn.ReLU(), nn.BatchNorm2d(outputs)]
        layers.append(nn.MaxPool2d(2))
    layers += [nn.Flatten(), nn.Linear(256 * traces, 512), nn.ReLU(), nn.Linear(512, 128), nn.ReLU()]
    layers += [nn.Linear(128, 6), nn.Sigmoid()]
    return nn.Sequential(*layers)


class BasicBlock(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(outputs)
        self.past = None
        if stride > 1 or inputs != outputs:
            past = nn.Conv2d(inputs, outputs, 1, stride, bias=False)
            self.past = nn.Sequential(past, nn.BatchNorm2d(outputs))

    def forward(self, x):
        past = x if self.past is None else self.past(x)
        y = torch.relu_(self.bn1(self.conv1(x)))
        return torch.relu_(self.bn2(self.conv2(y)) + past)


def resnet(_):
    layers = [nn.Conv2d(1, 64, 7, 2, 3, bias=False), nn.BatchNorm2d(64), nn.ReLU(inplace=True)]
    layers.append(nn.MaxPool2d(3, 2, 1))
    inputs = 64
    for outputs, stride in [(64, 1), (128, 2), (256, 2), (512, 2)]:
        layers += [BasicBlock(inputs, outputs, stride), BasicBlock(outputs, outputs, 1)]
        inputs = outputs
    layers += [nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(512, CLASSES)]
    return nn.Sequential(*layers)


def shape(args):
    """Of an image."""
    return (256 if args.network == "hydrogennet" else args.traces, args.traces)


def loss_of(args, outputs):
    """Mean square of differences from a half; cross-entropy of classes that follow each other."""
    if args.network == "hydrogennet":
        return (outputs - 0.5).square().mean()
    return nn.functional.cross_entropy(outputs, torch.arange(len(outputs)) % CLASSES)


def weights(network):
    """Parameters and running statistics, which burn counts together."""
    return [w for name, w in network.state_dict().items() if "num_batches" not in name]


def median(times):
    return sorted(times)[len(times) // 2]


def training_step(network, args):
    """Seconds of forward, backward and Adam."""
    optimizer = torch.optim.Adam(network.parameters(), 1e-4)
    images = torch.rand(args.batch, 1, *shape(args))
    times = []
    for _ in range(args.steps + 1):
        start = time.perf_counter()
        loss = loss_of(args, network(images))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        times.append(time.perf_counter() - start)
    return median(times[1:])


def prediction(network, args):
    """Seconds of one image on one thread."""
    torch.set_num_threads(1)
    network.eval()
    image = torch.rand(1, 1, *shape(args))
    times = []
    with torch.inference_mode():
        for _ in range(4 * args.steps + 1):
            start = time.perf_counter()
            network(image)
            times.append(time.perf_counter() - start)
    return median(times[1:])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--network", choices=["hydrogennet", "resnet"], default="hydrogennet")
    parser.add_argument("--traces", type=int, default=64)
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--steps", type=int, default=3)
    parser.add_argument("--threads", type=int, default=2)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    torch.manual_seed(1)
    network = {"hydrogennet": hydrogen_net, "resnet": resnet}[args.network](args.traces)
    step = training_step(network, args)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6
    print(
        json.dumps(
            {
                "parameters": sum(p.numel() for p in weights(network)),
                "samples_per_second": args.batch / step,
                "prediction_ms": 1e3 * prediction(network, args),
                "peak_mb": peak,
                "version": torch.__version__,
            }
        )
    )


if __name__ == "__main__":
    main()

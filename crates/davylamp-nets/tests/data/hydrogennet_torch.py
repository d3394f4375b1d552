"""HydrogenNet in PyTorch, with the weights that davylamp-nets writes.

    python3 hydrogennet_torch.py FOLDER

FOLDER holds model.json and weights.safetensors as a training writes them, and expected.json with
images and the outputs that they should give. Needs torch and safetensors.
"""

import json
import sys
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import nn


class Block(nn.Module):
    """Convolution, ReLU, batch normalisation, in this order."""

    def __init__(self, inputs, outputs):
        super().__init__()
        self.convolution = nn.Conv2d(inputs, outputs, 3, padding=1)
        self.norm = nn.BatchNorm2d(outputs)

    def forward(self, x):
        return self.norm(torch.relu(self.convolution(x)))


class HydrogenNet(nn.Module):
    """As in Gao et al. (2024); `config` is the entry `hydrogennet` of model.json."""

    def __init__(self, config):
        super().__init__()
        channels = [1, *config["channels"]]
        self.blocks = nn.ModuleList(Block(*pair) for pair in zip(channels, channels[1:]))
        self.pooled = [max(side >> 4, 1) for side in config["image"]]
        sizes = [channels[-1] * self.pooled[0] * self.pooled[1], *config["hidden"], config["labels"]]
        self.dense = nn.ModuleList(nn.Linear(*pair) for pair in zip(sizes, sizes[1:]))

    def forward(self, images):
        x = images[:, None]
        for at, block in enumerate(self.blocks):
            x = block(x)
            if at < 4 and min(x.shape[2:]) > 1:
                x = torch.max_pool2d(x, 2)
        x = nn.functional.adaptive_avg_pool2d(x, self.pooled).flatten(1)
        for layer in self.dense[:-1]:
            x = torch.relu(layer(x))
        return torch.sigmoid(self.dense[-1](x))


def answers(network, images, data):
    """What a model says: the network's outputs, or with a mirror the mean over both sides."""
    own, mirror = network(images), data.get("mirror")
    if mirror is None:
        return own
    columns, factors = zip(*mirror["columns"])
    other = network(images[:, :, list(columns)] * torch.tensor(factors))
    back = []
    for (source, total), label in zip(mirror["labels"], data["labels"]):
        value = other[:, source]
        back.append(value if total is None else total / label["scale"] - value)
    return (own + torch.stack(back, dim=1)) / 2


def main():
    folder = Path(sys.argv[1])
    about = json.loads((folder / "model.json").read_text())
    expected = json.loads((folder / "expected.json").read_text())
    network = HydrogenNet(about["network"]["hydrogennet"]).eval()
    weights = load_file(folder / "weights.safetensors")
    # PyTorch counts batches, burn has a flag for training; neither touches an output.
    missing, unexpected = network.load_state_dict(weights, strict=False)
    odd = [name for name in missing if not name.endswith("num_batches_tracked")]
    odd += [name for name in unexpected if not name.endswith("training")]
    assert not odd, odd
    images = torch.tensor(expected["images"]).reshape(-1, *expected["image"])
    with torch.no_grad():
        outputs = answers(network, images, about["data"])
    apart = (outputs - torch.tensor(expected["outputs"])).abs().max().item()
    # Outputs between 0 and 1 after some ten layers in single precision.
    assert apart < 1e-5, apart


if __name__ == "__main__":
    main()

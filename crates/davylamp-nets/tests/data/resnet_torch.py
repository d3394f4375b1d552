"""The residual network in PyTorch, with the weights that davylamp-nets writes.

    python3 resnet_torch.py FOLDER

FOLDER holds model.json and weights.safetensors as a training writes them, and expected.json with
images and the probabilities that they should give. Needs torch and safetensors. The names of layers are
those of torchvision's ResNet.
"""

import json
import sys
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import nn

BLOCKS = {"ten": [1, 1, 1, 1], "eighteen": [2, 2, 2, 2], "thirty-four": [3, 4, 6, 3]}


class BasicBlock(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(outputs)
        self.downsample = None
        if stride > 1 or inputs != outputs:
            conv = nn.Conv2d(inputs, outputs, 1, stride, bias=False)
            self.downsample = nn.Sequential(conv, nn.BatchNorm2d(outputs))

    def forward(self, x):
        past = x if self.downsample is None else self.downsample(x)
        y = torch.relu(self.bn1(self.conv1(x)))
        return torch.relu(self.bn2(self.conv2(y)) + past)


class ResNet(nn.Module):
    """As in Wang et al. (2024); `config` is the entry `resnet` of model.json."""

    def __init__(self, config):
        super().__init__()
        width = config["width"]
        self.conv1 = nn.Conv2d(1, width, 7, 2, 3, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        inputs = width
        for stage, blocks in enumerate(BLOCKS[config["depth"]]):
            outputs = width << stage
            layers = []
            for block in range(blocks):
                layers.append(BasicBlock(inputs, outputs, 2 if stage > 0 and block == 0 else 1))
                inputs = outputs
            setattr(self, f"layer{stage + 1}", nn.Sequential(*layers))
        self.fc = nn.Linear(inputs, config["classes"])

    def forward(self, images):
        x = torch.relu(self.bn1(self.conv1(images[:, None])))
        x = nn.functional.max_pool2d(x, 3, 2, 1)
        for layer in [self.layer1, self.layer2, self.layer3, self.layer4]:
            x = layer(x)
        return self.fc(nn.functional.adaptive_avg_pool2d(x, 1).flatten(1))


def main():
    folder = Path(sys.argv[1])
    about = json.loads((folder / "model.json").read_text())
    expected = json.loads((folder / "expected.json").read_text())
    network = ResNet(about["network"]["resnet"]).eval()
    weights = load_file(folder / "weights.safetensors")
    # PyTorch counts batches, burn has a flag for training; neither touches an output.
    missing, unexpected = network.load_state_dict(weights, strict=False)
    odd = [name for name in missing if not name.endswith("num_batches_tracked")]
    odd += [name for name in unexpected if not name.endswith("training")]
    assert not odd, odd
    images = torch.tensor(expected["images"]).reshape(-1, *expected["image"])
    with torch.no_grad():
        outputs = network(images).softmax(1)
    apart = (outputs - torch.tensor(expected["outputs"])).abs().max().item()
    # Probabilities after some twelve layers in single precision.
    assert apart < 1e-5, apart


if __name__ == "__main__":
    main()

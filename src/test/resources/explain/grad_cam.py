"""Grad-CAM maps of the formula's network, with PyTorch's automatic differentiation.

Computes in double precision and shares nothing with TensorFlow or this project: the weights and
images come from the formula in ../golden/FORMULA.md, and the layers are those of TF-Slim's
inception_v2.py. Before writing maps, the script compares its logits with those of
../golden/public.json.

    python grad_cam.py ../golden/public.json > maps.json
"""

import json
import sys

import numpy as np
import torch
import torch.nn.functional as F

CASES = [  # k, height, width, class, endpoint
    (0, 224, 224, 1, "Mixed_5c"),
    (0, 224, 224, 1, "Mixed_4e"),
    (0, 224, 224, 700, "Mixed_4e"),
    (1, 224, 224, 77, "Mixed_5a"),
    (0, 192, 160, 3, "Mixed_4c"),
    (0, 225, 97, 4, "Mixed_3c"),
    (0, 128, 128, 11, "MaxPool_3a_3x3"),
    (0, 32, 32, 1000, "Mixed_5b"),
]

# name, 1x1, (reduce, 3x3), (reduce, twice 3x3), pool, projection; no 1x1: the block halves the size
MIXED = [
    ("Mixed_3b", 64, (64, 64), (64, 96), "avg", 32),
    ("Mixed_3c", 64, (64, 96), (64, 96), "avg", 64),
    ("Mixed_4a", None, (128, 160), (64, 96), "max", None),
    ("Mixed_4b", 224, (64, 96), (96, 128), "avg", 128),
    ("Mixed_4c", 192, (96, 128), (96, 128), "avg", 128),
    ("Mixed_4d", 160, (128, 160), (128, 160), "avg", 96),
    ("Mixed_4e", 96, (128, 192), (160, 192), "avg", 96),
    ("Mixed_5a", None, (128, 192), (192, 256), "max", None),
    ("Mixed_5b", 352, (192, 320), (160, 224), "avg", 128),
    ("Mixed_5c", 352, (192, 320), (192, 224), "max", 128),
]


def uniform(name, shape):
    h = 0xCBF29CE484222325
    for byte in name.encode():
        h = (h ^ byte) * 0x100000001B3 % 2**64
    with np.errstate(over="ignore"):
        i = np.arange(1, int(np.prod(shape)) + 1, dtype=np.uint64)
        z = np.uint64(h) + i * np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        z = z ^ (z >> np.uint64(31))
    return ((z >> np.uint64(40)).astype(np.float64) / 2**24).reshape(shape)


def variable(name, shape):
    full = "InceptionV2/" + name
    u = uniform(full, shape)
    last = name.rsplit("/", 1)[1]
    if last in ("weights", "pointwise_weights"):
        value = (2 * u - 1) * np.sqrt(6 / (shape[0] * shape[1] * shape[2]))
    elif last == "depthwise_weights":
        value = (2 * u - 1) * np.sqrt(6 / 49)
    elif last in ("beta", "moving_mean"):
        value = 0.2 * (2 * u - 1)
    elif last == "moving_variance":
        value = 0.5 + u
    else:
        value = 0.1 * (2 * u - 1)
    return torch.from_numpy(value.astype(np.float32)).to(torch.get_default_dtype())


def pad(x, kernel, stride, value=0.0):
    sides = []
    for size in (x.shape[3], x.shape[2]):
        total = max((-(-size // stride) - 1) * stride + kernel - size, 0)
        sides += [total // 2, total - total // 2]
    return F.pad(x, sides, value=value)


def convolution(name, x, kernel, depth, stride=1):
    weights = variable(name + "/weights", (kernel, kernel, x.shape[1], depth)).permute(3, 2, 0, 1)
    x = F.conv2d(pad(x, kernel, stride), weights, stride=stride)
    beta, mean, variance = (
        variable(f"{name}/BatchNorm/{part}", (depth,)).view(1, -1, 1, 1)
        for part in ("beta", "moving_mean", "moving_variance")
    )
    return F.relu((x - mean) / torch.sqrt(variance + 0.001) + beta)


def max_pool(x, stride):
    return F.max_pool2d(pad(x, 3, stride, -torch.inf), 3, stride)


def average_pool(x):
    return F.avg_pool2d(x, 3, 1, padding=1, count_include_pad=False)


def stem(x):
    scope = "Conv2d_1a_7x7/"
    depthwise = variable(scope + "depthwise_weights", (7, 7, 3, 8))
    depthwise = depthwise.permute(2, 3, 0, 1).reshape(24, 1, 7, 7)
    x = F.conv2d(pad(x, 7, 2), depthwise, stride=2, groups=3)
    pointwise = variable(scope + "pointwise_weights", (1, 1, 24, 64)).permute(3, 2, 0, 1)
    return F.relu(F.conv2d(x, pointwise, variable(scope + "biases", (64,))))


def mixed(x, name, one, three, twice, pool, projection):
    stride = 2 if one is None else 1
    branches = []
    if one is not None:
        branches.append(convolution(f"{name}/Branch_0/Conv2d_0a_1x1", x, 1, one))
    last = "Conv2d_1a_3x3" if one is None else "Conv2d_0b_3x3"
    scope = f"{name}/Branch_{len(branches)}/"
    y = convolution(scope + "Conv2d_0a_1x1", x, 1, three[0])
    branches.append(convolution(scope + last, y, 3, three[1], stride))
    last = "Conv2d_1a_3x3" if one is None else "Conv2d_0c_3x3"
    scope = f"{name}/Branch_{len(branches)}/"
    y = convolution(scope + "Conv2d_0a_1x1", x, 1, twice[0])
    y = convolution(scope + "Conv2d_0b_3x3", y, 3, twice[1])
    branches.append(convolution(scope + last, y, 3, twice[1], stride))
    y = max_pool(x, stride) if pool == "max" else average_pool(x)
    if projection is not None:
        y = convolution(f"{name}/Branch_{len(branches)}/Conv2d_0b_1x1", y, 1, projection)
    branches.append(y)
    return torch.cat(branches, 1)


def network(image):
    ends = {}
    x = ends["Conv2d_1a_7x7"] = stem(2 * image - 1)
    x = ends["MaxPool_2a_3x3"] = max_pool(x, 2)
    x = ends["Conv2d_2b_1x1"] = convolution("Conv2d_2b_1x1", x, 1, 64)
    x = ends["Conv2d_2c_3x3"] = convolution("Conv2d_2c_3x3", x, 3, 192)
    x = ends["MaxPool_3a_3x3"] = max_pool(x, 2)
    for row in MIXED:
        x = ends[row[0]] = mixed(x, *row)
    pooled = x.mean((2, 3), keepdim=True)
    weights = variable("Logits/Conv2d_1c_1x1/weights", (1, 1, 1024, 1001)).permute(3, 2, 0, 1)
    biases = variable("Logits/Conv2d_1c_1x1/biases", (1001,))
    return F.conv2d(pooled, weights, biases).flatten(), ends


def image(k, height, width):
    y, x, c = np.ogrid[:height, :width, :3]
    v = (x * 7 + y * 13 + c * 29 + (x * y) % 31 * 5 + k * 17) % 256
    rgb = torch.from_numpy(v.astype(np.float32) / np.float32(255)).to(torch.get_default_dtype())
    return rgb.permute(2, 0, 1)[None].requires_grad_()


def grad_cam(precision, k, height, width, index, endpoint):
    torch.set_default_dtype(precision)
    logits, ends = network(image(k, height, width))
    activation = ends[endpoint]
    (gradient,) = torch.autograd.grad(logits[index], activation)
    cam = F.relu((activation * gradient.mean((2, 3), keepdim=True)).sum(1))[0]
    return logits.detach().numpy(), cam.detach().numpy()


def main():
    golden = json.load(open(sys.argv[1]))["inference"]
    maps = []
    for k, height, width, index, endpoint in CASES:
        case = (k, height, width, index, endpoint)
        logits, cam = grad_cam(torch.float64, *case)
        _, single = grad_cam(torch.float32, *case)
        expected = next(
            case["logits"]
            for case in golden
            if (case["k"], case["height"], case["width"]) == (k, height, width)
        )
        error = np.abs(logits - np.array(expected)).max()
        assert error < 1e-5, f"logits are off by {error}"
        assert cam.max() > 0, f"the map of class {index} at {endpoint} is zero"
        difference = float(np.abs(cam - single).max() / cam.max())
        maps.append(
            {
                "k": k,
                "height": height,
                "width": width,
                "class": index,
                "endpoint": endpoint,
                "logit": round(float(logits[index]), 6),
                "float32_vs_double": float(f"{difference:.2g}"),
                "shape": list(cam.shape),
                "map": [float(f"{v:.7g}") for v in cam.ravel()],
            }
        )
        print(endpoint, f"logits off by {error:.1e}, float32 by {difference:.1e}", file=sys.stderr)
    print("[\n" + ",\n".join(json.dumps(one) for one in maps) + "\n]")


if __name__ == "__main__":
    main()

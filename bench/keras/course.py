"""What the three Keras programs share: data, models, and the clock."""

import gzip
import json
import os
import pathlib
import time

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import numpy as np
import tensorflow as tf

keras = tf.keras
layers = keras.layers


def images(name, size):
    """`size` images in [0, 1] and labels of a data set in GRADLAB_DATA_DIR; random ones without it: the time is the same."""
    if "GRADLAB_DATA_DIR" not in os.environ:
        stream = np.random.RandomState(0)
        return stream.rand(size, 28, 28).astype("float32"), stream.randint(10, size=size)
    folder = pathlib.Path(os.environ["GRADLAB_DATA_DIR"]) / name
    x, y = (read_idx(folder, f"train-{kind}") for kind in ("images-idx3-ubyte", "labels-idx1-ubyte"))
    chosen = np.random.RandomState(42).permutation(len(x))[:size]
    return x[chosen].astype("float32") / 255, y[chosen]


def read_idx(folder, stem):
    packed = folder / f"{stem}.gz"
    data = gzip.decompress(packed.read_bytes()) if packed.exists() else (folder / stem).read_bytes()
    axes = data[3]
    shape = np.frombuffer(data, ">i4", axes, 4)
    return np.frombuffer(data, np.uint8, offset=4 + 4 * axes).reshape(shape)


def timed(what):
    """Seconds that a call takes."""
    started = time.perf_counter()
    what()
    return time.perf_counter() - started


def report(**values):
    print(json.dumps({"keras": keras.__version__, **values}))

"""Fifty steps of each optimizer in Keras, from the same weights and with the same batches as test/lab/keras-parity.test.ts.

Prints the weights after the first and the fiftieth step as JSON: test/lab/keras-optimizer-steps.json.
"""

import json
import os

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import numpy as np
import tensorflow as tf

keras = tf.keras

BATCH, STEPS = 32, 50
SHAPES = [(2, 16), (16,), (16, 8), (8,), (8, 1), (1,)]

OPTIMIZERS = {
    "sgd": lambda rate: keras.optimizers.SGD(rate),
    "momentum": lambda rate: keras.optimizers.SGD(rate, momentum=0.9),
    "adam": lambda rate: keras.optimizers.Adam(rate),
    "adam-small-epsilon": lambda rate: keras.optimizers.Adam(rate, epsilon=1e-12),
    "rmsprop": lambda rate: keras.optimizers.RMSprop(rate),
}
RATES = {"constant": lambda step: 0.01, "growing": lambda step: 0.001 * (1 + step)}


def make_model():
    return keras.Sequential(
        [
            keras.layers.Input((2,)),
            keras.layers.Dense(16, activation="relu"),
            keras.layers.Dense(8, activation="relu"),
            keras.layers.Dense(1, activation="sigmoid"),
        ]
    )


def main():
    stream = np.random.RandomState(42)
    x = stream.randn(320, 2).astype("float32")
    y = (np.sin(2 * x[:, 0]) + x[:, 1] > 0).astype("float32")
    weights = [(0.4 * stream.randn(*shape)).astype("float32") for shape in SHAPES]
    runs = {}
    for name, make_optimizer in OPTIMIZERS.items():
        for kind, rate_at in RATES.items():
            model = make_model()
            model.set_weights(weights)
            optimizer = make_optimizer(rate_at(0))
            model.compile(optimizer=optimizer, loss="binary_crossentropy")
            after = {}
            for step in range(STEPS):
                optimizer.learning_rate.assign(rate_at(step))
                first = step * BATCH % len(x)
                model.train_on_batch(x[first : first + BATCH], y[first : first + BATCH])
                if step + 1 in (1, STEPS):
                    flat = np.concatenate([w.ravel() for w in model.get_weights()])
                    after[str(step + 1)] = [float(f"{value:.7g}") for value in flat]
            runs[f"{name}/{kind}"] = after
    print(json.dumps({"keras": keras.__version__, "runs": runs}))


main()

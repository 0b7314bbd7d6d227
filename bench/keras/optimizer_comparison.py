"""Exercise 2 in Keras: seconds of each of a few of its 27 trainings, or of all with --all."""

import sys

from course import keras, layers, np, report, timed
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

OPTIMIZERS = {
    "SGD": lambda rate: keras.optimizers.SGD(rate, momentum=0.9),
    "Adam": keras.optimizers.Adam,
    "RMSprop": keras.optimizers.RMSprop,
}


def generate(noise_level, n_samples=1000):
    n = n_samples // 4
    angles = np.linspace(0, 4 * np.pi, n)
    points = []
    for radius, phase in ((2, 0), (4, np.pi / 2), (3, np.pi / 4), (5, 3 * np.pi / 4)):
        radii = radius + 0.2 * noise_level * np.random.randn(n)
        points.append(np.column_stack([radii * np.cos(angles + phase), radii * np.sin(angles + phase)]))
    x = np.vstack(points)
    y = np.hstack([np.zeros(2 * n), np.ones(2 * n)])
    x += noise_level * np.random.randn(*x.shape)
    order = np.random.permutation(len(x))
    return StandardScaler().fit_transform(x[order]), y[order]


def train_and_evaluate(x, y, optimizer, rate):
    x_train, x_test, y_train, y_test = train_test_split(x, y, test_size=0.2, random_state=42)
    model = keras.Sequential(
        [
            layers.Input((2,)),
            layers.Dense(16, activation="relu"),
            layers.Dense(8, activation="relu"),
            layers.Dense(1, activation="sigmoid"),
        ]
    )
    model.compile(optimizer=OPTIMIZERS[optimizer](rate), loss="binary_crossentropy", metrics=["accuracy"])
    model.fit(x_train, y_train, epochs=100, batch_size=32, validation_data=(x_test, y_test), verbose=0)
    model.evaluate(x_test, y_test, verbose=0)


keras.utils.set_random_seed(42)
everything = "--all" in sys.argv
seconds = []
for noise_level in (0.1, 0.5, 1) if everything else (0.5,):
    x, y = generate(noise_level)
    for optimizer in OPTIMIZERS:
        for rate in (0.001, 0.01, 0.1) if everything else (0.01,):
            seconds.append(timed(lambda: train_and_evaluate(x, y, optimizer, rate)))
report(seconds=seconds)

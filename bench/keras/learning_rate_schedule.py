"""Exercise 3 in Keras: seconds of each epoch over 5000 images with validation on 10,000, with Adam and a schedule."""

import time

from course import images, keras, layers, report

x, y = images("mnist", 15_000)
x = x.reshape(-1, 28, 28, 1)
x, x_test, y, y_test = x[:5000], x[5000:], y[:5000], y[5000:]
model = keras.Sequential(
    [
        layers.Input((28, 28, 1)),
        layers.Conv2D(32, 3, activation="relu"),
        layers.MaxPooling2D(),
        layers.Conv2D(64, 3, activation="relu"),
        layers.MaxPooling2D(),
        layers.Flatten(),
        layers.Dense(64, activation="relu"),
        layers.Dense(10, activation="softmax"),
    ]
)
schedule = keras.optimizers.schedules.ExponentialDecay(0.001, 2 * (len(x) // 32), 0.9)
model.compile(
    optimizer=keras.optimizers.Adam(schedule), loss="sparse_categorical_crossentropy", metrics=["accuracy"]
)


class Clock(keras.callbacks.Callback):
    seconds = []

    def on_epoch_begin(self, epoch, logs=None):
        self.started = time.perf_counter()

    def on_epoch_end(self, epoch, logs=None):
        self.seconds.append(time.perf_counter() - self.started)


model.fit(x, y, epochs=3, batch_size=32, validation_data=(x_test, y_test), callbacks=[Clock()], verbose=0)
report(seconds=Clock.seconds[1:])  # The first epoch traces the graph.

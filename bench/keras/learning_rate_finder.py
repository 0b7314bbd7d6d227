"""Exercise 1 in Keras: seconds of a sweep of 200 batches."""

from course import images, keras, layers, np, report, timed


class LearningRateFinder(keras.callbacks.Callback):
    def __init__(self, min_lr=1e-7, max_lr=10, steps=200):
        super().__init__()
        self.min_lr = min_lr
        self.factor = (max_lr / min_lr) ** (1 / steps)
        self.learning_rates, self.losses = [], []

    def on_train_begin(self, logs=None):
        self.model.optimizer.learning_rate.assign(self.min_lr)

    def on_train_batch_end(self, batch, logs=None):
        rate = float(self.model.optimizer.learning_rate.numpy())
        self.learning_rates.append(rate)
        self.losses.append(logs["loss"])
        if not np.isfinite(logs["loss"]):
            self.model.stop_training = True
            return
        self.model.optimizer.learning_rate.assign(rate * self.factor)


def sweep(x, y):
    model = keras.Sequential(
        [
            layers.Input((28, 28)),
            layers.Flatten(),
            layers.Dense(128, activation="relu"),
            layers.Dense(10, activation="softmax"),
        ]
    )
    model.compile(optimizer=keras.optimizers.SGD(), loss="sparse_categorical_crossentropy")
    model.fit(x, y, epochs=1, batch_size=64, callbacks=[LearningRateFinder()], verbose=0)


x, y = images("fashion-mnist", 200 * 64)
report(seconds=[timed(lambda: sweep(x, y)) for _ in range(3)])

"""A course of nbgrader with the Keras form of exercise 1, and a class of the same kinds as in bench/class-answers.js: each student gets the
same mark from both graders. Here all right answers are the same: nbgrader starts a kernel for each, and nothing of one serves the next.

make_course.py FOLDER FIRST COUNT: students FIRST, FIRST + 1, … of the class."""

import pathlib
import sys

import nbformat
from nbformat.v4 import new_code_cell, new_notebook

SETUP = """import os
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import numpy as np
import tensorflow as tf
keras = tf.keras"""

FINDER = """class LearningRateFinder(keras.callbacks.Callback):
    def __init__(self, min_lr=1e-7, max_lr=10, steps=200):
        super().__init__()
        self.min_lr = min_lr
        ### BEGIN SOLUTION
        self.lr_factor = (max_lr / min_lr) ** (1 / steps)
        ### END SOLUTION
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
        ### BEGIN SOLUTION
        new_rate = rate * self.lr_factor
        ### END SOLUTION
        self.model.optimizer.learning_rate.assign(new_rate)"""

FACTOR_TEST = """assert np.isclose(LearningRateFinder(0.1, 1000, 4).lr_factor, 10)
assert np.isclose(LearningRateFinder().lr_factor, (10 / 1e-7) ** (1 / 200))
assert np.isclose(LearningRateFinder(2, 2000, 3).lr_factor, 10)"""

UPDATE_TEST = """def rates_of(losses):
    model = keras.Sequential([keras.layers.Input((1,)), keras.layers.Dense(1)])
    model.compile(optimizer=keras.optimizers.SGD(), loss="mse")
    finder = LearningRateFinder(0.001, 1, 3)
    finder.lr_factor = 10
    finder.set_model(model)
    finder.on_train_begin()
    for batch, loss in enumerate(losses):
        finder.on_train_batch_end(batch, {"loss": loss})
    return finder, float(model.optimizer.learning_rate.numpy())
finder, rate = rates_of([2.5, 2, 1.5])
assert np.allclose(finder.learning_rates, [0.001, 0.01, 0.1]) and np.isclose(rate, 1)
finder, rate = rates_of([2.5, np.nan])
assert finder.model.stop_training and len(finder.losses) == 2 and np.isclose(rate, 0.01)"""

FIND = """def find_learning_rate(model, x, y, batch_size, steps):
    finder = LearningRateFinder(steps=steps)
    ### BEGIN SOLUTION
    model.compile(optimizer=keras.optimizers.SGD(), loss="sparse_categorical_crossentropy")
    chosen = np.random.RandomState(0).permutation(len(x))[:batch_size * steps]
    model.fit(x[chosen], y[chosen], epochs=1, batch_size=batch_size, callbacks=[finder], verbose=0)
    ### END SOLUTION
    return finder.learning_rates, finder.losses"""

SEARCH = """def search(rows, batch_size, steps):
    model = keras.Sequential([keras.layers.Input((3,)), keras.layers.Dense(3, activation="softmax")])
    x = np.eye(3, dtype="float32")[np.arange(rows) % 3]
    rates, losses = find_learning_rate(model, x, np.arange(rows) % 3, batch_size, steps)
    return model, rates, losses"""

OPTIMIZER_TEST = """model, rates, losses = search(400, 2, 16)
assert type(model.optimizer).__name__ == "SGD" """

FIT_TEST = """model, rates, losses = search(400, 2, 16)
assert len(rates) == len(losses) == 16
assert np.isclose(rates[-1], 1e-7 * LearningRateFinder(steps=16).lr_factor ** 15, rtol=1e-4)
assert model.loss == "sparse_categorical_crossentropy"
_, rates, _ = search(300, 4, 10)
assert len(rates) == 10"""

BEST = """def best_learning_rate(learning_rates, losses):
    ### BEGIN SOLUTION
    finite = [i for i, loss in enumerate(losses) if np.isfinite(loss)]
    return learning_rates[min(finite, key=lambda i: losses[i])]
    ### END SOLUTION"""

BEST_TEST = """assert best_learning_rate([0.001, 0.01, 0.1, 1, 10], [np.nan, 2, 0.5, np.inf, 3]) == 0.1
assert best_learning_rate([0.02, 0.2, 2], [0.25, 0.5, 4]) == 0.02"""

WRONG = {
    "lr-factor": ("(1 / steps)", "(1 / (steps - 1))"),
    "compile": ("keras.optimizers.SGD()", "keras.optimizers.Adam()"),
    "best-lr": ("min(finite", "max(finite"),
}

KINDS = ["right"] * 12 + ["lr-factor", "compile", "best-lr", "lr-factor", "compile"] + ["untouched"] * 2 + ["broken"]


def cell(source, grade_id, *, solution=False, points=None):
    own = {
        "schema_version": 3,
        "grade_id": grade_id,
        "solution": solution,
        "grade": points is not None,
        "locked": not solution,
        "task": False,
        **({} if points is None else {"points": points}),
    }
    return new_code_cell(source, metadata={"nbgrader": own})


def notebook():
    cells = [new_code_cell(SETUP)]
    for name, source, tests in [
        ("finder", FINDER, [(FACTOR_TEST, 2), (UPDATE_TEST, 2)]),
        ("find", FIND, [(f"{SEARCH}\n{OPTIMIZER_TEST}", 0.5), (FIT_TEST, 2.5)]),
        ("best", BEST, [(BEST_TEST, 3)]),
    ]:
        cells.append(cell(source, name, solution=True))
        cells += [cell(test, f"{name}-test-{at}", points=points) for at, (test, points) in enumerate(tests)]
    made = new_notebook(cells=cells)
    made.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return made


def without_markers(source):
    return "\n".join(line for line in source.split("\n") if "### " not in line)


def submission(release, kind):
    """The released notebook with a student's answers in it."""
    if kind == "untouched":
        return release
    made = nbformat.from_dict(release)
    for own, source in zip((one for one in made.cells if one.metadata.get("nbgrader", {}).get("solution")), (FINDER, FIND, BEST)):
        own.source = without_markers(source)
        if kind in WRONG:
            own.source = own.source.replace(*WRONG[kind])
        if kind == "broken" and "best_learning_rate" in own.source:
            own.source += "\nthis is no Python"
    return made


def main(folder, first, count):
    source = folder / "source" / "ps1"
    source.mkdir(parents=True)
    nbformat.write(notebook(), source / "finder.ipynb")
    (folder / "nbgrader_config.py").write_text("c = get_config()\nc.ExecutePreprocessor.timeout = 120\n")
    yield
    release = nbformat.read(folder / "release" / "ps1" / "finder.ipynb", as_version=4)
    for at in range(first, first + count):
        place = folder / "submitted" / f"student-{at:04}" / "ps1"
        place.mkdir(parents=True)
        nbformat.write(submission(release, KINDS[(at * 7) % len(KINDS)]), place / "finder.ipynb")
    yield


if __name__ == "__main__":
    import subprocess

    place = pathlib.Path(sys.argv[1])
    steps = main(place, int(sys.argv[2]), int(sys.argv[3]))
    next(steps)
    subprocess.run([sys.executable, "-m", "nbgrader", "generate_assignment", "ps1"], cwd=place, check=True, capture_output=True)
    next(steps)

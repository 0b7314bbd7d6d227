"""Reads notebooks as nbgrader does: what it makes of the metadata, or why it refuses them, and which lines students do not get.
In: more files than nbgrader's own, as a list of paths. Out: a list of what was found."""

import json
import logging
import pathlib
import sys

import nbformat
import nbgrader
from nbgrader.nbgraderformat import MetadataValidator
from nbgrader.preprocessors import ClearHiddenTests, ClearMarkScheme, ClearSolutions

logging.disable(logging.CRITICAL)
STUBS = {"typescript": "// YOUR CODE HERE", "python": "raise NotImplementedError()"}


def lines(notebook):
    return {line.strip() for cell in notebook.cells for line in cell.source.split("\n")}


def read(file):
    found = {"file": str(file)}
    try:
        notebook = nbformat.read(file, as_version=4)
        validator = MetadataValidator()
        validator.upgrade_notebook_metadata(notebook)
        validator.validate_nb(notebook)
        found["cells"] = [cell.metadata.get("nbgrader") for cell in notebook.cells]
    except Exception as error:
        return {**found, "refused": type(error).__name__}
    try:
        before = lines(notebook)
        for preprocessor in (ClearSolutions(code_stub=STUBS), ClearHiddenTests(), ClearMarkScheme()):
            notebook, _ = preprocessor.preprocess(notebook, {})
        found["removed"] = sorted(before - lines(notebook))
    except Exception as error:
        found["unclear"] = type(error).__name__
    return found


own = sorted(pathlib.Path(nbgrader.__file__).parent.rglob("*.ipynb"))
print(json.dumps([read(file) for file in [*own, *json.load(sys.stdin)]]))

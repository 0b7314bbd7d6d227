"""Reads what gradlab writes with parsers of others. In: texts by format. Out: what they found."""

import csv
import io
import json
import pathlib
import sys
import tempfile
import unittest

import cmarkgfm
import junitparser
from autograder_utils import Decorators
from autograder_utils import JSONTestRunner as hybrid
from autograder_utils.ResultBuilders import prairieLearnResultBuilder
from autograder_utils.ResultFinalizers import prairieLearnResultFinalizer
from finalgrade.canvas.read import is_canvas_export, read_canvas
from gradescope_utils.autograder_utils.decorators import number, tags, visibility, weight
from gradescope_utils.autograder_utils.json_test_runner import JSONTestRunner

told = json.load(sys.stdin)


def junit(text):
    def kind(case):
        return [type(result).__name__ for result in case.result]

    suites = junitparser.JUnitXml.fromstring(text.encode())
    before = (suites.tests, suites.failures, suites.errors, suites.skipped)
    counts = [(suite.tests, suite.failures, suite.errors, suite.skipped) for suite in suites]
    for suite in suites:
        suite.update_statistics()
    recounted = [(suite.tests, suite.failures, suite.errors, suite.skipped) for suite in suites]
    return {
        "total": before,
        "counts": counts,
        "recounted": recounted,
        "suites": [
            {"name": suite.name, "cases": [[case.name, case.classname, kind(case)] for case in suite]} for suite in suites
        ],
    }


class Sample(unittest.TestCase):
    @weight(2)
    @number("1.1")
    @tags("task")
    @visibility("visible")
    def test_passed(self):
        """A statement"""
        print("output")


def gradescope():
    """The types of the fields that Gradescope's own library writes for a test."""
    stream = io.StringIO()
    JSONTestRunner(stream=stream).run(unittest.defaultTestLoader.loadTestsFromTestCase(Sample))
    [test] = json.loads(stream.getvalue())["tests"]
    return {key: type(value).__name__ for key, value in test.items()}


class HybridSample(unittest.TestCase):
    @Decorators.Weight(2)
    def test_passed(self):
        """A statement"""
        print("output")


def prairielearn():
    """The types of the fields that a library for PrairieLearn writes, of the whole and of a test."""
    stream = io.StringIO()
    hybrid.JSONTestRunner(
        stream=stream, result_builder=prairieLearnResultBuilder, result_finalizer=prairieLearnResultFinalizer
    ).run(unittest.defaultTestLoader.loadTestsFromTestCase(HybridSample))
    whole = json.loads(stream.getvalue())
    return [{key: type(value).__name__ for key, value in one.items()} for one in (whole, whole["tests"][0])]


def canvas(text):
    """Scores by column and student, as a program finds them that makes final grades of Canvas' exports."""
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder, "export.csv")
        file.write_text(text, encoding="utf-8", newline="")
        assert is_canvas_export(file)
        read = read_canvas(file)
    scores = read["df_score"].astype(object).where(read["df_score"].notna(), None)
    return {
        "scores": scores.to_dict(),
        "points": read["points"].to_dict(),
        "graded": read["df_submit"].to_dict(),
        "lastnames": read["df_meta"]["lastname"].to_dict(),
    }


print(
    json.dumps(
        {
            "junit": junit(told["junit"]),
            "csv": list(csv.reader(io.StringIO(told["csv"], newline=""))),
            "nbgrader": list(csv.DictReader(io.StringIO(told["nbgrader"]))),
            "markdown": cmarkgfm.github_flavored_markdown_to_html(told["markdown"]),
            "gradescope": gradescope(),
            "prairielearn": prairielearn(),
            "canvas": canvas(told["canvas"]),
        }
    )
)

"""Reads what gradlab writes with parsers of others. In: texts by format. Out: what they found."""

import csv
import io
import json
import sys
import unittest

import cmarkgfm
import junitparser
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


print(
    json.dumps(
        {
            "junit": junit(told["junit"]),
            "csv": list(csv.reader(io.StringIO(told["csv"], newline=""))),
            "nbgrader": list(csv.DictReader(io.StringIO(told["nbgrader"]))),
            "markdown": cmarkgfm.github_flavored_markdown_to_html(told["markdown"]),
            "gradescope": gradescope(),
        }
    )
)

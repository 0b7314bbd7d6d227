"""Puts marks into a gradebook of nbgrader, and exports them with its exporter. In: assignment, max_score, duedate, students,
submissions. Out: the text of the CSV file."""

import json
import logging
import pathlib
import sys
import tempfile

from nbgrader.api import Gradebook
from nbgrader.plugins import CsvExportPlugin
from nbgrader.utils import parse_utc

logging.disable(logging.CRITICAL)
told = json.load(sys.stdin)
with tempfile.TemporaryDirectory() as folder:
    with Gradebook(f"sqlite:///{folder}/gradebook.db") as gradebook:
        name = told["assignment"]
        gradebook.add_assignment(name, duedate=parse_utc(told["duedate"]))
        gradebook.add_notebook("notebook", name)
        gradebook.add_grade_cell("cell", "notebook", name, max_score=told["max_score"], cell_type="code")
        for student in told["students"]:
            gradebook.add_student(student.pop("id"), **student)
        for submission in told["submissions"]:
            own = gradebook.add_submission(name, submission["student"])
            own.timestamp = parse_utc(submission["timestamp"])
            grade = gradebook.find_grade("cell", "notebook", name, submission["student"])
            grade.auto_score = submission["score"]
            for notebook in own.notebooks:
                notebook.late_submission_penalty = submission["penalty"]
            gradebook.db.commit()
        file = pathlib.Path(folder, "grades.csv")
        CsvExportPlugin(to=str(file)).export(gradebook)
        print(json.dumps(file.read_text()))

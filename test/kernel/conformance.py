"""Jupyter's own tests of a kernel, for ours: python conformance.py."""

import unittest

import jupyter_kernel_test


class GradlabKernel(jupyter_kernel_test.KernelTests):
    kernel_name = "gradlab"
    language_name = "typescript"
    file_extension = ".ts"
    code_hello_world = "console.log('hello, world')"
    code_stderr = "console.error('oops')"
    completion_samples = [{"text": "consol", "matches": {"console"}}]
    complete_code_samples = ["1 + 1", "const x = 1"]
    incomplete_code_samples = ["if (true) {", "const text = `a"]
    invalid_code_samples = ["}", "1 +* 2"]
    code_generate_error = "throw new Error('on purpose')"
    code_execute_result = [
        {"code": "1 + 2 + 3", "result": "6"},
        {"code": "[1, 2].map((x) => 2 * x)", "result": "[ 2, 4 ]"},
        {"code": "3 + 3", "result": "6"},
    ]
    code_history_pattern = "1?+*"
    supported_history_operations = ("tail", "range", "search")
    code_inspect_sample = "Math.max"
    code_display_data = [
        {"code": "import { display } from 'gradlab'; display({ 'text/html': '<b>bold</b>' })", "mime": "text/html"}
    ]
    code_clear_output = "import { clearOutput } from 'gradlab'; clearOutput()"


class Welcome(jupyter_kernel_test.IopubWelcomeTests):
    kernel_name = "gradlab"
    support_iopub_welcome = True


unittest.main()

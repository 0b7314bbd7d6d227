"""Milliseconds of what a student waits for, in each of some kernels, in turns: prints JSON.

python kernel.py ROUNDS KERNEL…, with the kernelspecs on JUPYTER_PATH.
"""

import json
import os
import statistics
import sys
import time

from jupyter_client.manager import KernelManager

TFJS = "import * as tf from '@tensorflow/tfjs';"
LATER = "const t{0} = tf.tensor1d([1, 2, 3]).mul(2); t{0}.shape"
WRITTEN = "const u = t0.add(tf.ones([3]"


def milliseconds(what):
    started = time.perf_counter()
    what()
    return 1000 * (time.perf_counter() - started)


def answered(client, request, timeout=120):
    """Waits for the reply, not for idle: stock tslab may lose that."""
    while client.get_shell_msg(timeout=timeout)["parent_header"].get("msg_id") != request:
        pass


def memory(pid):
    """MiB of a process and all that it has started."""
    total = 0
    children = {}
    for entry in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{entry}/stat") as file:
                fields = file.read().rsplit(")", 1)[1].split()
            children.setdefault(int(fields[1]), []).append((int(entry), int(fields[21]) * 4096))
        except OSError:
            pass
    own = [(pid, rss) for group in children.values() for (process, rss) in group if process == pid]
    queue = [own[0]] if own else []
    while queue:
        process, rss = queue.pop()
        total += rss
        queue += children.get(process, [])
    return total / 2**20


def measure(name):
    manager = KernelManager(kernel_name=name)
    started = time.perf_counter()
    since = lambda: 1000 * (time.perf_counter() - started)
    manager.start_kernel(cwd=os.environ["GRADLAB_BENCH_CWD"])
    client = manager.client()
    client.start_channels()
    execute = lambda code: answered(client, client.execute(code))
    try:
        # Not `wait_for_ready`, which listens for another .2 s whether there is more.
        answered(client, client.kernel_info())
        found = {"start to kernel_info_reply": since()}
        execute("1 + 1")
        found["start to the first executed cell"] = since()
        client.wait_for_ready(timeout=60)
        trivial = [milliseconds(lambda: execute(f"const n{i} = {i} + 1; n{i}")) for i in range(9)]
        found["trivial cell"] = statistics.median(trivial)
        found["first import of tfjs"] = milliseconds(lambda: execute(TFJS))
        later = [milliseconds(lambda: execute(LATER.format(i))) for i in range(7)]
        found["cell with tfjs in scope"] = statistics.median(later)
        letters = [WRITTEN[:end] for end in range(1, len(WRITTEN) + 1)]
        answers = [milliseconds(lambda: answered(client, client.complete(text))) for text in letters]
        found["completion at a letter"] = statistics.median(answers)
        found["MiB"] = memory(manager.provisioner.pid)
        if name != "tslab":  # It loses most of them.
            code = "for (let i = 0; i < 200_000; i++) console.log(i);"
            found["200,000 lines"] = milliseconds(lambda: execute(code))
        return found
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


rounds = int(sys.argv[1])
results = {kernel: [] for kernel in sys.argv[2:]}
for _ in range(rounds):
    for kernel, measured in results.items():
        measured.append(measure(kernel))
print(json.dumps(results))

"""What a figure stands on: the processor, the path that Quire's kernels take on it, and what else ran meanwhile."""

import os
import pathlib
import platform
import re
import resource
import subprocess
import sys
import tempfile
import time

from suite.measure import release, root


def processor():
    """The processor by its own name, with the number of its cores that this machine has."""
    named = re.search(r"model name\s*:\s*(.*)", pathlib.Path("/proc/cpuinfo").read_text())
    return f"{os.cpu_count()} cores, {named[1] if named else platform.machine()}"


def kernels(program=release / "word2vec-benchmark", before=()):
    """`avx512`, `avx2`, `baseline` or `neon`, as Quire chooses among them: a training of three words tells.

    `before` is what the program runs under, which may show it another processor.
    """
    with tempfile.TemporaryDirectory() as folder:
        text = pathlib.Path(folder, "text")
        text.write_text("a b c\na b c\n")
        command = [*before, program, text, pathlib.Path(folder, "vectors.bin"), "--epochs", "1"]
        output = subprocess.run([str(part) for part in command], check=True, capture_output=True, text=True).stdout
    if not (named := re.search(r"s of processor, (\S+) losses", output)):
        sys.exit(f"{program} does not say which kernels it takes: {output.strip()}")
    return named[1]


def commit():
    """The commit that lies in the working folder, with a mark where files differ from it."""
    command = ["git", "describe", "--always", "--dirty", "--abbrev=10", "--exclude=*"]
    found = subprocess.run(command, cwd=root, capture_output=True, text=True)
    return found.stdout.strip() if found.returncode == 0 else "no commit"


def busy(text):
    """Seconds of all processors that were not idle, by the first line of `/proc/stat`; what a host took away counts."""
    user, nice, system, _, _, interrupts, soft, stolen = (int(field) for field in text.split("\n")[0].split()[1:9])
    return (user + nice + system + interrupts + soft + stolen) / os.sysconf("SC_CLK_TCK")


class Watch:
    """From when it is made: how many cores were busy with other than this process and the children it has waited for."""

    def __init__(self):
        self.start, self.begun = time.monotonic(), self.beside()

    @staticmethod
    def beside():
        own = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
        mine = sum(usage.ru_utime + usage.ru_stime for usage in own)
        return busy(pathlib.Path("/proc/stat").read_text()) - mine

    def others(self):
        """Cores, as many as were busy on average; 0 on a quiet machine, 1 beside a process that keeps one busy."""
        elapsed = time.monotonic() - self.start
        return max(0.0, (self.beside() - self.begun) / elapsed) if elapsed else 0.0

"""Runs a program and writes down how many bytes it and all that it started have held at most: `measured.py FILE PROGRAM …`.

A process of its own, since the system counts for a program what the one that started it held then, and this one is small.
"""

import os
import signal
import sys

child = os.fork()
if child == 0:
    os.execvp(sys.argv[2], sys.argv[2:])
# Ctrl-C is for the program.
signal.signal(signal.SIGINT, signal.SIG_IGN)
_, status, usage = os.wait4(child, 0)
with open(sys.argv[1], "w") as file:
    file.write(str(usage.ru_maxrss << 10))
code = os.waitstatus_to_exitcode(status)
# A shell's way to tell of a signal.
os._exit(code if code >= 0 else 128 - code)

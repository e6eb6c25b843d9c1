"""``python -m demo.launch COMMAND…`` becomes COMMAND, which the kernel ends if its starter is killed outright."""

import ctypes
import os
import signal
import sys

DIE_WITH_PARENT = 1
"""``PR_SET_PDEATHSIG``; only Linux has it, elsewhere a killed demonstration leaves its programs running."""

if __name__ == "__main__":
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(DIE_WITH_PARENT, signal.SIGTERM)
    os.execv(sys.argv[1], sys.argv[1:])

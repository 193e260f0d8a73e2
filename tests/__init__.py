"""Compiled modules are kept, also where the environment says otherwise: a run starts thousands of processes of ours."""

import os
import sys

os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

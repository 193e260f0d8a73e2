"""The programs that are measured: an environment of their own, as a framework would make it."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PACKAGES = tuple(
    """
    commitworthy pre-commit pre-commit-hooks prek nbstripout nb-clean nbstripout-fast ruff pylint git-filter-repo
    """.split()
)
_ASKED = """
import importlib.metadata, sys
there = {one.metadata["Name"].lower().replace("_", "-"): one.version for one in importlib.metadata.distributions()}
print(*(f"{name} {there[name]}" for name in sys.argv[1:] if name in there), sep=", ")
"""
_NOT_SOURCE = shutil.ignore_patterns(".*", "build", "*.egg-info", "__pycache__")


def make(folder: str) -> str:
    """A virtual environment with the checkout, installed as users install it, and its peers; its folder of scripts.

    The newest pip comes first: the console scripts of older ones import `re`, which a framework's do not.
    """
    copy = os.path.join(folder, "source")
    # Not in the checkout itself: what an earlier build left there could end up in this one.
    shutil.copytree(ROOT, copy, ignore=_NOT_SOURCE)
    subprocess.run([sys.executable, "-m", "venv", os.path.join(folder, "env")], check=True)
    scripts = os.path.join(folder, "env", "bin")
    install = [os.path.join(scripts, "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*install, "--upgrade", "pip"], check=True)
    subprocess.run([*install, f"{copy}[bench]"], check=True)
    return scripts


def machine() -> str:
    """Processor, cores, memory, system, and how busy it is."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3
    system = f"{platform.system()} {platform.release().partition('-')[0]}"
    return f"{_processor()}, {os.cpu_count()} cores, {memory:.0f} GB, {system}, load average {os.getloadavg()[1]:.1f}"


def versions(scripts: str) -> str:
    """Of every program that takes part and is there."""
    python = os.path.join(scripts, "python")
    said = [first_line(python, "--version"), first_line(python, "-c", _ASKED, *PACKAGES)]
    said.append(first_line("git", "--version"))
    if shutil.which("git-lfs"):
        said.append(first_line("git", "lfs", "version").split(" ")[0])
    return ", ".join(said)


def first_line(*command: str) -> str:
    """Of what the command prints."""
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()[0]


def _processor() -> str:
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as file:
            names = [line.partition(":")[2].strip() for line in file if line.startswith("model name")]
    except OSError:
        names = []
    return names[0] if names else platform.machine()

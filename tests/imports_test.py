"""What a clean run must not import, and which way dependencies point."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from commitworthy.hooks.hook import HOOKS, load
from tests.modules import MODULES, PACKAGE, each, of_each, tree
from tests.repo import Repo, executable
from tests.samples import noise

if TYPE_CHECKING:
    from collections.abc import Iterator

# Each of these costs a fifth of a bare interpreter start or more.
HEAVY = frozenset(
    """
    typing re subprocess argparse json pathlib dataclasses enum tomllib pathspec yaml nbformat identify jsonschema
    importlib.metadata logging tempfile shutil datetime functools contextlib zipfile pickletools pickle inspect ast
    random socket ssl email urllib gzip lzma bz2 zlib difflib textwrap string traceback warnings.catch tokenize locale
    obstore boto3 botocore threading concurrent asyncio multiprocessing selectors signal shlex gettext struct decimal
    """.split()
)
OF_OURS = (
    "commitworthy.cards",
    "commitworthy.homes",
    "commitworthy.git.incoming",
    "commitworthy.git.write",
    "commitworthy.git.untracked",
    "commitworthy.notebooks.plan",
    "commitworthy.notebooks.spans",
    "commitworthy.policy.parse",
    "commitworthy.policy.exceptions",
    "commitworthy.report",
    "commitworthy.hooks.strip_notebooks.messages",
    "commitworthy.hooks.block_artifacts.messages",
    "commitworthy.hooks.check_push.messages",
    "commitworthy.hooks.examples",
    "commitworthy.hooks.explanations",
    "commitworthy.hooks.require_lfs.accepted",
    "commitworthy.hooks.require_lfs.lines",
    "commitworthy.hooks.require_lfs.messages",
    "commitworthy.hooks.require_lfs.parents",
    "commitworthy.hooks.require_lfs.remedies",
    "commitworthy.formats.attribute_lines",
    "commitworthy.formats.dvc",
    "commitworthy.remedies.rewriting",
    "commitworthy.remedies.steps",
    "commitworthy.remedies.environment",
    "commitworthy.formats.binary",
    "commitworthy.formats.damaged_pointers",
    "commitworthy.formats.table",
    "commitworthy.policy.acceptance",
    "commitworthy.formats.whole_text",
    "commitworthy.parameters.rules.examples",
    "commitworthy.commands",
)
SCRIPT = """
import sys
before = set(sys.modules)
from commitworthy import cli
status = cli.main(sys.argv[1:])
print(status, *sorted(set(sys.modules) - before))
"""


def is_in(module: str, names: tuple[str, ...]) -> bool:
    """Whether it is one of these modules, or lies in a folder among them."""
    return any(module == name or module.startswith(f"{name}.") for name in names)


def imported(repo: Repo, *words: str, status: str = "0") -> set[str]:
    """The modules that a run takes in beside those of a bare interpreter; it has to end with `status`."""
    script = f"import sys; sys.path.insert(0, {str(PACKAGE.parent)!r})" + SCRIPT
    command = [executable("python"), "-I", "-S", "-c", script, *words]
    done = subprocess.run(command, cwd=repo.top, capture_output=True, check=False, text=True)
    assert done.stdout, done.stderr
    ended, *modules = done.stdout.splitlines()[-1].split()
    assert (ended, done.stderr) == (status, "")
    return set(modules)


CLEAN = {
    "a staged program": (["a.py"], ["block-artifacts"]),
    "a staged document with a name given": (["a.md"], ["block-artifacts", "a.md"]),
    "staged files of every ordinary kind": (["a.py", "b.md", "c.json", "d.csv", "e.ipynb", "f"], ["block-artifacts"]),
    "nothing staged": ([], ["block-artifacts"]),
    "a name that is tracked, not staged": ([], ["block-artifacts", "README.md"]),
    "many names": (["a.py", "b.py"], ["block-artifacts", "a.py", "b.py", "README.md"]),
    "all in one process": (["a.md", "b.json", "d.csv", "f"], ["commitworthy"]),
    "the budget": (["a.py"], ["limit-commit"]),
    "routes of a staged program": (["a.py"], ["require-lfs"]),
    "routes of staged files": (["a.py", "b.md", "c.json", "d.csv", "e.ipynb", "f"], ["require-lfs"]),
    "routes of a name that is tracked": ([], ["require-lfs", "README.md"]),
    "no routes to judge": ([], ["require-lfs"]),
    "a push": ([], ["check-push"]),
    "programs without parameters": (["a.py", "b.py"], ["flag-parameters"]),
    "files that are no programs": (["a.md"], ["flag-parameters", "a.md"]),
    "clean notebooks": (["a.ipynb", "b.ipynb", "c.py"], ["strip-notebooks"]),
    "a clean notebook with a name given": (["a.ipynb"], ["strip-notebooks", "a.ipynb"]),
    "no notebook at all": (["a.py"], ["strip-notebooks"]),
}


@pytest.mark.parametrize(("names", "words"), CLEAN.values(), ids=CLEAN)
def test_a_clean_run_imports_nothing_heavy(repo: Repo, names: list[str], words: list[str]) -> None:
    for name in names:
        repo.stage(name, '{"cells": [], "value": 1}\n')
    modules = imported(repo, *words)
    tops = {module.partition(".")[0] for module in modules}
    assert not HEAVY & (modules | tops)
    assert not {module for module in modules if is_in(module, OF_OURS)}
    assert "commitworthy.cli" in modules


def test_a_clean_run_with_a_policy_imports_no_more_than_its_parser(repo: Repo) -> None:
    repo.stage("commitworthy.toml", '[[block-artifacts.allow]]\npaths = ["a/**"]\nbecause = "golden"\n')
    repo.stage("a.py", "x = 1\n")
    modules = imported(repo, "block-artifacts")
    assert "tomllib" in modules
    assert "tomllib" not in imported(repo, "block-artifacts"), "a policy is read once"
    assert not {"pathspec", "yaml", "argparse", "json", "subprocess", "difflib"} & modules


def test_a_project_file_without_a_policy_is_not_parsed(repo: Repo) -> None:
    repo.stage("pyproject.toml", '[project]\nname = "a"\n')
    assert "tomllib" not in imported(repo, "block-artifacts")


def test_a_program_whose_numbers_are_no_parameters_imports_the_rules_and_nothing_heavy(repo: Repo) -> None:
    repo.stage("a.py", "frame = fit(frame, verbose=2, columns=['a', 'b'])\nif len(frame) > 3:\n    plot(size=7)\n")
    modules = imported(repo, "flag-parameters")
    tops = {module.partition(".")[0] for module in modules}
    assert not HEAVY & (modules | tops)
    assert "commitworthy.parameters.rules" in modules
    assert not {module for module in modules if is_in(module, OF_OURS)}


def test_a_program_without_places_for_parameters_does_not_even_import_the_rules(repo: Repo) -> None:
    repo.stage("a.py", "def f(x):\n    return x\n")
    assert "commitworthy.parameters.rules" not in imported(repo, "flag-parameters")


@pytest.mark.parametrize("found", [True, False], ids=["found by the shell", "in the environment of the hook alone"])
def test_stripping_takes_in_neither_the_table_of_formats_nor_the_parsers(
    repo: Repo, monkeypatch: pytest.MonkeyPatch, *, found: bool
) -> None:
    """A rewritten notebook costs little more than a clean one."""
    if not found:
        monkeypatch.setenv("PRE_COMMIT", "1")
    repo.stage("a.ipynb", '{"cells": [{"outputs": [1]}], "nbformat": 4}\n')
    modules = imported(repo, "strip-notebooks", "a.ipynb", status="1")
    assert "commitworthy.hooks.strip_notebooks.messages" in modules
    assert not HEAVY & (modules | {module.partition(".")[0] for module in modules})
    assert not {module for module in modules if is_in(module, ("commitworthy.formats.table",))}


@pytest.mark.parametrize("name", OF_OURS)
def test_the_guard_names_what_there_is(name: str) -> None:
    """Else a module that moves away is guarded no longer."""
    assert is_module(name.removeprefix("commitworthy."))


WAITING = """
import sys
from commitworthy import cli
from commitworthy.git import repository
loaded = set(sys.modules)
answer = repository.answer
def answered(question):
    print(*sorted(set(sys.modules) - loaded))
    return answer(question)
repository.answer = answered
cli.main(sys.argv[1:])
"""


@pytest.mark.parametrize("hook", [name for name in HOOKS if load(name).PRELOAD])
def test_what_a_hook_judges_with_is_loaded_after_git_was_asked_and_before_it_has_answered(
    repo: Repo, hook: str
) -> None:
    start = f"import sys; sys.path.insert(0, {str(PACKAGE.parent)!r})"
    needed = {f"commitworthy.{name}" for name in load(hook).PRELOAD}
    for script, expected in (
        (WAITING, needed),
        (f"\nimport sys; from commitworthy.hooks.hook import load; load({hook!r})\nprint(*sys.modules)", set()),
    ):
        command = [executable("python"), "-I", "-S", "-c", start + script, hook]
        done = subprocess.run(command, cwd=repo.top, capture_output=True, check=True, text=True)
        assert needed & set(done.stdout.split()) == expected


def test_sound_options_do_not_take_in_their_parser(repo: Repo) -> None:
    repo.stage("a.py", "x = 1\n")
    modules = imported(repo, "block-artifacts", "--all-files", "--max-size", "1 MB", "--format=json")
    assert not HEAVY & (modules | {module.partition(".")[0] for module in modules})


def test_the_guard_sees_what_is_imported(repo: Repo) -> None:
    repo.stage("a.bin", noise(200_000))
    assert "commitworthy.report" in imported(repo, "block-artifacts", status="1")


# The direction of dependencies: a folder may import from itself and from the folders before it that are listed for it.
CORE = ("base", "git", "formats", "notebooks", "parameters", "policy")
FOLDERS = {
    "base": (),
    "git": ("base",),
    "formats": ("base",),
    "notebooks": ("base",),
    "parameters": ("base",),
    "policy": ("base",),
    "report": ("base",),
    "cards": ("base", "parameters"),
    "homes": ("base", "git", "cards"),
    "blobs": (*CORE, "cards"),
    "remedies": (*CORE, "cards", "blobs", "homes"),
    "hooks": (*CORE, "cards", "homes", "blobs", "remedies"),
    "commands": (*CORE, "report", "cards", "homes", "blobs", "remedies", "hooks", "cli"),
    "cli": ("base", "git", "policy", "report", "hooks", "commands"),
    "__main__": ("cli",),
    "": (),
}


def folder_of(module: str) -> str:
    """The folder, or the module at the top, that a dotted name below the package is in."""
    return module.partition(".")[0]


def hook_of(module: str) -> str:
    """The hook whose folder a dotted name is in; "" for what the hooks share."""
    top, _, rest = module.partition(".")
    name = rest.partition(".")[0]
    return name if top == "hooks" and (PACKAGE / "hooks" / name).is_dir() else ""


def dotted(path: Path) -> str:
    return ".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix("__init__").removesuffix(".")


def imports(path: Path) -> list[str]:
    """Absolute names of all that a module imports, at any depth of its code."""
    package = ("commitworthy", *path.relative_to(PACKAGE).parts[:-1])
    found: list[str] = []
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            start = package[: len(package) - node.level + 1] if node.level else ()
            base = ".".join((*start, *filter(None, [node.module])))
            found += [f"{base}.{alias.name}" for alias in node.names]
    return found


def ours(path: Path) -> set[str]:
    """Dotted names below the package, of modules or of what is in them."""
    names = (name.removeprefix("commitworthy.") for name in imports(path) if name.startswith("commitworthy."))
    return {name if is_module(name) else name.rpartition(".")[0] for name in names}


def is_module(name: str) -> bool:
    place = PACKAGE.joinpath(*name.split("."))
    return place.is_dir() or place.with_suffix(".py").is_file()


@of_each(MODULES)
def test_dependencies_point_one_way(path: Path) -> None:
    folder = folder_of(dotted(path))
    allowed = {folder, *FOLDERS[folder]}
    for name in ours(path) - {""}:
        assert folder_of(name) in allowed, f"imports {name}"


@of_each(sorted((PACKAGE / "hooks").rglob("*.py")))
def test_no_hook_imports_another(path: Path) -> None:
    for name in ours(path):
        assert hook_of(name) in ("", hook_of(dotted(path))), f"imports {name}"


def calls(path: Path) -> set[str]:
    """Dotted names of what a module calls or reads, such as `os.posix_spawnp` and `sys.stdout`."""
    found = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            found.add(f"{node.value.id}.{node.attr}")
        elif isinstance(node, ast.Name):
            found.add(node.id)
    return found


STARTERS = {
    "os.fork", "os.posix_spawn", "os.posix_spawnp", "os.system", "os.popen", "os.spawnv", "os.execv", "os.execvp",
}  # fmt: skip
# It judges many entries in two processes of our own, and the second one has to end somewhere.
FORKING = "base/parallel.py"
# The user's own program, where the user asks for that.
EXECUTING = "commands/extract/execute.py"


@of_each([path for path in MODULES if "git" not in path.relative_to(PACKAGE).parts])
def test_only_git_starts_processes(path: Path) -> None:
    started = {"subprocess", "multiprocessing", "asyncio"} & {name.partition(".")[0] for name in imports(path)}
    assert started == ({"subprocess"} if each(path) == EXECUTING else set())
    assert not STARTERS & calls(path) - ({"os.fork"} if each(path) == FORKING else set())


# Everything else that a user may have lies on disk as it was, or goes through the one writer.
WRITERS = {
    "git/write.py": "the one writer",
    "base/system.py": "the flags by which others open files",
    "git/trial.py": "the scratch repository of doctor --prove",
    "cli.py": "the null device",
    "base/cache.py": "what is remembered, under .git",
    "commands/pre_receive.py": "a line more in the record of a server, under its .git",
    "commands/audit/output.py": "pages and plans that the command line names",
    "commands/check.py": "a report into a stream",
    "commands/demo/scratch.py": "a project of our own in a temporary folder",
    "git/overlay.py": "an index and a git folder of our own in a temporary folder",
    "git/incoming.py": "a moved file that comes back, on a way without links",
    "homes/folder.py": "a file in the folder that is its home",
    "git/process.py": "unnamed files and pipes for git",
    "base/parallel.py": "pipes between our processes",
}
MAKING = {"write_text", "write_bytes", "mkstemp", "NamedTemporaryFile", "copyfile", "copy", "copy2", "move", "rename",
          "symlink", "link", "truncate", "O_WRONLY", "O_RDWR", "O_CREAT", "NEW", "DRAFT"}  # fmt: skip


def writes(path: Path) -> list[str]:
    """What may change files: modules' functions for that, and `open` with a mode that is not for reading."""
    found = []
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Attribute) and node.attr in MAKING and isinstance(node.value, ast.Name):
            found += [f"{node.value.id}.{node.attr}"] if node.value.id in ("os", "shutil", "tempfile", "system") else []
        elif isinstance(node, ast.Attribute) and node.attr in ("write_text", "write_bytes"):
            found.append(node.attr)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "open":
            modes = [*node.args[1:2], *(word.value for word in node.keywords if word.arg == "mode")]
            values = [str(mode.value) for mode in modes if isinstance(mode, ast.Constant)]
            found += [value for value in values if set("wax+") & set(value)]
    return found


@of_each(MODULES)
def test_only_the_writer_writes_what_belongs_to_users(path: Path) -> None:
    assert bool(writes(path)) == (each(path) in WRITERS), writes(path)


@of_each(MODULES)
def test_only_reports_and_commands_write(path: Path) -> None:
    used = calls(path)
    assert "print" not in used
    if folder_of(dotted(path)) not in ("report", "commands"):
        # The cli hands the stream to the report, and mends it when the reader has gone.
        assert not {"sys.stdout", "sys.stderr"} & used or each(path) == "cli.py"
    assert "input" not in used


def test_the_cli_hands_its_stream_over_and_does_not_write() -> None:
    assert ".write(" not in (PACKAGE / "cli.py").read_text("utf-8").replace("text.write(", "")


@of_each([path for path in MODULES if path.name not in ("cli.py", "__main__.py")])
def test_only_the_cli_exits(path: Path) -> None:
    ends = {"sys.exit", "os._exit", "exit", "quit", "SystemExit"} & calls(path)
    assert ends <= ({"os._exit"} if each(path) == FORKING else set())


@of_each(MODULES)
def test_a_module_says_what_it_is(path: Path) -> None:
    assert ast.get_docstring(tree(path))


# What depends on the system is asked of one module, which tests put in the place of another system's.
SYSTEM = "base/system.py"
OF_SYSTEMS = {
    "os.name", "sys.platform", "os.supports_dir_fd", "os.supports_fd", "os.supports_follow_symlinks", "os.geteuid",
    "os.getuid", "os.fchown", "os.chown", "os.pread", "os.memfd_create", "os.posix_spawnp", "os.fork", "os.killpg",
    "os.setsid", "os.listxattr", "os.setxattr", "os.uname", "os.umask", "os.symlink", "os.mkfifo", "os.cpu_count",
    "os.sched_getaffinity", "os.getloadavg", "os.getpgid", "signal.SIGKILL", "os.chmod", "sys.getwindowsversion",
}  # fmt: skip
# They only run where that module says so, or ask nobody.
AFTER_ASKING = {
    "git/process.py": {"os.memfd_create", "os.posix_spawnp"},
    "git/packs.py": {"os.pread"},
    "base/parallel.py": {"os.fork", "os.killpg", "os.setsid"},
    "commands/demo/scratch.py": {"os.chmod"},
}
OF_SOME_SYSTEMS = {"fcntl", "resource", "pwd", "grp", "termios", "msvcrt", "winreg", "posix", "nt", "platform"}


@of_each([path for path in MODULES if each(path) != SYSTEM])
def test_only_one_module_asks_for_the_system(path: Path) -> None:
    used = calls(path)
    assert used & OF_SYSTEMS == AFTER_ASKING.get(each(path), set())
    # Flags are asked for by `getattr`, since some are not there.
    assert not {name for name in used if name.startswith("os.O_") and name not in ("os.O_WRONLY", "os.O_RDONLY")}
    assert not OF_SOME_SYSTEMS & {name.partition(".")[0] for name in imports(path)}
    assert not re.search(r"(?:has|get)attr\((?:os|sys|signal),", path.read_text("utf-8"))


def opened_as_text(path: Path) -> Iterator[ast.Call]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "open":
            named = [word.value for word in node.keywords if word.arg == "mode"]
            mode = next(iter((*node.args[1:2], *named)), None)
            if mode is None or (isinstance(mode, ast.Constant) and "b" not in str(mode.value)):
                yield node


@of_each(MODULES)
def test_text_is_read_and_written_in_utf_8_whatever_the_console_has(path: Path) -> None:
    for node in opened_as_text(path):
        assert "encoding" in {word.arg for word in node.keywords}, node.lineno

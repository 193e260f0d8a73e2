"""What a clean run must not import, and which way dependencies point."""

from __future__ import annotations

import ast
import subprocess
from pathlib import Path

import pytest

import commitworthy
from commitworthy import cli
from tests.repo import Repo, executable, noise

PACKAGE = Path(commitworthy.__file__).parent
MODULES = sorted(PACKAGE.rglob("*.py"))

# Each of these costs a fifth of a bare interpreter start or more.
HEAVY = frozenset(
    """
    typing re subprocess argparse json pathlib dataclasses enum tomllib pathspec yaml nbformat identify jsonschema
    importlib.metadata logging tempfile shutil datetime functools contextlib zipfile pickletools pickle inspect ast
    random socket ssl email urllib gzip lzma bz2 zlib difflib textwrap string traceback warnings.catch tokenize locale
    threading concurrent asyncio multiprocessing selectors signal shlex gettext struct decimal
    """.split()
)
OF_OURS = (
    "commitworthy.git.originals",
    "commitworthy.git.save",
    "commitworthy.git.untracked",
    "commitworthy.notebooks.cells",
    "commitworthy.notebooks.edits",
    "commitworthy.notebooks.plan",
    "commitworthy.notebooks.spans",
    "commitworthy.policy.reading",
    "commitworthy.policy.exemptions",
    "commitworthy.policy.patterns",
    "commitworthy.report",
    "commitworthy.verdicts.notebooks.say",
    "commitworthy.verdicts.notebooks.tell",
    "commitworthy.verdicts.blobs.say",
    "commitworthy.verdicts.lfs.accepted",
    "commitworthy.verdicts.lfs.lines",
    "commitworthy.verdicts.lfs.say",
    "commitworthy.verdicts.lfs.parents",
    "commitworthy.artifacts.attribute_lines",
    "commitworthy.artifacts.outs",
    "commitworthy.verdicts.blobs.parents",
    "commitworthy.verdicts.remedies",
    "commitworthy.verdicts.surroundings",
    "commitworthy.verdicts.uploads",
    "commitworthy.artifacts.binary",
    "commitworthy.artifacts.checks",
    "commitworthy.artifacts.embedded",
    "commitworthy.commands",
)
SCRIPT = """
import sys
before = set(sys.modules)
from commitworthy import cli
status = cli.main(sys.argv[1:])
print(status, *sorted(set(sys.modules) - before))
"""


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
    assert not {module for module in modules if module.startswith(OF_OURS)}
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
    assert not {module for module in modules if module.startswith(OF_OURS)}


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
    assert "commitworthy.verdicts.notebooks.say" in modules
    assert not HEAVY & (modules | {module.partition(".")[0] for module in modules})
    assert not {module for module in modules if module.startswith("commitworthy.artifacts.rows")}


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


@pytest.mark.parametrize("hook", [name for name in cli.HOOKS if hasattr(cli.module(name), "JUDGES_WITH")])
def test_what_a_hook_judges_with_is_loaded_after_git_was_asked_and_before_it_has_answered(
    repo: Repo, hook: str
) -> None:
    start = f"import sys; sys.path.insert(0, {str(PACKAGE.parent)!r})"
    needed = {f"commitworthy.{name.replace('-', '_')}" for name in cli.module(hook).JUDGES_WITH}
    for script, expected in (
        (WAITING, needed),
        (f"\nimport sys, commitworthy.{hook.replace('-', '_')}\nprint(*sys.modules)", set()),
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


# The direction of dependencies.  A module may import from its own room and from those listed for it.
PURE = ("documents", "findings", "globs", "secrets", "sizes", "values")
ROOMS = {
    "values": (),
    "findings": ("values",),
    "secrets": ("values",),
    "sizes": (),
    "globs": ("values",),
    "documents": ("values",),
    "artifacts": PURE,
    "notebooks": PURE,
    "parameters": PURE,
    "policy": PURE,
    "adoption": PURE,
    "diagnosis": (*PURE, "call", "adoption", "policy", "git"),
    "explanations": (*PURE, "diagnosis", "verdicts", "notebooks", "parameters"),
    "together": (*PURE, "call", "scripts"),
    "report": PURE,
    "git": PURE,
    "memory": (*PURE, "", "policy", "git"),
    "verdicts": (*PURE, "", "memory", "artifacts", "notebooks", "parameters", "policy", "git"),
    "call": (*PURE, "memory", "policy", "git"),
    "push": (*PURE, "call", "git"),
    "parts": (*PURE, "call", "push", "policy", "git", "verdicts"),
    "scripts": (
        *PURE,
        "call",
        "together",
        "push",
        "parts",
        "memory",
        "verdicts",
        "notebooks",
        "parameters",
        "policy",
        "git",
    ),
    "commands": (
        *PURE,
        "",
        "call",
        "push",
        "parts",
        "together",
        "explanations",
        "adoption",
        "diagnosis",
        "verdicts",
        "notebooks",
        "policy",
        "report",
        "artifacts",
        "git",
        "commands",
    ),
    "cli": (*PURE, "", "call", "scripts", "commands", "policy", "report", "git"),
    "__main__": ("cli",),
    "": (),
}
SCRIPTS = tuple(name.replace("-", "_") for name in cli.HOOKS)
# `commands/overview.py` prints the list of subcommands, the baseline asks each hook, and the demo runs it: they have
# the list from the cli.
EXCEPTIONS = {
    ("commands/baseline.py", "cli"),
    ("commands/check.py", "cli"),
    ("commands/init.py", "cli"),
    ("commands/survey.py", "cli"),
    ("commands/overview.py", "cli"),
    ("commands/demo.py", "cli"),
    ("commands/demo_stage.py", "cli"),
}


def room_of(module: str) -> str:
    """The room of a dotted name below the package."""
    top = module.partition(".")[0]
    return "scripts" if top in SCRIPTS else top


def dotted(path: Path) -> str:
    return ".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix("__init__").removesuffix(".")


def imports(path: Path) -> list[str]:
    """Absolute names of all that a module imports, at any depth of its code."""
    package = ("commitworthy", *path.relative_to(PACKAGE).parts[:-1])
    found: list[str] = []
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
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


def each(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


@pytest.mark.parametrize("path", MODULES, ids=each)
def test_dependencies_point_one_way(path: Path) -> None:
    room = room_of(dotted(path))
    allowed = {room, *ROOMS[room]} - ({"scripts"} if room == "scripts" else set())
    for name in ours(path):
        assert room_of(name) in allowed or (each(path), name) in EXCEPTIONS, f"{each(path)} imports {name}"


# The same inside `verdicts/`, whose modules at the top are shared by its folders.
PARTS = {
    "": (),
    "notebooks": ("",),
    "parameters": ("",),
    "blobs": ("", "notebooks"),
    "pushes": ("", "notebooks", "blobs"),
    "lfs": ("", "blobs", "pushes"),
}


def part_of(module: str) -> str:
    """The folder of `verdicts/` that a dotted name is in; "" for what is shared."""
    part = module.split(".")[1:2]
    return part[0] if part and part[0] in PARTS else ""


@pytest.mark.parametrize("path", sorted((PACKAGE / "verdicts").rglob("*.py")), ids=each)
def test_so_they_do_among_the_verdicts(path: Path) -> None:
    part = part_of(dotted(path))
    for name in ours(path):
        if room_of(name) == "verdicts":
            assert part_of(name) in (part, *PARTS[part]), f"{each(path)} imports {name}"


def calls(path: Path) -> set[str]:
    """Dotted names of what a module calls or reads, such as `os.posix_spawnp` and `sys.stdout`."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            found.add(f"{node.value.id}.{node.attr}")
        elif isinstance(node, ast.Name):
            found.add(node.id)
    return found


STARTERS = {
    "os.fork", "os.posix_spawn", "os.posix_spawnp", "os.system", "os.popen", "os.spawnv", "os.execv", "os.execvp",
}  # fmt: skip
# It judges many entries in two processes of our own, and the second one has to end somewhere.
FORKING = "verdicts/halves.py"


@pytest.mark.parametrize("path", [path for path in MODULES if "git" not in path.relative_to(PACKAGE).parts], ids=each)
def test_only_git_starts_processes(path: Path) -> None:
    assert not {"subprocess", "multiprocessing", "asyncio"} & {name.partition(".")[0] for name in imports(path)}
    assert not STARTERS & calls(path) - ({"os.fork"} if each(path) == FORKING else set())


# Everything else that a user may have lies on disk as it was, or goes through the one writer.
WRITERS = {
    "git/save.py": "the one writer",
    "cli.py": "the null device",
    "memory.py": "what is remembered, under .git",
    "commands/push_record.py": "a line more in the record of a server, under its .git",
    "commands/check.py": "a report into a stream",
    "commands/demo_stage.py": "a project of our own in a temporary folder",
    "git/span.py": "a git folder of our own in a temporary folder",
    "git/proposal.py": "a copy of the index in a temporary folder",
    "git/process.py": "unnamed files and pipes for git",
    "verdicts/halves.py": "pipes between our processes",
}
MAKING = {"write_text", "write_bytes", "mkstemp", "NamedTemporaryFile", "copyfile", "copy", "copy2", "move", "rename",
          "symlink", "link", "truncate", "O_WRONLY", "O_RDWR", "O_CREAT"}  # fmt: skip


def writes(path: Path) -> list[str]:
    """What may change files: modules' functions for that, and `open` with a mode that is not for reading."""
    found = []
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Attribute) and node.attr in MAKING and isinstance(node.value, ast.Name):
            found += [f"{node.value.id}.{node.attr}"] if node.value.id in ("os", "shutil", "tempfile") else []
        elif isinstance(node, ast.Attribute) and node.attr in ("write_text", "write_bytes"):
            found.append(node.attr)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "open":
            modes = [*node.args[1:2], *(word.value for word in node.keywords if word.arg == "mode")]
            values = [str(mode.value) for mode in modes if isinstance(mode, ast.Constant)]
            found += [value for value in values if set("wax+") & set(value)]
    return found


@pytest.mark.parametrize("path", MODULES, ids=each)
def test_only_the_writer_writes_what_belongs_to_users(path: Path) -> None:
    assert bool(writes(path)) == (each(path) in WRITERS), writes(path)


@pytest.mark.parametrize("path", MODULES, ids=each)
def test_only_reports_and_commands_write(path: Path) -> None:
    used = calls(path)
    assert "print" not in used
    if room_of(dotted(path)) not in ("report", "commands"):
        # The cli hands the stream to the report, and mends it when the reader has gone.
        assert not {"sys.stdout", "sys.stderr"} & used or each(path) == "cli.py"
    assert "input" not in used


def test_the_cli_hands_its_stream_over_and_does_not_write() -> None:
    assert ".write(" not in (PACKAGE / "cli.py").read_text("utf-8").replace("write.write(", "")


@pytest.mark.parametrize("path", [path for path in MODULES if path.name not in ("cli.py", "__main__.py")], ids=each)
def test_only_the_cli_exits(path: Path) -> None:
    ends = {"sys.exit", "os._exit", "exit", "quit", "SystemExit"} & calls(path)
    assert ends <= ({"os._exit"} if each(path) == FORKING else set())


@pytest.mark.parametrize("path", MODULES, ids=each)
def test_a_module_says_what_it_is(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text("utf-8")))

"""The command line: subcommands, flags, exit statuses, and what happens when something goes wrong."""

from __future__ import annotations

import subprocess
import sys

import pytest

import commitworthy
from commitworthy import cli
from commitworthy.hooks.hook import HOOKS
from commitworthy.policy.options import EVERY_HOOK, USUAL, of_hook
from tests.repo import Outcome, Repo, executable, run
from tests.samples import noise, table

TWO_HOOKS = ["block-artifacts", "limit-commit"]


def test_a_clean_run_says_nothing(repo: Repo) -> None:
    repo.stage("a.py", "x = 1\n")
    for hook in TWO_HOOKS:
        assert repo.run(hook) == Outcome(0, "", "")


def test_findings_are_1_and_damage_is_2_and_outranks_them(repo: Repo) -> None:
    repo.stage("a.bin", noise(200_000))
    assert repo.run("block-artifacts").status == 1
    repo.stage("b.txt", "text\n")
    blob = repo.git("rev-parse", ":b.txt")
    repo.shell(f"rm -f b.txt .git/objects/{blob[:2]}/{blob[2:]}")
    outcome = repo.run("block-artifacts", "--format", "json")
    assert outcome.status == 2
    assert outcome.rules() == [("a.bin", "blocked-artifact")]
    assert outcome.err == f"commitworthy: b.txt: blob {blob} is missing or damaged in the object store: run git fsck\n"


@pytest.mark.parametrize("hook", TWO_HOOKS)
@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["--nope"], "unrecognized arguments: --nope\n"),
        (["--foo"], "unrecognized arguments: --foo\n"),
        (["--max-siz=1"], "unrecognized arguments: --max-siz=1; did you mean --max-size?"),
        (["--max-size", "much"], '--max-size: must be a size such as "500 kB" or a number of bytes from 0, not "much"'),
        (["--max-size"], "--max-size"),
        (["--format", "yaml"], "--format"),
        (["-x"], "unrecognized arguments: -x"),
    ],
)
def test_a_flag_that_is_none_is_2(repo: Repo, hook: str, words: list[str], complaint: str) -> None:
    repo.stage("a.bin", noise(200_000))
    outcome = repo.run(hook, *words)
    assert (outcome.status, outcome.out) == (2, "")
    assert complaint in outcome.err
    assert "Traceback" not in outcome.err


@pytest.mark.parametrize("words", [["--limit", "data"], ["--limit", "dato=1"], ["--maxkb", "1.5"], ["--maxkb", "-1"]])
def test_a_bad_value_of_block_artifacts_is_2(repo: Repo, words: list[str]) -> None:
    assert repo.run("block-artifacts", *words).status == 2


@pytest.mark.parametrize("command", [*HOOKS, *cli.COMMANDS])
def test_help_says_what_it_does_and_gives_an_example(repo: Repo, command: str) -> None:
    for flag in ("--help", "-h"):
        outcome = repo.run(command, flag)
        assert (outcome.status, outcome.err) == (0, "")
        assert outcome.out.startswith(f"usage: commitworthy {command}")
        assert f"commitworthy {command}" in outcome.out.partition("example:")[2] or command == "demo"


@pytest.mark.parametrize("command", [*HOOKS, *cli.COMMANDS])
def test_help_fits_a_screen(repo: Repo, command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    lines = repo.run(command, "--help").out.splitlines()
    assert max(map(len, lines)) <= 80
    assert len(lines) <= 24


@pytest.mark.parametrize("hook", HOOKS)
def test_all_options_are_shown_to_whoever_asks(repo: Repo, hook: str) -> None:
    shown = repo.run(hook, "--help").out
    whole = repo.run(hook, "--help-all").out if "--help-all" in shown else shown
    for option in (*of_hook(hook), *of_hook(EVERY_HOOK)):
        for flag in option.flags:
            assert f"\n  {flag.name} " in whole
    assert ("--help-all" in shown) == (hook in USUAL)


@pytest.mark.parametrize(
    ("command", "meaning"),
    [
        ("block-artifacts", "check every tracked file"),
        ("check-push", "check the whole history of HEAD"),
        ("limit-commit", "no effect: the staged change is checked as a whole"),
    ],
)
def test_help_says_what_all_files_are(repo: Repo, command: str, meaning: str) -> None:
    (line,) = [line for line in repo.run(command, "--help").out.splitlines() if "--all-files" in line]
    assert line.split(maxsplit=1)[1] == meaning


def test_help_is_given_outside_of_a_repository(tmp_path: object) -> None:
    from pathlib import Path

    assert run(Path("/"), "block-artifacts", "--help").status == 0


def test_debug_shows_the_traceback_of_a_bug(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    from commitworthy.hooks.block_artifacts import hook

    def broken(call: object) -> None:
        raise RuntimeError("oops")

    monkeypatch.setattr(hook, "check", broken)
    outcome = repo.run("block-artifacts")
    assert (outcome.status, outcome.out) == (2, "")
    version = f"commitworthy {commitworthy.__version__}"
    assert outcome.err.startswith(f"commitworthy: this is a bug in {version} (RuntimeError: oops; git version ")
    assert outcome.err.count("\n") == 1
    outcome = repo.run("block-artifacts", "--debug")
    assert (outcome.status, outcome.out) == (2, "")
    assert outcome.err.startswith("commitworthy: Traceback (most recent call last):\n")
    assert outcome.err.endswith("commitworthy: RuntimeError: oops\n")


@pytest.mark.parametrize("command", [*HOOKS, *cli.COMMANDS])
def test_each_command_takes_debug(repo: Repo, command: str) -> None:
    assert repo.run(command, "--debug", "--help").status == 0
    assert repo.run(command, "--debug", "--no-such-option").err.count("--debug") == 0


def test_debug_changes_nothing_else(repo: Repo) -> None:
    repo.stage("a.bin", noise(200_000))
    assert repo.run("block-artifacts", "--debug") == repo.run("block-artifacts")


def test_an_unknown_subcommand_names_the_nearest(repo: Repo) -> None:
    assert repo.run("blok-artifacts") == Outcome(
        2, "", "commitworthy: no such subcommand: blok-artifacts: did you mean block-artifacts?\n"
    )
    assert repo.run("zzz").err == "commitworthy: no such subcommand: zzz: see commitworthy --help\n"


def test_an_option_before_the_subcommand_says_where_it_goes(repo: Repo) -> None:
    said = "--all-files goes after a hook or a command, for example: commitworthy check --all-files"
    assert repo.run("--all-files") == Outcome(2, "", f"commitworthy: {said}\n")


@pytest.mark.parametrize("command", [*HOOKS, *cli.COMMANDS])
def test_help_of_a_subcommand_either_way_round(repo: Repo, command: str) -> None:
    assert repo.run("help", command) == repo.run(command, "--help")


@pytest.mark.parametrize("command", [name for name in cli.COMMANDS if name not in ("allow", "which")])
def test_a_mistyped_option_of_a_command_names_the_nearest(repo: Repo, command: str) -> None:
    outcome = repo.run(command, "--hlp")
    assert (outcome.status, outcome.out) == (2, "")
    assert outcome.err.endswith("unrecognized arguments: --hlp; did you mean --help?\n")


def test_python_m_is_the_command(repo: Repo) -> None:
    """Without it Python itself would end in 1, which says that there are findings."""
    repo.stage("a.bin", noise(200_000))
    outcome = repo.shell(f"{executable('python')} -m commitworthy check")
    assert outcome == repo.shell(f"{executable('commitworthy')} check")
    assert outcome.status == 1
    assert repo.shell(f"{executable('python')} -m commitworthy zzz").status == 2


@pytest.mark.parametrize("words", [[], ["--help"], ["-h"], ["help"], ["help", "zzz"]])
def test_the_overview_lists_what_there_is(repo: Repo, words: list[str]) -> None:
    outcome = repo.run(*words)
    assert outcome.out.count("\n") <= 33, "it fits a window of the usual size"
    assert (outcome.status, outcome.err) == (0, "")
    for name in (*HOOKS, *cli.COMMANDS):
        assert f"\n  {name} " in outcome.out


@pytest.mark.parametrize("flag", ["--version", "-V"])
def test_the_version_is_told(repo: Repo, flag: str) -> None:
    assert repo.run(flag) == Outcome(0, f"commitworthy {commitworthy.__version__}\n", "")


def test_a_reader_that_goes_away_is_no_traceback(repo: Repo) -> None:
    for number in range(200):
        repo.write(f"{number}.csv", table(102_401) + b"%d" % number)
    repo.git("add", "--all")
    command = f"{executable('commitworthy')} block-artifacts --format json"
    outcome = repo.shell(f"set -o pipefail; {command} | head -n 1 >/dev/null; exit ${{PIPESTATUS[0]}}")
    assert outcome.err == ""
    assert outcome.status in (1, 2, 141)


def test_an_interrupt_is_no_traceback(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    from commitworthy.hooks.block_artifacts import hook

    def interrupted(call: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(hook, "check", interrupted)
    assert repo.run("block-artifacts") == Outcome(130, "", "")


def test_output_that_cannot_be_encoded_is_escaped(repo: Repo) -> None:
    repo.stage(b"caf\xe9 \xe2\x82\xac.bin", noise(200_000))
    done = subprocess.run(
        [executable("commitworthy"), "block-artifacts"],
        cwd=repo.top,
        env={"PATH": "/usr/bin:/bin", "LC_ALL": "C", "PYTHONIOENCODING": "ascii"},
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (1, b"")
    assert done.stdout.startswith("caf\\xe9 €.bin: ART001".encode())


@pytest.mark.parametrize("code_page", ["cp1252", "ascii"])
def test_all_is_printed_in_utf_8_also_where_a_pipe_has_a_code_page(code_page: str, repo: Repo) -> None:
    """As on Windows, where only a console takes every letter."""
    encoding = f"{code_page}:strict"
    repo.stage("données/模型.bin", noise(200_000))
    command = f"{executable('commitworthy')} allow --because 'fürs Erste'"
    assert repo.shell(f"{command} données/模型.bin", PYTHONIOENCODING=encoding) == Outcome(
        0,
        "commitworthy.toml: block-artifacts now allows données/模型.bin.\nIt is staged.\n",
        "",
    )
    assert repo.shell(f"{command} --nöpe", PYTHONIOENCODING=encoding).err.endswith("unrecognized arguments: --nöpe\n")


def test_a_file_called_as_a_flag_cannot_pass_by_it(repo: Repo) -> None:
    # A framework puts no `--` before names, and help would end as a pass.
    repo.stage("--help", noise(200_000))
    assert repo.run("block-artifacts", "--help").status != 0
    assert repo.judge("--", "--help") == [("--help", "blocked-artifact")]
    repo.stage("-x.bin", noise(200_000, seed=1))
    assert repo.judge("-x.bin") == [("-x.bin", "blocked-artifact")]


@pytest.mark.parametrize("hook", TWO_HOOKS)
def test_nothing_in_the_work_tree_is_imported_or_written(repo: Repo, hook: str) -> None:
    for name in ("json", "re", "typing", "commitworthy", "sitecustomize", "hashlib", "subprocess"):
        repo.stage(f"{name}.py", "raise SystemExit('imported from the work tree')\n")
    repo.stage("a.bin", noise(200_000))
    before = sorted(str(path) for path in repo.top.rglob("*") if ".git/" not in str(path))
    outcome = repo.shell(f"{executable('commitworthy')} {hook}")
    assert "imported" not in outcome.out + outcome.err
    assert outcome.status == (1 if hook == "block-artifacts" else 0)
    assert sorted(str(path) for path in repo.top.rglob("*") if ".git/" not in str(path)) == before


def test_the_index_is_left_as_it_was(repo: Repo) -> None:
    repo.stage("a.bin", noise(200_000))
    repo.shell("touch --date=yesterday README.md")
    before = (repo.top / ".git/index").read_bytes()
    repo.run("block-artifacts", "--all-files")
    assert (repo.top / ".git/index").read_bytes() == before


def test_a_read_only_repository_is_judged(repo: Repo) -> None:
    repo.stage("a.bin", noise(200_000))
    repo.shell("touch .git/index.lock")
    assert repo.judge() == [("a.bin", "blocked-artifact")]


@pytest.mark.skipif(sys.platform != "linux", reason="no device that is always full")
@pytest.mark.parametrize("words", [[], ["--version"], ["explain", "ART001"], ["block-artifacts"]])
def test_a_full_disk_behind_the_output_is_2_and_one_line(repo: Repo, words: list[str]) -> None:
    repo.stage("a.bin", noise(200_000))
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [executable("commitworthy"), *words],
            cwd=repo.top,
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
            text=True,
        )
    said = "commitworthy: no space left on the disk: free some, then run again\n"
    assert (done.returncode, done.stderr) == (2, said)


@pytest.mark.parametrize("closed", ["1", "2", "1 2"])
def test_a_closed_stream_changes_no_status(repo: Repo, closed: str) -> None:
    repo.stage("a.bin", noise(200_000))
    streams = " ".join(f"{number}>&-" for number in closed.split())
    assert repo.shell(f"{executable('commitworthy')} block-artifacts {streams}").status == 1


@pytest.mark.skipif(sys.platform != "linux", reason="no device that is always full")
@pytest.mark.parametrize("stream", ["2>&-", "2> /dev/full", ">&- 2>&-"])
@pytest.mark.parametrize("words", ["strip-notebooks", "commitworthy", "check", "zzz", "block-artifacts --nope"])
def test_where_no_complaint_gets_through_what_could_not_be_judged_is_2(repo: Repo, stream: str, words: str) -> None:
    """By a traceback Python would end in 1, which says that there are findings."""
    repo.stage("a.bin", noise(200_000))
    repo.stage("a.ipynb", "{")
    for buffered in ("", "1"):
        outcome = repo.shell(f"{executable('commitworthy')} {words} {stream}", PYTHONUNBUFFERED=buffered)
        assert outcome.status == 2, buffered


@pytest.mark.skipif(sys.platform != "linux", reason="no device that is always full")
def test_help_that_does_not_get_through_is_2(repo: Repo) -> None:
    outcome = repo.shell(f"{executable('commitworthy')} check-push --help > /dev/full", PYTHONUNBUFFERED="")
    assert (outcome.status, outcome.err[:31]) == (2, "commitworthy: no space left on ")


@pytest.mark.parametrize("command", ["doctor", "check", "block-artifacts"])
def test_no_name_in_a_complaint_reaches_the_terminal_as_it_is(repo: Repo, command: str) -> None:
    """As from `commitworthy which *`, where somebody has called a file so."""
    outcome = repo.run(command, "--\x1b[31m\x07\u202e\udc9b")
    assert outcome.status == 2
    assert outcome.err.endswith(r"unrecognized arguments: --\x1b[31m\x07\u202e\udc9b" + "\n")

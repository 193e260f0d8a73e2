"""From a repository with old debts to a green one that refuses new ones."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import pytest
import yaml

from commitworthy import __version__
from commitworthy.policy.settings import POLICY_FILES, load
from tests import moving
from tests.origin import install_from
from tests.repo import Outcome, Repo
from tests.samples import model, noise, parquet

CONFIG = ".pre-commit-config.yaml"
HEADING, UNION = "# git keeps the rows of both sides (commitworthy)\n", "/.commitworthy-baseline merge=union\n"
NOTEBOOK = json.dumps(
    {
        "cells": [
            {
                "cell_type": "code",
                "execution_count": 3,
                "metadata": {},
                "outputs": [{"name": "stdout", "output_type": "stream", "text": ["42\n"]}],
                "source": ["print(42)"],
            }
        ],
        "metadata": {},
        "nbformat": 4,
        "nbformat_minor": 4,
    },
    indent=1,
)


@pytest.fixture
def messy(repo: Repo) -> Repo:
    """A project as one finds them."""
    repo.write("models/clf.pkl", model(1000))
    repo.write("data/old.parquet", parquet(300_000))
    repo.write("data/small.parquet", parquet(3_000, 1))
    repo.write("eda.ipynb", NOTEBOOK)
    repo.write(".ipynb_checkpoints/eda-checkpoint.ipynb", NOTEBOOK)
    repo.write("train.py", "print('hello')\n")
    repo.commit()
    return repo


def files(repo: Repo) -> dict[str, bytes]:
    """All files of the work tree."""
    found = (path for path in repo.top.rglob("*") if path.is_file() and ".git/" not in f"{path}")
    return {str(path.relative_to(repo.top)): path.read_bytes() for path in found}


def test_it_looks_and_shows_and_writes_nothing(messy: Repo) -> None:
    before = files(messy)
    outcome = messy.run("init")
    assert (outcome.status, outcome.err) == (0, "")
    first, *lines = outcome.out.splitlines()
    assert first.startswith("Looked at 7 tracked files: 3 artifacts, 296 kB, 3 types; 2 notebooks to strip, ")
    headings = [line for line in lines if line and not line.startswith(" ")]
    assert headings == [
        "Where artifacts go instead of git: --home writes your choice to the policy.",
        "What is in history, and what a clone costs: commitworthy audit",
        ".pre-commit-config.yaml (new)",
        ".gitignore (new)",
        ".gitattributes (new)",
        ".commitworthy-baseline (new)",
        "Everyone who commits here needs commitworthy installed; or use --repo URL --rev REV.",
        "Nothing was written.  To write it:   commitworthy init --write",
    ]
    assert files(messy) == before


def test_what_was_written_is_green_and_refuses_what_is_new(messy: Repo) -> None:
    outcome = messy.run("init", "--write")
    assert outcome.status == 0
    assert messy.shell(outcome.out.partition("What to do next:\n")[2].splitlines()[0]).status == 0
    assert messy.run("check", "--all-files") == Outcome(0, "", "")
    messy.commit()
    assert messy.run("check", "--all-files") == Outcome(0, "", "")
    messy.stage("models/new.pkl", model(2000))
    assert messy.run("check").status == 1


RUNS = "runs the hooks, so it needs commitworthy: add before that step:   "


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        (".github/workflows/lint.yaml", "    steps:\n      - uses: pre-commit/action@v3.0.1\n", "- run: "),
        (".github/workflows/lint.yml", "      - uses: j178/prek-action@v1\n", "- run: "),
        (".github/workflows/lint.yml", "      - run: uv run pre-commit run --all-files\n", "- run: "),
        (".gitlab-ci.yml", 'lint:\n  script:\n    - "python -m pre_commit run -a"\n', "- "),
        ("azure-pipelines.yml", "- script: prek --quiet run --all-files\n", "- script: "),
        (".circleci/config.yml", "- run: prek run\n", "- run: "),
        ("bitbucket-pipelines.yml", "- prek run\n", "- "),
        (".github/workflows/lint.yml", "      # - uses: pre-commit/action@v3.0.1\n", ""),
        (".github/workflows/lint.yml", "      - run: pip install pre-commit\n", ""),
        (".github/workflows/lint.yml", "- run: pip install commitworthy\n- run: prek run -a\n", ""),
        (".github/workflows/old/lint.yml", "- run: prek run -a\n", ""),
        ("ci/lint.yml", "- run: prek run -a\n", ""),
    ],
)
def test_pipelines_that_need_commitworthy_are_named(
    messy: Repo, monkeypatch: pytest.MonkeyPatch, name: str, text: str, line: str
) -> None:
    install_from(monkeypatch, messy.top.parent / "installed", {})
    messy.stage(name, text)
    said = f"{name} {RUNS}{line}pip install commitworthy=={__version__}"
    dry = messy.run("init").out.splitlines()
    assert [one for one in dry if RUNS in one] == [said] * bool(line)
    assert not [
        one for one in messy.run("init", "--repo", "https://x.org/y", "--rev", "v1").out.splitlines() if RUNS in one
    ]
    written = messy.run("init", "--write").out.partition("What to do next:\n")[2].splitlines()
    assert [one for one in written if RUNS in one] == [f"    # {said}"] * bool(line)
    assert "Nothing to write" in messy.run("init", "--write").out


@pytest.mark.parametrize(
    ("record", "wanted"),
    [
        (
            {"url": "https://example.org/c", "vcs_info": {"vcs": "git", "commit_id": "1" * 40}},
            f"git+https://example.org/c@{'1' * 40}",
        ),
        ({"url": "file:///srv/c", "dir_info": {}}, "commitworthy"),
        ({"url": "file:///srv/c.git", "vcs_info": {"vcs": "git", "commit_id": "1" * 40}}, "commitworthy"),
    ],
)
def test_a_pipeline_installs_what_is_installed_here_and_never_from_here(
    messy: Repo, monkeypatch: pytest.MonkeyPatch, record: object, wanted: str
) -> None:
    install_from(monkeypatch, messy.top.parent / "installed", record)
    for name in ("a.yml", "b.yml"):
        messy.stage(f".github/workflows/{name}", "- run: prek run -a\n")
    lines = messy.run("init", "--repo", "local").out.splitlines()
    at = next(number for number, line in enumerate(lines) if RUNS in line)
    note = (
        "commitworthy came from a folder of this machine: CI needs a place to install it from, "
        "or use --repo URL --rev REV"
    )
    expected = [f".github/workflows/{name} {RUNS}- run: pip install {wanted}" for name in ("a.yml", "b.yml")]
    assert lines[at:-1] == [*expected, *[note] * (wanted == "commitworthy")]
    assert "/srv" not in "\n".join(lines)


@pytest.mark.needs_lfs
def test_below_the_top_it_is_staged_from_there(messy: Repo) -> None:
    out = messy.run("init", "--write", cwd="models").out
    assert messy.shell(steps(out)[0], "models").status == 0
    assert {CONFIG, ".commitworthy-baseline"} <= {*messy.tracked()}


def test_a_second_run_changes_nothing(messy: Repo) -> None:
    messy.run("init", "--write")
    once = files(messy)
    for staged in (False, True):
        if staged:
            messy.commit()
        outcome = messy.run("init", "--write")
        assert outcome.out.endswith("\nNothing to write: everything is in place.\n")
        assert files(messy) == once


def test_no_route_takes_in_old_files(messy: Repo) -> None:
    """Those would show as modified, and be refused when they are renamed: a new file gets a route of its own."""
    messy.git("lfs", "install", "--local")
    messy.run("init", "--write")
    messy.commit()
    assert (messy.top / ".gitattributes").read_text() == f"{HEADING}{UNION}"
    messy.git("mv", "data", "input")
    assert messy.run("check") == Outcome(0, "", "")
    messy.commit()
    assert messy.run("check", "--all-files") == Outcome(0, "", "")


def test_a_type_that_is_routed_already_needs_no_word(messy: Repo) -> None:
    messy.stage(".gitattributes", "*.parquet filter=lfs diff=lfs merge=lfs -text\n").commit()
    assert f"    + {UNION}    no route for *.pkl (1 file), stored as regular blobs" in messy.run("init").out


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("*.md text\r\n", "*.md text\r\n\r\n" + (HEADING + UNION).replace("\n", "\r\n")),
        ("*.md text", f"*.md text\n\n{HEADING}{UNION}"),
        (".commitworthy-baseline merge=ours\n", ""),
        ("* merge=union\n", ""),
        ("* -merge\n", ""),
        ("*.md text\n".encode("utf-16"), ""),
    ],
)
@pytest.mark.parametrize("below", ["", "models"])
def test_git_is_told_to_keep_the_rows_of_both_sides(messy: Repo, old: str | bytes, new: str, below: str) -> None:
    place = Path(messy.write(".gitattributes", old))
    messy.commit()
    messy.run("init", "--write", cwd=below)
    assert place.read_bytes() == (new.encode() or (old if isinstance(old, bytes) else old.encode()))
    messy.commit()
    assert messy.run("init").out.endswith("\nNothing to write: everything is in place.\n")


def test_a_project_that_adopted_before_gets_the_line(messy: Repo) -> None:
    assert messy.run("init", "--write").status == 0
    (messy.top / ".gitattributes").unlink()
    messy.commit()
    assert steps(messy.run("init", "--write").out)[0] == "git add -- .gitattributes"
    assert (messy.top / ".gitattributes").read_text() == f"{HEADING}{UNION}"


def test_without_rows_no_file_is_made_for_them(repo: Repo) -> None:
    assert repo.run("init", "--write").status == 0
    assert not (repo.top / ".gitattributes").exists()


def steps(out: str) -> list[str]:
    """The commands below "What to do next"."""
    return [line.strip() for line in out.partition("What to do next:\n")[2].splitlines()]


GENERATED = "#!/bin/sh\n# File generated by pre-commit: https://pre-commit.com\n"


@pytest.mark.needs_lfs
@pytest.mark.parametrize(
    ("hook", "wanted"),
    [
        ("", "git lfs install"),
        (GENERATED, "printf %b '#!/bin/sh\\nexec git lfs pre-push \"$@\"\\n' > .git/hooks/pre-push.legacy"),
        ('#!/bin/sh\ngit lfs pre-push "$@"\n', ""),
    ],
)
def test_a_push_will_upload_to_lfs(messy: Repo, hook: str, wanted: str) -> None:
    """The command comes before the framework's: `git lfs install` does not touch a hook that is there."""
    if hook:
        Path(messy.write(".git/hooks/pre-push", hook)).chmod(0o755)
    printed = steps(messy.run("init", "--write", "--home", "lfs").out)
    assert len(printed) == (4 if wanted else 3)
    assert printed[-2].endswith(" install")
    if wanted:
        assert printed[1].startswith(wanted)
        assert messy.shell(printed[1]).status == 0
        (messy.top / ".commitworthy-baseline").unlink()
        assert len(steps(messy.run("init", "--write", "--home", "lfs").out)) == 3, "it is done"


def test_a_push_will_upload_the_first_file_of_a_project_that_uses_lfs(repo: Repo) -> None:
    repo.stage(".gitattributes", "*.parquet filter=lfs diff=lfs merge=lfs -text\n").stage("a.parquet", "").commit()
    assert steps(repo.run("init", "--write").out)[1] == "git lfs install"


@pytest.mark.parametrize("programs", ["as they are", "git alone"])
@pytest.mark.parametrize("home", ["", "dvc", "s3://team/data"])
def test_nobody_is_told_of_lfs_who_does_not_use_it(
    messy: Repo, monkeypatch: pytest.MonkeyPatch, programs: str, home: str
) -> None:
    """Whether git-lfs is installed here says nothing of the project."""
    if programs == "git alone":
        only_git(messy, monkeypatch)
    if home == "dvc":
        messy.stage(".dvc/config", "").commit()
    words = ["--home", home] if home.startswith("s3") else []
    out = messy.run("init", "--write", *words).out
    assert "git lfs" not in out
    assert " route" not in out


def only_git(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    """A PATH with nothing else on it."""
    folder = repo.top.parent / "bin"
    folder.mkdir()
    (folder / "git").symlink_to(repo.shell("command -v git").out.strip())
    monkeypatch.setenv("PATH", str(folder))


def test_no_route_no_upload(messy: Repo) -> None:
    assert len(steps(messy.run("init", "--write", "--no-lfs").out)) == 3


def test_what_gets_no_route_is_counted(messy: Repo) -> None:
    for number in range(40):
        messy.write(f"data/{number}.parquet", parquet(200_000, number))
    messy.commit()
    outcome = messy.run("init", "--write", "--home", "lfs")
    said = (
        "no route for *.parquet (41 files), *.pkl (1 file), stored as regular blobs: each new file gets its own route\n"
    )
    assert f"\n.gitattributes (new)\n    {HEADING}    {UNION}    {said}" in outcome.out
    messy.commit()
    assert f"\n.gitattributes: {said}" in messy.run("init").out
    assert "no route for" not in messy.run("init", "--home", "lfs", "--no-lfs").out


def test_a_framework_that_is_not_there_is_installed_first(messy: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    only_git(messy, monkeypatch)
    assert "    pip install pre-commit && pre-commit install\n" in messy.run("init", "--write").out


def test_no_route_is_written_where_dvc_is_the_home_or_none_is_wanted(messy: Repo) -> None:
    assert " route" not in messy.run("init", "--no-lfs").out
    messy.write(".dvc/config", "")
    messy.commit()
    assert " route" not in messy.run("init").out


def test_other_hooks_are_replaced_and_their_settings_kept(messy: Repo) -> None:
    messy.write(
        CONFIG,
        "repos:\n- repo: https://github.com/pre-commit/pre-commit-hooks\n  rev: v4.5.0\n  hooks:\n"
        "  - id: check-added-large-files  # large\n    args: ['--maxkb=5120']\n  - id: check-yaml  # yaml\n",
    )
    messy.commit()
    assert "check-added-large-files would report the same things twice: --replace removes it" in messy.run("init").out
    messy.run("init", "--write", "--replace")
    text = (messy.top / CONFIG).read_text()
    assert "check-added-large-files" not in text
    assert "  - id: check-yaml  # yaml\n" in text
    policy = load({POLICY_FILES[1]: (messy.top / "commitworthy.toml").read_bytes()})
    assert policy.block_artifacts.max_size == 5120 * 1024
    rows = (messy.top / ".commitworthy-baseline").read_text()
    held = [row for row in rows.splitlines() if row.startswith("block-artifacts\t") and "data/old.parquet" in row]
    assert held == [], "it is within the limit that the project had"
    messy.commit()
    assert messy.run("check", "--all-files") == Outcome(0, "", "")


def test_the_preview_of_a_replaced_repository_is_whole(messy: Repo) -> None:
    def repository(name: str, hook: str) -> str:
        return f"  - repo: https://example.org/{name}\n    rev: v1\n    hooks:\n      - id: {hook}\n"

    kept, replaced = repository("a", "black"), repository("b", "nbstripout").replace("v1", "v2")
    messy.write(CONFIG, f"default_stages: [pre-commit]\nrepos:\n{kept}\n{replaced}")
    messy.commit()
    lines = messy.run("init", "--replace", "--repo", "local").out.splitlines()
    start = lines.index(CONFIG)
    assert lines[start + 1 : start + 9] == [
        "    -   - repo: https://example.org/b",
        "    -     rev: v2",
        "          hooks:",
        "    -       - id: nbstripout",
        "    + default_install_hook_types: [pre-commit, pre-merge-commit, pre-push]",
        "    +   - repo: local",
        "          hooks:",
        "    +       - id: commitworthy",
    ]
    messy.run("init", "--write", "--replace", "--repo", "local")
    assert f"{kept}\n  - repo: local\n    hooks:\n" in (messy.top / CONFIG).read_text()


def test_the_hooks_come_from_where_one_says(messy: Repo) -> None:
    messy.run("init", "--write", "--repo", "https://example.org/x", "--rev", "v9", "--hook", "block-artifacts")
    (repo,) = yaml.safe_load((messy.top / CONFIG).read_text())["repos"]
    assert repo == {"repo": "https://example.org/x", "rev": "v9", "hooks": [{"id": "block-artifacts"}]}


def test_one_hook_stands_for_four(messy: Repo) -> None:
    messy.run("init", "--write")
    (repo,) = yaml.safe_load((messy.top / CONFIG).read_text())["repos"]
    assert [hook["id"] for hook in repo["hooks"]] == ["commitworthy", "limit-commit", "check-push"]
    assert repo["hooks"][0]["entry"] == "commitworthy commitworthy"
    assert messy.run("init", "--write").out.endswith("\nNothing to write: everything is in place.\n")


def test_what_two_hooks_refuse_is_reported_once(messy: Repo) -> None:
    messy.run("init", "--write")
    messy.commit()
    messy.stage("models/new.joblib", model(2000))
    repos = yaml.safe_load((messy.top / CONFIG).read_text())["repos"]
    entries = [hook["entry"].split()[1:] for hook in repos[0]["hooks"] if "pre-commit" in hook["stages"]]
    outcomes = [messy.run(*entry) for entry in entries]
    assert sum(outcome.out.count("models/new.joblib: ") for outcome in outcomes) == 1


def test_the_summary_names_rules_folders_and_the_largest(messy: Repo) -> None:
    for number in range(12):
        messy.write(f"data/{number}.parquet", parquet(200_000 + 10_240 * number, number))
    messy.write("train.py", "Adam(model.parameters(), lr=1e-3)\nEPOCHS = 20\n")
    messy.commit()
    summary = messy.run("init").out.partition("\n\n")[0]
    assert len(summary.splitlines()) == 10, "never more"
    assert (
        summary
        == """\
Looked at 19 tracked files: 15 artifacts, 3.2 MB, 3 types; 2 notebooks to strip, 202 bytes; 1 parameter in 1 file.
    by rule:         unrouted-artifact 15, blocked-artifact 14, run-litter 1, dirty-notebook 1, and 1 more
    by folder:       data/ 27, models/ 2, the top 2, .ipynb_checkpoints/ 1
    largest:         data/11.parquet 305.3 kB, data/10.parquet 295.3 kB
                     data/old.parquet 293 kB, data/9.parquet 285.3 kB
                     data/8.parquet 275.3 kB, data/7.parquet 265.3 kB
                     data/6.parquet 255.3 kB, data/5.parquet 245.3 kB
                     data/4.parquet 235.3 kB, data/3.parquet 225.3 kB
    most to strip:   .ipynb_checkpoints/eda-checkpoint.ipynb 101 bytes, eda.ipynb 101 bytes
    most parameters: train.py 1"""
    )


HOMES = """\

Where artifacts go instead of git: --home writes your choice to the policy.
    --home lfs       Git LFS: git keeps a pointer, the LFS store of your git server keeps the file; everyone needs \
git-lfs.
    --home lfs+s3:// the same without an LFS server: a bucket keeps the files; each clone is set up once for it.
    --home dvc       DVC: git keeps a .dvc file, a storage of your own keeps the file; everyone needs dvc, and runs \
dvc pull.
    --home s3://...  a bucket (gs://, az://, abfss:// too) or a shared folder: git keeps a card; see commitworthy move.
    without --home   {now} by default: for each refused file you choose whether it goes there or stays on your disk \
only.
"""


def test_each_home_is_explained_until_one_is_decided(messy: Repo) -> None:
    assert HOMES.format(now="Git LFS") in messy.run("init").out
    messy.stage(".dvc/config", "").commit()
    assert HOMES.format(now="DVC") in messy.run("init").out
    decided = messy.run("init", "--home", "dvc").out
    assert "\nWhere artifacts go instead of git, by the policy:\n    model, data, archive, binary: dvc\n" in decided
    assert "--home writes" not in decided


def test_a_home_that_is_decided_for_some_is_said_and_the_others_are_open(messy: Repo) -> None:
    messy.stage("commitworthy.toml", '[homes]\nmodel = "file:///mnt/share"\ndata = "file:///mnt/share"\n').commit()
    out = messy.run("init").out
    assert "\nWhere artifacts go instead of git, by the policy:\n    model, data: file:///mnt/share\n\n" in out
    assert "\nWhere archive, binary files go: --home FAMILY=HOME writes your choice to the policy.\n" in out


@pytest.mark.parametrize("project", ["", "[project]\nname = 'a'\n"])
def test_a_home_is_written_to_the_policy(messy: Repo, project: str) -> None:
    if project:
        messy.write("pyproject.toml", project)
        messy.commit()
    outcome = messy.run("init", "--write", "--home", "s3://team/data", "--home", "model=keep it in the registry")
    assert outcome.status == 0
    name = "pyproject.toml" if project else "commitworthy.toml"
    policy = load({name: (messy.top / name).read_bytes()})
    assert policy.homes == {
        "model": "keep it in the registry",
        "data": "s3://team/data",
        "archive": "s3://team/data",
        "binary": "s3://team/data",
    }
    messy.commit()
    assert messy.run("check", "--all-files") == Outcome(0, "", "")
    again = messy.run("init", "--write", "--home", "s3://team/data", "--home", "model=keep it in the registry")
    assert again.out.endswith("\nNothing to write: everything is in place.\n")


def test_a_home_that_was_decided_stays(messy: Repo) -> None:
    messy.write("commitworthy.toml", '[homes]  # ours\nmodel = "mlflow"\n')
    messy.commit()
    outcome = messy.run("init", "--write", "--home", "dvc")
    assert outcome.status == 1
    assert '    add to commitworthy.toml by hand:\n        [homes] model = "dvc"\n' in outcome.out
    assert (messy.top / "commitworthy.toml").read_text() == (
        '[homes]  # ours\ndata = "dvc"\narchive = "dvc"\nbinary = "dvc"\nmodel = "mlflow"\n'
    )


NO_HOME = (
    "must be one of lfs, dvc, mlflow, delta, an address (s3://, gs://, az://, abfss://, file://; some also with lfs+, "
    'delta+ or mlflow+), a folder or a sentence, not "lsf"; did you mean "lfs"?'
)


@pytest.mark.parametrize(
    ("home", "complaint"),
    [("lsf", NO_HOME), ("data=s3://", 'must name a bucket, as in s3://bucket/folder, not "s3://"')],
)
def test_what_is_no_home_is_refused(messy: Repo, home: str, complaint: str) -> None:
    before = files(messy)
    said = f"commitworthy: init: --home {complaint}\n"
    assert messy.run("init", "--write", "--home", home) == Outcome(2, "", said)
    assert files(messy) == before


@pytest.mark.parametrize(("words", "whose"), [(("lfs", "dvc"), "all families"), (("model=lfs", "model=dvc"), "model")])
def test_two_homes_are_refused(messy: Repo, words: tuple[str, str], whose: str) -> None:
    options = [option for word in words for option in ("--home", word)]
    said = f"commitworthy: init: two homes for {whose}: say --home FAMILY=HOME, once for each\n"
    assert messy.run("init", "--write", *options) == Outcome(2, "", said)
    # Whatever comes first, what is said of one family counts for it.
    assert messy.run("init", "--write", "--home", "model=lfs", "--home", "dvc").status == 0
    policy = load({"commitworthy.toml": (messy.top / "commitworthy.toml").read_bytes()})
    assert policy.homes == {"model": "lfs", "data": "dvc", "archive": "dvc", "binary": "dvc"}


LEFTHOOK = "pre-commit:\n  commands:\n    lint:\n      run: ruff check\n"


@pytest.mark.parametrize(
    ("files_there", "wanted", "command"),
    [
        (
            {"lefthook.yml": LEFTHOOK},
            {
                "lefthook.yml": LEFTHOOK + "    commitworthy:\n      run: commitworthy check\n\npre-merge-commit:\n"
                "  commands:\n    commitworthy:\n      run: commitworthy check\n\npre-push:\n  commands:\n"
                "    commitworthy:\n      run: commitworthy check-push {0}\n      use_stdin: true\n"
            },
            "lefthook install",
        ),
        (
            {".husky/pre-commit": "npm test\n"},
            {
                ".husky/pre-commit": "npm test\ncommitworthy check\n",
                ".husky/pre-merge-commit": "commitworthy check\n",
                ".husky/pre-push": 'commitworthy check-push "$@"\n',
            },
            "npx husky",
        ),
    ],
)
def test_where_another_manager_runs_the_hooks_no_framework_is_set_beside_it(
    messy: Repo, files_there: dict[str, str], wanted: dict[str, str], command: str
) -> None:
    for name, content in files_there.items():
        messy.write(name, content)
    messy.commit()
    outcome = messy.run("init", "--write")
    assert outcome.status == 0
    assert not (messy.top / CONFIG).exists()
    assert command in steps(outcome.out)
    assert {name: (messy.top / name).read_text() for name in wanted} == wanted
    assert messy.run("init").out.endswith("\nNothing to write: everything is in place.\n")


def test_husky_is_known_by_its_other_hooks(messy: Repo) -> None:
    messy.write(".husky/commit-msg", "npx commitlint --edit $1\n")
    messy.commit()
    messy.run("init", "--write")
    assert (messy.top / ".husky/pre-commit").read_text() == "commitworthy check\n"
    assert not (messy.top / CONFIG).exists()


def test_hooks_that_are_looked_for_elsewhere_are_named(messy: Repo) -> None:
    """pre-commit refuses to install where `core.hooksPath` is set."""
    messy.git("config", "core.hooksPath", ".githooks")
    printed = steps(messy.run("init", "--write").out)
    assert printed[1] == (
        "# core.hooksPath is .githooks (local): unset it first, or call commitworthy in the hooks there"
    )
    assert printed[2].endswith(" install")


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        (
            ".husky/pre-commit", "npm test\nexit 0\n",
            (".husky/pre-commit: not changed: whether its last line is reached cannot be told.\n"
            "    add to .husky/pre-commit by hand:\n        commitworthy check\n"),
        ),
        (
            ".husky/pre-push", 'git lfs pre-push "$@"\n',
            (".husky/pre-push: not changed: what it runs may read the refs that git sends, and they are there once.\n"
            '    add to .husky/pre-push by hand:\n        commitworthy check-push "$@"\n'),
        ),
        (
            ".husky/pre-commit", '#!/bin/sh\n. "$(dirname "$0")/_/husky.sh"\n\nnpm test\n',
            ".husky/pre-push: not changed: it has to be made executable, and to begin as the other hooks there.\n",
        ),
        ("lefthook.toml", "[pre-commit]\n", "lefthook.toml: not changed: it is not written in YAML.\n"),
        (
            "lefthook.yml", "pre-commit: {commands: {a: {run: b}}}\n",
            ("lefthook.yml: not changed: its pre-commit has no list of commands in block style; each line belongs "
            "below its stage.\n    add to lefthook.yml by hand:\n        pre-commit:\n          commands:\n"),
        ),
        ("lefthook.yml", "pre-commit: [\n", "lefthook.yml: not changed: it is not valid YAML; each line belongs"),
        ("lefthook.yml", "pre-commit: 5\n", "lefthook.yml: not changed: it is not a mapping of hooks; each line"),
    ],
)  # fmt: skip
def test_what_another_manager_is_told_in_an_odd_way_is_left_alone(
    messy: Repo, name: str, content: str, said: str
) -> None:
    messy.write(name, content)
    messy.commit()
    outcome = messy.run("init", "--write")
    assert said in outcome.out
    assert outcome.status == 1
    if "pre-push: not changed: it has" not in said:
        assert (messy.top / name).read_text() == content


@pytest.mark.parametrize("name", ["lefthook.yml", ".husky/pre-commit"])
def test_a_manager_that_names_us_in_a_comment_only_is_not_set_up(messy: Repo, name: str) -> None:
    messy.write(name, "# no commitworthy yet\n")
    messy.commit()
    assert messy.run("init", "--write").status == 0
    lines = (messy.top / name).read_text().splitlines()
    assert lines[0] == "# no commitworthy yet"
    assert any(line.strip().removeprefix("run: ") == "commitworthy check" for line in lines)


def test_what_it_says_to_write_is_what_was_shown(messy: Repo) -> None:
    words = ["--replace", "--home", "lfs", "--repo", "https://example.org/x y", "--rev", "v9"]
    words += ["--hook", "block-artifacts", "--no-lfs", "--observe"]
    line = messy.run("init", *words).out.splitlines()[-1]
    assert line == (
        "Nothing was written.  To write it:   commitworthy init --write --replace --home lfs "
        "--repo 'https://example.org/x y' --rev v9 --hook block-artifacts --no-lfs --observe"
    )


def test_the_command_after_a_dry_run_writes_what_was_shown(messy: Repo) -> None:
    shown = messy.run("init", "--observe", "--repo", "local").out
    assert 'enforce = "observe"' in shown
    words = shlex.split(shown.splitlines()[-1].partition("   ")[2])
    assert words[:2] == ["commitworthy", "init"]
    written = messy.run(*words[1:]).out
    assert written.partition("\nWritten.")[0] == shown.partition("\nNothing was written.")[0]


def test_a_repo_needs_a_revision(messy: Repo) -> None:
    assert messy.run("init", "--repo", "https://example.org/x") == Outcome(
        2, "", "commitworthy: init: --repo https://example.org/x needs --rev, a tag or commit of that repository\n"
    )
    assert messy.run("init", "--rev", "v1") == Outcome(
        2, "", "commitworthy: init: --rev v1 needs --repo, the repository that it is a tag or commit of\n"
    )


def test_prek_toml_gets_the_entry_too(messy: Repo) -> None:
    messy.write("prek.toml", "# ours\n")
    messy.run("init", "--write")
    assert not (messy.top / CONFIG).exists()
    assert '{ id = "commitworthy", ' in (messy.top / "prek.toml").read_text()


OTHER_STYLE = "{repos: [{repo: meta, hooks: [{id: identity}]}]}\n"


def test_a_configuration_that_cannot_be_changed_is_left_alone_and_named(messy: Repo) -> None:
    messy.write(CONFIG, OTHER_STYLE)
    outcome = messy.run("init", "--write", "--repo", "https://example.org/x", "--rev", "v9")
    assert outcome.status == 1, "something is left"
    assert (
        f"\n{CONFIG}: not changed: it has no line `repos:`.\n    add to {CONFIG} by hand:\n"
        "        default_install_hook_types: [pre-commit, pre-merge-commit, pre-push]\n"
        "        default_stages: [pre-commit, manual]\n"
        "          - repo: https://example.org/x\n            rev: v9\n            hooks:\n"
        "              - id: commitworthy\n              - id: limit-commit\n              - id: check-push\n"
    ) in outcome.out
    assert steps(outcome.out)[0] == f"# add the lines above to {CONFIG} by hand"
    assert (messy.top / CONFIG).read_text() == OTHER_STYLE


@pytest.mark.parametrize("ours", ["", ", {repo: local, hooks: [{id: commitworthy}]}"])
def test_what_cannot_be_removed_is_named(messy: Repo, ours: str) -> None:
    text = f"repos: [{{repo: a, rev: b, hooks: [{{id: nbstripout, args: [--keep-count]}}, {{id: x}}]}}{ours}]\n"
    messy.write(CONFIG, text)
    outcome = messy.run("init", "--write", "--replace", "--repo", "local")
    assert outcome.status == 1
    assert f"\n{CONFIG}: not changed: it has no line `repos:`.\n" in outcome.out
    assert (f"# add the lines above to {CONFIG} by hand" in steps(outcome.out)) == (not ours)
    assert f"# remove nbstripout from {CONFIG} by hand" in steps(outcome.out)
    assert "\n    --keep-count of nbstripout: keep-count of strip-notebooks\n" in outcome.out
    assert (messy.top / CONFIG).read_text() == text


@pytest.mark.parametrize("words", [(), ("--replace",)])
@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("<<<<<<< HEAD\nrepos: []\n=======\nrepos:\n>>>>>>> b\n", "it is not valid YAML at line 2"),
        ("repos:\n\t- repo: local\n", "it is not valid YAML at line 2"),
        ("repos: [\n", "it is not valid YAML at line 2"),
        (b"repos: []  # \xff\n", "it is not UTF-8"),
    ],
)
def test_a_configuration_that_cannot_be_read_is_what_comes_next(
    messy: Repo, words: tuple[str, ...], text: str | bytes, complaint: str
) -> None:
    """Nobody is told to install what would not run."""
    place = Path(messy.write(CONFIG, text))
    before = place.read_bytes()
    outcome = messy.run("init", "--write", "--repo", "local", *words)
    assert outcome.status == 1
    assert f"\n{CONFIG}: not changed: {complaint}.\n" in outcome.out
    again = "".join(f" {word}" for word in ("--repo", "local", *words))
    assert steps(outcome.out) == [
        f"# no hook was added to {CONFIG}: fix it, then run: commitworthy init --write{again}",
        "git add -- .gitignore .gitattributes .commitworthy-baseline",
    ]
    assert place.read_bytes() == before


@pytest.mark.parametrize("name", [".pre-commit-config.yaml", "prek.toml"])
@pytest.mark.parametrize("words", [(), ("--replace",)])
@pytest.mark.parametrize(
    ("odd", "complaint"),
    [
        ("repos: [&a [*a]]", "it is has recursive aliases"),
        ("- 1", "it is not a mapping with `repos`"),
        ("a\n---\nb", "it is YAML with several documents at line 2"),
        ("{repos: 5}", "its `repos` is not a list of mappings"),
        ("{repos: [5]}", "its `repos` is not a list of mappings"),
        ("{repos: {a: b}}", "its `repos` is not a list of mappings"),
        ("{repos: [{hooks: 5}]}", "the `hooks` of a repository is not a list of mappings"),
        ("{repos: [{hooks: [5]}]}", "the `hooks` of a repository is not a list of mappings"),
        ("{repos: [{hooks: [{id: [a]}]}]}", "the `id` of a hook is not a name"),
        ("{default_install_hook_types: 5}", "its `default_install_hook_types` is not a list of names"),
        ("{default_install_hook_types: [[a]]}", "its `default_install_hook_types` is not a list of names"),
    ],
)
def test_a_configuration_of_an_odd_shape_is_left_alone_and_named(
    repo: Repo, name: str, words: tuple[str, ...], odd: str, complaint: str
) -> None:
    text = odd + "\n"
    if name == "prek.toml":
        if not odd.startswith("{"):
            return  # nothing that TOML can say
        document = yaml.safe_load(odd)
        text = "".join(f"{key} = {_toml(value)}\n" for key, value in document.items())
    repo.stage(name, text)
    outcome = repo.run("init", "--write", *words)
    assert (outcome.status, outcome.err) == (1, "")
    assert f"{name}: not changed: {complaint}" in outcome.out
    again = "".join(f" {word}" for word in words)
    assert outcome.out.endswith(
        "\nNothing to write: the rest is to be done by hand, see above.\n"
        f"    # no hook was added to {name}: fix it, then run: commitworthy init --write{again}\n"
    )
    assert (repo.top / name).read_text() == text


def _toml(value: object) -> str:
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key} = {_toml(one)}' for key, one in value.items())}}}"
    return f"[{', '.join(map(_toml, value))}]" if isinstance(value, list) else json.dumps(value)


def test_an_empty_repository_can_begin_with_it(unborn: Repo) -> None:
    outcome = unborn.run("init", "--write")
    assert (outcome.status, outcome.err) == (0, "")
    assert outcome.out.startswith("Looked at 0 tracked files: nothing to report.\n")
    assert Path(unborn.path(CONFIG)).exists()


def test_it_works_below_the_top(messy: Repo) -> None:
    assert messy.run("init", "--write", cwd="data").status == 0
    assert (messy.top / CONFIG).exists()
    assert not (messy.top / "data" / CONFIG).exists()


def test_files_that_are_ignored_are_added_by_force(messy: Repo) -> None:
    messy.write(".gitignore", ".pre-commit-config.yaml\n")
    messy.commit()
    outcome = messy.run("init", "--write")
    adding, warning, *_ = outcome.out.partition("What to do next:\n")[2].splitlines()
    assert adding.startswith("    git add --force -- .pre-commit-config.yaml ")
    assert warning == (
        "    # .pre-commit-config.yaml is ignored by .gitignore:1: uncommitted, it has no effect for others"
    )
    assert messy.shell(adding).status == 0
    assert CONFIG in messy.tracked()


def test_a_file_that_is_called_a_notebook_and_is_none_does_not_end_every_run(messy: Repo) -> None:
    messy.write("tests/broken.ipynb", "{not json")
    messy.commit()
    assert messy.run("check", "--all-files").status == 2
    messy.run("init", "--write")
    assert (messy.top / "commitworthy.toml").read_text() == (
        '[[strip-notebooks.keep]]\npaths = ["tests/broken.ipynb"]\n'
        'because = "unreadable notebook; predates these hooks"\n'
    )
    messy.commit()
    assert messy.run("check", "--all-files") == Outcome(0, "", "")
    assert messy.run("init").out.endswith("\nNothing to write: everything is in place.\n")


def test_observing_prints_and_passes_under_a_framework_too(repo: Repo) -> None:
    """Frameworks hide what passes, unless the entry is verbose."""
    repo.write("train.py", "m = Ridge(alpha=0.35)\n")
    repo.commit()
    assert repo.run("init", "--write", "--observe", "--repo", "local").status == 0
    policy = load({"commitworthy.toml": Path(repo.path("commitworthy.toml")).read_bytes()})
    assert {hook: policy.level(hook) for hook in policy.enforcement} == dict.fromkeys(
        (
            "block-artifacts",
            "strip-notebooks",
            "flag-parameters",
            "limit-commit",
            "require-lfs",
            "check-push",
            "check-cards",
        ),
        "observe",
    )
    config = yaml.safe_load(Path(repo.path(".pre-commit-config.yaml")).read_text())
    assert {hook["id"]: hook["verbose"] for hook in config["repos"][0]["hooks"]} == dict.fromkeys(
        ("commitworthy", "limit-commit", "check-push"), True
    )
    repo.git("add", "--all")
    repo.stage("new.bin", noise(200_000))
    outcome = repo.run("commitworthy")
    assert (outcome.status, "new.bin: warning: ART001" in outcome.out) == (0, True)
    assert "observing     block-artifacts, strip-notebooks" in repo.run("doctor").out
    before = files(repo)
    assert repo.run("init", "--write", "--observe", "--repo", "local").status == 0
    assert files(repo) == before


@pytest.mark.parametrize("where", ["a share", "--home", "cards", "lfs", "--hook"])
def test_where_files_are_moved_their_cards_are_checked(repo: Repo, where: str) -> None:
    repo.commit()
    words = []
    if where == "--home":
        words = ["--home", "model=s3://team/churn"]
    elif where == "cards":
        moving.trained(repo)
        assert repo.run("move", moving.NAME).status == 0
        repo.stage("commitworthy.toml", "")
    else:
        repo.stage("commitworthy.toml", f'[homes]\nmodel = "{"lfs" if where == "lfs" else "/mnt/share"}"\n')
        words = ["--hook", "block-artifacts"] if where == "--hook" else []
    assert repo.run("init", "--write", "--repo", "local", *words).status == 0
    config = yaml.safe_load(Path(repo.path(".pre-commit-config.yaml")).read_text())
    ids = [hook["id"] for hook in config["repos"][0]["hooks"]]
    expected = {"lfs": ["commitworthy", "limit-commit", "check-push"], "--hook": ["block-artifacts"]}
    assert ids == expected.get(where, ["commitworthy", "limit-commit", "check-push", "check-cards"])
    assert ("post-checkout" in config["default_install_hook_types"]) == (where not in expected)


def test_cards_are_checked_by_the_version_that_is_there(repo: Repo) -> None:
    block = "- repo: https://example.org/commitworthy\n  rev: v9\n  hooks:\n  - id: commitworthy\n"
    repo.stage(".pre-commit-config.yaml", f"repos:\n{block}")
    repo.stage("commitworthy.toml", '[homes]\nmodel = "/mnt/share"\n')
    repo.commit()
    assert repo.run("init", "--write", "--repo", "local").status == 0
    text = Path(repo.path(".pre-commit-config.yaml")).read_text()
    assert text.endswith(f"{block}  - id: check-cards\n")
    (only,) = yaml.safe_load(text)["repos"]
    assert only["hooks"] == [{"id": "commitworthy"}, {"id": "check-cards"}]
    before = files(repo)
    assert repo.run("init", "--write", "--repo", "local").status == 0
    assert files(repo) == before


def test_a_policy_that_observes_already_makes_the_entry_verbose(repo: Repo) -> None:
    repo.stage("commitworthy.toml", '[block-artifacts]\nenforce = "observe"\n')
    repo.run("init", "--write", "--repo", "local")
    assert "verbose: true" in Path(repo.path(".pre-commit-config.yaml")).read_text()
    assert Path(repo.path("commitworthy.toml")).read_text().startswith('[block-artifacts]\nenforce = "observe"\n')

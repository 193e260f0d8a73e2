"""Why a hook did not fire; each problem with what to paste, and after pasting it is gone."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from commitworthy.remedies import origin
from commitworthy.remedies.steps import shell_word
from tests.moving import NAME, trained
from tests.repo import Repo, executable, isolate
from tests.samples import noise

CONFIG = ".pre-commit-config.yaml"
OURS = """\
repos:
- repo: local
  hooks:
  - id: block-artifacts
    name: x
    entry: commitworthy block-artifacts
    language: system
    stages: [pre-commit, pre-merge-commit, manual]
"""


def codes_of(repo: Repo) -> list[str]:
    outcome = repo.run("doctor")
    assert outcome.err == ""
    lines = [line for line in outcome.out.splitlines() if not line.startswith(" ")]
    return [word for line in lines for word in line.split() if word.startswith("DOC") and word[3:].isdecimal()]


def pasted(repo: Repo) -> None:
    """Run the first remedy."""
    remedy = next(line for line in repo.run("doctor").out.splitlines() if line.startswith("    "))
    done = repo.shell(remedy.partition(":   ")[2])
    assert done.status == 0, (remedy, done)


def test_cards_that_no_hook_checks(repo: Repo) -> None:
    trained(repo)
    repo.stage(CONFIG, OURS)
    repo.commit()
    install(repo)
    assert "DOC019" not in codes_of(repo)
    assert repo.run("move", NAME).status == 0
    repo.commit()
    outcome = repo.run("doctor")
    assert outcome.status == 0
    assert outcome.out.splitlines()[-4:-2] == [
        (
            "clone: warning: DOC019 unchecked-cards: 1 card is in git and checked by no hook: a file that is no longer "
            "as its card says goes unnoticed."
        ),
        "    add check-cards:   commitworthy init --write",
    ]
    pasted(repo)
    repo.git("add", "--all")
    assert codes_of(repo) == ["DOC004"]
    types = " ".join(f"--hook-type {stage}" for stage in ("post-checkout", "post-merge"))
    assert f"    install them:   pre-commit install {types}\n" in repo.run("doctor").out
    pasted(repo)
    assert codes_of(repo) == []
    assert "  - id: check-cards\n" in Path(repo.path(CONFIG)).read_text()
    # A script that runs everything looks at cards, too.
    os.unlink(repo.path(CONFIG))
    hook(repo, "#!/bin/sh\nexec commitworthy check\n")
    assert "DOC019" not in codes_of(repo)
    for comment in ("", "# exec commitworthy check\n", "  # check-cards comes later\n"):
        hook(repo, f"#!/bin/sh\n{comment}exec commitworthy check-push\n")
        assert "DOC019" in codes_of(repo), comment


def git_alone(repo: Repo) -> str:
    """A PATH on which there is git and nothing else."""
    programs = repo.top.parent / "programs"
    programs.mkdir()
    git = shutil.which("git")
    assert git
    (programs / "git").symlink_to(git)
    return str(programs)


def install(repo: Repo) -> None:
    """The hooks of pre-commit, for both moments at which a commit is made."""
    types = "--hook-type pre-commit --hook-type pre-merge-commit"
    assert repo.shell(f"{executable('pre-commit')} install {types}").status == 0


def hook(repo: Repo, text: str, place: str = ".git/hooks/pre-commit") -> None:
    """A hook of git, made executable."""
    Path(repo.write(place, text)).chmod(0o755)


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository in which pre-commit has been installed: tests get copies."""
    with pytest.MonkeyPatch.context() as patch:
        isolate(patch, tmp_path_factory.mktemp("home"))
        repo = Repo.init(tmp_path_factory.mktemp("healthy") / "repo")
        repo.write("README.md", "# A project\n")
        repo.write(CONFIG, OURS)
        repo.commit()
        install(repo)
    return repo.top


@pytest.fixture
def healthy(installed: Path, tmp_path: Path) -> Repo:
    return Repo.copied(installed, tmp_path / "repo")


def test_a_healthy_clone_has_facts_and_no_problems(healthy: Repo) -> None:
    outcome = healthy.run("doctor")
    assert (outcome.status, outcome.err) == (0, "")
    assert "\npre-commit        .git/hooks/pre-commit, by pre-commit\n" in outcome.out
    assert "\nblock-artifacts   configured for pre-commit, pre-merge-commit, manual\n" in outcome.out
    assert "\npolicy            none (using defaults)\n" in outcome.out
    assert outcome.out.endswith("\nNo problems found.\n")


def test_nothing_is_set_up(repo: Repo) -> None:
    outcome = repo.run("doctor")
    assert outcome.status == 1
    assert (
        "clone: DOC002 not-configured: Nothing here runs commitworthy: it is in no hook configuration and in no "
        "git hook.\n    set it up:   commitworthy init --write\n"
    ) in outcome.out
    pasted(repo)
    assert codes_of(repo) == ["DOC003"]


def test_configured_and_not_installed(healthy: Repo) -> None:
    healthy.shell("rm .git/hooks/*")
    assert codes_of(healthy) == ["DOC003"]
    pasted(healthy)
    assert codes_of(healthy) == []


def test_a_framework_that_is_not_there_is_installed_first(healthy: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    healthy.shell("rm .git/hooks/*")
    programs = healthy.top.parent / "programs"
    programs.mkdir()
    git = shutil.which("git")
    assert git
    (programs / "git").symlink_to(git)
    types = "--hook-type pre-commit --hook-type pre-merge-commit"
    monkeypatch.setenv("PATH", str(programs))
    outcome = healthy.run("doctor")
    assert f"    install them:   pip install pre-commit && pre-commit install {types}\n" in outcome.out


def test_git_lfs_that_is_needed_and_not_there(healthy: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    healthy.stage("a.parquet", "version https://git-lfs.github.com/spec/v1\noid sha256:" + "0" * 64 + "\nsize 9\n")
    healthy.stage(".gitattributes", "*.parquet filter=lfs diff=lfs merge=lfs -text\n")
    monkeypatch.setenv("PATH", git_alone(healthy))
    assert (
        "clone: LFS020 no-git-lfs: Files are routed to Git LFS, and git-lfs is not on PATH: git stores them raw.\n"
        "    install git-lfs: https://git-lfs.com\n"
    ) in healthy.run("doctor").out


def test_hooks_of_gits_own_do_the_work_of_a_framework(repo: Repo) -> None:
    repo.write(CONFIG, OURS)
    repo.commit()
    for stage in ("pre-commit", "pre-merge-commit"):
        repo.write(f".git/hooks/{stage}", "#!/bin/sh\nexec commitworthy check\n")
        (repo.top / ".git/hooks" / stage).chmod(0o755)
    assert codes_of(repo) == []


def test_installed_for_one_moment_only(healthy: Repo) -> None:
    healthy.shell("rm .git/hooks/pre-merge-commit")
    assert "Hooks are configured for pre-merge-commit, but that git hook is not installed." in healthy.run("doctor").out
    pasted(healthy)
    assert codes_of(healthy) == []


def test_hooks_that_are_looked_for_elsewhere(healthy: Repo) -> None:
    healthy.git("config", "core.hooksPath", "/nowhere")
    outcome = healthy.run("doctor")
    assert "core.hooksPath is /nowhere (local), and no hook there runs the configured hooks." in outcome.out
    pasted(healthy)
    assert codes_of(healthy) == []


def test_a_hook_that_git_skips(healthy: Repo) -> None:
    healthy.shell("chmod -x .git/hooks/pre-commit")
    assert codes_of(healthy) == ["DOC006"]
    pasted(healthy)
    assert codes_of(healthy) == []


@pytest.mark.parametrize("maker", ["plain", "husky", "lefthook", "prek"])
def test_other_ways_to_run_the_hooks_are_known(repo: Repo, maker: str) -> None:
    if maker == "plain":
        repo.install_hooks("block-artifacts")
    elif maker == "husky":
        repo.write(".husky/pre-commit", "commitworthy block-artifacts\n")
        repo.git("config", "core.hooksPath", ".husky/_")
        hook(repo, '#!/usr/bin/env sh\n. "$(dirname "$0")/h"\n', place=".husky/_/pre-commit")
    elif maker == "lefthook":
        repo.write("lefthook.yml", "pre-commit:\n  jobs:\n    - run: commitworthy check\n")
        hook(repo, '#!/bin/sh\ncall_lefthook() {\n  lefthook "$@"\n}\ncall_lefthook run "pre-commit" "$@"\n')
    else:
        repo.write(CONFIG, OURS)
        types = "--hook-type pre-commit --hook-type pre-merge-commit"
        assert repo.shell(f"{executable('prek')} install {types}").status == 0
    assert codes_of(repo) == []


@pytest.mark.parametrize("installed", [True, False])
def test_a_manager_that_runs_the_framework(repo: Repo, installed: bool) -> None:
    repo.write(CONFIG, OURS.replace("pre-merge-commit, ", ""))
    repo.write(".husky/pre-commit", "pre-commit run\n")
    if installed:
        repo.git("config", "core.hooksPath", ".husky/_")
        hook(repo, '#!/usr/bin/env sh\n. "$(dirname "$0")/h"\n', place=".husky/_/pre-commit")
    assert codes_of(repo) == ([] if installed else ["DOC003", "DOC003"])
    assert "\n.husky/pre-commit  runs pre-commit\n" in repo.run("doctor").out


def test_hooks_that_say_the_same(healthy: Repo) -> None:
    healthy.write(CONFIG, OURS + "- repo: x\n  rev: y\n  hooks:\n  - id: check-added-large-files\n  - id: nbstripout\n")
    outcome = healthy.run("doctor")
    assert outcome.status == 0, "a warning"
    assert (
        "clone: warning: DOC007 conflicting-hook: check-added-large-files checks the same as block-artifacts, by other "
        "rules: a commit can be refused twice, or for no reason.\n"
        "    remove it:   commitworthy init --replace --write\n"
    ) in outcome.out
    pasted(healthy)
    assert codes_of(healthy) == []


@pytest.mark.parametrize(
    "entry", ["check-added-large-files", "uv run python -m pre_commit_hooks.check_added_large_files"]
)
def test_a_hook_of_any_id_that_says_the_same(healthy: Repo, entry: str) -> None:
    healthy.write(CONFIG, OURS + f"  - id: big\n    name: y\n    entry: {entry} --maxkb=700\n    language: system\n")
    assert codes_of(healthy) == ["DOC007"]
    pasted(healthy)
    healthy.git("add", "--all")
    assert codes_of(healthy) == []
    assert 'max-size = "700 kB"' in (healthy.top / "commitworthy.toml").read_text()


def test_a_configuration_that_cannot_be_read(healthy: Repo) -> None:
    healthy.write(CONFIG, "repos: [\n")
    assert codes_of(healthy) == ["DOC008"]


@pytest.mark.parametrize(
    ("name", "content"),
    [("commitworthy.toml", "[block-artefacts]\n"), (".commitworthy-baseline", "no row\n")],
)
def test_a_policy_or_baseline_that_cannot_be_read(healthy: Repo, name: str, content: str) -> None:
    healthy.stage(name, content)
    assert codes_of(healthy) == ["DOC009"]


def test_a_policy_that_is_not_staged(healthy: Repo) -> None:
    healthy.write("commitworthy.toml", '[block-artifacts]\nmax-size = "1 MB"\n')
    outcome = healthy.run("doctor")
    line = "commitworthy.toml: DOC010 policy-not-staged: "
    assert f"{line}It is not staged, so it has no effect yet.\n" in outcome.out
    pasted(healthy)
    assert codes_of(healthy) == []
    healthy.write("commitworthy.toml", '[block-artifacts]\nmax-size = "2 MB"\n')
    assert f"{line}The copy on disk differs from the staged one, which is used.\n" in healthy.run("doctor").out


def test_a_policy_that_is_not_staged_seen_from_below(healthy: Repo) -> None:
    healthy.write("commitworthy.toml", '[block-artifacts]\nmax-size = "1 MB"\n')
    healthy.write("sub/a.txt", "text\n")
    assert "    stage it:   git add ../commitworthy.toml\n" in healthy.run("doctor", cwd="sub").out
    healthy.stage("sub/big.bin", noise(2_000_000))
    assert healthy.run("check", cwd="sub").err.endswith(": git add ../commitworthy.toml\n")


def test_decisions_that_no_longer_hold(healthy: Repo) -> None:
    healthy.stage("old.bin", noise(200_000))
    healthy.stage("gone.bin", noise(200_000, 1))
    healthy.run("baseline")
    healthy.stage(
        "commitworthy.toml",
        '[[block-artifacts.allow]]\npaths = ["old.bin"]\nbecause = "x"\nuntil = 2020-01-01\n'
        '[[block-artifacts.allow]]\npaths = ["nothing/**"]\nbecause = "y"\n',
    )
    healthy.commit()
    healthy.git("rm", "--quiet", "gone.bin")
    outcome = healthy.run("doctor")
    assert set(codes_of(healthy)) == {"DOC011", "DOC012", "DOC014", "DOC021"}
    assert "2 rows match no tracked file: gone.bin." in outcome.out
    assert "The exception of block-artifacts for old.bin (x) expired on 2020-01-01." in outcome.out
    assert "The exception of block-artifacts for nothing/** (y) matches no tracked file." in outcome.out


@pytest.mark.parametrize("old", [None, "*.md text\n", "*.md text"])
@pytest.mark.parametrize("below", ["", "sub"])
def test_a_baseline_that_two_branches_cannot_both_change(healthy: Repo, old: str | None, below: str) -> None:
    healthy.stage("sub/old.bin", noise(200_000))
    if old:
        healthy.stage(".gitattributes", old)
    healthy.run("baseline")
    healthy.commit()
    outcome = healthy.run("doctor", cwd=below)
    place = f"{'../' * bool(below)}.gitattributes"
    first = "\\n" if old and not old.endswith("\n") else ""
    command = f"printf '{first}%s\\n' '/.commitworthy-baseline merge=union' >> {place} && git add {place}"
    assert outcome.status == 0
    assert outcome.out.splitlines()[-4:-2] == [
        (
            ".commitworthy-baseline: warning: DOC021 baseline-conflicts: Two branches that both change the baseline "
            "will conflict: no line of .gitattributes says how to merge it."
        ),
        f"    keep the rows of both:   {command}",
    ]
    assert healthy.shell(command, below).status == 0
    assert codes_of(healthy) == []
    assert healthy.git("check-attr", "merge", ".commitworthy-baseline").endswith(": union")


def test_hooks_that_are_skipped(healthy: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SKIP", "ruff,block-artifacts")
    assert "SKIP=ruff,block-artifacts in this shell disables block-artifacts." in healthy.run("doctor").out


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("PREK_SKIP", "block-artifacts", "PREK_SKIP=block-artifacts in this shell disables block-artifacts."),
        ("HUSKY", "0", "HUSKY=0 in this shell disables all hooks of husky."),
        ("LEFTHOOK", "false", "LEFTHOOK=false in this shell disables all hooks of lefthook."),
    ],
)
def test_hooks_that_another_variable_skips(
    healthy: Repo, monkeypatch: pytest.MonkeyPatch, name: str, value: str, said: str
) -> None:
    healthy.write(".husky/pre-commit", "commitworthy check\n")
    healthy.write("lefthook.yml", "pre-commit:\n  commands:\n    c:\n      run: commitworthy check\n")
    assert said not in healthy.run("doctor").out
    monkeypatch.setenv(name, value)
    assert f"clone: warning: DOC013 skipped-hook: {said}\n" in healthy.run("doctor").out


def test_every_verdict_on_request(healthy: Repo) -> None:
    healthy.stage("a.bin", noise(200_000))
    healthy.stage("b\x1b.csv", "a,b\n1,2\n")
    out = healthy.run("doctor", "--files").out
    assert "\na.bin: unknown binary content, 195.3 kB: ART001 blocked-artifact\n" in out
    assert "\nREADME.md: text, 12 bytes: fine\n" in out
    assert "\nb\\x1b.csv: " in out
    healthy.run("baseline")
    healthy.git("add", ".commitworthy-baseline")
    assert ": ART001 blocked-artifact, accepted\n" in healthy.run("doctor", "--files").out


SWALLOWED = "its result is ignored: nothing is refused"


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("# exec commitworthy check   (off for now)\nexit 0\n",
         ":2 names commitworthy, but does not run it: `# exec commitworthy check   (off for now)`."),
        ('echo "please run commitworthy check"\n',
         ":2 names commitworthy, but does not run it: `echo please run commitworthy check`."),
        ("cat <<END\ncommitworthy check\nEND\n", ":3 names commitworthy, but does not run it: `commitworthy check`."),
        ("exit 0\ncommitworthy check\n", ":3 is never reached: the hook ends before it, with `exit 0`."),
        ("exec npm test\ncommitworthy check\n", ":3 is never reached: the hook ends before it, with `exec npm test`."),
        ("commitworthy check || true\n", f":2 runs `commitworthy check`, but {SWALLOWED}."),
        ("commitworthy check\nexit 0\n", f":2 runs `commitworthy check`, but {SWALLOWED}."),
        ("set -o pipefail\ncommitworthy check | tee log\nexit 0\n", f":3 runs `commitworthy check`, but {SWALLOWED}."),
        ("set -e -o pipefail\ncommitworthy check | tee log && echo\nexit 0\n",
         f":3 runs `commitworthy check`, but {SWALLOWED}."),
        ("commitworthy check | tee log\n", f":2 runs `commitworthy check`, but {SWALLOWED}."),
        ("commitworthy check &\n", f":2 runs `commitworthy check`, but {SWALLOWED}."),
        ("bash -c 'commitworthy check || :'\n", f":2 runs `commitworthy check`, but {SWALLOWED}."),
        ("if commitworthy check; then echo fine; fi\n", f":2 runs `commitworthy check`, but {SWALLOWED}."),
        ("pre-commit run || true  # commitworthy\n", f":2 runs `pre-commit run`, but {SWALLOWED}."),
        ("said=$(commitworthy check)\necho $said\n", f":2 runs `said=$(commitworthy check)`, but {SWALLOWED}."),
    ],
)  # fmt: skip
def test_a_hook_that_refuses_nothing_is_a_problem(healthy: Repo, script: str, said: str) -> None:
    hook(healthy, f"#!/bin/sh\n{script}")
    outcome = healthy.run("doctor")
    assert outcome.status == 1
    assert f"clone: DOC015 hook-without-effect: .git/hooks/pre-commit{said}\n" in outcome.out


@pytest.mark.parametrize(
    "script",
    [
        "exec commitworthy check\n",
        "commitworthy check\n",
        "commitworthy check || exit 1\nnpm test\n",
        "set -e\ncommitworthy check\nnpm test\n",
        "status=0\ncommitworthy check || status=1\nexit $status\n",
        "commitworthy check\ncode=$?\necho done\nexit $code\n",
        "commitworthy check\nif [ $? -ne 0 ]; then\n  exit 1\nfi\n",
        "if ! commitworthy check; then\n  echo no\n  exit 1\nfi\n",
        "commitworthy check || { echo no; exit 1; }\nexit 0\n",
        "uv run --frozen commitworthy check\n",
        "ruff check . || true\n'/opt/a b/commitworthy' check\n",
        "commitworthy strip-notebooks || true\ncommitworthy check\n",
        "exec python3 -m commitworthy check\n",
        "python -m pre_commit run\n",
        'said="$(commitworthy check 2>&1)" || { echo "$said"; exit 1; }\n',
        "set -e\nsaid=`commitworthy check`\necho $said\n",
        "if ! said=$(commitworthy check); then\n  exit 1\nfi\n",
        "trap 'rm -f log' EXIT\ncommitworthy check\n",
        "set -o pipefail\ncommitworthy check 2>&1 | tee log\n",
        "set -e -o pipefail\ncommitworthy check | tee log | cat\nnpm test\n",
        "pixi run -e dev commitworthy check\n",
        "commitworthy check --format json --output report.json > log 2>&1\n",
        "commitworthy check $(git diff --cached --name-only)\n",
    ],
)
def test_a_hook_whose_failure_counts_is_sound(healthy: Repo, script: str) -> None:
    for stage in ("pre-commit", "pre-merge-commit"):
        hook(healthy, f"#!/bin/sh\n{script}", f".git/hooks/{stage}")
    assert codes_of(healthy) == []


@pytest.mark.parametrize(
    ("script", "line", "said"),
    [
        ('[ -n "$CI" ] && exit 0\ncommitworthy check\n', 2, "exit 0"),
        ("if command -v commitworthy; then\n  commitworthy check\nfi\n", 3, "commitworthy check"),
        ("git diff --name-only | xargs commitworthy check\n", 2, "xargs commitworthy check"),
        ("check() {\n  commitworthy check\n}\ncheck\n", 3, "commitworthy check"),
        ("commitworthy check || ./report.sh\n", 2, "commitworthy check"),
        ("! commitworthy check\n", 2, "! commitworthy check"),
        ("commitworthy check --help\n", 2, "commitworthy check --help"),
        ("commitworthy() { true; }\ncommitworthy check\n", 2, "commitworthy() { true; }"),
        ("alias commitworthy=true\ncommitworthy check\n", 2, "alias commitworthy=true"),
        ("if false; then\n  commitworthy check\nfi\n", 3, "commitworthy check"),
        ("true || commitworthy check\n", 2, "commitworthy check"),
        ("export said=$(commitworthy check)\n", 2, "export said=$(commitworthy check)"),
        ("trap 'exit 0' EXIT\ncommitworthy check\n", 2, "trap exit 0 EXIT"),
        ("commitworthy check README.md\n", 2, "commitworthy check README.md"),
        ("commitworthy check --from-ref HEAD --to-ref HEAD\n", 2, "commitworthy check --from-ref HEAD --to-ref HEAD"),
        ("make check\n", 2, "make check"),
        ("exec ./scripts/lint.sh\n", 2, "exec ./scripts/lint.sh"),
        ("npm run lint\n", 2, "npm run lint"),
    ],
)
def test_what_cannot_be_told_is_called_uncertain(repo: Repo, script: str, line: int, said: str) -> None:
    hook(repo, f"#!/bin/sh\n{script}")
    outcome = repo.run("doctor")
    assert outcome.status == 0, "a warning"
    assert outcome.out.endswith(
        f"\nclone: warning: DOC016 uncertain-hook: .git/hooks/pre-commit:{line} has `{said}`, and whether a "
        "finding stops the commit cannot be told from that.\n    try it:   commitworthy doctor --prove\n\n1 warning.\n"
    )


def test_a_hook_in_another_language_is_uncertain(repo: Repo) -> None:
    hook(repo, "#!/usr/bin/env python3\nimport subprocess\nsubprocess.run(['commitworthy', 'check'])\n")
    assert "uncertain-hook: .git/hooks/pre-commit:1 has `/usr/bin/env python3 is not a shell`" in repo.run("doctor").out


def test_a_script_of_the_project_is_followed_once(repo: Repo) -> None:
    hook(repo, "#!/bin/sh\nexec ./scripts/lint.sh\n")
    repo.write("scripts/lint.sh", "#!/bin/sh\nexec commitworthy check\n")
    assert codes_of(repo) == []
    repo.write("scripts/lint.sh", "#!/bin/sh\ncommitworthy check || true\n")
    assert codes_of(repo) == ["DOC015"]


def test_a_hook_that_a_framework_made_and_somebody_cut_short(healthy: Repo) -> None:
    place = healthy.top / ".git/hooks/pre-commit"
    place.write_text(place.read_text().replace("# start templated", "exit 0\n# start templated"))
    assert (
        "clone: DOC015 hook-without-effect: .git/hooks/pre-commit:5 is never reached: the hook ends before it, with "
        "`exit 0`.\n"
    ) in healthy.run("doctor").out


def test_a_hook_that_was_made_for_another_configuration(healthy: Repo) -> None:
    place = healthy.top / ".git/hooks/pre-commit"
    place.write_text(place.read_text().replace("--config=.pre-commit-config.yaml", "--config=other.yaml"))
    healthy.write("other.yaml", "repos: []\n")
    assert "uncertain-hook: .git/hooks/pre-commit:7 has `--config=other.yaml`" in healthy.run("doctor").out
    healthy.write("other.yaml", OURS)
    assert codes_of(healthy) == []


LEFTHOOK = "pre-commit:\n  commands:\n    c:\n      run: commitworthy check\n"


@pytest.mark.parametrize(
    ("files", "codes", "said"),
    [
        ({"lefthook.yml": LEFTHOOK}, ["DOC003"],
         ("lefthook.yml runs commitworthy at pre-commit, but git does not run lefthook.\n"
         "    install it:   lefthook install\n")),
        ({".config/lefthook.toml": '[pre-commit.commands.c]\nrun = "commitworthy check"\n'}, ["DOC003"],
         ".config/lefthook.toml runs commitworthy at pre-commit"),
        ({"lefthook.yml": LEFTHOOK.replace("run:", "# run:") + "      run: ls\n"}, ["DOC015"],
         "lefthook.yml:4 names commitworthy, but does not run it: `# run: commitworthy check`."),
        ({"lefthook.yml": LEFTHOOK + "      skip: true\n"}, ["DOC015"], "lefthook.yml:4 names commitworthy"),
        ({"lefthook.yml": LEFTHOOK.replace("check", "check || true")}, ["DOC015", "DOC003"], SWALLOWED),
        ({"lefthook.yml": LEFTHOOK + "      glob: '*.py'\n"}, ["DOC003", "DOC016"],
         "lefthook.yml has `glob: *.py`, and whether a finding stops the commit cannot be told from that."),
        ({"lefthook.yml": LEFTHOOK + "  only:\n    - ref: main\n"}, ["DOC003", "DOC016"],
         "uncertain-hook: lefthook.yml has `only: [{'ref': 'main'}]`, and"),
        ({"lefthook.yml": LEFTHOOK + "      skip: [merge, rebase]\n"}, ["DOC003"], "lefthook.yml runs commitworthy"),
        ({"lefthook.yml": "pre-push:\n  commands:\n    c:\n      run: commitworthy check-push || true\n"}, ["DOC015"],
         (f"lefthook.yml runs `commitworthy check-push`, but {SWALLOWED}.\n"
         "    let it run nothing but: commitworthy check-push {0}\n")),
        ({".husky/pre-push": "commitworthy check-push || true\n"}, ["DOC015"],
         (f".husky/pre-push:1 runs `commitworthy check-push`, but {SWALLOWED}.\n"
         '    let the hook end with: exec commitworthy check-push "$@"\n')),
        ({"lefthook.yml": "pre-commit: [\n# commitworthy\n"}, ["DOC016"], "uncertain-hook: lefthook.yml:3 has"),
        ({".husky/pre-commit": "commitworthy check\n"}, ["DOC003"],
         (".husky/pre-commit runs commitworthy at pre-commit, but git does not run husky.\n"
         "    install it:   npx husky\n")),
        ({".husky/pre-commit": "# commitworthy check\n"}, ["DOC015"], "names commitworthy"),
        ({"package.json": '{"simple-git-hooks": {"pre-commit": "commitworthy check"}}\n'}, ["DOC016"],
         "uncertain-hook: package.json:1 has"),
    ],
)  # fmt: skip
def test_a_manager_that_was_never_installed(repo: Repo, files: dict[str, str], codes: list[str], said: str) -> None:
    for name, content in files.items():
        repo.write(name, content)
    repo.commit()
    found = codes_of(repo)
    assert found == (codes[:1] if SWALLOWED in said else codes)
    assert said in repo.run("doctor").out


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("[pre-commit, pre-merge-commit, manual]", "[manual]"),
         "block-artifacts is configured for manual: no commit runs it."),
        (("entry: commitworthy block-artifacts", "entry: sh -c 'commitworthy block-artifacts || true'"),
         "the entry of block-artifacts ignores its result: `sh -c 'commitworthy block-artifacts || true'`."),
        (("entry: commitworthy block-artifacts", "entry: 'true'"),
         "the entry of block-artifacts does not run it: `true`."),
        (("    language: system", "    language: system\n    exclude: .*"),
         "`exclude: .*` of block-artifacts leaves block-artifacts no file to check."),
        (("repos:", "files: ^$\nrepos:"), "`files: ^$` of the whole file leaves block-artifacts no file to check."),
        (("    language: system", "    language: system\n    exclude: ^(a|.*)$"),
         "`exclude: ^(a|.*)$` of block-artifacts leaves block-artifacts no file to check."),
        (("    language: system", "    language: system\n    exclude: ."),
         "`exclude: .` of block-artifacts leaves block-artifacts no file to check."),
        (("    language: system", "    language: system\n    types: [file, python]"),
         "`types: [file, python]` keeps models and data from block-artifacts."),
        (("    language: system", "    language: system\n    types_or: [python, jupyter]"),
         "`types_or: [python, jupyter]` keeps models and data from block-artifacts."),
        (("    language: system", "    language: system\n    files: $^"),
         "`files: $^` of block-artifacts leaves block-artifacts no file to check."),
        (("block-artifacts", "check-push"),
         "check-push is configured for pre-commit, pre-merge-commit, manual: no push runs it."),
        (("id: block-artifacts\n    name: x\n    entry: commitworthy block-artifacts",
          "id: own\n    name: x\n    entry: sh -c 'commitworthy check; exit 0'"),
         "the entry of own ignores its result: `sh -c 'commitworthy check; exit 0'`."),
    ],
)  # fmt: skip
def test_an_entry_that_checks_nothing(healthy: Repo, change: tuple[str, str], said: str) -> None:
    healthy.write(CONFIG, OURS.replace(*change))
    outcome = healthy.run("doctor")
    assert f"{CONFIG}: DOC015 hook-without-effect: {said}\n" in outcome.out
    assert outcome.status == 1


OLD_DEFAULT = "default_language_version: {python: python3.10}\n"
INSTALLED = OURS.replace("language: system", "language: python")


@pytest.mark.parametrize("types", ["types: [file]", "types_or: [text, binary]", "types: [jupyter]"])
def test_an_entry_for_files_that_it_is_for(healthy: Repo, types: str) -> None:
    hook = "strip-notebooks" if "jupyter" in types else "block-artifacts"
    healthy.write(CONFIG, OURS.replace("block-artifacts", hook) + f"    {types}\n")
    assert codes_of(healthy) == []


OTHER = ", which is not here: every commit fails.\n    name one that is here\n"


@pytest.mark.parametrize(
    ("script", "said", "rest"),
    [
        ("#!/opt/none/sh\nexec commitworthy check\n", ".git/hooks/pre-commit needs /opt/none/sh", OTHER),
        ("#!/usr/bin/env nosh\nexec commitworthy check\n", ".git/hooks/pre-commit needs nosh", OTHER),
        ("#!/bin/sh\nexec /opt/none/commitworthy check\n", ".git/hooks/pre-commit needs /opt/none/commitworthy", OTHER),
        ("#!/bin/sh\r\nexec commitworthy check\r\n", "The first line of .git/hooks/pre-commit ends in a carriage",
         (" return, so git looks for a program of such a name.\n    end its lines with a line feed alone:   "
         "perl -pi -e 's/\\r$//' .git/hooks/pre-commit\n")),
    ],
)  # fmt: skip
def test_a_hook_that_cannot_start(healthy: Repo, script: str, said: str, rest: str) -> None:
    hook(healthy, script)
    outcome = healthy.run("doctor")
    assert outcome.status == 1
    assert f"clone: DOC022 missing-program: {said}{rest}" in outcome.out


def test_a_shell_that_does_not_find_us(healthy: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", git_alone(healthy))
    outcome = healthy.run("doctor")
    assert (
        f"clone: DOC022 missing-program: {CONFIG} runs commitworthy, which is not on PATH: every commit fails.\n"
        f"    install it for this shell:   pip install {shell_word(origin.requirement())}\n"
    ) in outcome.out
    monkeypatch.setattr(origin, "requirement", str)
    assert "every commit fails.\n    install it for this shell\n" in healthy.run("doctor").out
    hook(healthy, "#!/bin/sh\ncommitworthy check\n")
    assert "DOC022 missing-program: .git/hooks/pre-commit runs commitworthy," in healthy.run("doctor").out
    for line in ("PATH=/opt/venv/bin:$PATH", ". .venv/bin/activate"):
        hook(healthy, f"#!/bin/sh\n{line}\ncommitworthy check\n")
        assert "DOC022 missing-program: .git/hooks/pre-commit " not in healthy.run("doctor").out


@pytest.mark.parametrize("own", ["", "    language_version: python2.7\n"], ids=["the default", "its own"])
def test_a_python_that_cannot_run_us(healthy: Repo, own: str) -> None:
    entry = "  - id: block-artifacts\n"
    assert entry in INSTALLED
    healthy.write(CONFIG, INSTALLED.replace(entry, entry + own) if own else OLD_DEFAULT + INSTALLED)
    python = "python2.7" if own else "python3.10"
    assert (
        f"{CONFIG}: DOC020 old-python: block-artifacts: to be installed with {python}, but commitworthy needs Python"
        " 3.11 or newer.\n    add to it: language_version: python3\n"
    ) in healthy.run("doctor").out


def test_a_python_of_others_is_none_of_ours(healthy: Repo) -> None:
    entry = "  - id: block-artifacts\n"
    healthy.write(CONFIG, OLD_DEFAULT + INSTALLED.replace(entry, f"{entry}    language_version: python3\n"))
    assert codes_of(healthy) == []
    healthy.write(CONFIG, OLD_DEFAULT + OURS)
    assert codes_of(healthy) == []


def test_an_entry_of_any_id_that_runs_us(healthy: Repo) -> None:
    healthy.write(CONFIG, OURS.replace("id: block-artifacts", "id: own"))
    assert codes_of(healthy) == []
    assert "\nown               configured for pre-commit, pre-merge-commit, manual\n" in healthy.run("doctor").out
    healthy.shell("rm .git/hooks/pre-commit")
    assert codes_of(healthy) == ["DOC003"]


def test_stages_may_have_their_old_names(healthy: Repo) -> None:
    healthy.write(CONFIG, OURS.replace("[pre-commit, pre-merge-commit, manual]", "[commit, merge-commit]"))
    assert codes_of(healthy) == []
    healthy.shell("rm .git/hooks/pre-commit")
    assert codes_of(healthy) == ["DOC003"]


@pytest.mark.parametrize(
    "piece", ["if commitworthy check; then\n", "commitworthy check || x=1\n", "$(", "<<E\n", "'", "("]
)
def test_of_a_script_without_end_the_beginning_is_read(repo: Repo, piece: str) -> None:
    """A repository may come from anybody, and with it what husky and lefthook are told: all of it would take hours."""
    repo.write(".husky/pre-commit", "# commitworthy\n" + piece * 100_000)
    outcome = repo.run("doctor")
    assert "DOC015 hook-without-effect: .husky/pre-commit:" in outcome.out
    assert outcome.status == 1

"""Every printed command is pasted into bash where the user stands, and then the commit goes through."""

from __future__ import annotations

import os
import pickle
import shlex
import shutil
import subprocess

import pytest

from tests.repo import BIN, NAMES_THAT_HURT, Repo, executable, noise, raw, table
from tests.samples import SAMPLES

LARGE = noise(200_000)
PLACEHOLDER = "'<why it belongs in git>'"
POINTER = "version https://git-lfs.github.com/spec/v1\n"


def pasted(repo: Repo, finding: dict[str, object], text: str, cwd: str = "") -> None:
    """Run the command of the remedy that begins so."""
    remedies = finding["remedies"]
    assert isinstance(remedies, list)
    (command,) = [way["command"] for way in remedies if way["text"].removeprefix("or ").startswith(text)]
    assert command.isprintable()
    done = repo.shell(command.replace(PLACEHOLDER, "'golden file'"), cwd)
    assert done.status == 0, (command, done)


def staged(repo: Repo) -> list[bytes]:
    """Paths in the index, as bytes."""
    return [name.encode("utf-8", "surrogateescape") for name in repo.tracked()]


def is_ignored(repo: Repo, name: str | bytes) -> bool:
    answer = repo.git("check-ignore", "--no-index", "-z", "--stdin", send=b"./" + raw(name) + b"\0", check=False)
    return bool(answer)


def blob(repo: Repo, name: str | bytes) -> str:
    return repo.git("cat-file", "blob", b":" + raw(name))


def commit_what_is_left(repo: Repo, cwd: str = "") -> None:
    repo.passes("--allow-empty", cwd=cwd)
    assert repo.judge() == []


PLACES = ("", "sub", "sub/deeper")


@pytest.fixture
def hooked(repo: Repo) -> Repo:
    repo.write("sub/deeper/file.txt", "text\n")
    repo.commit()
    repo.install_hooks()
    return repo


@pytest.mark.parametrize("name", NAMES_THAT_HURT, ids=ascii)
def test_kept_out_of_git_it_stays_on_disk_and_is_ignored(hooked: Repo, name: str | bytes) -> None:
    hooked.stage(name, LARGE)
    hooked.stage("star.star", "a neighbour that `*.star` would match\n")
    (finding,) = hooked.refused()
    pasted(hooked, finding, "keep it out of git")
    assert raw(name) not in staged(hooked)
    assert b"star.star" in staged(hooked)
    assert is_ignored(hooked, name)
    assert not is_ignored(hooked, "star.star")
    with open(hooked.path(name), "rb") as file:
        assert file.read() == LARGE
    commit_what_is_left(hooked)


@pytest.mark.parametrize("name", NAMES_THAT_HURT, ids=ascii)
def test_sent_to_lfs_it_is_a_pointer(hooked: Repo, name: str | bytes) -> None:
    hooked.stage(name, LARGE)
    hooked.stage("star.star", "a neighbour that `*.star` would match\n")
    (finding,) = hooked.refused()
    pasted(hooked, finding, "send it to Git LFS")
    assert blob(hooked, name).startswith(POINTER)
    assert not blob(hooked, "star.star").startswith(POINTER)
    commit_what_is_left(hooked)
    assert hooked.git("status", "--porcelain") == ""


@pytest.mark.parametrize("name", NAMES_THAT_HURT, ids=ascii)
def test_allowed_it_passes_once_the_policy_is_staged(hooked: Repo, name: str | bytes) -> None:
    hooked.stage(name, LARGE)
    (finding,) = hooked.refused()
    pasted(hooked, finding, "allow it")
    hooked.stage("commitworthy.toml")
    commit_what_is_left(hooked)
    assert hooked.judge("--all-files") == []
    assert raw(name) in staged(hooked)


@pytest.mark.parametrize("name", NAMES_THAT_HURT, ids=ascii)
def test_gone_back_to_the_committed_version_nothing_is_staged(hooked: Repo, name: str | bytes) -> None:
    hooked.write(name, table(50_000))
    hooked.commit()
    hooked.stage(name, LARGE)
    hooked.stage("star.star", "a neighbour that `*.star` would match\n")
    (finding,) = hooked.refused()
    pasted(hooked, finding, "go back")
    assert hooked.git("diff", "--cached", "--name-only") == "star.star"
    commit_what_is_left(hooked)


@pytest.mark.parametrize("name", ["a.bin", "sub/a b.bin", "*.star", ":(top)x.bin", "-x.bin", "sub/new\nline.bin"], ids=ascii)
@pytest.mark.parametrize("text", ["keep it out of git", "send it to Git LFS", "allow it"])
@pytest.mark.parametrize("cwd", PLACES[1:])
def test_the_command_works_where_the_user_stands(hooked: Repo, name: str, text: str, cwd: str) -> None:
    hooked.stage(name, LARGE)
    (finding,) = hooked.refused(cwd=cwd)
    pasted(hooked, finding, text, cwd)
    if text == "allow it":
        hooked.stage("commitworthy.toml")
    commit_what_is_left(hooked, cwd)
    assert hooked.git("status", "--porcelain", "--ignored=no") == ""


@pytest.mark.parametrize("text", ["keep it out of git", "send it to Git LFS", "allow it"])
@pytest.mark.parametrize("cwd", ["", "sub"])
def test_one_command_serves_all_files_of_a_cause(hooked: Repo, text: str, cwd: str) -> None:
    for number, name in enumerate(NAMES_THAT_HURT):
        hooked.stage(name, noise(200_000, seed=number))
    hooked.install_hooks("block-artifacts --all")
    outcome = hooked.try_commit(cwd=cwd)
    assert outcome.status == 1
    commands = commands_of(outcome.out, text)
    assert 1 <= len(commands) <= 3
    for command in commands:
        done = hooked.shell(command.replace(PLACEHOLDER, "'golden files'"), cwd)
        assert done.status == 0, (command, done)
    if text == "allow it":
        hooked.stage("commitworthy.toml")
    commit_what_is_left(hooked, cwd)


def commands_of(printed: str, text: str) -> list[str]:
    """The commands that a text report prints behind remedies which begin so, on their line or below it."""
    lines = [line.strip() for line in printed.splitlines()]
    found = []
    for line, below in zip(lines, [*lines[1:], ""], strict=True):
        if line.removeprefix("or ").startswith(text):
            found.append(line.partition(":")[2].strip() or below)
    return found


DISK = {
    "the file is as it was staged": "true",
    "the file is gone": "rm sub/a.bin",
    "the file has changed since": "echo more >> sub/a.bin",
    "the file is now small": "echo small > sub/a.bin",
}


@pytest.mark.parametrize("then", DISK.values(), ids=DISK)
@pytest.mark.parametrize("text", ["keep it out of git", "send it to Git LFS", "allow it"])
@pytest.mark.parametrize("cwd", ["", "sub"])
def test_whatever_lies_on_disk_the_command_works(hooked: Repo, then: str, text: str, cwd: str) -> None:
    hooked.stage("sub/a.bin", LARGE)
    assert hooked.shell(then).status == 0
    (finding,) = hooked.refused(cwd=cwd)
    pasted(hooked, finding, text, cwd)
    if text == "allow it":
        hooked.stage("commitworthy.toml")
    commit_what_is_left(hooked, cwd)


IGNORE_FILES = {
    "none": None,
    "empty": b"",
    "with a last line end": b"*.log\n",
    "without a last line end": b"*.log",
    "with Windows line ends": b"*.log\r\n",
    "with Windows line ends, but for the last": b"*.tmp\r\n*.log",
}


@pytest.mark.parametrize("content", IGNORE_FILES.values(), ids=IGNORE_FILES)
def test_an_ignore_file_keeps_its_lines(hooked: Repo, content: bytes | None) -> None:
    if content is not None:
        hooked.write(".gitignore", content)
        hooked.commit()
    hooked.stage("a.bin", LARGE)
    (finding,) = hooked.refused()
    pasted(hooked, finding, "keep it out of git")
    assert is_ignored(hooked, "a.bin")
    if content and b"\r" not in content:
        assert is_ignored(hooked, "x.log")
    assert (hooked.top / ".gitignore").read_bytes().startswith(content or b"/a.bin")
    commit_what_is_left(hooked)


def test_a_command_pasted_after_the_file_is_edited_stages_no_other_change(hooked: Repo) -> None:
    hooked.stage("other.txt", "staged\n")
    hooked.write("other.txt", "not staged\n")
    hooked.stage("a.bin", LARGE)
    (finding,) = hooked.refused()
    pasted(hooked, finding, "keep it out of git")
    assert blob(hooked, "other.txt") == "staged"


@pytest.mark.parametrize("installed", [False, True], ids=["before git lfs install", "after git lfs install"])
@pytest.mark.parametrize("name", ["a.parquet", "data/b.parquet", "c.bin", "MODEL.PT"])
def test_a_type_of_its_own_is_routed_by_its_suffix_and_others_by_name(hooked: Repo, installed: bool, name: str) -> None:
    if installed:
        hooked.git("lfs", "install")
    sample = SAMPLES["torch"]() if name.endswith("PT") else SAMPLES["parquet"]()
    hooked.stage(name, (sample if "." in name and not name.endswith("bin") else b"") + LARGE)
    (finding,) = hooked.refused()
    command = next(way["command"] for way in finding["remedies"] if "LFS" in way["text"])
    assert ("git lfs install" in command) == (not installed)
    pasted(hooked, finding, "send it to Git LFS")
    assert blob(hooked, name).startswith(POINTER)
    attributes = (hooked.top / ".gitattributes").read_text()
    assert attributes.startswith("c.bin " if name == "c.bin" else f"*.{name.rpartition('.')[2]} ")
    commit_what_is_left(hooked)


def test_lfs_is_set_up_beside_another_pre_push_hook(hooked: Repo) -> None:
    hook = hooked.top / ".git/hooks/pre-push"
    hook.write_text("#!/bin/sh\nexit 0\n")
    hook.chmod(0o755)
    hooked.stage("a.bin", LARGE)
    (finding,) = hooked.refused()
    pasted(hooked, finding, "send it to Git LFS")
    assert blob(hooked, "a.bin").startswith(POINTER)
    assert hook.read_text() == "#!/bin/sh\nexit 0\n"


@pytest.mark.parametrize("name", NAMES_THAT_HURT, ids=ascii)
def test_a_raw_blob_under_a_route_is_staged_again_as_a_pointer(hooked: Repo, name: str | bytes) -> None:
    hooked.stage(".gitattributes", "* filter=lfs diff=lfs merge=lfs -text\n.git* !filter\n")
    hooked.stage(name, LARGE)
    (finding,) = hooked.refused()
    assert finding["rule"] == "not-a-pointer"
    pasted(hooked, finding, "stage it again")
    assert blob(hooked, name).startswith(POINTER)
    commit_what_is_left(hooked)


LITTER = {
    "checkpoints": ["nb/.ipynb_checkpoints/a-checkpoint.ipynb", "nb/.ipynb_checkpoints/b-checkpoint.ipynb"],
    "runs": ["mlruns/0/meta.yaml", "mlruns/0/" + "0a" * 16 + "/metrics/loss"],
    "bytecode": ["pkg/__pycache__/a.cpython-311.pyc"],
    "logs": ["lightning_logs/version_0/metrics.csv", "wandb/run-20240101_120000-abc/files/config.yaml"],
    "names that hurt": ["*dir/.ipynb_checkpoints/-x.ipynb", ":(top)/new\nline/.ipynb_checkpoints/a.ipynb"],
}


@pytest.mark.parametrize("names", LITTER.values(), ids=LITTER)
@pytest.mark.parametrize("cwd", ["", "sub"])
def test_litter_is_kept_out_with_its_whole_folder(hooked: Repo, names: list[str], cwd: str) -> None:
    hooked.stage("xdir/.gitkeep", "")
    for name in names:
        hooked.stage(name, "left: behind\n")
    findings = hooked.refused(cwd=cwd)
    assert {finding["rule"] for finding in findings} == {"run-litter"}
    pasted(hooked, findings[0], "keep it out of git", cwd)
    for finding in findings[1:]:
        if raw(str(finding["path"])) in staged(hooked):
            pasted(hooked, finding, "keep it out of git", cwd)
    assert not set(map(raw, names)) & set(staged(hooked))
    assert b"xdir/.gitkeep" in staged(hooked)
    assert all(is_ignored(hooked, name) for name in names)
    commit_what_is_left(hooked, cwd)


@pytest.mark.parametrize("cwd", ["", "sub"])
def test_all_that_is_there_can_be_accepted(hooked: Repo, cwd: str) -> None:
    for number, name in enumerate(NAMES_THAT_HURT):
        hooked.write(name, noise(200_000, seed=number))
    hooked.commit()
    findings = hooked.run("block-artifacts", "--all-files", "--format", "json", cwd=cwd).findings()
    assert len(findings) == len(NAMES_THAT_HURT)
    # Run directly, not by git: PWD says where the user stands.
    top = {**findings[0], "remedies": findings[0]["remedies"]}
    pasted(hooked, top, "accept all")
    assert hooked.judge("--all-files") == []
    hooked.passes()
    assert hooked.judge("--all-files") == []


def test_an_accepted_file_that_moved_is_followed_in_the_baseline(hooked: Repo) -> None:
    hooked.write("old.bin", LARGE)
    hooked.commit()
    assert hooked.run("baseline").status == 0
    hooked.git("add", ".commitworthy-baseline")
    hooked.passes()
    hooked.git("mv", "old.bin", "new.bin")
    hooked.passes()
    hooked.stage("new.bin", noise(100_500))
    findings = hooked.try_commit().findings()
    for finding in findings:
        pasted(hooked, finding, "keep it out of git")
    assert hooked.judge() == []


def test_the_install_line_comes_first_where_the_shell_does_not_find_us(hooked: Repo) -> None:
    path = os.pathsep.join(folder for folder in os.environ["PATH"].split(os.pathsep) if folder != str(BIN))
    hooked.stage("a.bin", LARGE)
    outcome = hooked.shell(f"{shlex.quote(executable('commitworthy'))} block-artifacts --format json", PATH=path)
    (finding,) = outcome.findings()
    command = finding["remedies"][-1]["command"]
    assert command.startswith("pip install ")
    assert " && commitworthy allow --because " in command


def test_where_git_lfs_is_missing_it_is_said(hooked: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    programs = hooked.top.parent / "bin"
    programs.mkdir()
    (programs / "git").symlink_to(shutil.which("git") or "")
    monkeypatch.setenv("PATH", str(programs))
    hooked.stage("a.bin", LARGE)
    (finding,) = hooked.run("block-artifacts", "--format", "json").findings()
    assert "or install git-lfs and send it to Git LFS" in [way["text"] for way in finding["remedies"]]


HOME = """
[homes]
model = "mlflow"
data = "s3://team-data/churn"
archive = "gs://team"
binary = "ask the data office"
executable = "dvc"
"""


def test_the_policy_names_the_home_of_each_family(hooked: Repo) -> None:
    hooked.stage("commitworthy.toml", HOME)
    hooked.stage("m.pkl", pickle.dumps([1]))
    hooked.stage("d.csv", table(200_000))
    hooked.stage("a.zip", SAMPLES["zip"]() + LARGE)
    hooked.stage("b.bin", LARGE)
    texts = {finding["path"]: [way["text"] for way in finding["remedies"]][1] for finding in hooked.refused()}
    assert texts["m.pkl"].startswith("or log it to MLflow's registry: mlflow.<flavour>.log_model(")
    assert texts["d.csv"] == "or keep it in s3://team-data/churn"
    assert texts["a.zip"] == "or keep it in gs://team: gcloud storage cp a.zip gs://team/a.zip"
    assert texts["b.bin"] == "or ask the data office"


def words(command: str) -> list[list[str]]:
    """The simple commands of a line, `$'...'` and all, as bash splits them."""
    script = "show() { printf '%s\\0' \"$@\"; printf '\\1\\0'; }; " + " && ".join(
        f"show {part.split(' >> ')[0]}" for part in command.split(" && ")
    )
    done = subprocess.run(["bash", "-c", script], capture_output=True, check=True)
    parts = done.stdout.decode("utf-8", "surrogateescape").split("\1\0")
    return [part.split("\0")[:-1] for part in parts if part]


PLAIN = [name for name in NAMES_THAT_HURT if b"\n" not in raw(name) and b"\r" not in raw(name)]


@pytest.mark.parametrize("name", [*PLAIN, "sub/a.csv"], ids=ascii)
def test_dvc_understands_its_command(hooked: Repo, name: str | bytes) -> None:
    from dvc.cli.parser import get_main_parser

    hooked.stage(".dvc/config", "")
    hooked.stage(name, LARGE)
    (finding,) = hooked.refused()
    (command,) = [way["command"] for way in finding["remedies"] if way["text"] == "or send it to DVC"]
    (adding,) = [call for call in words(command) if call[0] == "dvc"]
    parsed = get_main_parser().parse_args(adding[1:])
    assert parsed.targets == [raw(name).decode("utf-8", "surrogateescape")]


@pytest.mark.parametrize("name", ["sub/a.csv", "-x.bin", ":(top)x.bin", "*.star", "données.bin", 'a "b" c'], ids=ascii)
def test_aws_understands_its_command(hooked: Repo, name: str | bytes) -> None:
    hooked.stage("commitworthy.toml", '[homes]\nbinary = "s3://bucket/churn"\n')
    hooked.stage(name, LARGE)
    (finding,) = hooked.refused()
    (command,) = [way["command"] for way in finding["remedies"] if way["text"] == "or keep it in s3://bucket/churn"]
    copying = command.partition(" && ")[0]
    done = hooked.shell(f"{copying} --dryrun --no-sign-request", AWS_EC2_METADATA_DISABLED="true")
    assert done.status == 0, (command, done)
    assert done.out.startswith("(dryrun) upload: ")
    assert shlex.split(command)[0] == "aws"
    pasted_rest = command.partition(" && ")[2]
    assert hooked.shell(pasted_rest).status == 0
    commit_what_is_left(hooked)

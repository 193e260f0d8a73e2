"""Git LFS, DVC, buckets: the commands that send an artifact to its home do so."""

from __future__ import annotations

import pickle
import shlex
import shutil
import subprocess

import pytest

from tests.pasting import POINTER, blob, commit_what_is_left, is_ignored, pasted
from tests.repo import NAMES_THAT_HURT, Repo, executable, noise, prose, raw, table
from tests.samples import SAMPLES

LARGE = noise(200_000)


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


@pytest.mark.parametrize("name", ["a.rst", "b.sql", "c.toml", "d.ipynb", "e.html", "f.csv", "g.md"])
def test_a_suffix_of_text_is_never_routed_as_a_whole(hooked: Repo, name: str) -> None:
    hooked.stage(name, prose(600_000))
    (finding,) = hooked.refused()
    commands = " ".join(str(way["command"]) for way in finding["remedies"])
    assert f"git lfs track --filename -- {name} " in commands
    assert "*." not in commands


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
    from dvc.cli.parser import get_main_parser  # type: ignore[import-untyped]

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


@pytest.mark.parametrize("name", ["a.bin", "sub/a b.bin", "-x.bin"])
@pytest.mark.parametrize("cwd", ["", "sub"])
def test_sent_to_dvc_it_is_tracked_by_a_pointer(hooked: Repo, name: str, cwd: str) -> None:
    done = hooked.shell(f"{shlex.quote(executable('dvc'))} init --quiet && git commit --quiet --message dvc")
    assert done.status == 0, done
    hooked.stage(name, LARGE)
    (finding,) = hooked.refused(cwd=cwd)
    pasted(hooked, finding, "send it to DVC", cwd)
    assert {f"{name}.dvc", f"{name.rpartition('/')[0]}/.gitignore".lstrip("/")} <= set(hooked.tracked())
    assert name not in hooked.tracked()
    assert is_ignored(hooked, name)
    commit_what_is_left(hooked, cwd)

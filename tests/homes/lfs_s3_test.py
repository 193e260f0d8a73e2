"""Git LFS on a bucket without a server: the real git-lfs, our agent, and SeaweedFS."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import commitworthy
from tests.lfs_agent import cloned, download, key, objects, project, push, sha256, speak, upload
from tests.repo import Outcome, Repo
from tests.samples import noise
from tests.stores import PLAIN, S3, SECRET, VERSIONED, tampering

pytestmark = pytest.mark.needs_lfs


@pytest.fixture
def home(prefix: str) -> str:
    return f"lfs+s3://{VERSIONED}/{prefix}"


@pytest.fixture
def ready(repo: Repo, s3: S3, home: str) -> Repo:
    """With a committed file, of more than one part, that no push has sent yet."""
    project(repo, home)
    repo.write("a.bin", noise(20_000_000))
    repo.commit("data")
    return repo


def content_of(repo: Repo, name: str = "a.bin") -> bytes:
    return Path(repo.path(name)).read_bytes()


def kept(s3: S3, prefix: str, bucket: str = VERSIONED) -> list[str]:
    return [name.removeprefix(f"{prefix}/") for name in s3.objects(bucket) if name.startswith(f"{prefix}/")]


def there_and_back(repo: Repo, s3: S3, prefix: str, small: int) -> None:
    contents = {"a.bin": content_of(repo)}
    contents |= {f"small/{number}.bin": number.to_bytes(4, "big") + noise(1000) for number in range(small)}
    for name, content in contents.items():
        repo.write(name, content)
    repo.commit("more")
    assert push(repo) == Outcome(0, "", "")
    assert kept(s3, prefix) == sorted(map(key, contents.values()))
    assert len(s3.versions(f"{prefix}/{key(contents['a.bin'])}")) == 1
    clone = cloned(repo, "clone", f"lfs+s3://{VERSIONED}/{prefix}")
    assert clone.try_git("lfs", "pull").status == 0
    for name, content in contents.items():
        assert content_of(clone, name) == content
    assert clone.git("status", "--porcelain") == ""
    # What is there is looked at, and not sent again.
    assert repo.try_git("lfs", "push", "--all", "origin").status == 0
    assert len(s3.versions(f"{prefix}/{key(contents['a.bin'])}")) == 1


def test_pushed_and_cloned(ready: Repo, s3: S3, prefix: str) -> None:
    there_and_back(ready, s3, prefix, 40)


@pytest.mark.long
def test_200_mb_and_200_small_files_pushed_and_cloned(ready: Repo, s3: S3, prefix: str) -> None:
    ready.write("a.bin", noise(200_000_000))
    ready.commit("data", "--amend")
    there_and_back(ready, s3, prefix, 200)


@pytest.mark.long
def test_a_bucket_without_versions_serves_as_well(repo: Repo, s3: S3, prefix: str) -> None:
    home = f"lfs+s3://{PLAIN}/{prefix}/"
    project(repo, home)
    repo.write("a.bin", noise(5000))
    repo.commit()
    assert push(repo) == Outcome(0, "", "")
    assert kept(s3, prefix, PLAIN) == [key(content_of(repo))]


THEIRS = "theirs.dfs.core.windows.net"
WRONG = "the credentials are wrong (SignatureDoesNotMatch): check the key and its secret"
LOOKED = (
    "no credentials: looked for AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, AWS_PROFILE, ~/.aws/credentials, "
    "AWS_WEB_IDENTITY_TOKEN_FILE, AWS_CONTAINER_CREDENTIALS_RELATIVE_URI; set one of them"
)
REFUSED: dict[str, tuple[dict[str, str | None], str, str]] = {
    "a wrong secret": ({"AWS_SECRET_ACCESS_KEY": "a-wrong-secret"}, "", f"s3://{VERSIONED}: {WRONG}"),
    "no bucket": ({}, "lfs+s3://nobucket/x", "s3://nobucket: no such bucket: check the name, or make it"),
    "nothing listens": (
        {"AWS_ENDPOINT_URL": "http://127.0.0.1:1"},
        "",
        f"s3://{VERSIONED}: http://127.0.0.1:1 cannot be reached: check the network",
    ),
    "no credentials": (
        {"AWS_ACCESS_KEY_ID": None, "AWS_SECRET_ACCESS_KEY": None},
        "",
        f"s3://{VERSIONED}: {LOOKED}",
    ),
    "another account of Azure": (
        {},
        f"lfs+abfss://data@{THEIRS}/x",
        (
            f"{THEIRS} is named by this repository alone, so your credentials do not go there: if it is yours, run "
            f"again with --trust {THEIRS}, or set AZURE_STORAGE_ACCOUNT_NAME"
        ),
    ),
}


@pytest.mark.parametrize(("environment", "other", "line"), REFUSED.values(), ids=REFUSED)
@pytest.mark.long
def test_what_the_store_refuses_is_one_line_and_the_next_push_is_well(  # noqa: PLR0917
    ready: Repo, s3: S3, prefix: str, home: str, monkeypatch: pytest.MonkeyPatch,
    environment: dict[str, str | None], other: str, line: str,
) -> None:  # fmt: skip
    with monkeypatch.context() as changed:
        for name, value in environment.items():
            changed.delenv(name) if value is None else changed.setenv(name, value)
        if other:
            ready.git("config", "commitworthy.lfshome", other)
            ready.stage("commitworthy.toml", "")
        outcome = push(ready)
        first, *rest = outcome.out.splitlines()
        assert first == f'error initializing custom adapter "commitworthy" worker 0: [2] {line}'
        assert (outcome.status, len(rest)) == (1, 1)
        assert rest[0].startswith("error: failed to push some refs to ")
        assert SECRET not in outcome.out
        assert "a-wrong-secret" not in outcome.out
    ready.git("config", "commitworthy.lfshome", home)
    assert push(ready) == Outcome(0, "", "")
    assert kept(s3, prefix) == [key(content_of(ready))]


@pytest.mark.long  # lfs_agent_test.py has it with a folder
def test_a_byte_that_flips_on_the_way_fails_the_push_and_the_next_one_reads_it_again(
    ready: Repo, s3: S3, prefix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = content_of(ready)
    middle = len(content) // 2
    flipped = content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]
    where = f"s3://{VERSIONED}/{prefix}/{key(content)}"
    with tampering(s3.endpoint, sha256(content)) as proxy, monkeypatch.context() as changed:
        changed.setenv("AWS_ENDPOINT_URL", proxy)
        outcome = push(ready)
        line = (
            f"{where}: reads back as sha256 {sha256(flipped)[:12]}... instead of {sha256(content)[:12]}...: push "
            "again, and if it stays so, ask whoever keeps the store"
        )
        assert outcome.out.splitlines()[0] == f'error transferring "{sha256(content)}": [2] {line}'
        assert outcome.status == 1
    assert push(ready) == Outcome(0, "", "")
    assert len(s3.versions(f"{prefix}/{key(content)}")) == 1, "what is there whole is not sent again"
    with tampering(s3.endpoint, sha256(content)) as proxy, monkeypatch.context() as changed:
        changed.setenv("AWS_ENDPOINT_URL", proxy)
        clone = cloned(ready, "clone", f"lfs+s3://{VERSIONED}/{prefix}")
        outcome = clone.try_git("lfs", "pull")
        line = f"{where}: is damaged (sha256 {sha256(flipped)[:12]}...), so nothing was written"
        assert outcome.out.splitlines()[0] == f'error transferring "{sha256(content)}": [2] {line}'
        assert (objects(clone), os.listdir(clone.path(".git/lfs/incomplete"))) == ([], [])
    assert clone.try_git("lfs", "pull").status == 0
    assert content_of(clone) == content


KILLED = """
import os, signal, sys
from commitworthy import cli
from commitworthy.homes import bucket
really = bucket._pieces
def killed(place, progress):
    for number, piece in enumerate(really(place, progress)):
        if number == 12:
            os.kill(os.getpid(), signal.SIGKILL)
        yield piece
bucket._pieces = killed
cli.main(["lfs-agent"])
"""


@pytest.mark.long
def test_killed_in_the_middle_of_a_push_nothing_half_is_seen(ready: Repo, s3: S3, prefix: str, tmp_path: Path) -> None:
    really = ready.git("config", "lfs.customtransfer.commitworthy.path")
    package = str(Path(commitworthy.__file__).parent.parent)
    script = tmp_path / "killed.py"
    script.write_text(f"import sys\nsys.path.insert(0, {package!r})\n{KILLED}")
    ready.git("config", "lfs.customtransfer.commitworthy.path", sys.executable)
    ready.git("config", "lfs.customtransfer.commitworthy.args", str(script))
    outcome = push(ready)
    assert outcome.status == 1
    assert kept(s3, prefix) == []
    ready.git("config", "lfs.customtransfer.commitworthy.path", really)
    ready.git("config", "lfs.customtransfer.commitworthy.args", "lfs-agent")
    assert push(ready) == Outcome(0, "", "")
    assert kept(s3, prefix) == [key(content_of(ready))]


@pytest.mark.long  # lfs_agent_test.py has it with a folder
def test_killed_in_the_middle_of_a_download_the_next_one_goes_on(ready: Repo, home: str) -> None:
    push(ready)
    content = content_of(ready)
    clone = cloned(ready, "clone", home)
    agent = subprocess.Popen(
        [sys.executable, "-m", "commitworthy", "lfs-agent"],
        cwd=clone.top,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(Path(commitworthy.__file__).parent.parent)},
    )
    assert agent.stdin is not None
    assert agent.stdout is not None
    with agent, agent.stdin as asking, agent.stdout as answers:
        for message in ({"event": "init"}, download(content)):
            asking.write(json.dumps(message).encode() + b"\n")
        asking.flush()
        for line in answers:
            if json.loads(line).get("bytesSoFar", 0) > 3_000_000:
                agent.send_signal(signal.SIGKILL)
                break
    draft = Path(clone.path(f".git/lfs/incomplete/{sha256(content)}.commitworthy"))
    left = draft.stat().st_size
    assert 3_000_000 < left <= len(content)
    assert speak(clone, download(content))[1]["bytesSoFar"] == left
    assert clone.try_git("lfs", "pull").status == 0
    assert content_of(clone) == content
    assert not draft.exists()


def test_an_upload_tells_its_progress_and_another_of_the_same_sends_nothing(ready: Repo, s3: S3, prefix: str) -> None:
    content = noise(9_000_000)
    place = ready.write("x", content)
    for versions in (1, 1):
        welcome, *progress, last = speak(ready, upload(content, place))
        assert welcome == {}
        assert last == {"event": "complete", "oid": sha256(content)}
        assert progress[-1]["bytesSoFar"] == sum(row["bytesSinceLast"] for row in progress) == len(content)
        assert len(s3.versions(f"{prefix}/{key(content)}")) == versions


@pytest.mark.long
def test_an_object_that_is_there_and_damaged_is_sent_anew(ready: Repo, s3: S3, prefix: str) -> None:
    content = content_of(ready)
    s3.client.put_object(Bucket=VERSIONED, Key=f"{prefix}/{key(content)}", Body=b"x" + content[1:])
    assert push(ready) == Outcome(0, "", "")
    stored = s3.client.get_object(Bucket=VERSIONED, Key=f"{prefix}/{key(content)}")
    assert stored["Body"].read() == content

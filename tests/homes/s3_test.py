"""Moves to and from S3, on a real server: SeaweedFS with a bucket that keeps versions."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

import commitworthy
from commitworthy.base import wording
from tests.moving import CARD, MODEL, NAME, STEPS, TRAIN, card, cloned, draft, killed, without
from tests.repo import Outcome, Repo, executable
from tests.samples import model, noise
from tests.stores import INSTALL, KEY, PLAIN, S3, SECRET, VERSIONED, tampering

SHA = hashlib.sha256(MODEL).hexdigest()
SIZE = wording.show(len(MODEL))


@pytest.fixture
def project(repo: Repo, prefix: str) -> Repo:
    """With a model that is staged, and a policy that sends it to the bucket."""
    repo.write(
        "commitworthy.toml", f'[homes]\nmodel = "s3://{VERSIONED}/{prefix}"\nbinary = "s3://{VERSIONED}/{prefix}"\n'
    )
    repo.write("src/train.py", TRAIN)
    repo.commit()
    repo.stage(NAME, MODEL)
    return repo


def test_moved_committed_cloned_and_fetched(project: Repo, s3: S3, prefix: str) -> None:
    outcome = project.run("move", NAME)
    (version,) = s3.versions(f"{prefix}/{NAME}")
    assert outcome == Outcome(
        0,
        f"to s3://{VERSIONED}/{prefix} at {s3.endpoint}: 1 file, {SIZE}\n"
        f"{NAME} -> s3://{VERSIONED}/{prefix}/{NAME} version {version}: {SIZE}, read back and verified\n"
        "1 card is staged; the files stay on disk and are ignored.  Commit when you like.\n"
        "Other clones, CI and images get them with: commitworthy fetch\n",
        "",
    )
    dependency = card(project)["deps"][0]
    assert dependency == {
        "path": f"s3://{VERSIONED}/{prefix}/{NAME}",
        "etag": hashlib.md5(MODEL).hexdigest(),
        "size": len(MODEL),
        "version_id": version,
        "fs_config": {"version_aware": True, "endpointurl": s3.endpoint},
    }
    project.commit()
    # A colleague writes another one in its place.
    s3.client.put_object(Bucket=VERSIONED, Key=f"{prefix}/{NAME}", Body=b"another")
    clone = cloned(project)
    assert clone.run("fetch") == Outcome(
        0, f"from s3://{VERSIONED} at {s3.endpoint}: 1 file, {SIZE}\n{NAME}: was fetched and verified\n", ""
    )
    assert Path(clone.path(NAME)).read_bytes() == MODEL
    assert clone.run("cards", "--online") == Outcome(0, "1 card: all objects are there\n", "")


def test_the_second_run_sends_nothing(project: Repo, s3: S3, prefix: str) -> None:
    assert project.run("move", NAME).status == 0
    before = project.git("ls-files", "--stage")
    assert project.run("move", NAME).status == 0
    os.unlink(project.path(CARD))
    (row,) = project.run("move", "--format", "json", NAME).findings()
    assert row["how"] == "found"
    assert s3.versions(f"{prefix}/{NAME}") == [row["version"]]
    assert project.git("ls-files", "--stage") == before


@pytest.mark.long
def test_dvc_restores_the_file_without_us(project: Repo, s3: S3, prefix: str) -> None:
    pytest.importorskip("dvc_s3", reason=f"dvc-s3 is not installed: {INSTALL}")
    project.run("move", NAME)
    project.commit()
    s3.client.put_object(Bucket=VERSIONED, Key=f"{prefix}/{NAME}", Body=b"another")
    clone = cloned(project)
    environment = {"DVC_NO_ANALYTICS": "1", "AWS_DEFAULT_REGION": "us-east-1"}
    for words in (["init", "--quiet"], ["pull", CARD]):
        command, everything = [executable("dvc"), *words], {**os.environ, **environment}
        done = subprocess.run(command, cwd=clone.top, capture_output=True, text=True, check=False, env=everything)
        assert done.returncode == 0, done
    assert Path(clone.path(NAME)).read_bytes() == MODEL
    assert clone.git("status", "--porcelain", CARD) == ""


def test_a_bucket_without_versions_gets_a_key_with_the_hash(project: Repo, s3: S3, prefix: str) -> None:
    home = f"s3://{PLAIN}/{prefix}"
    assert project.run("move", "--to", home, NAME).status == 0
    assert card(project)["deps"][0]["path"] == f"{home}/{NAME}/{SHA[:12]}/churn.pkl"
    assert "version_id" not in card(project)["deps"][0]
    project.commit()
    project.write(NAME, model(500))
    assert project.run("move", "--update", "--to", home, NAME).status == 0
    assert len([key for key in s3.objects(PLAIN) if key.startswith(f"{prefix}/models")]) == 2
    project.git("checkout", "--quiet", "HEAD", "--", CARD)
    assert project.run("fetch", "--force").status == 0
    assert Path(project.path(NAME)).read_bytes() == MODEL
    with open(project.path("commitworthy.toml"), "a") as file:
        file.write('[cards]\nversions = "require"\n')
    project.git("add", "commitworthy.toml")
    project.write("b.pkl", model(30))
    line = f"{home}: keeps no versions, which the policy requires: turn versioning on"
    outcome = project.run("move", "--to", home, "b.pkl")
    assert (outcome.status, outcome.err) == (2, f"commitworthy: {line}\n")
    assert not os.path.exists(project.path("b.pkl.dvc"))


WRONG = "the credentials are wrong (SignatureDoesNotMatch): check the key and its secret"
LOOKED = (
    "no credentials: looked for AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, AWS_PROFILE, ~/.aws/credentials, "
    "AWS_WEB_IDENTITY_TOKEN_FILE, AWS_CONTAINER_CREDENTIALS_RELATIVE_URI; set one of them"
)
REFUSED: dict[str, tuple[dict[str, str | None], str, str]] = {
    "a wrong secret": ({"AWS_SECRET_ACCESS_KEY": "a-wrong-secret"}, "", f"s3://{VERSIONED}: {WRONG}"),
    "a wrong key": (
        {"AWS_ACCESS_KEY_ID": "AKIDNOBODY"},
        "",
        f"s3://{VERSIONED}: the credentials are wrong (InvalidAccessKeyId): check the key and its secret",
    ),
    "no bucket": ({}, "s3://nobucket/x", "s3://nobucket: no such bucket: check the name, or make it"),
    "a bucket of others": (
        {},
        "s3://theirs/x",
        "s3://theirs: access denied (AccessDenied): check the credentials and what they may do",
    ),
    "nothing listens": (
        {"AWS_ENDPOINT_URL": "http://127.0.0.1:1"},
        "",
        f"s3://{VERSIONED}: http://127.0.0.1:1 cannot be reached: check the network",
    ),
    "a password in the endpoint": (
        {"AWS_ENDPOINT_URL": "https://kim:pass@example.org"},
        "",
        "AWS_ENDPOINT_URL: must be the URL of a host, such as https://minio.example.org, and no more",
    ),
    "no credentials": (
        {"AWS_ACCESS_KEY_ID": None, "AWS_SECRET_ACCESS_KEY": None},
        "",
        f"s3://{VERSIONED}: {LOOKED}",
    ),
    "half of them": (
        {"AWS_SECRET_ACCESS_KEY": None},
        "",
        f"s3://{VERSIONED}: AWS_ACCESS_KEY_ID is set, and AWS_SECRET_ACCESS_KEY is not: set both",
    ),
}


@pytest.mark.parametrize(("environment", "home", "line"), REFUSED.values(), ids=REFUSED)
def test_what_the_store_refuses_is_one_line_and_nothing_is_changed(  # noqa: PLR0917
    project: Repo, s3: S3, monkeypatch: pytest.MonkeyPatch, environment: dict[str, str | None], home: str, line: str
) -> None:
    for name, value in environment.items():
        monkeypatch.delenv(name) if value is None else monkeypatch.setenv(name, value)
    before = project.git("ls-files", "--stage")
    outcome = project.run("move", *(["--to", home] if home else []), NAME)
    assert (outcome.status, outcome.err) == (2, f"commitworthy: {line}\n")
    assert SECRET not in outcome.out + outcome.err
    assert "a-wrong-secret" not in outcome.out + outcome.err
    assert project.git("ls-files", "--stage") == before
    assert not os.path.exists(project.path(CARD))


def test_without_the_extra_the_line_that_installs_it_is_printed(project: Repo, s3: S3) -> None:
    outcome = without(project, "obstore", "move", NAME)
    assert (outcome.status, outcome.out) == (2, "")
    assert outcome.err in {
        f"commitworthy: s3://{VERSIONED} needs obstore (extra move): {line}\n"
        for line in (
            f"{sys.executable} -m pip install 'obstore>=0.12'",
            f"uv pip install --python {sys.executable} 'obstore>=0.12'",
        )
    }


def test_a_version_that_was_purged_is_named(project: Repo, s3: S3, prefix: str) -> None:
    project.run("move", NAME)
    project.commit()
    key = f"{prefix}/{NAME}"
    (version,) = s3.versions(key)
    s3.client.delete_object(Bucket=VERSIONED, Key=key, VersionId=version)
    what = f"version {version} of s3://{VERSIONED}/{key}"
    assert project.run("cards", "--online") == Outcome(
        1, f"{CARD}: CRD101 lost-object: {what} is not there.\n\n1 finding in 1 file.\n", ""
    )
    os.unlink(project.path(NAME))
    outcome = project.run("fetch")
    line = f"{what} is not there: somebody deleted it, or a lifecycle rule of the bucket did"
    assert (outcome.status, outcome.err) == (2, f"commitworthy: {line}\n")
    assert not os.path.exists(project.path(NAME))


def test_a_byte_that_flips_on_the_way_back_leaves_the_file_in_git(
    project: Repo, s3: S3, prefix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = project.git("ls-files", "--stage")
    content = bytearray(MODEL)
    content[len(content) // 2] ^= 1
    other = hashlib.sha256(content).hexdigest()
    with tampering(s3.endpoint, "churn.pkl") as proxy:
        monkeypatch.setenv("AWS_ENDPOINT_URL", proxy)
        outcome = project.run("move", NAME)
        line = (
            f"{prefix}/{NAME}: reads back as sha256 {other[:12]}... instead of {SHA[:12]}...: "
            "nothing was taken out of git; run again, and if it stays so, ask whoever keeps the store"
        )
        assert (outcome.status, outcome.err) == (2, f"commitworthy: {line}\n")
        assert project.git("ls-files", "--stage") == before
        monkeypatch.setenv("AWS_ENDPOINT_URL", s3.endpoint)
        assert project.run("move", NAME).status == 0
        assert len(s3.versions(f"{prefix}/{NAME}")) == 1, "what was sent whole is not sent again"
        project.commit()
        os.unlink(project.path(NAME))
        monkeypatch.setenv("AWS_ENDPOINT_URL", proxy)
        outcome = project.run("fetch")
    assert outcome.status == 2
    assert f"instead of {SHA[:12]}...), so nothing was written" in outcome.err
    assert not os.path.exists(project.path(NAME))


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
cli.main(sys.argv[1:])
"""


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("step", STEPS)
def test_killed_at_any_step_the_next_run_ends_in_the_same_state(
    project: Repo, s3: S3, prefix: str, step: str, when: str
) -> None:
    killed(project, step, when, "move", NAME)
    assert (NAME in project.tracked()) == ((step, when) != ("stage", "after"))
    assert Path(project.path(NAME)).read_bytes() == MODEL
    sent = s3.versions(f"{prefix}/{NAME}")
    was_sent = (STEPS.index(step), when == "after") >= (STEPS.index("upload"), True)
    assert len(sent) == was_sent
    assert project.run("move", NAME).status == 0
    (version,) = s3.versions(f"{prefix}/{NAME}")
    assert sent in ([], [version]), "sent once"
    assert card(project)["deps"][0]["version_id"] == version
    assert project.git("status", "--porcelain").splitlines() == ["A  models/.gitignore", f"A  {CARD}"]
    assert project.run("cards", "--online") == Outcome(0, "1 card: all objects are there\n", "")


def test_killed_in_the_middle_of_an_upload_nothing_half_is_seen(project: Repo, s3: S3, prefix: str) -> None:
    content = noise(20_000_000)
    project.stage("big.bin", content)
    package = str(Path(commitworthy.__file__).parent.parent)
    done = subprocess.run(
        [sys.executable, "-c", KILLED, "move", "big.bin"],
        cwd=project.top,
        check=False,
        env={**os.environ, "PYTHONPATH": package},
    )
    assert done.returncode == -9
    assert s3.versions(f"{prefix}/big.bin") == []
    assert "big.bin" in project.tracked()
    assert project.run("move", "big.bin").status == 0
    (version,) = s3.versions(f"{prefix}/big.bin")
    assert card(project, "big.bin.dvc")["deps"][0]["version_id"] == version
    os.unlink(project.path("big.bin"))
    half = project.write(draft("big.bin", content), content[:5_000_001])
    assert project.run("fetch").status == 0
    assert Path(project.path("big.bin")).read_bytes() == content
    assert not os.path.exists(half)


def test_keys_are_the_paths_whatever_is_in_them(project: Repo, s3: S3, prefix: str) -> None:
    names = ["with space.pkl", "données.pkl", "%41#&+.pkl", "a?b.pkl", "[x]~*.pkl", "{y}.pkl", "c:d.pkl"]
    for number, name in enumerate(names):
        project.write(f"odd/{name}", model(10 + number))
    project.write("odd/empty.bin")
    home = f"s3://{VERSIONED}/{prefix}"
    assert project.run("move", "--to", home, "odd/empty.bin", *(f"odd/{name}" for name in names)).status == 0
    assert [key for key in s3.objects() if key.startswith(f"{prefix}/odd")] == sorted(
        f"{prefix}/odd/{name}" for name in ("empty.bin", *names)
    )
    project.commit()
    clone = cloned(project)
    assert clone.run("fetch", "odd").status == 0
    for number, name in enumerate(names):
        assert Path(clone.path(f"odd/{name}")).read_bytes() == model(10 + number)


def test_an_endpoint_that_only_a_card_names_has_to_be_trusted(
    project: Repo, s3: S3, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.run("move", NAME)
    project.commit()
    clone = cloned(project)
    monkeypatch.delenv("AWS_ENDPOINT_URL")
    host = s3.endpoint.removeprefix("http://")
    line = (
        f"{host} is named by this repository alone, so your credentials do not go there: if it is yours, run again "
        f"with --trust {host}, or set AWS_ENDPOINT_URL"
    )
    for words in (["fetch"], ["cards", "--online"]):
        assert clone.run(*words) == Outcome(2, "", f"commitworthy: {line}\n")
    clone.git("config", "--file", ".git/config", "commitworthy.endpoint", s3.endpoint)
    assert clone.run("cards", "--online").status == 0
    # The host that is asked is told, not the one of the card.
    clone.write(CARD, Path(clone.path(CARD)).read_text().replace(s3.endpoint, "http://old.example.org"))
    told = f"from s3://{VERSIONED} at {s3.endpoint}: 1 file, {SIZE}\n"
    assert clone.run("fetch").out.startswith(told)
    os.unlink(clone.path(NAME))
    clone.git("checkout", "--quiet", "--", CARD)
    clone.git("config", "--unset", "commitworthy.endpoint")
    assert clone.run("fetch", "--trust", host).status == 0
    assert clone.git("config", "--file", ".git/config", "commitworthy.trust") == host
    assert Path(clone.path(NAME)).read_bytes() == MODEL
    assert clone.run("cards", "--online").status == 0


def test_a_profile_is_read_by_the_library_of_amazon(
    project: Repo, s3: S3, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    file = tmp_path / "credentials"
    file.write_text(f"[team]\naws_access_key_id = {KEY}\naws_secret_access_key = {SECRET}\n")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(file))
    monkeypatch.setenv("AWS_PROFILE", "team")
    assert project.run("move", NAME).status == 0
    project.write("b.pkl", model(20))
    monkeypatch.setenv("AWS_PROFILE", "nobody")
    outcome = project.run("move", "b.pkl")
    why = "The config profile (nobody) could not be found"
    line = f"s3://{VERSIONED}: the profile of AWS cannot be used ({why}): aws configure"
    assert (outcome.status, outcome.err) == (2, f"commitworthy: {line}\n")


def test_unused_objects_of_a_bucket(project: Repo, s3: S3, prefix: str) -> None:
    project.run("move", NAME)
    s3.client.put_object(Bucket=VERSIONED, Key=f"{prefix}/stray", Body=b"x")
    assert project.run("cards", "--unused") == Outcome(
        0, f"s3://{VERSIONED}/{prefix}/stray\n", "commitworthy: looked at 2 objects: 1 unused\n"
    )

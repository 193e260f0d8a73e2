"""MLflow's registry as a home: a version by reference to what is in the bucket; the server is MLflow's own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import commitworthy
from commitworthy.cards import card as cards
from commitworthy.homes import mlflow
from tests.moving import CARD, MODEL, NAME, TRAIN, card, cloned, without
from tests.repo import Outcome, Repo
from tests.samples import model, noise
from tests.stores import S3, VERSIONED, mlflow_server

if TYPE_CHECKING:
    from collections.abc import Iterator

NO_SERVER = (
    "mlflow: of which server? Set MLFLOW_TRACKING_URI, or git config commitworthy.mlflow <address>; what this "
    "repository says of it does not count"
)
BUCKET = f"s3://{VERSIONED}"


def project(repo: Repo, home: str) -> Repo:
    repo.write("commitworthy.toml", f'[homes]\nmodel = "{home}"\n')
    repo.write("src/train.py", TRAIN)
    repo.commit()
    repo.stage(NAME, MODEL)
    return repo


@pytest.fixture
def nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith("MLFLOW_"):
            monkeypatch.delenv(name)


@pytest.mark.parametrize("home", ["mlflow", f"mlflow+{BUCKET}/x"])
@pytest.mark.usefixtures("nowhere")
def test_a_repository_alone_does_not_say_where_the_server_is(repo: Repo, home: str) -> None:
    project(repo, home)
    # Places in which programs look for such an address.
    repo.write(".env", "MLFLOW_TRACKING_URI=http://evil.example.org\n")
    repo.write("mlruns/meta.yaml", "tracking_uri: http://evil.example.org\n")
    repo.write(".gitconfig", "[commitworthy]\n\tmlflow = http://evil.example.org\n")
    before = repo.git("ls-files", "--stage")
    assert repo.run("move", NAME) == Outcome(2, "", f"commitworthy: {NO_SERVER}\n")
    assert repo.run("move", "--run", "abc", "--to", "/share", NAME) == Outcome(2, "", f"commitworthy: {NO_SERVER}\n")
    assert repo.git("ls-files", "--stage") == before
    assert not os.path.exists(repo.path(CARD))


@pytest.mark.usefixtures("nowhere")
def test_without_the_extra_the_line_that_installs_it_is_printed(repo: Repo) -> None:
    project(repo, f"mlflow+{BUCKET}/x").git("config", "commitworthy.mlflow", "http://127.0.0.1:1")
    outcome = without(repo, "mlflow", "move", NAME)
    assert (outcome.status, outcome.out) == (2, "")
    assert outcome.err.startswith("commitworthy: MLflow's registry needs mlflow (extra mlflow): ")
    assert outcome.err.endswith("'mlflow-skinny>=3'\n")


def test_a_name_is_for_the_registry_alone(repo: Repo, tmp_path: Path) -> None:
    project(repo, str(tmp_path))
    line = "move: --name is that of a model in MLflow's registry, and nothing goes there"
    assert repo.run("move", "--name", "x", NAME) == Outcome(2, "", f"commitworthy: {line}\n")


@pytest.mark.parametrize(
    ("path", "name"), [("a/churn.pkl", "churn"), ("net.tar.gz", "net"), (".hidden", ".hidden"), ("m/SM", "SM")]
)
def test_a_model_is_called_as_its_file(path: str, name: str) -> None:
    assert mlflow.default_name(path) == name


@pytest.mark.parametrize("registered", [7, "models:/a", "models:/a/x", "models:/a/1/2", "x", "models:/'/1"])
def test_what_is_no_version_of_a_model_is_not_asked_for(registered: object) -> None:
    assert mlflow.name_in(registered) == ("", "")
    assert mlflow.name_in("models:/churn/12") == ("churn", "12")


def test_tags_are_flat_and_no_longer_than_a_server_takes() -> None:
    notes: dict[str, Any] = {
        "origin": {"commit": "c0ffee", "dirty": False},
        "made-by": {"script": "src/train.py", "line": 4},
        "params": {"model": {"max_depth": 12, "names": ["a", "b"]}, "odd[key]": "x" * 6_000},
        "metrics": {"auc": 0.91},
        "because": "May",
    }
    found = mlflow.tags("m.pkl", "a" * 64, notes)
    assert found.pop("param.odd_key_") == "x" * 5_000
    assert found == {
        "sha256": "a" * 64, "path": "m.pkl", "git.commit": "c0ffee", "script": "src/train.py", "because": "May",
        "metric.auc": "0.91", "param.model.max_depth": "12", "param.model.names": '["a", "b"]',
    }  # fmt: skip
    assert len(mlflow.tags("m", "a", {"params": {str(number): number for number in range(500)}})) == 90


def test_the_remedy_is_to_move_where_a_bucket_is_named(repo: Repo) -> None:
    project(repo, f"mlflow+{BUCKET}/x")
    (finding,) = repo.run("block-artifacts", "--format", "json").findings()
    assert finding["remedies"][0] == {
        "text": f"move it to mlflow+{BUCKET}/x", "command": f"commitworthy move -- {NAME}"
    }  # fmt: skip


@pytest.fixture(scope="module")
def tracking(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("mlflow")
    with mlflow_server(folder, "--default-artifact-root", f"{BUCKET}/mlroot", "--no-serve-artifacts") as address:
        yield address


ASK = """
import json, os, sys
import mlflow
mlflow.set_tracking_uri(sys.argv[1])
client = mlflow.MlflowClient()
versions = sorted(client.search_model_versions("name='%s'" % sys.argv[2]), key=lambda one: int(one.version))
print(json.dumps([[one.version, one.source, one.run_id, one.tags] for one in versions]))
for one in versions:
    mlflow.artifacts.download_artifacts(f"models:/{one.name}/{one.version}", dst_path=f"{sys.argv[3]}/{one.version}")
"""


def asked(tracking: str, name: str, into: Path, endpoint: str) -> list[list[Any]]:
    """What MLflow's own client says of all versions of a model, which it downloads."""
    done = subprocess.run(
        [sys.executable, "-c", ASK, tracking, name, str(into)],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "MLFLOW_S3_ENDPOINT_URL": endpoint},
    )
    found: list[list[Any]] = json.loads(done.stdout)
    return found


def ran(repo: Repo, *words: str) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own: MLflow changes the one that it is imported by."""
    command = [sys.executable, "-m", "commitworthy", *words]
    env = {**os.environ, "PYTHONPATH": str(Path(commitworthy.__file__).parent.parent)}
    return subprocess.run(command, cwd=repo.top, capture_output=True, text=True, check=False, env=env)


KILLED = """
import os, signal, sys
from commitworthy import cli
from commitworthy.homes import mlflow
really = mlflow.Registry.register
def killed(*words):
    really(*words)
    os.kill(os.getpid(), signal.SIGKILL)
mlflow.Registry.register = killed
cli.main(sys.argv[1:])
"""


@pytest.mark.long
@pytest.mark.usefixtures("nowhere")
def test_registered_by_reference_downloaded_and_fetched(  # noqa: PLR0915, PLR0917 (one way, step by step)
    repo: Repo, s3: S3, prefix: str, tracking: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = f"mlflow+{BUCKET}/{prefix}"
    project(repo, home)
    repo.write("p.yaml", "model: {max_depth: 12}\ndb: {password: hunter2}\n")
    repo.write("m.json", '{"auc": 0.91}')
    repo.git("config", "commitworthy.mlflow", tracking.replace("//", "//kim:s3cr3t@"))
    facts = ["--params", "p.yaml", "--metrics", "m.json"]
    # Killed once it is registered, and before there is a card.
    env = {**os.environ, "PYTHONPATH": str(Path(commitworthy.__file__).parent.parent)}
    words = [sys.executable, "-c", KILLED, "move", *facts, NAME]
    assert subprocess.run(words, cwd=repo.top, check=False, env=env, capture_output=True).returncode == -9
    assert NAME in repo.tracked()
    done = ran(repo, "move", *facts, NAME)
    first, base = cards.parse(Path(repo.path(CARD)).read_bytes()), f"{BUCKET}/{prefix}/{NAME}"
    address = f"{base}/{first.sha256[:12]}/churn.pkl"
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[0] == f"registry: {tracking}"
    assert done.stdout.splitlines()[2].startswith(f"{NAME} -> {address} version ")
    assert done.stdout.splitlines()[2].endswith(", read back and verified; models:/churn/1")
    assert "s3cr3t" not in done.stdout + Path(repo.path(CARD)).read_text()
    assert first.address == address
    assert card(repo)["meta"]["commitworthy"]["registry"] == "models:/churn/1"
    repo.commit()
    before = repo.head()
    assert len(s3.versions(address.removeprefix(f"{BUCKET}/"))) == 1, "one upload"
    # Trained again: another version of the same name, with what a run of MLflow says.
    repo.write(NAME, model(500))
    done = ran(repo, "move", "--update", "--format", "json", "--because", "May", NAME)
    row = json.loads(done.stdout)
    assert (row["registry"], row["how"]) == ("models:/churn/2", "sent")
    second = repo.commit()
    versions = asked(tracking, "churn", tmp_path / "down", s3.endpoint)
    assert [(number, source) for number, source, _, _ in versions] == [
        ("1", address.rpartition("/")[0]), ("2", row["address"].rpartition("/")[0])
    ]  # fmt: skip
    tags = versions[0][3]
    assert tags == {
        "sha256": first.sha256, "path": NAME, "git.commit": tags["git.commit"], "script": "src/train.py",
        "metric.auc": "0.91", "param.model.max_depth": "12", "param.db.password": "...",
    }  # fmt: skip
    assert repo.git("cat-file", "-t", tags["git.commit"]) == "commit"
    assert versions[1][3]["because"] == "May"
    assert (tmp_path / "down/1/churn.pkl").read_bytes() == MODEL
    assert (tmp_path / "down/2/churn.pkl").read_bytes() == model(500)
    # With the registry and without, in any clone: the bucket has the file.
    clone = cloned(repo)
    for commit, content in ((before, MODEL), (second, model(500))):
        clone.git("checkout", "--quiet", commit)
        assert clone.run("fetch").status == 0
        assert Path(clone.path(NAME)).read_bytes() == content
    note = "commitworthy: note: 1 entry was not looked up in MLflow's registry: set MLFLOW_TRACKING_URI\n"
    assert clone.run("cards", "--online") == Outcome(0, "1 card: all objects are there\n", note)
    assert clone.run("cards").out.endswith(", models:/churn/2, made by src/train.py:4, because May\n")
    monkeypatch.setenv("MLFLOW_TRACKING_URI", tracking)
    done = ran(clone, "cards", "--online")
    assert (done.returncode, done.stdout, done.stderr) == (0, "1 card: all objects are there\n", "")
    clone.write(CARD, Path(clone.path(CARD)).read_text().replace("churn/2", "churn/1"))
    done = ran(clone, "cards", "--online")
    line = f"{CARD}: CRD102 altered-object: models:/churn/1 is another content than the card says."
    assert (done.returncode, done.stdout.splitlines()[0]) == (1, line)
    clone.write(CARD, Path(clone.path(CARD)).read_text().replace("churn/1", "churn/9"))
    done = ran(clone, "cards", "--online")
    line = f"{CARD}: CRD101 lost-object: models:/churn/9 is not in the registry."
    assert (done.returncode, done.stdout.splitlines()[0]) == (1, line)


FACTS = """
import sys
import mlflow
client = mlflow.MlflowClient(sys.argv[1])
run = client.create_run("0").info.run_id
client.log_param(run, "max_depth", 12)
client.log_metric(run, "auc", 0.91)
print(run)
"""


@pytest.mark.long
@pytest.mark.usefixtures("nowhere")
def test_a_run_fills_the_card_and_a_folder_is_registered_as_a_whole(  # noqa: PLR0917
    repo: Repo, s3: S3, prefix: str, tracking: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The home is the registry alone: its server says in which bucket."""
    monkeypatch.setenv("MLFLOW_TRACKING_URI", tracking)
    project(repo, "mlflow")
    with open(repo.path("commitworthy.toml"), "a") as file:
        file.write('[cards]\nrequire = ["params", "metrics"]\n')
    repo.git("add", "commitworthy.toml")
    net = {"saved_model.pb": b"\x08\x01\x12\x0a" + noise(300), "variables/a.bin": noise(2_000)}
    for path, content in net.items():
        repo.write(f"models/net/{path}", content)
    line = "models/net: the policy requires --params and --metrics for the card of a model"
    done = ran(repo, "move", "models/net")
    assert (done.returncode, done.stderr) == (2, f"commitworthy: {line}\n")
    done = ran(repo, "move", "--run", "0" * 32, "models/net")
    reason = f"failed: Run with id={'0' * 32} not found"
    assert (done.returncode, done.stderr) == (2, f"commitworthy: {tracking}: {reason}\n")
    run = subprocess.run(
        [sys.executable, "-c", FACTS, tracking], check=True, capture_output=True, text=True
    ).stdout.strip()
    name = f"net-{prefix}"
    done = ran(repo, "move", "--run", run, "--name", name, "models/net")
    assert (done.returncode, done.stderr) == (0, "")
    notes = card(repo, "models/net.dvc")["meta"]["commitworthy"]
    assert (notes["params"], notes["metrics"], notes["run"]) == ({"max_depth": "12"}, {"auc": 0.91}, run)
    assert notes["registry"] == f"models:/{name}/1"
    ((number, source, of_run, tags),) = asked(tracking, name, tmp_path / "down", s3.endpoint)
    assert (number, of_run, tags["metric.auc"], tags["param.max_depth"]) == ("1", run, "0.91", "12")
    assert source == f"{BUCKET}/mlroot/0/models/net/{notes['sha256'][:12]}/net"
    down = tmp_path / "down/1"
    assert {str(place.relative_to(down)): place.read_bytes() for place in down.rglob("*") if place.is_file()} == net
    # The name that it has is kept, and what is there is not registered twice.
    done = ran(repo, "move", "--update", "--run", run, "models/net")
    assert card(repo, "models/net.dvc")["meta"]["commitworthy"]["registry"] == f"models:/{name}/1"
    monkeypatch.setenv("MLFLOW_TRACKING_URI", "http://kim:s3cr3t@127.0.0.1:1")
    repo.write("models/net/more", "x")
    repo.write("p.yaml", "a: 1\n")
    done = ran(repo, "move", "--update", "--params", "p.yaml", "--metrics", "p.yaml", "models/net")
    where = "http://127.0.0.1:1: cannot be reached: check the address and the network"
    line = f"models/net: is in its bucket and not in the registry, so it stays in git: {where}"
    assert (done.returncode, done.stderr) == (2, f"commitworthy: {line}\n")
    assert "s3cr3t" not in done.stdout + done.stderr

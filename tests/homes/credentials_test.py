"""Where there are no credentials, one line says where they were looked for; no store is asked."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from commitworthy.base.findings import CheckError
from commitworthy.homes import access, bucket, extras
from commitworthy.homes import address as addresses
from tests.moving import MODEL, NAME
from tests.repo import Outcome, Repo
from tests.stores import INSTALL

OF_GCS = (
    "no credentials: looked for GOOGLE_APPLICATION_CREDENTIALS, GOOGLE_SERVICE_ACCOUNT, gcloud's "
    "application_default_credentials.json; set one of them, or run gcloud auth application-default login"
)
OF_AZURE = (
    "no credentials: looked for AZURE_STORAGE_ACCOUNT_KEY, AZURE_STORAGE_SAS_TOKEN, AZURE_STORAGE_CLIENT_ID with "
    "AZURE_STORAGE_CLIENT_SECRET, AZURE_FEDERATED_TOKEN_FILE, AZURE_USE_AZURE_CLI; set one of them"
)
THEIRS = "theirs.dfs.core.windows.net"
AGAIN = f"run again with --trust {THEIRS}, or set AZURE_STORAGE_ACCOUNT_NAME"
HOMES: dict[str, tuple[str, dict[str, str], str]] = {
    "Google": ("gs://team/x", {}, f"gs://team: {OF_GCS}"),
    "Azure without an account": ("az://team/x", {}, "az://team: of which account? Set AZURE_STORAGE_ACCOUNT_NAME"),
    "Azure": ("az://team/x", {"AZURE_STORAGE_ACCOUNT_NAME": "mine"}, f"az://team: {OF_AZURE}"),
    "an account in the address": (
        "abfss://team@mine.dfs.core.windows.net/x",
        {"AZURE_STORAGE_ACCOUNT_NAME": "mine"},
        f"abfss://team@mine.dfs.core.windows.net: {OF_AZURE}",
    ),
    "the account of somebody else": (
        f"abfss://team@{THEIRS}/x",
        {"AZURE_STORAGE_ACCOUNT_NAME": "mine"},
        f"{THEIRS} is named by this repository alone, so your credentials do not go there: if it is yours, {AGAIN}",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("home", "environment", "line"), HOMES.values(), ids=HOMES)
def test_what_was_looked_for_is_said(
    repo: Repo, monkeypatch: pytest.MonkeyPatch, home: str, environment: dict[str, str], line: str
) -> None:
    pytest.importorskip("obstore", reason="obstore is not installed: pip install -e '.[test-move]'")
    for name in list(os.environ):
        if name.startswith(("AWS_", "GOOGLE_", "AZURE_")):
            monkeypatch.delenv(name)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    repo.stage(NAME, MODEL)
    assert repo.run("move", "--to", home, NAME) == Outcome(2, "", f"commitworthy: {line}\n")
    assert NAME in repo.tracked()


def test_an_endpoint_may_be_named_as_the_client_calls_it(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(repo.top)
    monkeypatch.setenv("AWS_ENDPOINT", "http://minio.example.org:9000/")
    assert access.users_endpoint() == "http://minio.example.org:9000"
    monkeypatch.setenv("AWS_ENDPOINT_URL", "https://user:password@minio.example.org")
    with pytest.raises(CheckError, match="must be the URL of a host"):
        access.users_endpoint()


@pytest.mark.parametrize(
    ("home", "endpoint"),
    [
        ("abfss://c@mine.dfs.core.windows.net/x", None),
        ("abfss://c@mine.dfs.core.usgovcloudapi.net/x", "https://mine.blob.core.usgovcloudapi.net"),
    ],
)
def test_an_account_in_a_cloud_of_its_own_is_asked_there(
    home: str, endpoint: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("obstore", reason=f"obstore is not installed: {INSTALL}")
    monkeypatch.setenv("AZURE_STORAGE_ACCOUNT_KEY", "a2V5")
    store = bucket.open_bucket(addresses.home(home), "")._store
    assert (store.config["account_name"], store.config.get("endpoint")) == ("mine", endpoint)


def test_the_line_that_installs_an_extra_is_for_the_environment_that_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "prefix", str(Path("/home/kim/.local/share/pipx/venvs/commitworthy")))
    assert extras.install_line("obstore>=0.12") == "pipx inject commitworthy 'obstore>=0.12'"
    monkeypatch.setattr(sys, "prefix", "/venv")
    monkeypatch.setattr(sys, "executable", "/my venv/bin/python")
    monkeypatch.setattr(extras, "find_spec", lambda name: None)
    assert extras.install_line("boto3>=1.34") == "uv pip install --python '/my venv/bin/python' 'boto3>=1.34'"
    monkeypatch.setattr(extras, "find_spec", lambda name: name)
    assert extras.install_line("boto3>=1.34") == "'/my venv/bin/python' -m pip install 'boto3>=1.34'"

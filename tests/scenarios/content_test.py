"""Scenarios 43 to 46: what a file is decides, not what it is called."""

from __future__ import annotations

import base64
import gzip
import pickle
import zlib

import pytest

from tests.names import NAMES_THAT_HURT, in_json, raw
from tests.repo import Repo
from tests.samples import SAMPLES, noise, parquet, prose

STATE = {"weights": [value / 7 for value in range(2000)], "name": "a"}
BY_CONTENT = {
    "a pickle of protocol 0 is text to look at": ("model.txt", pickle.dumps(STATE, 0), "model", "disguised-artifact"),
    "a pickle without a suffix": ("model", pickle.dumps(STATE), "model", "blocked-artifact"),
    "a joblib file compressed with gzip": ("m.gz", gzip.compress(SAMPLES["joblib"]()), "model", "blocked-artifact"),
    "a joblib file compressed with zlib": ("m.joblib", zlib.compress(SAMPLES["joblib"]()), "model", "blocked-artifact"),
    "HDF5 called .dat": ("a.dat", SAMPLES["hdf5"]() + noise(102_400), "data", "blocked-artifact"),
    "safetensors without a suffix": ("weights", SAMPLES["safetensors"](), "model", "blocked-artifact"),
    "parquet called .txt": ("a.txt", parquet(102_440), "data", "disguised-artifact"),
    "a PyTorch model called .py": ("a.py", SAMPLES["torch"](), "model", "disguised-artifact"),
    "scenario 45: an ELF file without a suffix": ("bin/run", SAMPLES["elf"](), "executable", "blocked-artifact"),
    "scenario 45: a Mach-O file without a suffix": ("bin/run", SAMPLES["macho"](), "executable", "blocked-artifact"),
    "scenario 45: a Windows program called .txt": ("a.txt", SAMPLES["pe"](), "executable", "disguised-artifact"),
}


@pytest.mark.parametrize(("name", "content", "family", "rule"), BY_CONTENT.values(), ids=BY_CONTENT)
def test_scenario_43_and_45_content_is_recognised_under_any_name(
    repo: Repo, name: str, content: bytes, family: str, rule: str
) -> None:
    repo.install_hooks()
    repo.stage(name, content)
    (finding,) = repo.refused()
    assert (finding["path"], finding["family"], finding["rule"]) == (name, family, rule)


def test_scenario_43_a_tiny_pickle_is_refused_whatever_its_name(repo: Repo) -> None:
    repo.install_hooks()
    for name in NAMES_THAT_HURT:
        repo.stage(name, pickle.dumps({"name": name}, 4))
    findings = repo.refused()
    assert {finding["path"] for finding in findings} == set(map(in_json, NAMES_THAT_HURT))
    assert {finding["family"] for finding in findings} == {"model"}


TEXT = {
    "a handwritten program of 400 kB": ("a.py", b"value = compute(1, 2)\n" * 18_000),
    "a lock file of any size": ("package-lock.json", b'{"integrity": "sha512-aaaa"},\n' * 40_000),
    "prose": ("a.txt", prose(500_000)),
    "a document about pointers": ("a.md", b"version https://git-lfs.github.com/spec/v1\n" * 2000),
    "scenario 45: an image below its limit": ("docs/a.png", SAMPLES["png"]() + noise(400_000)),
    "data below its limit": ("a.csv", b"1,2,3\n" * 17_000),
    "an LFS pointer": ("m.pt", b"version https://git-lfs.github.com/spec/v1\noid sha256:%b\nsize 9\n" % (b"a" * 64)),
    "a DVC pointer": ("m.pt.dvc", b"outs:\n- md5: 0123456789abcdef0123456789abcdef\n  size: 9\n  path: m.pt\n"),
    "a git-annex pointer": ("m.pt", b"/annex/objects/SHA256E-s900000--0123456789abcdef.pt\n"),
}


@pytest.mark.parametrize(("name", "content"), TEXT.values(), ids=TEXT)
def test_scenario_44_and_45_what_belongs_in_git_passes(repo: Repo, name: str, content: bytes) -> None:
    repo.install_hooks()
    repo.stage(name, content)
    repo.passes()
    assert repo.judge("--all-files") == []


EMBEDDED = {
    "on one line": ("a.py", b'x = 1\nDATA = "%b"\n' % base64.b64encode(noise(675_000)), 2),
    "on many lines": ("a.py", b'x = 1\ny = 2\nDATA = """\n%b"""\n' % base64.encodebytes(noise(675_000)), 4),
    "in a file below the limit of text": ("a.js", b'let a = "%b";\n' % base64.b64encode(noise(120_000)), 1),
}


@pytest.mark.parametrize(("name", "content", "line"), EMBEDDED.values(), ids=EMBEDDED)
def test_scenario_44_data_in_a_literal_is_embedded_data(repo: Repo, name: str, content: bytes, line: int) -> None:
    repo.install_hooks()
    repo.stage(name, content)
    (finding,) = repo.refused()
    assert (finding["rule"], finding["line"]) == ("embedded-data", line)


def test_scenario_45_an_image_above_its_limit_is_refused(repo: Repo) -> None:
    repo.install_hooks()
    repo.stage("docs/a.png", SAMPLES["png"]() + noise(512_000))
    (finding,) = repo.refused()
    assert (finding["rule"], finding["family"]) == ("large-file", "media")


# The case takes an attribute for the exception and an array of 3 kB; by the design an exception is an `allow` in the
# policy, and arrays up to 100 kB need none.
ARRAY = "tests/data/a.npy"


def test_scenario_46_a_fixture_is_refused_and_the_exception_is_the_first_hint(repo: Repo) -> None:
    repo.install_hooks()
    repo.stage(ARRAY, SAMPLES["npy"]() + noise(102_400))
    (finding,) = repo.refused()
    assert finding["remedies"][0]["text"] == "allow it, with the reason"
    assert finding["remedies"][0]["command"].endswith(
        f"commitworthy allow --because '<why it belongs in git>' -- {ARRAY}"
    )


def test_scenario_46_a_fixture_with_an_exception_passes(repo: Repo) -> None:
    repo.install_hooks()
    repo.stage(ARRAY, SAMPLES["npy"]() + noise(102_400))
    assert [finding["path"] for finding in repo.refused()] == [ARRAY]
    assert repo.run("allow", ARRAY, "--because", "golden file").status == 0
    repo.passes()
    assert repo.judge("--all-files") == []


def test_scenario_46_an_exception_ends_at_its_size_and_on_its_day(repo: Repo) -> None:
    repo.install_hooks()
    repo.stage(ARRAY, SAMPLES["npy"]() + noise(150_000))
    assert repo.run("allow", ARRAY, "--because", "golden", "--max-size", "120 kB").status == 0
    assert "has passed" in repo.run("allow", ARRAY, "--because", "golden", "--until", "2020-01-31").err
    assert repo.run("allow", ARRAY, "--because", "golden", "--until", "2999-01-31").status == 0
    with open(repo.path("commitworthy.toml")) as file:
        later = file.read()
    repo.stage("commitworthy.toml", later.replace("2999-01-31", "2020-01-31"))
    (finding,) = repo.refused()
    assert "(golden) expired on 2020-01-31" in finding["message"]
    repo.stage(ARRAY, SAMPLES["npy"]() + noise(110_000))
    repo.passes()


def test_scenario_46_an_exception_covers_a_file_whatever_its_name(repo: Repo) -> None:
    repo.install_hooks()
    paths = [b"tests/" + raw(name) for name in NAMES_THAT_HURT]
    for number, path in enumerate(paths):
        repo.stage(path, noise(102_401, seed=number))
    repo.stage("tests/other.bin", noise(102_401, seed=100))
    words = [path.decode("utf-8", "surrogateescape") for path in paths]
    assert repo.run("allow", "--because", "golden", "--", *words).status == 0
    repo.stage("commitworthy.toml")
    assert [finding["path"] for finding in repo.refused()] == ["tests/other.bin"]

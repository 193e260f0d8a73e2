"""No name and no header exempts content: refused at a commit, by check-push, for a range, and where it arrives."""

from __future__ import annotations

import base64
import io
import pickle
import random
import zipfile
from typing import TYPE_CHECKING

import pytest

from tests.pushing import install, push, remote
from tests.repo import Outcome, Repo, prose

if TYPE_CHECKING:
    from typing import Any

DVC = b"outs:\n- path: x\n  md5: 0123456789abcdef0123456789abcdef\n"
ANNEX = b"/annex/objects/SHA256E-s900000--0123456789abcdef.pt\n"
LFS = b"version https://git-lfs.github.com/spec/v1\noid sha256:%b\nsize 9\n" % (b"a" * 64)
PAD = b"# pad\n" * 1500
MODEL = pickle.dumps([random.Random(0).random() for _ in range(100_000)], 4)
BASE64 = base64.b64encode(random.Random(1).randbytes(600_000))


def archive() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as made:
        made.writestr("weights", random.Random(2).randbytes(600_000))
    return packed.getvalue()


def entries(count: int, length: int) -> bytes:
    """A lock file of JSON whose strings are base64, each too short to be data by itself."""
    rows = [BASE64[start : start + length] for start in range(0, count * length, length)]
    return b"{\n" + b",\n".join(b' "key%d": "%b"' % (n, row) for n, row in enumerate(rows)) + b"\n}\n"


@pytest.fixture
def server(repo: Repo) -> Repo:
    """A repository with the hooks of a commit, and a server that judges what comes."""
    made = remote(repo)
    repo.install_hooks("commitworthy --format json")
    install(made, "pre-receive --format json", "pre-receive")
    return made


def arrives(repo: Repo) -> Outcome:
    """What the server says of main, without the words that git puts in front."""
    outcome = push(repo, "--no-verify", "origin", "main")
    lines = [line.removeprefix("remote: ") for line in outcome.out.splitlines()]
    return outcome._replace(out="\n".join(lines))


def refused_everywhere(repo: Repo) -> list[dict[str, Any]]:
    """The findings at a commit of what is staged; the same rules refuse the range, the push and what arrives."""
    found = repo.refused()
    rules = [(one["path"], one["code"]) for one in found]
    repo.git("commit", "--quiet", "--no-verify", "--message", "past the hooks")
    ranged = repo.run("check", "--format", "json", "--from-ref", "HEAD~1", "--to-ref", "HEAD")
    pushed = repo.run("check-push", "--format", "json", "--from-ref", "HEAD~1", "--to-ref", "HEAD")
    arrived = arrives(repo)
    for outcome in (ranged, pushed, arrived):
        assert outcome.status == 1, outcome
        assert [(one["path"], one["code"]) for one in outcome.findings()] == rules, outcome
    assert repo.git("ls-remote", "origin", "main").split()[0] != repo.head()
    return found


def passes_everywhere(repo: Repo) -> None:
    repo.passes()
    for words in (["check"], ["check-push"]):
        outcome = repo.run(*words, "--format", "json", "--from-ref", "HEAD~1", "--to-ref", "HEAD")
        assert (outcome.status, outcome.out) == (0, ""), outcome
    outcome = arrives(repo)
    assert (outcome.status, outcome.findings()) == (0, []), outcome
    assert repo.run("check", "--all-files").status == 0


SMUGGLED = {
    "a model behind the header of a .dvc file": ("x.dvc", DVC + PAD + MODEL, "ART002"),
    "zeros behind the header of a .dvc file": ("x.dvc", DVC + bytes(150_000), "ART001"),
    "a zip file behind the header of a .dvc file": ("x.dvc", DVC + archive(), "ART001"),
    "base64 behind the header of a .dvc file": ("x.dvc", DVC + b"# " + BASE64, "ART005"),
    "a megabyte of comments in a .dvc file": ("x.dvc", DVC + b"# a comment\n" * 90_000, "ART002"),
    "a .dvc file of a folder": ("x.DVC", DVC.replace(b"md5: 01", b"md5: 01.dir") + PAD + MODEL, "ART002"),
    "a model behind a key of git-annex": ("m.pt", ANNEX + MODEL, "ART001"),
    "text behind a key of git-annex": ("a.txt", ANNEX + prose(600_000), "ART002"),
    "a model behind a pointer of Git LFS": ("m.txt", LFS + PAD + MODEL, "ART002"),
    "a model behind the magic of git-crypt": ("m.py", b"\0GITCRYPT\0" + MODEL, "ART001"),
    "base64 behind the magic of git-crypt": ("m.txt", b"\0GITCRYPT\0" + BASE64, "ART001"),
    "a model in a lock file of npm": ("package-lock.json", PAD + MODEL, "ART004"),
    "a model in go.sum": ("go.sum", PAD + MODEL, "ART001"),
    "a model far behind in a lock file": ("uv.lock", prose(3_000_000) + MODEL, "ART004"),
    "a zip file in dvc.lock": ("dvc.lock", PAD + archive(), "ART004"),
    "zeros in a lock file": ("Cargo.lock", PAD + bytes(300_000), "ART004"),
    "a lock file that is base64": ("poetry.lock", BASE64, "ART005"),
    "a lock file of wrapped base64": ("yarn.lock", base64.encodebytes(BASE64), "ART005"),
    "a lock file of many literals": ("Pipfile.lock", entries(40, 10_000), "ART005"),
    "a lock file with a literal far behind": ("pnpm-lock.yaml", prose(17_000_000) + BASE64, "ART005"),
    "a model behind UTF-16": ("requirements.lock", "a==1\r\n".encode("utf-16") * 1000 + MODEL, "ART004"),
    "a baseline that is not at the top": ("sub/.commitworthy-baseline", prose(600_000), "ART002"),
    "a model in a baseline that is not at the top": ("sub/.commitworthy-baseline", PAD + MODEL, "ART002"),
}


@pytest.mark.parametrize(("name", "content", "code"), SMUGGLED.values(), ids=SMUGGLED)
def test_what_is_behind_a_header_or_a_name_counts(
    repo: Repo, server: Repo, name: str, content: bytes, code: str
) -> None:
    repo.stage(name, content)
    (finding,) = refused_everywhere(repo)
    assert (finding["path"], finding["code"]) == (name, code)


SOUND = {
    "a .dvc file": ("x.dvc", DVC),
    "a .dvc file with many words": ("x.dvc", DVC + b"desc: |\n" + b"  words of its author\n" * 3000),
    "ciphertext of git-crypt": ("secret.env", b"\0GITCRYPT\0" + random.Random(3).randbytes(90_000)),
    "a large lock file": ("package-lock.json", b'{"integrity": "sha512-%b=="},\n' % (b"aB3+/" * 17) * 20_000),
    "a lock file in UTF-16": ("requirements.lock", ("caf\u00e9==1.0\r\n" * 40_000).encode("utf-16")),
    "a lock file in latin-1": ("Manifest.toml", b"# caf\xe9\n" * 100_000),
    "a lock file of one line in Chinese": ("composer.lock", ('{"' + "\u6570\u636e" * 200_000 + '"}').encode()),
    "a large go.sum": ("go.sum", b"example.org/module v1.2.3 h1:%b=\n" % (b"aB3+/" * 8 + b"cde") * 12_000),
}


@pytest.mark.parametrize(("name", "content"), SOUND.values(), ids=SOUND)
def test_pointers_and_lock_files_that_are_text_pass(repo: Repo, server: Repo, name: str, content: bytes) -> None:
    repo.stage(name, content)
    passes_everywhere(repo)


def test_where_text_has_no_limit_it_is_text_to_its_end(repo: Repo, server: Repo) -> None:
    repo.stage("pyproject.toml", '[tool.commitworthy.block-artifacts.limits]\ntext = "none"\n')
    repo.commit()
    push(repo, "--no-verify", "origin", "main")
    repo.stage("a.txt", prose(2_000_000))
    passes_everywhere(repo)
    repo.stage("b.txt", PAD + MODEL)
    repo.stage("c.txt", prose(17_000_000) + BASE64)
    assert [(one["path"], one["code"]) for one in refused_everywhere(repo)] == [
        ("b.txt", "ART004"),
        ("c.txt", "ART005"),
    ]


def test_which_says_why_a_lock_file_is_none(repo: Repo) -> None:
    repo.stage("go.sum", PAD + MODEL)
    shown = repo.run("which", "go.sum").out
    assert "content: no text in the 8 KiB from byte 8,192 on" in shown
    assert "unknown binary content" in shown

"""No name and no header exempts content: refused at a commit, by check-push, for a range, and where it arrives."""

from __future__ import annotations

import base64
import io
import json
import pickle
import random
import zipfile
from typing import TYPE_CHECKING

import pytest

from commitworthy.git import process
from tests.luck import at_length
from tests.pushing import install, push, remote
from tests.repo import Outcome, Repo
from tests.samples import noise, prose

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
    "a model behind a page of text": ("README.md", PAD + MODEL[:300_000], "ART004"),
    "a model behind a program": ("src/a.py", b"x = 1\n" * 2_000 + MODEL[:300_000], "ART004"),
    "a baseline that is not at the top": ("sub/.commitworthy-baseline", prose(600_000), "ART002"),
    "a model in a baseline that is not at the top": ("sub/.commitworthy-baseline", PAD + MODEL, "ART002"),
}


@pytest.mark.parametrize(("name", "content", "code"), SMUGGLED.values(), ids=SMUGGLED)
def test_what_is_behind_a_header_or_a_name_counts(repo: Repo, name: str, content: bytes, code: str) -> None:
    repo.stage(name, content)
    (finding,) = repo.run("commitworthy", "--format", "json").findings()
    assert (finding["path"], finding["code"]) == (name, code)


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [row if number < 3 else at_length(*row) for number, row in enumerate(SMUGGLED.values())],
    ids=SMUGGLED,
)
def test_what_is_behind_a_header_or_a_name_is_refused_everywhere(
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
    "a page of text in latin-1": ("README.md", b"caf\xe9, words and words\n" * 10_000),
    "a log with colours": ("run.log", b"\x1b[32mepoch 1\x1b[0m\x08\x08 loss 0.5\r\n" * 8_000),
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


def hide(repo: Repo, name: str, content: bytes) -> None:
    """Stage a symbolic link that no disk can have."""
    blob = repo.git("hash-object", "-w", "--stdin", send=content)
    repo.git("update-index", "--add", "--cacheinfo", f"120000,{blob},{name}")


TARGETS = {
    "a model": MODEL,
    "text": prose(5000),
    "one byte too many": b"a" * 4097,
    "zeros": bytes(200_000),
}


@pytest.mark.parametrize("target", TARGETS.values(), ids=TARGETS)
def test_a_link_is_no_place_for_content(repo: Repo, server: Repo, target: bytes) -> None:
    hide(repo, "d/link", target)
    (finding,) = refused_everywhere(repo)
    assert (finding["path"], finding["code"]) == ("d/link", "ART002")
    assert (finding["size"], finding["limit"]) == (len(target), 4096)
    assert repo.judge("--all-files") == [("d/link", "large-file")]


def test_what_is_said_of_a_link_can_be_pasted(repo: Repo) -> None:
    hide(repo, "link", MODEL)
    outcome = repo.run("block-artifacts")
    assert outcome.out.splitlines()[0] == (
        "link: ART002 large-file: A symbolic link whose target is longer than a path can be, 879.2 kB, "
        "staged as an ordinary git blob (limit 4 kB)."
    )
    assert repo.shell("git rm --cached --force -- link").status == 0
    assert repo.run("block-artifacts") == Outcome(0, "", "")


def test_a_link_that_a_parent_has_is_not_news_and_may_not_grow(repo: Repo, server: Repo) -> None:
    hide(repo, "link", prose(5000))
    repo.git("commit", "--quiet", "--no-verify", "--message", "an old one")
    repo.git("push", "--quiet", "--no-verify", "origin", "main", check=False)
    repo.git("update-index", "--force-remove", "link")
    hide(repo, "moved", prose(5000))
    repo.passes()
    hide(repo, "moved", prose(4500))
    repo.passes()
    hide(repo, "moved", prose(6000))
    (finding,) = repo.refused()
    assert (finding["path"], finding["code"]) == ("moved", "ART002")


def test_a_merge_brings_no_link_anew(repo: Repo, server: Repo) -> None:
    repo.git("switch", "--quiet", "--create", "other")
    hide(repo, "link", prose(5000))
    repo.git("commit", "--quiet", "--no-verify", "--message", "an old one")
    repo.git("switch", "--quiet", "--force", "main")
    repo.stage("a.py", "x = 1\n").commit()
    repo.git("read-tree", "-m", "--aggressive", "HEAD~1", "HEAD", "other")
    repo.write(".git/MERGE_HEAD", repo.git("rev-parse", "other") + "\n")
    repo.passes()


def test_a_link_can_be_accepted(repo: Repo, server: Repo) -> None:
    hide(repo, "link", prose(5000))
    repo.git("commit", "--quiet", "--no-verify", "--message", "an old one")
    assert repo.run("baseline").status == 0
    assert b"link" in (repo.top / ".commitworthy-baseline").read_bytes()
    repo.stage(".commitworthy-baseline")
    assert repo.judge("--all-files") == []


def test_ordinary_links_and_submodules_are_never_findings(repo: Repo, server: Repo) -> None:
    (repo.top / "here").symlink_to("README.md")
    (repo.top / "nowhere").symlink_to("a" * 4000)
    repo.stage("here").stage("nowhere")
    repo.git("update-index", "--add", "--cacheinfo", f"160000,{repo.head()},sub")
    passes_everywhere(repo)


def test_a_link_is_told_from_a_file_with_the_same_content(repo: Repo, server: Repo) -> None:
    repo.stage("a", prose(5000))
    hide(repo, "b", prose(5000))
    assert [one["path"] for one in refused_everywhere(repo)] == ["b"]


def test_names_are_a_filter_for_links_too(repo: Repo) -> None:
    hide(repo, "d/link", MODEL)
    repo.stage("a.py", "x = 1\n")
    assert repo.judge("a.py") == []
    assert repo.judge("a.py", "d") == [("d/link", "large-file")]
    assert repo.judge("d/link") == [("d/link", "large-file")]


def test_a_framework_names_no_link_that_no_disk_has(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    hide(repo, "link", MODEL)
    repo.stage("a.py", "x = 1\n")
    monkeypatch.setenv("PRE_COMMIT", "1")
    assert repo.judge("a.py") == repo.judge() == [("link", "large-file")]


def test_the_bytes_of_a_link_count_in_a_commit(repo: Repo) -> None:
    hide(repo, "link", MODEL)
    outcome = repo.run("limit-commit", "--format", "json", "--max-size", "100 kB", "--max-files", "0")
    assert [(one["code"], one["size"]) for one in outcome.findings()] == [("LIM001", len(MODEL))]
    repo.git("commit", "--quiet", "--no-verify", "--message", "an old one")
    repo.git("update-index", "--force-remove", "link")
    hide(repo, "moved", MODEL)
    assert repo.run("limit-commit", "--max-size", "100 kB") == Outcome(0, "", "")


TEXT = base64.encodebytes(random.Random(4).randbytes(600_000))
KB = 1024


def judged(repo: Repo) -> list[tuple[str, str]]:
    """Code and kind of the findings of check-push for what git would push, which are those of the server too."""
    outcome = repo.run("check-push", "--format", "json")
    found = [(one["code"], one.get("kind", "")) for one in outcome.findings()]
    assert outcome.status == (1 if found else 0), outcome
    arrived = arrives(repo)
    assert [(one["code"], one.get("kind", "")) for one in arrived.findings()] == found
    assert (arrived.status == 0) == (not found)
    return found


def raw_commit(repo: Repo, headers: bytes, message: bytes = b"one\n") -> str:
    """A commit on top of HEAD with more headers, which no command of git would write so; the branch goes there."""
    first, others = repo.git("cat-file", "commit", "HEAD").encode().split(b"\n\n")[0].split(b"\n", 1)
    content = b"%b\nparent %b\n%b\n" % (first, repo.head().encode(), others)
    made = repo.git(
        "hash-object", "-t", "commit", "-w", "--stdin", "--literally", send=content + headers + b"\n" + message
    )
    repo.git("update-ref", "refs/heads/main", made)
    return made


def test_a_message_is_no_place_for_data(repo: Repo, server: Repo) -> None:
    repo.write("../message", TEXT)
    repo.git("commit", "--quiet", "--no-verify", "--allow-empty", "--file", str(repo.top.parent / "message"))
    assert judged(repo) == [("PSH003", "commit")]
    repo.stage("a.py", "x = 1\n").commit("and one more")
    assert judged(repo) == [("PSH003", "commit")]


def test_a_long_message_of_a_merge_passes(repo: Repo, server: Repo) -> None:
    repo.git(
        "commit", "--quiet", "--no-verify", "--allow-empty", "--message", "all in one\n\n" + "* one line\n" * 9_000
    )
    assert judged(repo) == []


def header(name: bytes, content: bytes) -> bytes:
    """A header of many lines, as signatures and tags are kept."""
    return name + b" " + content.replace(b"\n", b"\n ").rstrip(b" ")


HEADERS = {
    "a signature": header(b"gpgsig", TEXT),
    "a tag that was merged": header(b"mergetag", TEXT),
    "an encoding": b"encoding " + BASE64 + b"\n",
    "a header that nobody knows": header(b"x-data", TEXT),
}


# Git asks the C library for a converter of that name, which takes many seconds.
SLOW = {"an encoding": pytest.mark.long}


@pytest.mark.parametrize(
    "headers", [pytest.param(made, id=name, marks=SLOW.get(name, ())) for name, made in HEADERS.items()]
)
def test_a_header_is_no_place_for_data(repo: Repo, server: Repo, headers: bytes) -> None:
    raw_commit(repo, headers)
    assert judged(repo) == [("PSH003", "commit")]


def test_a_tag_is_no_place_for_data(repo: Repo, server: Repo) -> None:
    repo.write("../message", TEXT)
    repo.git("tag", "--annotate", "--file", str(repo.top.parent / "message"), "fat")
    repo.git("tag", "--annotate", "--message", "thin", "around", "fat")
    for name in ("fat", "around"):
        outcome = push(repo, "--no-verify", "origin", name)
        assert outcome.status == 1
        assert "PSH003" in outcome.out
        (finding,) = repo.run("check-push", "--format", "json", "--from-ref", "HEAD", "--to-ref", name).findings()
        assert (finding["code"], finding["kind"]) == ("PSH003", "tag")
    repo.git("tag", "--annotate", "--message", "thin", "slim")
    assert push(repo, "--no-verify", "origin", "slim").status == 0


def test_what_is_said_of_a_message_can_be_pasted(repo: Repo, server: Repo) -> None:
    repo.write("../message", b"Add the data\n\n" + TEXT)
    repo.git("commit", "--quiet", "--no-verify", "--allow-empty", "--file", str(repo.top.parent / "message"))
    short = repo.git("rev-parse", "--short=8", "HEAD")
    outcome = repo.run("check-push")
    day = repo.git("log", "-1", "--format=%as")
    assert outcome.out.startswith(
        f'push: PSH003 heavy-object: Commit {short} ({day}, "Add the data") is 791.7 kB: its message and headers '
        "(limit 500 kB).\n"
    )
    assert "git commit --amend --allow-empty\n" in outcome.out
    assert repo.shell("git commit --amend --allow-empty", GIT_EDITOR="echo short >").status == 0
    assert judged(repo) == []


def test_an_older_message_is_reworded_in_a_rebase(repo: Repo, server: Repo) -> None:
    repo.write("../message", b"Add the data\n\n" + TEXT)
    repo.stage("a.py", "x = 1\n")
    repo.git("commit", "--quiet", "--no-verify", "--file", str(repo.top.parent / "message"))
    repo.stage("b.py", "x = 1\n").commit("and one more")
    short = repo.git("rev-parse", "--short=8", "HEAD~1")
    command = f"git -c 'sequence.editor=sed -i.old 1s/^[a-z]*/reword/' rebase -i --no-rebase-merges '{short}^'"
    assert command in repo.run("check-push").out
    assert repo.shell(command, GIT_EDITOR="echo short >").status == 0
    assert repo.git("log", "--format=%s").split("\n")[:2] == ["and one more", "short"]
    assert judged(repo) == []


def test_a_tag_is_written_anew(repo: Repo, server: Repo) -> None:
    repo.write("../message", TEXT)
    repo.git("tag", "--annotate", "--file", str(repo.top.parent / "message"), "fat")
    outcome = repo.run("check-push", "--from-ref", "HEAD", "--to-ref", "fat")
    assert "The tag fat is 791.7 kB: its message and headers (limit 500 kB)." in outcome.out
    assert repo.shell("git tag -f -a fat 'refs/tags/fat^{}'", GIT_EDITOR="echo short >").status == 0
    assert push(repo, "--no-verify", "origin", "fat").status == 0


def tree(repo: Repo, names: list[bytes], mode: bytes = b"100644") -> None:
    """Commit a folder of files with these names, all of one content."""
    blob = repo.git("hash-object", "-w", "--stdin", send=b"x = 1\n")
    send = b"".join(b"%b blob %b\td/%b\n" % (mode, blob.encode(), name) for name in names)
    if mode == b"160000":
        send = send.replace(b" blob ", b" commit ")
    repo.git("update-index", "--index-info", send=send)
    repo.git("commit", "--quiet", "--no-verify", "--message", "names")


def test_names_are_no_place_for_data(repo: Repo, server: Repo) -> None:
    draw = random.Random(5)
    tree(repo, [draw.randbytes(125).hex().encode() for _ in range(4000)])
    assert judged(repo) == [("PSH003", "names")]


def test_submodules_are_no_place_for_data(repo: Repo, server: Repo) -> None:
    draw = random.Random(6)
    tree(repo, [draw.randbytes(40).hex().encode() for _ in range(7000)], b"160000")
    assert judged(repo) == [("PSH003", "names")]


def test_a_folder_of_very_many_files_passes(repo: Repo, server: Repo) -> None:
    draw = random.Random(7)
    tree(repo, [draw.randbytes(32).hex().encode() + b".json" for _ in range(20_000)])
    assert int(repo.git("cat-file", "-s", "HEAD:d")) > 1024 * KB
    assert judged(repo) == []


def test_a_name_longer_than_any_disk_takes_is_refused(repo: Repo, server: Repo) -> None:
    blob = repo.git("hash-object", "-w", "--stdin", send=b"x = 1\n")
    made = repo.git("mktree", send=f"100644 blob {blob}\t{'a' * 256}\n".encode())
    repo.git("update-ref", "refs/heads/main", repo.git("commit-tree", "-p", "HEAD", "-m", "one", made))
    assert judged(repo) == [("PSH003", "name")]
    outcome = repo.run("check-push")
    assert f"adds a file name of 256 bytes (limit 255 bytes): {'a' * 40}…." in outcome.out


def test_what_is_no_blob_counts_in_the_budget_of_a_push(repo: Repo, server: Repo) -> None:
    repo.write("../message", prose(200 * KB))
    for _ in range(3):
        repo.git("commit", "--quiet", "--no-verify", "--allow-empty", "--file", str(repo.top.parent / "message"))
    assert judged(repo) == []
    repo.git("push", "--quiet", "--no-verify", "--force", "origin", "HEAD~3:main")
    repo.stage("commitworthy.toml", '[check-push]\nmax-size = "500 kB"\n').commit()
    (finding,) = repo.run("check-push", "--format", "json").findings()
    assert (finding["code"], finding["message"]) == (
        "PSH001", "600.9 kB in 1 new blob and in commits, tags and names (600.8 kB) (limit 500 kB a push)."
    )  # fmt: skip


def test_a_policy_may_raise_the_limit(repo: Repo, server: Repo) -> None:
    repo.stage("commitworthy.toml", '[block-artifacts.limits]\ntext = "2 MB"\n').commit()
    push(repo, "--no-verify", "origin", "main")
    repo.write("../message", TEXT)
    repo.git("commit", "--quiet", "--no-verify", "--allow-empty", "--file", str(repo.top.parent / "message"))
    assert judged(repo) == []


def notebook(outputs: int, cells: int = 1, **metadata: object) -> bytes:
    """A notebook with about so many bytes of outputs."""
    cell = {
        "cell_type": "code",
        "execution_count": 1,
        "id": "a",
        "metadata": metadata,
        "outputs": [{"name": "stdout", "output_type": "stream", "text": ["a line\n" * (outputs // 7)]}],
        "source": ["print(1)\n"],
    }
    made = {"cells": [cell] * cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(made, indent=1).encode() + b"\n"


BIG = notebook(900_000)


def pushed(repo: Repo) -> list[str]:
    """The messages about main of check-push, and as many of the range and of the server."""
    found = repo.run("check-push", "--format", "json").findings()
    base = repo.git("rev-parse", "origin/main")
    ranged = repo.run("check", "--format", "json", "--from-ref", base, "--to-ref", "HEAD").findings()
    large = [one["message"] for one in ranged if one["code"] == "ART002"]
    arrived = arrives(repo)
    assert len(large) == len(found) == len(arrived.findings()), (found, ranged, arrived)
    assert (arrived.status == 0) == (not found)
    return [one["message"] for one in found]


def test_what_goes_into_history_is_weighed_with_its_outputs(repo: Repo, server: Repo) -> None:
    repo.write("n.ipynb", BIG)
    repo.commit()
    (message,) = pushed(repo)
    assert message.startswith("A Jupyter notebook with its outputs, 1004.8 kB, committed in ")
    assert message.endswith(" as an ordinary git blob (limit 500 kB).")


def test_a_notebook_deleted_again_keeps_its_outputs_in_history(repo: Repo, server: Repo) -> None:
    repo.write("n.ipynb", BIG)
    repo.commit()
    repo.git("rm", "--quiet", "n.ipynb")
    repo.commit()
    outcome = repo.run("check-push", "--format", "json")
    assert outcome.rules() == [("n.ipynb", "large-file")]
    assert arrives(repo).status == 1


def test_a_notebook_that_the_hook_has_stripped_passes(repo: Repo, server: Repo) -> None:
    repo.stage("n.ipynb", BIG)
    assert repo.try_commit().status == 1
    repo.stage("n.ipynb")
    passes_everywhere(repo)


def test_an_exception_of_strip_notebooks_keeps_the_outputs(repo: Repo, server: Repo) -> None:
    repo.write("n.ipynb", BIG)
    assert repo.run("allow", "--hook", "strip-notebooks", "--because", "a report", "--", "n.ipynb").status == 0
    (repo.top / "n.ipynb").unlink()
    repo.commit("the decision")
    push(repo, "--no-verify", "origin", "main")
    repo.write("n.ipynb", BIG)
    repo.write("m.ipynb", BIG.replace(b"a line", b"a word"))
    repo.commit()
    assert [one["path"] for one in repo.run("check-push", "--format", "json").findings()] == ["m.ipynb"]
    repo.git("rm", "--quiet", "m.ipynb")
    repo.git("commit", "--quiet", "--no-verify", "--amend", "--no-edit")
    assert pushed(repo) == []


def test_a_row_of_the_baseline_keeps_the_outputs_of_its_blob(repo: Repo, server: Repo) -> None:
    repo.write("n.ipynb", BIG)
    repo.commit("an old one")
    assert repo.run("baseline").status == 0
    assert "strip-notebooks\t" in (repo.top / ".commitworthy-baseline").read_text()
    repo.stage(".commitworthy-baseline")
    repo.passes()
    assert repo.run("check-push") == Outcome(0, "", "")
    assert repo.run("check", "--from-ref", "HEAD~2", "--to-ref", "HEAD").status == 0
    repo.git("push", "--quiet", "--no-verify", "origin", "HEAD:refs/heads/main", check=False)
    repo.write("n.ipynb", BIG.replace(b"a line", b"a word"))
    repo.commit("other outputs")
    assert repo.run("check-push", "--format", "json").rules() == [("n.ipynb", "large-file")]


def test_a_cell_that_keeps_its_output_weighs_what_is_kept_and_what_is_not(repo: Repo, server: Repo) -> None:
    repo.write("n.ipynb", notebook(900_000, keep_output=True))
    repo.commit()
    (message,) = pushed(repo)
    assert message.startswith("A Jupyter notebook with its outputs, 1004.8 kB")
    repo.git("reset", "--quiet", "--hard", "origin/main")
    repo.stage(
        "n.ipynb", notebook(200_000, keep_output=True).replace(b'"execution_count": 1', b'"execution_count": null')
    )
    passes_everywhere(repo)


def test_a_stripped_notebook_that_is_large_is_not_said_to_have_outputs(repo: Repo, server: Repo) -> None:
    repo.write(
        "n.ipynb",
        BIG.replace(
            b'"cells": [', b'"cells": [{"cell_type": "raw", "metadata": {}, "source": ["%b"]}, ' % (b"a " * 300_000)
        ),
    )
    assert repo.run("strip-notebooks", "n.ipynb").status == 1
    repo.commit()
    (message,) = pushed(repo)
    assert message.startswith("A Jupyter notebook as strip-notebooks leaves it, 586.")
    (finding,) = repo.run("check-push", "--format", "json").findings()
    assert "strip-notebooks --" not in str(finding["remedies"])


def test_where_nobody_strips_the_outputs_count_at_a_commit_too(repo: Repo) -> None:
    repo.install_hooks()
    repo.stage("n.ipynb", BIG)
    (finding,) = repo.refused()
    assert finding["message"] == (
        "A Jupyter notebook with its outputs, 1004.8 kB, staged as an ordinary git blob (limit 500 kB)."
    )
    assert finding["remedies"][0] == {"text": "strip it", "command": "commitworthy strip-notebooks -- n.ipynb"}
    assert repo.shell("commitworthy strip-notebooks -- n.ipynb").status == 1
    repo.stage("n.ipynb")
    repo.passes()


CONFIGS = {
    "the hook by its id": (".pre-commit-config.yaml", "- id: strip-notebooks\n"),
    "the combined hook": (".pre-commit-config.yaml", "- id: 'commitworthy'\n"),
    "prek": ("prek.toml", 'hooks = [{ id = "commitworthy" }]\n'),
}


@pytest.mark.parametrize(("name", "content"), CONFIGS.values(), ids=CONFIGS)
def test_where_a_framework_strips_the_outputs_do_not_count_at_a_commit(repo: Repo, name: str, content: str) -> None:
    repo.stage(name, content)
    repo.stage("n.ipynb", BIG)
    assert repo.judge() == []
    assert repo.judge("--all-files") == []


def test_where_a_hook_of_git_strips_the_outputs_do_not_count_at_a_commit(repo: Repo) -> None:
    repo.stage("n.ipynb", BIG)
    assert repo.judge() == [("n.ipynb", "large-file")]
    repo.install_hooks("block-artifacts", "strip-notebooks")
    assert repo.judge() == []


def test_the_last_commit_is_stripped_and_amended(repo: Repo, server: Repo) -> None:
    repo.write("n.ipynb", BIG)
    repo.commit()
    (finding,) = repo.run("check-push", "--format", "json").findings()
    first = finding["remedies"][0]
    assert first["text"] == f"strip it in commit {repo.git('rev-parse', '--short=8', 'HEAD')}"
    assert repo.shell(first["command"]).status == 0
    assert repo.git("status", "--porcelain") == ""
    assert pushed(repo) == []


def test_a_recent_commit_is_stripped_in_a_rebase(repo: Repo, server: Repo) -> None:
    repo.write("n.ipynb", BIG)
    repo.commit()
    repo.stage("a.py", "x = 1\n").commit("and one more")
    (finding,) = repo.run("check-push", "--format", "json").findings()
    assert repo.shell(finding["remedies"][0]["command"]).status == 0
    assert (repo.git("status", "--porcelain"), repo.git("log", "-1", "--format=%s")) == ("", "and one more")
    assert pushed(repo) == []


def test_no_rebase_is_printed_that_a_later_deletion_would_stop(repo: Repo, server: Repo) -> None:
    repo.write("n.ipynb", BIG)
    repo.commit()
    repo.git("rm", "--quiet", "n.ipynb")
    repo.stage("a.py", "x = 1\n").commit("and away")
    (finding,) = repo.run("check-push", "--format", "json").findings()
    assert "strip it" not in str(finding["remedies"])
    (taking,) = [one for one in finding["remedies"] if one["text"].startswith("take it out")]
    assert repo.shell(taking["command"]).status == 0
    assert pushed(repo) == []


def test_no_rebase_is_printed_for_what_was_changed_and_deleted_later(repo: Repo, server: Repo) -> None:
    repo.write("n.ipynb", notebook(9))
    repo.commit()
    push(repo, "--no-verify", "origin", "main")
    repo.write("n.ipynb", BIG)
    repo.commit()
    repo.git("rm", "--quiet", "n.ipynb")
    repo.commit("and away")
    (finding,) = repo.run("check-push", "--format", "json").findings()
    assert "rebase" not in str(finding["remedies"])


def test_what_is_deleted_by_now_can_be_allowed_as_printed(repo: Repo, server: Repo) -> None:
    repo.write("n.ipynb", BIG)
    repo.commit()
    repo.git("rm", "--quiet", "n.ipynb")
    repo.commit("and away")
    (finding,) = repo.run("check-push", "--format", "json").findings()
    (allowing,) = [one["command"] for one in finding["remedies"] if one["text"].startswith("or allow it")]
    assert repo.shell(allowing.replace("'<why it belongs in git>'", "'it is gone'")).status == 0
    repo.git("add", "--all")
    repo.commit("the decision")
    assert repo.run("check-push") == Outcome(0, "", "")


@pytest.mark.parametrize("text", ["allow it", pytest.param("send it to Git LFS", marks=pytest.mark.needs_lfs)])
def test_one_remedy_is_enough_for_what_was_renamed_since(repo: Repo, server: Repo, text: str) -> None:
    repo.write("a.bin", noise(300_000))
    repo.commit()
    repo.git("mv", "a.bin", "b.bin")
    repo.commit("a rename")
    (finding,) = repo.run("check-push", "--format", "json").findings()
    (command,) = [one["command"] for one in finding["remedies"] if text in one["text"]]
    assert "a.bin" in command
    assert "b.bin" in command
    assert repo.shell(command.replace("'<why it belongs in git>'", "'it is small'")).status == 0
    if text == "allow it":
        repo.git("add", "--all")
        repo.commit("the decision")
    assert repo.run("check-push", "--format", "json").findings() == []


def test_a_notebook_that_the_server_has_may_lose_outputs_and_not_gain_any(repo: Repo, server: Repo) -> None:
    repo.write("n.ipynb", BIG)
    repo.commit()
    (server.top / "hooks" / "pre-receive").rename(server.top / "away")
    push(repo, "--no-verify", "origin", "main")
    (server.top / "away").rename(server.top / "hooks" / "pre-receive")
    repo.git("mv", "n.ipynb", "m.ipynb")
    repo.commit("a rename")
    assert pushed(repo) == []
    repo.write("m.ipynb", notebook(800_000))
    repo.commit("fewer")
    assert pushed(repo) == []
    repo.write("m.ipynb", notebook(1_000_000))
    repo.commit("more")
    assert len(pushed(repo)) == 1


def test_several_notebooks_of_a_commit_are_stripped_together(repo: Repo, server: Repo) -> None:
    repo.write("n.ipynb", BIG)
    repo.write("d/*.ipynb", BIG.replace(b"a line", b"a word"))
    repo.commit()
    found = repo.run("check-push", "--format", "json").findings()
    (command,) = {one["remedies"][0]["command"] for one in found}
    assert repo.shell(command).status == 0
    assert pushed(repo) == []


def test_a_link_at_the_tip_is_not_said_to_be_gone_nor_sent_to_lfs(repo: Repo, server: Repo) -> None:
    hide(repo, "link", MODEL)
    repo.git("commit", "--quiet", "--no-verify", "--message", "a link")
    (finding,) = repo.run("check-push", "--format", "json").findings()
    assert "deleted or replaced" not in finding["message"]
    assert not [one for one in finding["remedies"] if "LFS" in one["text"]]
    repo.git("update-index", "--force-remove", "link")
    repo.git("commit", "--quiet", "--no-verify", "--message", "gone")
    (finding,) = repo.run("check-push", "--format", "json").findings()
    assert "deleted or replaced" in finding["message"]


def test_many_messages_take_no_more_processes(repo: Repo, server: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    repo.write("../message", TEXT)
    counts = []
    for _ in range(3):
        for _ in range(2):
            repo.git("commit", "--quiet", "--no-verify", "--allow-empty", "--file", str(repo.top.parent / "message"))
        started: list[tuple[str, ...]] = []

        def start(*words: str, then: Any = process.start, seen: Any = started, **options: Any) -> Any:
            seen.append(words)
            return then(*words, **options)

        with monkeypatch.context() as patch:
            patch.setattr(process, "start", start)
            outcome = repo.run("check-push", "--format", "json")
        assert {one["remedies"][0]["text"] for one in outcome.findings()} == {
            "rewrite its message: git rebase -i, with `reword` for its line"
        }
        counts.append(len(started))
    assert len(set(counts)) == 1, counts

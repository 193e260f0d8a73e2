"""Many repositories: a row for each, also for those that cannot be had; what is cloned, and what never is."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from commitworthy.git import remote
from tests.commands.audit.history import audit, build, commit
from tests.repo import Outcome, Repo, run
from tests.samples import noise


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with three repositories, one of them bare; clones go to its `tmp`."""
    one = build(tmp_path / "one")
    two = Repo.init(tmp_path / "two")
    commit(two, "2021-01-01", {"a.bin": noise(300_000)})
    one.git("clone", "--quiet", "--mirror", "--no-local", str(one.top), str(tmp_path / "three.git"))
    (tmp_path / "tmp").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return tmp_path


def listed(place: Path, *lines: str) -> str:
    (place / "list").write_text("# all of ours\n\n" + "".join(f"{line}\n" for line in lines))
    return str(place / "list")


def told(place: Path, *words: str, status: int = 0) -> dict[str, Any]:
    """The JSON of an audit of many."""
    outcome = run(place, "audit", "--format", "json", *words)
    assert (outcome.status, outcome.err) == (status, ""), outcome
    assert os.listdir(place / "tmp") == [], "a clone is left"
    found: dict[str, Any] = json.loads(outcome.out)
    return found


def without(report: dict[str, Any], *keys: str) -> dict[str, Any]:
    return {key: value for key, value in report.items() if key not in keys}


def reasons(report: dict[str, Any]) -> list[tuple[str, str]]:
    return [(row["repository"], row["error"]) for row in report["repositories"] if "error" in row]


def test_each_is_what_it_is_alone_in_the_order_of_the_list(place: Path) -> None:
    words = listed(place, "one", str(place / "three.git"), f"file://{place}/two", "one")
    report = told(place, words, "--jobs", "2")
    names = [row["repository"] for row in report["repositories"]]
    assert names == ["one", str(place / "three.git"), f"file://{place}/two"]
    for row, alone in zip(report["repositories"], ("one", "three.git", "two"), strict=True):
        here = audit(Repo(place / alone))
        if alone == "two":
            # A clone is packed anew.
            assert (row["commits"], row["total"]["size"]) == (here["commits"], here["total"]["size"])
        else:
            assert without(row, "repository") == without(here, "repository")
    total = report["total"]
    assert (total["repositories"], total["failed"]) == (3, 0)
    assert total["branches_tags"] == sum(row["clone"]["branches_tags"] for row in report["repositories"])
    assert told(place, words, "--jobs", "1") == report


def test_folders_of_one_name_are_told_apart(place: Path) -> None:
    for name in ("a", "b"):
        (place / name).mkdir()
        shutil.copytree(place / ("one" if name == "a" else "two"), place / name / "project")
        (place / name / "list").write_text("project\n")
    outcome = run(place, "audit", "a/list", "b/list", "one", "--format", "json", "--html", "org.html")
    report = json.loads(outcome.out)
    names = [row["repository"] for row in report["repositories"]]
    assert names == [str(place / "a/project"), str(place / "b/project"), "one"]
    links = [link.get("href") or "" for link in ET.fromstring((place / "org.html").read_text()).iter("a")]
    assert sorted(set(links)) == ["org-pages/1-project.html", "org-pages/2-project.html", "org-pages/3-one.html"]


def test_no_more_processes_than_files_can_be_awaited(place: Path) -> None:
    outcome = run(place, "audit", "one", "two", "--jobs", "5000")
    assert outcome.status == 2
    assert outcome.err.endswith("argument --jobs: must be from 1 to 256, not 5000\n")


def test_several_folders_need_no_list(place: Path) -> None:
    assert [row["repository"] for row in told(place, "one", "two")["repositories"]] == ["one", "two"]


def test_an_address_alone_is_cloned_and_the_clone_goes_away(place: Path) -> None:
    outcome = run(place, "audit", f"file://{place}/two")
    assert (outcome.status, outcome.err) == (0, "")
    assert outcome.out.startswith("two: 1 commit, 1 blob, 1 ref\n")
    assert os.listdir(place / "tmp") == []


UNREACHABLE = {
    "nowhere": "no such folder: pass the folder of a repository, or a URL",
    "ext::sh -c touch${IFS}pwned": "no address of https, ssh, file",
    "-u--upload-pack=touch pwned": "no such folder: pass the folder of a repository, or a URL",
    "git://example.org/x": "git is not cloned: only https, ssh, file",
    "http://example.org/x": "http is not cloned: only https, ssh, file",
    "ssh://-oProxyCommand=touch/x": "no address: its host begins with a dash",
    "https://ann:secret@example.org/x": "holds credentials: leave them to git's credential helper",
    "https://ghp_0123456789abcdef0123@example.org/x": "holds credentials: leave them to git's credential helper",
    "ssh://git:secret@example.org/x": "holds credentials: leave them to git's credential helper",
    "fd::7": "no address of https, ssh, file",
}


def test_what_cannot_be_had_is_a_row_with_its_reason_and_the_others_go_on(place: Path) -> None:
    (place / "file-of-lists").write_text("one\n")
    words = listed(place, *UNREACHABLE, "two", f"file://{place}/nowhere")
    report = told(place, words, status=2)
    assert [row["repository"] for row in report["repositories"] if "clone" in row] == ["two"]
    found = [reason for _, reason in reasons(report)]
    assert found[:-1] == list(UNREACHABLE.values())
    assert f"fatal: '{place}/nowhere' does not appear to be a git repository" in found[-1]
    assert not [name for name in os.listdir(place) if "pwned" in name]
    for form in ("text", "csv", "json"):
        outcome = run(place, "audit", words, "--format", form)
        assert outcome.status == 2
        assert "secret" not in outcome.out + outcome.err
        assert "ghp_" not in outcome.out + outcome.err


@pytest.mark.parametrize("address", list(UNREACHABLE)[1:])
def test_an_address_that_is_not_taken_alone_is_one_line(place: Path, address: str) -> None:
    words = ["--", address] if address.startswith("-") else [address]
    outcome = run(place, "audit", *words)
    assert (outcome.status, outcome.out, outcome.err.count("\n")) == (2, "", 1)
    said = outcome.err.removeprefix("commitworthy: ")
    assert said.endswith(f": {UNREACHABLE[address]}\n")
    # It says of what, without the credentials.
    assert said[:4] == address[:4]
    assert "secret" not in outcome.err


@pytest.mark.parametrize(
    "address",
    ["https://example.org/a.git", "ssh://git@example.org:22/a", "git@example.org:a/b.git", "file:///srv/a", "host.x:a"],
)
def test_addresses_that_are_taken(address: str) -> None:
    assert remote.is_address(address)
    assert remote.refusal(address) == ""


OVERVIEW = """\
2 repositories: clones of all take SIZE, SIZE less after a rewrite

     a clone     refused   a rewrite  repository
    SIZE    SIZE    SIZE  one
    SIZE    SIZE    SIZE  two

could not be checked: 1 repository
    nowhere: no such folder: pass the folder of a repository, or a URL
"""


def test_the_table_of_many(place: Path) -> None:
    import re

    outcome = run(place, "audit", "one", "nowhere", "two")
    assert (outcome.status, outcome.err) == (2, "")
    shown = re.sub(r"(?m)^ +[\d.]+ \w+ +[\d.]+ \w+ +[\d.]+ \w+  ", "    SIZE    SIZE    SIZE  ", outcome.out)
    assert re.sub(r"\b[\d.]+ (bytes|kB|MB)\b", "SIZE", shown) == OVERVIEW
    outcome = run(place, "audit", "one", "two", "--top", "1")
    assert "... and 1 more; --top 0 shows them\n" in outcome.out
    assert run(place, "audit", "one", "two", "--fail-over", "1").status == 1
    assert run(place, "audit", "one", "two", "--fail-over", "1 GB").status == 0


def test_the_csv_of_many_has_a_line_for_each(place: Path) -> None:
    outcome = run(place, "audit", "one", "nowhere", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(outcome.out)))
    here = audit(Repo(place / "one"))
    assert [row["repository"] for row in rows] == ["one", "nowhere"]
    assert (rows[0]["commits"], rows[0]["all_refs"]) == ("8", str(here["clone"]["all_refs"]))
    assert (rows[0]["first_refused"], rows[0]["policy_since"], rows[0]["error"]) == ("2020-02-01", "2020-06-01", "")
    assert rows[1]["error"].startswith("no such folder")


def test_the_pages_of_many(place: Path) -> None:
    shutil.copytree(place / "two", place / '<b>&"two')
    outcome = run(place, "audit", "one", "two", '<b>&"two', "nowhere", "--html", "org.html")
    assert outcome.status == 2
    root = ET.fromstring((place / "org.html").read_text())
    assert "".join(next(root.iter("h1")).itertext()) == "3 repositories: what clones cost"
    links = {link.get("href") or "" for link in root.iter("a")}
    assert links == {"org-pages/1-one.html", "org-pages/2-two.html", "org-pages/3-_b___two.html"}
    for link in links:
        ET.fromstring((place / link).read_text())
    sparklines = [image for image in root.iter("svg") if image.find("polyline") is not None]
    assert len(sparklines) == 3
    failed = [item.text for item in root.iter("li") if item.text and item.text.startswith("nowhere: ")]
    assert failed == ["nowhere: no such folder: pass the folder of a repository, or a URL"]
    content = (place / "org.html").read_text()
    assert "http" not in content.replace("http-equiv", "")
    assert len(content) < 200_000


def test_a_name_as_long_as_they_get_has_a_page(place: Path) -> None:
    (place / "two").rename(place / ("n" * 250))
    assert run(place, "audit", "one", "n" * 250, "--html", "org.html").status == 0
    assert sorted(os.listdir(place / "org-pages")) == ["1-one.html", f"2-{'n' * 100}.html"]


def test_one_thing_is_for_one_repository_and_another_for_many(place: Path) -> None:
    assert run(place, "audit", "one", "two", "--plan", "x") == Outcome(
        2, "", "commitworthy: --plan is for one repository: pass one\n"
    )
    assert run(place, "audit", "one", "--cache", "x") == Outcome(
        2, "", "commitworthy: --cache is for many repositories: pass a file that lists them\n"
    )


def test_what_is_no_list_says_so(place: Path) -> None:
    for content, said in (
        (b"\0\1\2", "not a list of repositories: pass a folder, a URL, or a text file with one a line"),
        (b"# nothing\n", "lists no repository"),
    ):
        (place / "list").write_bytes(content)
        outcome = run(place, "audit", "list")
        assert outcome == Outcome(2, "", f"commitworthy: list: {said}\n")


# The journal.


def walks(trace: Path) -> int:
    """How often git has walked objects since the last look."""
    count = trace.read_text().count("rev-list --objects") if trace.exists() else 0
    trace.unlink(missing_ok=True)
    return count


def test_a_second_run_looks_only_at_what_has_moved(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    trace = place / "trace"
    monkeypatch.setenv("GIT_TRACE2", str(trace))
    words = [listed(place, "one", "three.git", f"file://{place}/two"), "--cache", str(place / "cache")]
    first = told(place, *words)
    once = walks(trace)
    assert once >= 3
    assert told(place, *words) == first
    assert walks(trace) == 0
    commit(Repo(place / "two"), "2021-02-01", {"b.bin": noise(150_000, 5)})
    second = told(place, *words)
    assert 0 < walks(trace) < once
    assert second["repositories"][:2] == first["repositories"][:2]
    assert second["repositories"][2]["commits"] == 2
    assert told(place, *words) == second
    # Another question is another answer.
    assert told(place, *words, "--since", "2020-03-01") != second
    assert walks(trace) > 0


def test_a_damaged_journal_is_none(place: Path) -> None:
    words = [listed(place, "two"), "--cache", str(place / "cache")]
    first = told(place, *words)
    journal = place / "cache/audit.jsonl"
    whole = journal.read_text()
    for content in ("", "{", whole[: len(whole) // 2], "[]\n7\n", "\n" + whole):
        journal.write_text(content)
        assert told(place, *words) == first
    journal.write_bytes(b"\xff\xfe\n" + whole.encode())
    assert told(place, *words) == first
    assert run(place, "audit", words[0], "--cache", str(place / "list")).status == 2


def test_a_journal_is_for_its_owner_alone(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    words = [listed(place, "two"), "--cache", str(place / "cache")]
    told(place, *words)
    journal = place / "cache/audit.jsonl"
    assert journal.stat().st_mode & 0o777 == 0o600
    refused = f"commitworthy: {journal}: no file of this user: name another --cache\n"
    with monkeypatch.context() as patch:
        patch.setattr(os, "geteuid", lambda: journal.stat().st_uid + 1)
        assert run(place, "audit", *words) == Outcome(2, "", refused)
    journal.unlink()
    os.mkfifo(journal)
    assert run(place, "audit", *words) == Outcome(2, "", refused)
    journal.unlink()
    victim = place / "victim"
    victim.write_text("mine\n")
    journal.symlink_to(victim)
    outcome = run(place, "audit", *words)
    assert (outcome.status, outcome.out, outcome.err.count("\n")) == (2, "", 1)
    assert victim.read_text() == "mine\n"


def test_words_that_are_empty_are_errors(place: Path) -> None:
    """As of a variable that is not set."""
    said = "an empty word stands for no repository: pass a folder, a URL, or nothing for this one"
    assert run(place / "two", "audit", "") == Outcome(2, "", f"commitworthy: {said}\n")
    for option in ("--html", "--plan", "--cache"):
        outcome = run(place / "two", "audit", option, "")
        assert (outcome.status, outcome.out) == (2, "")
        assert outcome.err.endswith(f"argument {option}: must not be empty\n")


@pytest.mark.parametrize("line", ["root:x:0:0:root:/root:/bin/bash", "note: this is prose", "a: b", "Key:  value"])
def test_prose_and_tables_name_no_host(place: Path, line: str) -> None:
    report = told(place, listed(place, line, "two"), status=2)
    assert reasons(report) == [(line, "no such folder: pass the folder of a repository, or a URL")]


def test_what_a_clone_lacks_is_not_remembered(place: Path) -> None:
    """It can be fetched, as the note says, without a ref that moves."""
    one = Repo(place / "one")
    one.git("clone", "--quiet", "--depth=1", "--no-single-branch", f"file://{one.top}", str(place / "shallow"))
    words = [listed(place, "shallow"), "--cache", str(place / "cache")]
    assert told(place, *words)["repositories"][0]["lower_bound"]
    Repo(place / "shallow").git("fetch", "--quiet", "--unshallow")
    assert not told(place, *words)["repositories"][0]["lower_bound"]


def test_a_failure_is_not_remembered(place: Path) -> None:
    words = [listed(place, "later"), "--cache", str(place / "cache")]
    assert [name for name, _ in reasons(told(place, *words, status=2))] == ["later"]
    shutil.copytree(place / "two", place / "later")
    assert told(place, *words)["repositories"][0]["commits"] == 1


# Bounds, and who is asked.


def test_a_clone_that_is_too_large_ends_and_leaves_nothing(place: Path) -> None:
    words = listed(place, f"file://{place}/two", f"file://{place}/one", "two")
    report = told(place, words, "--max-disk", "290 kB", status=2)
    assert [name for name, _ in reasons(report)] == [f"file://{place}/two", f"file://{place}/one"]
    for _, reason in reasons(report):
        assert "File too large" in reason


def script(place: Path, name: str, text: str) -> str:
    folder = place / "bin"
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(f"#!/bin/sh\n{text}\n")
    (folder / name).chmod(0o755)
    return str(folder)


def test_a_server_that_does_not_answer_is_given_up(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bin_folder = script(place, "ssh", "exec sleep 100")
    monkeypatch.setenv("PATH", f"{bin_folder}{os.pathsep}{os.environ['PATH']}")
    words = listed(place, "ssh://example.org/x", "two")
    report = told(place, words, "--max-seconds", "1", "--jobs", "2", status=2)
    ((_, reason),) = reasons(report)
    assert reason in ("git clone took longer than 1 second", "took longer than 1 second")


def test_nobody_is_prompted(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = place / "asked"
    askpass = script(place, "askpass", f"touch {asked}") + "/askpass"
    said = place / "said"
    bin_folder = script(place, "ssh", f'echo "$@" > {said}; env >> {said}; exit 1')
    monkeypatch.setenv("PATH", f"{bin_folder}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("GIT_ASKPASS", askpass)
    monkeypatch.setenv("SSH_ASKPASS", askpass)
    report = told(place, listed(place, "git@example.org:x.git", "two"), status=2)
    assert [name for name, _ in reasons(report)] == ["git@example.org:x.git"]
    lines = said.read_text().splitlines()
    assert lines[0].startswith("-oBatchMode=yes ")
    assert {"GIT_TERMINAL_PROMPT=0", "GIT_ASKPASS=", "SSH_ASKPASS=", "GIT_ALLOW_PROTOCOL=https:ssh:file"} <= set(lines)
    assert not asked.exists()


def test_the_configuration_around_us_starts_nothing(place: Path) -> None:
    """The folder that the command stands in may be a clone of anybody's."""
    record = place / "record"
    evil = script(place, "evil", f"touch {record}") + "/evil"
    around = Repo(place / "two")
    for key, value in (
        ("core.sshCommand", evil),
        ("core.askPass", evil),
        ("credential.helper", f"!{evil}"),
        ("core.gitProxy", evil),
        (f"url.ext::{evil} .insteadOf", "https://example.org/"),
        ("protocol.ext.allow", "always"),
    ):
        around.git("config", key, value)
    (place / "list").write_text(f"https://example.org/x\nssh://127.0.0.1:1/x\nfile://{place}/three.git\n")
    for words in (["../list"], ["../list", "--cache", "../cache"], ["https://example.org/x"]):
        assert run(around.top, "audit", *words).status == 2
    assert not record.exists()


def test_templates_and_submodules_are_left_out(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    template = place / "template/hooks"
    template.mkdir(parents=True)
    record = place / "record"
    for name in ("post-checkout", "reference-transaction"):
        (template / name).write_text(f"#!/bin/sh\ntouch {record}\n")
        (template / name).chmod(0o755)
    monkeypatch.setenv("GIT_TEMPLATE_DIR", str(place / "template"))
    two = Repo(place / "two")
    two.git("submodule", "add", "--quiet", str(place / "one"), "sub")
    two.commit()
    record.unlink(missing_ok=True)
    report = told(place, listed(place, f"file://{place}/two"))
    assert report["repositories"][0]["commits"] == 2
    assert not record.exists()

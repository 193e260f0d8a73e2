"""strip-notebooks as a user sees it: what is rewritten, what is left alone, and what is said of either."""

from __future__ import annotations

import json
import os
import stat
from typing import TYPE_CHECKING

import pytest

from commitworthy.git.objects import object_id
from tests.names import NAMES_THAT_HURT, in_json, raw
from tests.notebooks.make import STREAM, code, notebook
from tests.repo import Outcome, Repo

if TYPE_CHECKING:
    from pathlib import Path

HOOK = "strip-notebooks"
DIRTY = notebook(code(f"[{STREAM}]", "3"))
OTHER = DIRTY.replace('"x"', '"y"')
CLEAN = notebook(code())
BROKEN = DIRTY[:-3]
SIZE = len(STREAM)
WHAT = f"1 output ({SIZE} bytes) and 1 execution count"
KEEP = "commitworthy allow --hook strip-notebooks --because '<why its outputs belong in git>' -- "
LEFT = "fix or rename it; it was left as it is"
ENDS = f"not a notebook: the file ends in the middle of the notebook: {LEFT}"
POLICY = '[[strip-notebooks.keep]]\npaths = ["reports/**"]\nbecause = "the findings are the product"\n'


def said(  # noqa: PLR0917 (what differs from one report to the other)
    name: str = "a.ipynb",
    what: str = f"stripped {WHAT}.",
    first: str = "",
    label: str = "stage it:",
    original: str | None = "",
    add: str | None = None,
) -> str:
    """The report of one dirty notebook that is staged; `original` is None where nothing was written."""
    width = len("or keep its outputs, with the reason:")
    text, command = "or keep its outputs, with the reason:", f"{KEEP}{name}"
    back = f"git cat-file blob {blob_of(original or DIRTY)} > {name}"
    if original is not None:
        command = f"{command} && {back}" + (f" && git add -- {name}" if add is None else add)
    keep = f"    {text}   {command}\n" if len(command) < 115 else f"    {text}\n        {command}\n"
    return (
        f"{name}: NBK001 dirty-notebook: {what}\n"
        f"    {label:{width}}   {first or f'git add -- {name}'}\n"
        f"{keep}"
        + ("" if original is None else f"    {'or get the original back:':{width}}   {back}\n")
        + "\n1 finding in 1 file.\n"
    )


def blob_of(content: str) -> str:
    return object_id(content.encode(), "sha1").decode()


def content(repo: Repo, name: str | bytes = "a.ipynb") -> str:
    with open(repo.path(name), "rb") as file:
        return file.read().decode()


def test_1_a_clean_notebook_is_not_touched(repo: Repo) -> None:
    repo.stage("a.ipynb", CLEAN)
    os.utime(repo.path("a.ipynb"), ns=(5, 5))
    before = os.stat(repo.path("a.ipynb"))
    assert repo.run(HOOK) == repo.run(HOOK, "a.ipynb") == Outcome(0, "", "")
    after = os.stat(repo.path("a.ipynb"))
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_2_a_dirty_notebook_is_rewritten_and_passes_once_it_is_staged(repo: Repo) -> None:
    repo.stage("a.ipynb", DIRTY)
    assert repo.run(HOOK) == Outcome(1, said(), "")
    assert content(repo) == CLEAN
    repo.stage("a.ipynb")
    assert repo.run(HOOK) == Outcome(0, "", "")


def test_the_remedies_can_be_pasted(repo: Repo) -> None:
    repo.install_hooks(HOOK)
    repo.stage("a.ipynb", DIRTY)
    assert repo.try_commit().status == 1
    keep = KEEP.replace("<why its outputs belong in git>", "figures") + "a.ipynb && git add commitworthy.toml"
    assert repo.shell("git stash list && " + keep).status == 0
    repo.passes()
    assert repo.git("show", "HEAD:a.ipynb") + "\n" == DIRTY
    repo.stage("b.ipynb", DIRTY.replace('"x"', '"y"'))
    assert repo.try_commit().status == 1
    assert repo.shell("git add -- b.ipynb").status == 0
    repo.passes()


def test_a_dirty_blob_over_a_clean_file(repo: Repo) -> None:
    repo.stage("a.ipynb", DIRTY)
    repo.write("a.ipynb", CLEAN)
    what = f"staged with {WHAT}, while the file on disk is clean."
    assert repo.run(HOOK) == Outcome(1, said(what=what, label="stage the clean file:", original=None), "")
    assert content(repo) == CLEAN


def test_a_dirty_blob_whose_file_has_changed_since(repo: Repo) -> None:
    """What was edited since is kept, and stripped as well."""
    repo.stage("a.ipynb", DIRTY)
    edited = notebook(code(f"[{STREAM}, {STREAM}]", "4", source='"edited"'))
    repo.write("a.ipynb", edited)
    outcome = repo.run(HOOK)
    what = f"stripped 2 outputs ({2 * SIZE + 2} bytes) and 1 execution count."
    # What was not staged comes back to the file, and only there.
    staging = f"printf '%b\\0' '100644 {blob_of(CLEAN)}\\ta.ipynb' | git update-index -z --index-info"
    expected = said(what=what, original=edited, add="").replace(
        f"    {'stage it:':{len('or keep its outputs, with the reason:')}}   git add -- a.ipynb\n",
        "    stage the stripped version alone:\n"
        f"        {staging}\n"
        "    or stage it with the changes that were not staged:   git add -- a.ipynb\n",
    )
    assert outcome.out.split() == expected.split()
    assert repo.shell(staging).status == 0
    assert repo.git("show", ":a.ipynb") + "\n" == CLEAN
    assert "edited" in content(repo)
    assert repo.run(HOOK) == Outcome(0, "", "")
    assert content(repo) == notebook(code(source='"edited"'))


def test_a_dirty_blob_without_a_file(repo: Repo) -> None:
    repo.stage("a.ipynb", DIRTY)
    os.unlink(repo.path("a.ipynb"))
    what = f"staged with {WHAT}, and there is no file on disk to strip."
    back = "git restore -- a.ipynb && commitworthy strip-notebooks -- a.ipynb"
    outcome = repo.run(HOOK)
    assert outcome == Outcome(1, said(what=what, first=back, label="restore the file and strip it:", original=None), "")
    assert repo.shell(back).status == 1
    assert content(repo) == CLEAN


def test_a_dirty_blob_over_a_broken_file(repo: Repo) -> None:
    repo.stage("a.ipynb", DIRTY)
    repo.write("a.ipynb", BROKEN)
    what = (
        f"staged with {WHAT}, and the file on disk is not a notebook: "
        "the file ends in the middle of the notebook at line 1."
    )
    assert repo.run(HOOK) == Outcome(
        1, said(what=what, label="fix the file on disk, then stage it:", original=None), ""
    )
    assert content(repo) == BROKEN


def test_a_clean_blob_lets_the_file_keep_its_outputs(repo: Repo) -> None:
    repo.stage("a.ipynb", CLEAN)
    repo.write("a.ipynb", DIRTY)
    assert repo.run(HOOK) == Outcome(0, "", "")
    assert content(repo) == DIRTY


NOTE = (
    "commitworthy: a.ipynb: the staged version is clean; the outputs on disk are not staged, so they stay: "
    "to strip them, git add it first or use --on-disk\n"
)


def test_a_note_for_outputs_that_are_not_staged(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    repo.write("a.ipynb", CLEAN)
    repo.commit()
    assert repo.run(HOOK, "a.ipynb") == Outcome(0, "", "")
    repo.write("a.ipynb", DIRTY)
    assert repo.run(HOOK, "a.ipynb") == repo.run(HOOK, "--all-files") == Outcome(0, "", NOTE)
    monkeypatch.setenv("PRE_COMMIT", "1")
    assert repo.run(HOOK, "a.ipynb") == Outcome(0, "", "")


def test_the_note_is_there_also_once_many_clean_notebooks_are_remembered(repo: Repo) -> None:
    for number in range(30):
        repo.write(f"n{number}.ipynb", notebook(code(source=f'"{number}"')))
    repo.write("a.ipynb", CLEAN)
    repo.commit()
    assert repo.run(HOOK, "--all-files") == Outcome(0, "", "")
    repo.write("a.ipynb", DIRTY)
    assert repo.run(HOOK, "--all-files") == repo.run(HOOK, "--all-files") == Outcome(0, "", NOTE)


def test_of_many_notebooks_nothing_is_lost_between_the_processes(repo: Repo) -> None:
    """Findings, problems, missing blobs and what is remembered come from each."""
    names = [f"n{number:02}.ipynb" for number in range(60)]
    for number, name in enumerate(names):
        repo.write(name, (DIRTY if number % 2 else CLEAN).replace('"x"', f'"x{number}"'))
    broken, missing, passed = ("n06.ipynb", "n54.ipynb"), ("n08.ipynb", "n52.ipynb"), ("n10.ipynb", "n50.ipynb")
    for name in broken:
        repo.write(name, BROKEN)
    repo.commit()
    for name in missing:
        blob = repo.git("rev-parse", f":{name}")
        (repo.top / ".git/objects" / blob[:2] / blob[2:]).unlink()
        repo.write(name, CLEAN)
    for name in passed:
        repo.write(name, DIRTY)
    dirty = names[1::2]
    outcome = repo.run(HOOK, "--all-files", "--format", "json")
    assert outcome.status == 2
    assert [path for path, _ in outcome.rules()] == dirty
    assert all(STREAM not in content(repo, name) for name in dirty)
    for name in broken:
        assert outcome.err.count(f"{name}:") == 1
        assert content(repo, name) == BROKEN
    for name in missing:
        assert outcome.err.count(f"{name}: blob ") == 1
    for name in passed:
        assert outcome.err.count(f"{name}: the staged version is clean") == 1
    again = repo.run(HOOK, "--all-files", "--format", "json")
    assert [path for path, _ in again.rules()] == dirty
    assert (again.status, sorted(again.err.splitlines())) == (2, sorted(outcome.err.splitlines()))


def test_no_note_where_a_filter_makes_it_so(repo: Repo) -> None:
    assert repo.run(HOOK, "--install-filter").status == 0
    repo.write("a.ipynb", DIRTY)
    repo.commit()
    assert content(repo) == DIRTY
    repo.write("a.ipynb", DIRTY.replace("3", "4"))
    repo.git("config", "--unset", "filter.commitworthy.process")
    (repo.top / ".gitattributes").write_text("*.ipynb filter=commitworthy\n")
    repo.stage(".gitattributes")
    assert repo.run(HOOK, "a.ipynb") == Outcome(0, "", "")


def test_on_disk_strips_the_file_whatever_is_staged(repo: Repo) -> None:
    repo.stage("a.ipynb", CLEAN)
    repo.write("a.ipynb", DIRTY)
    outcome = repo.run(HOOK, "--on-disk", "a.ipynb")
    back = f"    get the original back:   git cat-file blob {blob_of(DIRTY)} > a.ipynb\n"
    report = f"a.ipynb: NBK001 dirty-notebook: stripped {WHAT}.\n{back}\n1 finding in 1 file.\n"
    assert outcome == Outcome(1, report, "")
    assert content(repo) == CLEAN


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (notebook(code(f"[{STREAM}]", "3", '{"tags": ["keep_output"]}')), "tag"),
        (notebook(code(f"[{STREAM}]", "3", '{"keep_output": true}')), "metadata"),
        (notebook(code(f"[{STREAM}]", "3", '{"init_cell": true}')), "init_cell"),
        (notebook(code(f"[{STREAM}]", "3", source='"# commitworthy: keep-output"')), "a comment"),
        (notebook(code(f"[{STREAM}]", "3"), '{"keep_output": true}'), "the notebook's metadata"),
    ],
)
def test_37_what_keeps_outputs_is_said(repo: Repo, text: str, reason: str) -> None:
    repo.stage("a.ipynb", text)
    what = f"stripped 1 execution count; 1 cell kept by {reason}."
    assert repo.run(HOOK) == Outcome(1, said(what=what, original=text), "")
    assert STREAM in content(repo)


def test_39_a_text_for_a_truth_is_remarked_on(repo: Repo) -> None:
    repo.stage("a.ipynb", notebook(code(metadata='{"keep_output": "false"}', outputs=f"[{STREAM}]")))
    outcome = repo.run(HOOK)
    assert outcome.status == 1
    assert (
        "a.ipynb: cell 1: warning: NBK007 notebook-remark: The metadata keep_output is not true or false" in outcome.out
    )


def test_12_warnings_alone_stop_nobody_unless_asked_to(repo: Repo) -> None:
    repo.stage("a.ipynb", notebook(code(metadata='{"limit": NaN}')))
    line = (
        "a.ipynb: warning: NBK007 notebook-remark: NaN or Infinity, which JSON does not have.\n\n1 warning in 1 file.\n"
    )
    assert repo.run(HOOK) == Outcome(0, line, "")
    error = line.replace("warning: ", "").replace("1 warning", "1 finding")
    assert repo.run(HOOK, "--strict") == Outcome(1, error, "")


@pytest.mark.parametrize("until", ["", "until = 2999-01-01\n"])
def test_a_notebook_that_the_policy_keeps_is_left_as_it_is(repo: Repo, until: str) -> None:
    repo.stage("commitworthy.toml", POLICY + until)
    repo.stage("reports/a.ipynb", DIRTY)
    assert repo.run(HOOK) == Outcome(0, "", "")
    assert content(repo, "reports/a.ipynb") == DIRTY


def test_a_keep_whose_day_has_passed_keeps_nothing(repo: Repo) -> None:
    repo.stage("commitworthy.toml", POLICY + "until = 2020-01-01\n")
    repo.stage("reports/a.ipynb", DIRTY)
    assert repo.run(HOOK) == Outcome(1, said("reports/a.ipynb"), "")


def test_a_keep_without_a_reason_is_no_policy(repo: Repo) -> None:
    repo.stage("commitworthy.toml", '[[strip-notebooks.keep]]\npaths = ["reports/**"]\n')
    repo.stage("reports/a.ipynb", DIRTY)
    outcome = repo.run(HOOK)
    assert (outcome.status, outcome.out) == (2, "")
    assert "because" in outcome.err
    assert content(repo, "reports/a.ipynb") == DIRTY


def test_a_kept_notebook_still_answers_to_the_size_limits(repo: Repo) -> None:
    repo.stage("commitworthy.toml", POLICY)
    repo.stage("reports/a.ipynb", notebook(code(f'["{"x" * 600_000}"]')))
    assert repo.run(HOOK).status == 0
    assert repo.judge(hook="block-artifacts") == [("reports/a.ipynb", "large-file")]


def renamed(name: str, old: str, state: str = "staged", what: str = WHAT) -> str:
    """The report of one that the policy keeps under another name."""
    allow, strip = "allow it under its new name, with the reason:", "commitworthy strip-notebooks --on-disk"
    return (
        f"{name}: NBK001 dirty-notebook: {state} with {what}; accepted only under its old name {old}.\n"
        f"    {allow}   {KEEP}{name}\n"
        f"    {'or strip it:':{len(allow)}}   {strip} -- {name}\n\n1 finding in 1 file.\n"
    )


@pytest.mark.parametrize("flags", [(), ("--check",)])
@pytest.mark.parametrize("edited", [False, True], ids=["as it was", "edited"])
@pytest.mark.parametrize("way", ["mv", "copy"])
def test_a_notebook_that_was_kept_under_another_name_is_not_written(
    repo: Repo, flags: tuple[str, ...], way: str, *, edited: bool
) -> None:
    many = DIRTY.replace('"x"', json.dumps("x" * 500))
    repo.write("commitworthy.toml", POLICY)
    repo.write("reports/a.ipynb", many)
    repo.commit()
    if way == "mv":
        repo.git("mv", "reports/a.ipynb", "a.ipynb")
    staged = many.replace('"xx', '"yx') if edited else many
    repo.stage("a.ipynb", staged)
    if edited and way == "copy":
        assert repo.run(HOOK, "--check").status == 1
        assert "old name" not in repo.run(HOOK, "--check").out
        return
    assert repo.run(HOOK, *flags) == Outcome(1, renamed("a.ipynb", "reports/a.ipynb"), "")
    assert content(repo) == staged
    (finding,) = repo.run(HOOK, *flags, "--format", "json").findings()
    assert finding["accepted_as"] == "reports/a.ipynb"


def test_either_remedy_of_one_that_was_kept_under_another_name_works(repo: Repo) -> None:
    repo.write("commitworthy.toml", POLICY)
    repo.write("reports/a.ipynb", DIRTY)
    repo.commit()
    repo.git("mv", "reports/a.ipynb", "a.ipynb")
    allow, strip = (line.partition(":   ")[2] for line in repo.run(HOOK).out.splitlines()[1:3])
    assert repo.shell(strip).status == 1
    assert content(repo) == CLEAN
    repo.write("a.ipynb", DIRTY)
    assert repo.shell(allow.replace("<why its", "it is the product, its")).status == 0
    assert repo.run(HOOK) == Outcome(0, "", "")
    assert content(repo) == DIRTY


def test_a_renamed_folder_of_kept_notebooks_is_one_line(repo: Repo) -> None:
    repo.write("commitworthy.toml", POLICY)
    repo.write("reports/a.ipynb", DIRTY)
    repo.write("reports/b.ipynb", OTHER)
    repo.commit()
    repo.git("mv", "reports", "papers")
    assert repo.run(HOOK) == Outcome(
        1,
        "papers/: 2 findings in 2 files, accepted only under their old names in reports/: NBK001 2.\n"
        f"    allow it under its new name, with the reason:\n        {KEEP}papers/a.ipynb papers/b.ipynb\n\n"
        "2 findings in 2 files.\n",
        "",
    )
    assert (content(repo, "papers/a.ipynb"), content(repo, "papers/b.ipynb")) == (DIRTY, OTHER)


def test_a_merge_from_where_a_notebook_was_kept_does_not_strip_it(repo: Repo) -> None:
    repo.git("branch", "side")
    repo.write("b.txt", "text\n")
    repo.commit()
    repo.git("switch", "--quiet", "side")
    repo.write("commitworthy.toml", POLICY)
    repo.write("reports/a.ipynb", DIRTY)
    repo.commit()
    repo.git("switch", "--quiet", "main")
    repo.git("merge", "--quiet", "--no-commit", "--no-ff", "side")
    repo.git("rm", "--quiet", "--force", "commitworthy.toml")
    outcome = repo.run(HOOK)
    said = f"reports/a.ipynb: NBK001 dirty-notebook: staged with {WHAT}; kept in the parent commit, "
    assert (outcome.status, outcome.out.splitlines()[0]) == (1, f"{said}but not as it is staged.")
    assert content(repo, "reports/a.ipynb") == DIRTY


def test_a_legacy_notebook_may_be_renamed_but_not_edited(repo: Repo) -> None:
    repo.write("a.ipynb", DIRTY)
    repo.commit()
    repo.git("mv", "a.ipynb", "b.ipynb")
    assert repo.run(HOOK) == Outcome(0, "", "")
    repo.stage("b.ipynb", OTHER)
    assert repo.run(HOOK) == Outcome(1, said("b.ipynb", original=OTHER), "")


@pytest.mark.parametrize("old", ["raw.json", "a.zpln"])
def test_what_was_no_notebook_before_is_news(repo: Repo, old: str) -> None:
    repo.write(old, DIRTY)
    repo.commit()
    repo.git("mv", old, "a.ipynb")
    assert repo.run(HOOK) == Outcome(1, said(), "")


@pytest.mark.parametrize("parent", ["main", "side"])
def test_what_a_parent_of_a_merge_has_is_no_news(repo: Repo, parent: str) -> None:
    repo.git("branch", "side")
    repo.git("switch", "--quiet", parent)
    repo.write("legacy.ipynb", DIRTY)
    repo.commit()
    repo.git("switch", "--quiet", "side" if parent == "main" else "main")
    repo.write("b.txt", "text\n")
    repo.commit()
    repo.git("switch", "--quiet", "main")
    repo.git("merge", "--quiet", "--no-commit", "--no-ff", "side")
    assert repo.run(HOOK) == Outcome(0, "", "")
    repo.stage("c.ipynb", OTHER)
    assert repo.run(HOOK) == Outcome(1, said("c.ipynb", original=OTHER), "")


def test_all_files_judges_what_is_tracked(repo: Repo) -> None:
    repo.write("a.ipynb", DIRTY)
    repo.commit()
    outcome = repo.run(HOOK, "--all-files", "--check", "--format", "json")
    assert outcome.status == 1
    assert outcome.rules() == [("a.ipynb", "cell-outputs"), ("a.ipynb", "execution-count")]
    outcome = repo.run(HOOK, "--all-files")
    accept = (
        "    or accept all that is already there:   commitworthy baseline --add && git add .commitworthy-baseline\n"
    )
    assert outcome.status == 1
    assert f"a.ipynb: NBK001 dirty-notebook: stripped {WHAT}.\n" in outcome.out
    assert accept.split() == next(line for line in outcome.out.splitlines() if "accept" in line).split()
    assert content(repo) == CLEAN


def test_what_the_baseline_lists_is_left_alone_until_it_changes(repo: Repo) -> None:
    repo.write("a.ipynb", DIRTY)
    repo.git("add", "--all")
    assert repo.run("baseline").status == 0
    blob = repo.git("rev-parse", ":a.ipynb")
    assert (repo.top / ".commitworthy-baseline").read_text() == f"strip-notebooks\tdirty-notebook\ta.ipynb\t{blob}\n"
    repo.commit()
    assert repo.run(HOOK, "--all-files") == Outcome(0, "", "")
    repo.git("mv", "a.ipynb", "b.ipynb")
    assert repo.run(HOOK) == repo.run(HOOK, "--all-files") == Outcome(0, "", "")
    repo.stage("b.ipynb", OTHER)
    assert repo.run(HOOK) == Outcome(1, said("b.ipynb", original=OTHER), "")


def test_54_check_writes_nothing_and_tells_each_thing(repo: Repo) -> None:
    text = DIRTY.replace("{}", '{"collapsed": true}', 1).replace(', "metadata": {}', ', "metadata": {"widgets": {}}')
    lines = json.dumps(json.loads(text), indent=1) + "\n"
    repo.stage("a.ipynb", lines)
    outcome = repo.run(HOOK, "--check", "--format", "json")
    assert (outcome.status, outcome.err) == (1, "")
    assert content(repo) == lines
    numbers = {line.strip().partition('"')[2].partition('"')[0]: at for at, line in enumerate(lines.split("\n"), 1)}
    outputs = json.dumps(json.loads(STREAM), indent=1).replace("\n", "\n" + " " * 4)
    expected = [
        ("NBK004", "volatile-metadata", None, "widgets", "metadata.widgets (13 bytes)"),
        ("NBK002", "cell-outputs", 0, "outputs", f"1 output ({len(outputs) + 9} bytes)"),
        ("NBK003", "execution-count", 0, "execution_count", "an execution count"),
        ("NBK004", "volatile-metadata", 0, "collapsed", "cell.metadata.collapsed (17 bytes)"),
    ]
    keys = ("code", "rule", "cell", "file_line", "message")
    assert [tuple(finding[key] for key in keys) for finding in outcome.findings()] == [
        (code, rule, cell, numbers[key], f"{what}, at line {numbers[key]} of the file.")
        for code, rule, cell, key, what in expected
    ]
    facts = [tuple(finding[key] for key in ("path", "level", "outputs", "counts")) for finding in outcome.findings()]
    assert facts == [("a.ipynb", "error", *some) for some in ((0, 0), (1, 0), (0, 1), (0, 0))]
    strip = {"text": "strip it", "command": "commitworthy strip-notebooks -- a.ipynb"}
    assert all(finding["remedies"][0] == strip for finding in outcome.findings())


def test_59_a_broken_one_stops_no_other(repo: Repo) -> None:
    for name in ("a.ipynb", "c.ipynb"):
        repo.stage(name, DIRTY)
    repo.stage("b.ipynb", BROKEN)
    outcome = repo.run(HOOK, "a.ipynb", "b.ipynb", "c.ipynb")
    assert (outcome.status, outcome.err) == (2, f"commitworthy: b.ipynb:1: {ENDS}\n")
    assert "2 findings in 2 files." in outcome.out
    assert [content(repo, f"{name}.ipynb") for name in "abc"] == [CLEAN, BROKEN, CLEAN]


def test_20_a_conflict_is_called_one(repo: Repo) -> None:
    text = DIRTY.replace('"outputs"', '\n<<<<<<< HEAD\n"outputs"')
    repo.stage("a.ipynb", text)
    line = "a.ipynb:2: not a notebook: merge conflict: resolve it; it was left as it is"
    assert repo.run(HOOK) == Outcome(2, "", f"commitworthy: {line}\n")
    assert content(repo) == text


def test_60_the_same_file_twice_is_done_once(repo: Repo) -> None:
    repo.stage("a.ipynb", DIRTY)
    assert repo.run(HOOK, "a.ipynb", "./a.ipynb", repo.path("a.ipynb")) == Outcome(1, said(), "")


def test_57_a_read_only_file_is_left_alone(repo: Repo) -> None:
    repo.stage("a.ipynb", DIRTY)
    repo.stage("b.ipynb", DIRTY)
    os.chmod(repo.path("a.ipynb"), 0o444)
    outcome = repo.run(HOOK)
    line = "a.ipynb: is read-only, so nothing was changed: give it write permission first"
    assert outcome == Outcome(2, said("b.ipynb"), f"commitworthy: {line}\n")
    assert (content(repo), content(repo, "b.ipynb")) == (DIRTY, CLEAN)


def test_57_an_executable_notebook_stays_one(repo: Repo) -> None:
    repo.write("a.ipynb", DIRTY)
    os.chmod(repo.path("a.ipynb"), 0o755)
    repo.stage("a.ipynb")
    assert repo.run(HOOK).status == 1
    assert stat.S_IMODE(os.stat(repo.path("a.ipynb")).st_mode) == 0o755


def test_other_names_of_a_file_are_mentioned(repo: Repo, tmp_path: Path) -> None:
    repo.stage("a.ipynb", DIRTY)
    os.link(repo.path("a.ipynb"), tmp_path / "b.ipynb")
    what = f"stripped {WHAT}; 1 other name of the file keeps the old content."
    assert repo.run(HOOK) == Outcome(1, said(what=what), "")


def test_a_pointer_of_git_lfs_is_left_alone(repo: Repo) -> None:
    repo.git("lfs", "install", "--local", "--skip-repo")
    repo.stage(".gitattributes", "*.ipynb filter=lfs diff=lfs merge=lfs -text\n")
    repo.stage("a.ipynb", DIRTY)
    assert "git-lfs" in repo.git("show", ":a.ipynb")
    assert repo.run(HOOK) == repo.run(HOOK, "--all-files") == Outcome(0, "", "")
    assert content(repo) == DIRTY


def test_line_ends_that_git_converts_stay(repo: Repo) -> None:
    """The blob has other bytes than the file; the file is stripped, with its own line ends."""
    text = json.dumps(json.loads(DIRTY), indent=1).replace("\n", "\r\n")
    repo.git("config", "core.autocrlf", "true")
    repo.stage("a.ipynb", text)
    assert "\r" not in repo.git("show", ":a.ipynb")
    assert repo.run(HOOK).status == 1
    assert content(repo) == json.dumps(json.loads(CLEAN), indent=1).replace("\n", "\r\n")
    repo.stage("a.ipynb")
    assert repo.run(HOOK) == Outcome(0, "", "")


def test_names_that_hurt(repo: Repo) -> None:
    for name in NAMES_THAT_HURT:
        path = raw(name) + b".ipynb"
        repo.stage(path, DIRTY)
        outcome = repo.run(HOOK, "--format", "json", "--", os.fsdecode(path))
        assert outcome.status == 1
        assert outcome.rules() == [(in_json(path), "dirty-notebook")]
        assert content(repo, path) == CLEAN
        command = outcome.findings()[0]["remedies"][0]["command"]
        assert repo.shell(command).status == 0, command
    assert repo.run(HOOK) == Outcome(0, "", "")


def test_a_damaged_blob_is_no_pass(repo: Repo) -> None:
    repo.stage("a.ipynb", CLEAN)
    repo.stage("b.ipynb", DIRTY)
    blob = repo.git("rev-parse", ":a.ipynb")
    repo.shell(f"rm -f a.ipynb .git/objects/{blob[:2]}/{blob[2:]}")
    line = f"a.ipynb: blob {blob} is missing or damaged in the object store: run git fsck"
    assert repo.run(HOOK) == Outcome(2, said("b.ipynb"), f"commitworthy: {line}\n")


def test_the_checkpoints_of_jupyter_are_not_ours(repo: Repo) -> None:
    repo.stage(".ipynb_checkpoints/a-checkpoint.ipynb", DIRTY)
    assert repo.run(HOOK) == Outcome(0, "", "")
    assert repo.judge(hook="block-artifacts") == [(".ipynb_checkpoints/a-checkpoint.ipynb", "run-litter")]


def test_no_other_file_is_looked_at(repo: Repo) -> None:
    for name in ("a.json", "a.ipynb.txt", "ipynb", "a.py"):
        repo.stage(name, DIRTY)
    assert repo.run(HOOK) == Outcome(0, "", "")


@pytest.mark.parametrize("name", ["a.IPYNB", "a.Zpln"])
def test_a_suffix_in_capitals_counts(repo: Repo, name: str) -> None:
    text = '{"paragraphs": [{"results": {"msg": []}}], "id": "x"}'
    repo.stage(name, text if "Z" in name else DIRTY)
    assert repo.judge(hook=HOOK) == [(name, "dirty-notebook")]


REMARK = "warning: NBK007 notebook-remark: The file is empty; it becomes a notebook when its editor first saves it."


@pytest.mark.parametrize("content", ["", "\n", " \r\n", "\ufeff"], ids=repr)
@pytest.mark.parametrize("name", ["new.ipynb", "new.zpln", "caf\u00e9 'n'.IPYNB"])
def test_an_empty_notebook_passes_with_a_remark(repo: Repo, name: str, content: str) -> None:
    repo.stage(name, content)
    for words in (
        [HOOK],
        [HOOK, "--check"],
        [HOOK, "--check", "--validate"],
        ["commitworthy"],
        ["check"],
        [HOOK, "--on-disk"],
    ):
        outcome = repo.run(*words)
        assert (outcome.status, outcome.err) == (0, ""), words
        assert outcome.out.splitlines()[0] == f"{name}: {REMARK}", words
    repo.install_hooks(HOOK)
    assert repo.try_commit().status == 0
    assert repo.git("show", b"HEAD:" + raw(name)) == content.strip("\n")


def test_an_empty_notebook_that_the_policy_keeps_is_not_spoken_of(repo: Repo) -> None:
    repo.stage("a.ipynb", "")
    assert repo.run("allow", "--hook", HOOK, "--because", "golden", "a.ipynb").status == 0
    repo.stage("commitworthy.toml")
    assert repo.run(HOOK) == Outcome(0, "", "")


def test_of_a_dirty_blob_beside_an_empty_file_nothing_is_called_clean(repo: Repo) -> None:
    repo.stage("a.ipynb", DIRTY)
    repo.write("a.ipynb", "")
    outcome = repo.run(HOOK)
    assert outcome.status == 1
    assert f"staged with {WHAT}, and the file on disk is not a notebook: the file is empty." in outcome.out
    assert (repo.top / "a.ipynb").read_bytes() == b""

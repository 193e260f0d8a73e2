"""Scenarios 26 to 42 of the acceptance list: routes and pointers."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests import lfs, samples
from tests.names import NAMES_THAT_HURT
from tests.pasting import PLACEHOLDER, blob, pasted
from tests.repo import Repo
from tests.samples import noise, parquet

PARQUET = parquet(900_000)


@pytest.fixture
def hooked(repo: Repo) -> Repo:
    """A repository with git-lfs set up, whose commits are judged."""
    repo.install_hooks("require-lfs --format json")
    return lfs.set_up(repo)


def without_lfs(repo: Repo, name: str, content: bytes) -> None:
    """What `git add` stores where git-lfs is not set up."""
    lfs.tear_down(repo)
    repo.stage(name, content)
    lfs.set_up(repo)


def staged_as(repo: Repo, name: str, text: str) -> None:
    """Put a blob into the index as it is, and on disk."""
    repo.write(name, text)
    oid = repo.git("hash-object", "-w", "--stdin", send=text.encode())
    repo.git("update-index", "--add", "--cacheinfo", f"100644,{oid},{name}")


def test_26_raw_parquet_without_attributes(hooked: Repo) -> None:
    hooked.stage("x.parquet", PARQUET)
    (finding,) = hooked.refused()
    assert (finding["code"], finding["rule"], finding["path"]) == ("LFS001", "unrouted-artifact", "x.parquet")
    assert finding["message"] == (
        "Parquet data, 878.9 kB, staged as an ordinary git blob: no line in .gitattributes sends *.parquet to Git LFS; "
        "also reported by block-artifacts; one fix covers both."
    )
    line = f"*.parquet {lfs.ROUTE}"
    assert [way["command"] for way in finding["remedies"]] == [
        f"printf '%s\\n' '{line}' >> .gitattributes && git add .gitattributes && git add --renormalize -- x.parquet",
        "git rm --cached -- x.parquet && printf '%s\\n' /x.parquet >> .gitignore && git add .gitignore",
        f"commitworthy allow --because {PLACEHOLDER} -- x.parquet",
    ]
    assert (finding["routes"], finding["files"], finding["size"]) == ([line], ["x.parquet"], 900_000)
    pasted(hooked, finding, "send it to Git LFS")
    hooked.passes()
    assert lfs.stored(hooked, "x.parquet") == lfs.pointer(PARQUET).removesuffix("\n")


def test_of_several_files_those_that_are_gone_from_disk_come_back_before_any_is_staged(hooked: Repo) -> None:
    for name, seed in (("a.parquet", 1), ("b.parquet", 2)):
        hooked.stage(name, samples.parquet(9_000, seed))
    (hooked.top / "b.parquet").unlink()
    (finding,) = hooked.refused()
    assert finding["files"] == ["a.parquet", "b.parquet"]
    pasted(hooked, finding, "send it to Git LFS")
    hooked.passes()
    for name, seed in (("a.parquet", 1), ("b.parquet", 2)):
        assert lfs.stored(hooked, name) == lfs.pointer(samples.parquet(9_000, seed)).removesuffix("\n")


def test_27_routed_but_raw(hooked: Repo) -> None:
    lfs.route(hooked, "*.parquet")
    without_lfs(hooked, "x.parquet", PARQUET)
    (finding,) = hooked.refused()
    assert finding["rule"] == "not-a-pointer"
    assert finding["message"] == (
        ".gitattributes routes this to Git LFS, but the staged blob is the file itself (878.9 kB)."
    )
    pasted(hooked, finding, "stage it again as a pointer")
    hooked.passes()


def test_27_both_hooks_say_the_same(hooked: Repo) -> None:
    lfs.route(hooked, "*.parquet")
    without_lfs(hooked, "x.parquet", PARQUET)
    (ours,) = hooked.run("require-lfs", "--format", "json").findings()
    (theirs,) = hooked.run("block-artifacts", "--format", "json").findings()
    same = ("code", "rule", "path", "message", "remedies", "size", "family", "format", "evidence")
    assert [ours[key] for key in same] == [theirs[key] for key in same]


def test_28_the_route_is_on_disk_alone(hooked: Repo) -> None:
    hooked.write(".gitattributes", f"*.parquet {lfs.ROUTE}\n")
    hooked.stage("x.parquet", PARQUET)
    (finding,) = hooked.refused()
    assert finding["rule"] == "unstaged-route"
    assert [way["command"] for way in finding["remedies"]] == ["git add .gitattributes"]
    pasted(hooked, finding, "stage the route")
    hooked.passes()


def test_29_a_commit_of_one_path_leaves_the_route_behind(hooked: Repo) -> None:
    hooked.stage("x.bin", b"old\n").commit()
    lfs.route(hooked, "*.bin")
    hooked.write("x.bin", noise(9000))
    (finding,) = hooked.refused("--", "x.bin")
    assert (finding["path"], finding["rule"]) == ("x.bin", "unstaged-route")
    hooked.passes("--", "x.bin", ".gitattributes")


@pytest.mark.parametrize("place", ["info/attributes", "core.attributesFile"])
@pytest.mark.parametrize("is_raw", [True, False], ids=["raw", "pointer"])
def test_30_the_route_is_private(hooked: Repo, place: str, is_raw: bool) -> None:
    if place == "info/attributes":
        hooked.write(".git/info/attributes", f"*.bin {lfs.ROUTE}\n")
    else:
        hooked.git("config", "core.attributesFile", hooked.write("../attributes", f"*.bin {lfs.ROUTE}\n"))
    if is_raw:
        without_lfs(hooked, "a.bin", noise(9000))
    else:
        hooked.stage("a.bin", noise(9000))
    (finding,) = hooked.refused()
    assert finding["rule"] == "private-route"
    end = (
        "the staged blob is the file itself (8.8 kB)"
        if is_raw
        else ("everyone else would get the pointer in place of the file")
    )
    assert finding["message"] == (
        "Only attributes that are private to this clone route this to Git LFS (info/attributes, core.attributesFile): "
        f"{end}."
    )
    pasted(hooked, finding, "add the rule to .gitattributes")
    hooked.passes()
    assert lfs.stored(hooked, "a.bin").startswith("version ")


@pytest.mark.parametrize("hash_name", ["sha1", "sha256"])
def test_30_a_private_line_does_not_hide_a_route(tmp_path: Path, hash_name: str) -> None:
    repo = lfs.set_up(Repo.init(tmp_path / "other", f"--object-format={hash_name}"))
    repo.write("a.txt", "text\n")
    repo.commit()
    lfs.route(repo, "*.bin").commit()
    repo.write(".git/info/attributes", "*.bin -filter\n")
    repo.stage("a.bin", noise(9000))
    assert lfs.judge(repo) == [("a.bin", "not-a-pointer")]


@pytest.mark.parametrize("cwd", ["", "data/deep"])
def test_31_a_folder_with_a_slash_matches_nothing(hooked: Repo, cwd: str) -> None:
    hooked.stage(".gitattributes", "data/ filter=lfs\n")
    hooked.stage("data/deep/x.bin", noise(9000))
    line, raw = hooked.refused(cwd=cwd)
    assert (line["path"], line["line"], line["rule"]) == (".gitattributes", 1, "dead-attribute-line")
    assert line["message"] == "data/ matches nothing, since it ends in a slash."
    assert line["remedies"] == [{"text": f"write instead: data/** {lfs.ROUTE}", "command": None}]
    assert raw["message"] == (
        "Unknown binary content, 8.8 kB, staged as an ordinary git blob: no line in .gitattributes sends *.bin "
        "to Git LFS; .gitattributes:1 says data/, which matches nothing: write data/**."
    )
    hooked.stage(".gitattributes", f"data/** {lfs.ROUTE}\n")
    hooked.git("add", "--renormalize", "data")
    hooked.passes(cwd=cwd)


TEXT = lfs.pointer(PARQUET)
LOOSE = {
    "CRLF": TEXT.replace("\n", "\r\n"),
    "an old version line": TEXT.replace("git-lfs", "hawser"),
    "an older one": TEXT.replace("https://git-lfs.github.com/spec/v1", "http://git-media.io/v/2"),
    "no last line end": TEXT[:-1],
    "blank lines behind": TEXT + "\n\n",
}


@pytest.mark.parametrize("text", LOOSE.values(), ids=LOOSE)
def test_32_a_loose_pointer(hooked: Repo, text: str) -> None:
    lfs.route(hooked, "*.bin").commit()
    staged_as(hooked, "sub/x.bin", text)
    (finding,) = hooked.refused()
    assert finding["rule"] == "loose-pointer"
    assert hooked.try_git("lfs", "pointer", "--check", "--strict", "--file", "sub/x.bin").status == 2
    pasted(hooked, finding, "write it as git-lfs does")
    assert lfs.stored(hooked, "sub/x.bin") + "\n" == TEXT
    assert lfs.judge(hooked) == [("sub/x.bin", "missing-object")]


def test_32_a_pointer_with_an_extension_is_canonical(hooked: Repo) -> None:
    lfs.route(hooked, "*.bin").commit()
    version, oid, size, _ = TEXT.split("\n")
    staged_as(hooked, "x.bin", "\n".join([version, f"ext-0-case sha256:{'0' * 64}", oid, size, ""]))
    assert lfs.judge(hooked) == [("x.bin", "missing-object")]


@pytest.mark.parametrize(("length", "rule"), [(1023, "missing-object"), (1024, "not-a-pointer")])
def test_33_a_pointer_has_less_than_1024_bytes(hooked: Repo, length: int, rule: str) -> None:
    lfs.route(hooked, "*.bin").commit()
    version, oid, size, _ = TEXT.split("\n")
    filler = length - len(TEXT) - len(f"ext-0- sha256:{'0' * 64}\n")
    staged_as(hooked, "x.bin", "\n".join([version, f"ext-0-{'x' * filler} sha256:{'0' * 64}", oid, size, ""]))
    assert hooked.git("cat-file", "-s", ":x.bin") == str(length)
    assert lfs.judge(hooked) == [("x.bin", rule)]


def test_34_a_document_about_pointers(hooked: Repo) -> None:
    hooked.stage("docs/pointers.md", f"A pointer is a text of three lines:\n\n{TEXT}\nAnd no more.\n")
    hooked.passes()


@pytest.mark.parametrize("settled", [True, False], ids=["committed before", "all at once"])
def test_35_a_pointer_moved_out_of_its_route(hooked: Repo, settled: bool) -> None:
    lfs.route(hooked, "*.onnx")
    hooked.stage("m.onnx", noise(9000))
    if settled:
        hooked.commit()
    hooked.git("mv", "m.onnx", "m.bin")
    (finding,) = hooked.refused()
    assert (finding["path"], finding["rule"], finding["routes"]) == (
        "m.bin",
        "orphaned-pointer",
        [f"*.bin {lfs.ROUTE}"],
    )
    pasted(hooked, finding, "route it")
    hooked.passes()


@pytest.mark.parametrize("how", ["delete the file", "delete the line", "stop in a folder below"])
def test_36_a_commit_that_takes_routes_away(hooked: Repo, how: str) -> None:
    lfs.route(hooked, "*.onnx")
    for name in ("a.onnx", "sub/b.onnx"):
        hooked.stage(name, noise(9000, seed=len(name)))
    hooked.stage("c.txt", "text\n").commit()
    orphans = ["a.onnx", "sub/b.onnx"]
    if how == "delete the file":
        hooked.git("rm", "--quiet", ".gitattributes")
    elif how == "delete the line":
        hooked.stage(".gitattributes", "*.txt text\n")
    else:
        hooked.stage("sub/.gitattributes", "*.onnx !filter\n")
        orphans = ["sub/b.onnx"]
    found = hooked.refused()
    assert [(finding["path"], finding["rule"]) for finding in found] == [(name, "orphaned-pointer") for name in orphans]
    texts = [way["text"] for way in found[0]["remedies"]]
    assert texts == ["restore the committed routes", "or route it", "or store the file itself in git"]
    assert hooked.try_git("lfs", "fsck", "--pointers").status == 0
    pasted(hooked, found[0], texts[0])
    hooked.passes("--allow-empty")


def test_36_or_all_of_it_goes_into_git(hooked: Repo) -> None:
    lfs.route(hooked, "*.csv")
    hooked.stage("a.csv", "a,b\n1,2\n").commit()
    hooked.git("rm", "--quiet", ".gitattributes")
    (finding,) = hooked.refused()
    pasted(hooked, finding, "store the file itself in git")
    hooked.passes()
    assert hooked.git("show", "HEAD:a.csv") == "a,b\n1,2"


def test_37_a_commit_that_routes_what_is_raw(hooked: Repo) -> None:
    hooked.write("a.onnx", noise(9000))
    hooked.write("sub/b.onnx", noise(9000, seed=1))
    hooked.commit()
    lfs.route(hooked, "*.onnx")
    found = hooked.refused()
    assert [(finding["path"], finding["rule"]) for finding in found] == [
        ("a.onnx", "not-a-pointer"),
        ("sub/b.onnx", "not-a-pointer"),
    ]
    for finding in found:
        pasted(hooked, finding, "stage it again as a pointer")
    hooked.passes()


@pytest.mark.parametrize("ignore_case", ["true", "false"])
def test_38_case_counts_everywhere(hooked: Repo, ignore_case: str) -> None:
    hooked.git("config", "core.ignoreCase", ignore_case)
    lfs.route(hooked, "*.pt").commit()
    without_lfs(hooked, "M.PT", noise(9000))
    (finding,) = hooked.refused()
    assert finding["rule"] == "unrouted-artifact" if ignore_case == "false" else "private-route"
    assert "; .gitattributes:1 says *.pt, but the letter case differs: write *.[pP][tT]" in finding["message"]
    assert finding["routes"] == [f"*.[pP][tT] {lfs.ROUTE}"]
    pasted(hooked, finding, finding["remedies"][0]["text"])
    hooked.passes()


def test_39_without_text_it_is_a_warning(hooked: Repo) -> None:
    hooked.stage(".gitattributes", "*.bin filter=lfs diff=lfs merge=lfs\n")
    hooked.stage("a.bin", noise(9000))
    outcome = hooked.try_commit()
    assert outcome.status == 0
    (finding,) = outcome.findings()
    assert (finding["level"], finding["rule"], finding["line"]) == ("warning", "incomplete-route", 1)


def test_39_another_filter_is_no_route_unless_configured(hooked: Repo) -> None:
    hooked.stage(".gitattributes", "*.bin filter=lfs-custom -text\n")
    hooked.stage("a.bin", noise(9000))
    (finding,) = hooked.refused()
    assert finding["rule"] == "unrouted-artifact"
    assert ".gitattributes sends it to the filter lfs-custom, not to Git LFS" in finding["message"]
    hooked.stage("commitworthy.toml", '[require-lfs]\nfilters = ["lfs-custom"]\n')
    assert lfs.judge(hooked) == [("a.bin", "not-a-pointer")]
    staged_as(hooked, "a.bin", TEXT)
    assert lfs.judge(hooked) == [("a.bin", "missing-object")]


def test_40_a_limit_inside_lfs(hooked: Repo) -> None:
    hooked.stage("commitworthy.toml", '[require-lfs]\nmax-size = "2 GB"\n')
    lfs.route(hooked, "*.bin").commit()
    staged_as(hooked, "a.bin", lfs.pointer(b"a", 5 * 1024**3))
    (finding,) = hooked.refused()
    assert (finding["rule"], finding["size"], finding["limit"]) == ("large-in-lfs", 5 * 1024**3, 2 * 1024**3)
    assert finding["message"] == "5 GB in Git LFS, says the staged pointer (limit 2 GB)."
    assert lfs.judge(hooked, "--max-size", "6GB") == [("a.bin", "missing-object")]


def test_41_content_that_is_nowhere_here(hooked: Repo) -> None:
    lfs.route(hooked, "*.bin").commit()
    staged_as(hooked, "a.bin", TEXT)
    outcome = hooked.try_commit()
    assert outcome.status == 0
    (finding,) = outcome.findings()
    assert (finding["level"], finding["rule"]) == ("warning", "missing-object")
    assert finding["message"] == (
        "A Git LFS pointer to 878.9 kB whose content is neither in this clone nor in HEAD: "
        "the push fails unless the server has it."
    )
    # It is in HEAD now, under whatever name.
    hooked.git("mv", "a.bin", "b.bin")
    hooked.passes()
    assert lfs.passes(hooked, "--all-files")


@pytest.mark.parametrize("storage", ["", "../elsewhere", "absolute"])
def test_41_the_store_may_be_elsewhere(hooked: Repo, storage: str) -> None:
    if storage:
        place = str(hooked.top.parent / "store") if storage == "absolute" else storage
        hooked.git("config", "lfs.storage", place)
    lfs.route(hooked, "*.bin")
    hooked.stage("a.bin", noise(9000))
    hooked.passes()


def test_42_what_git_annex_keeps(hooked: Repo) -> None:
    hooked.write(".git/info/attributes", "* filter=annex\n")
    staged_as(hooked, "a.bin", "/annex/objects/SHA256E-s900000--" + "0" * 64 + ".bin\n")
    os.symlink(".git/annex/objects/aa/bb/key/key", hooked.path("locked.bin"))
    hooked.stage("locked.bin")
    hooked.passes()


def test_42_what_git_crypt_enciphers(hooked: Repo) -> None:
    hooked.stage(".gitattributes", "secret.bin filter=git-crypt diff=git-crypt\n")
    hooked.git("config", "filter.git-crypt.clean", "printf '\\0GITCRYPT\\0'; cat")
    hooked.stage("secret.bin", noise(9000))
    hooked.passes()


DVC = "outs:\n- md5: 0123456789abcdef0123456789abcdef\n  size: 5\n  path: {}\n"


@pytest.mark.parametrize("out", ["a.csv", "raw"])
def test_42_a_path_in_git_and_in_dvc(hooked: Repo, out: str) -> None:
    hooked.stage("data/a.csv", "a\n").stage("data/raw/b.csv", "b\n").stage("data/raw/c.csv", "c\n").commit()
    hooked.stage("data/x.dvc", DVC.format("x"))
    hooked.passes()
    hooked.stage(f"data/{out}.dvc", DVC.format(out))
    (finding,) = hooked.refused()
    assert finding["rule"] == "tracked-twice"
    what = "It is" if out == "a.csv" else "The folder data/raw is"
    assert finding["message"] == f"{what} in git, and also an output of data/{out}.dvc, which tracks it with DVC."
    pasted(hooked, finding, "leave it to DVC")
    hooked.passes()


def test_42_a_path_added_by_force_beside_its_dvc_file(hooked: Repo) -> None:
    hooked.stage("data/a.csv.dvc", DVC.format("a.csv"))
    hooked.passes()
    hooked.stage("data/a.csv", "a\n")
    (finding,) = hooked.refused()
    assert (finding["path"], finding["rule"]) == ("data/a.csv", "tracked-twice")
    hooked.commit()
    hooked.stage("data/a.csv", "b\n")
    hooked.passes()
    assert lfs.judge(hooked, "--all-files") == [("data/a.csv", "tracked-twice")]


def test_names_that_hurt(hooked: Repo) -> None:
    for name in NAMES_THAT_HURT:
        hooked.stage(name, noise(9000))
    findings = hooked.refused()
    assert {finding["rule"] for finding in findings} == {"unrouted-artifact"}
    for finding in findings:  # one for each type
        pasted(hooked, finding, "send it to Git LFS")
    hooked.passes()
    for name in NAMES_THAT_HURT:
        assert blob(hooked, name).startswith("version "), name

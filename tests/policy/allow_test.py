from __future__ import annotations

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commitworthy.base.findings import CheckError
from commitworthy.base.wording import is_placeholder
from commitworthy.policy.allow import add_exemption, pattern_for
from commitworthy.policy.exceptions import covering
from commitworthy.policy.settings import Exemption, load
from tests.repo import Repo

PATTERNS = {
    "a path with folders": ("a/b.bin", "a/b.bin"),
    "a name at the top": ("b.bin", "/b.bin"),
    "a name with blanks inside": ("a b.bin", "/a b.bin"),
    "a name that ends with blanks": ("b  ", "/b\\ \\ "),
    "a name that begins with a blank": (" b", "/ b"),
    "a name of one blank": (" ", "/\\ "),
    "an exclamation mark first": ("!b", "/!b"),
    "an exclamation mark before a folder": ("!a/b", "\\!a/b"),
    "a comment sign before a folder": ("#a/b", "\\#a/b"),
    "a comment sign later": ("a/#b", "a/#b"),
    "wildcards": ("a*b?[c]", "/a\\*b\\?\\[c\\]"),
    "a backslash": ("a\\b", "/a\\\\b"),
    "a byte that is not UTF-8": ("caf\udce9", "/caf?"),
    "a newline": ("a\nb", "/a?b"),
    "letters beyond ASCII": ("données/é.csv", "données/é.csv"),
    "a leading dash": ("-x.bin", "/-x.bin"),
}


@pytest.mark.parametrize(("path", "pattern"), PATTERNS.values(), ids=PATTERNS)
def test_pattern_for(path: str, pattern: str) -> None:
    assert pattern_for(path) == pattern


def covers(pattern: str, path: str) -> bool:
    return covering([Exemption((pattern,), "b")], path, 1, "2027-01-01") is not None


def is_in_git(path: str) -> bool:
    """Whether git could hold such a path: no empty folders' names, no way up."""
    return not {"", ".", ".."} & set(path.split("/"))


NAMES = st.binary(min_size=1, max_size=8).map(lambda raw: raw.replace(b"\0", b"0").replace(b"/", b"!"))
BYTES = st.lists(NAMES, min_size=1, max_size=3).map(lambda names: b"/".join(names).decode("utf-8", "surrogateescape"))
PATHS = BYTES.filter(is_in_git)
ODD_PATHS = st.text("ab *?[]!#\\/-.", min_size=1, max_size=8).filter(is_in_git)


@given(PATHS | ODD_PATHS)
def test_a_pattern_covers_its_path(path: str) -> None:
    assert covers(pattern_for(path), path)


@given(ODD_PATHS, ODD_PATHS)
def test_a_pattern_covers_nothing_else(path: str, other: str) -> None:
    assert covers(pattern_for(path), other) is (path == other or other.startswith(path + "/"))


@pytest.mark.parametrize(
    "path", ["a*b", "[x]", "!a", "#a", "!d/a", "b  ", " b", "a\\b", "a\nb", "-x", "caf\udce9", "d/é"]
)
def test_git_understands_the_pattern_in_the_same_way(repo: Repo, path: str) -> None:
    repo.write(".gitignore", pattern_for(path) + "\n")
    names = b"".join(os.fsencode(name) + b"\0" for name in (path, path + "z", "z" + path, "z/" + path))
    ignored = repo.git("check-ignore", "--stdin", "-z", "--no-index", send=names)
    assert ignored == path + "\0"


HOOK = "block-artifacts"


def added(files: dict[str, bytes | None], **given: str | None) -> tuple[str, bytes]:
    return add_exemption(
        files,
        given.get("hook") or HOOK,
        ["/a.bin"],
        given.get("because") or "it is small",
        given.get("until"),
        given.get("max_size"),
    )


STANZA = b'[[block-artifacts.allow]]\npaths = ["/a.bin"]\nbecause = "it is small"\n'
OTHER = STANZA.replace(b"it is small", b"golden file")
IN_PYPROJECT = STANZA.replace(b"[[", b"[[tool.commitworthy.")

WRITTEN: dict[str, tuple[dict[str, bytes | None], str, bytes]] = {
    "without any file": ({}, "commitworthy.toml", STANZA),
    "into an empty file": ({"commitworthy.toml": b""}, "commitworthy.toml", STANZA),
    "into pyproject if that is all there is": (
        {"pyproject.toml": b"[project]\n"},
        "pyproject.toml",
        b"[project]\n\n" + IN_PYPROJECT,
    ),
    "into the file of its own beside a pyproject": (
        {"pyproject.toml": b"[project]\n", "commitworthy.toml": b"# ours\n"},
        "commitworthy.toml",
        b"# ours\n\n" + STANZA,
    ),
    "behind comments, which stay": (
        {"pyproject.toml": b"[tool.commitworthy.homes] # where\nmodel='dvc'   # yes\n# end\n"},
        "pyproject.toml",
        b"[tool.commitworthy.homes] # where\nmodel='dvc'   # yes\n# end\n\n" + IN_PYPROJECT,
    ),
    "with the line ends of Windows": (
        {"commitworthy.toml": b"[homes]\r\n"},
        "commitworthy.toml",
        b"[homes]\r\n\r\n" + STANZA.replace(b"\n", b"\r\n"),
    ),
    "behind a last line without an end": (
        {"commitworthy.toml": b"[homes]"},
        "commitworthy.toml",
        b"[homes]\n\n" + STANZA,
    ),
    "behind another exception": (
        {"commitworthy.toml": OTHER},
        "commitworthy.toml",
        OTHER + b"\n" + STANZA,
    ),
    "where it is already": ({"commitworthy.toml": STANZA}, "commitworthy.toml", STANZA),
    "behind dotted keys": (
        {"commitworthy.toml": b"block-artifacts.max-size = 3\n"},
        "commitworthy.toml",
        b"block-artifacts.max-size = 3\n\n" + STANZA,
    ),
}


@pytest.mark.parametrize(("files", "name", "data"), WRITTEN.values(), ids=WRITTEN)
def test_an_exception_is_written(files: dict[str, bytes | None], name: str, data: bytes) -> None:
    assert added(files) == (name, data)


def test_every_field_is_read_back() -> None:
    name, data = added({}, until="2027-06-30", max_size="2 MB")
    assert data == STANZA.replace(b"because", b'max-size = "2 MB"\nbecause') + b"until = 2027-06-30\n"
    expected = Exemption(("/a.bin",), "it is small", "2027-06-30", 2 * 1024**2, "commitworthy.toml")
    assert load({name: data}).block_artifacts.allow == (expected,)


def test_an_exception_of_limit_commit() -> None:
    name, data = added({}, hook="limit-commit")
    assert load({name: data}).limit_commit.allow == (Exemption(("/a.bin",), "it is small", None, None, name),)


def test_many_paths_stand_one_a_line() -> None:
    paths = [f"/data/some/folder/file{number}.bin" for number in range(5)]
    name, data = add_exemption({}, HOOK, paths, "b", None, None)
    assert b'paths = [\n    "/data/some/folder/file0.bin",\n' in data
    assert load({name: data}).block_artifacts.allow[0].paths == tuple(paths)


@given(st.lists(PATHS | ODD_PATHS, min_size=1, max_size=4), st.text(min_size=1).filter(str.strip))
def test_whatever_is_written_is_read_back(paths: list[str], because: str) -> None:
    if is_placeholder(" ".join(because.split())):
        because = f"because of {because} and more"
    patterns = tuple(map(pattern_for, paths))
    name, data = add_exemption({}, HOOK, patterns, because, None, None)
    (row,) = load({name: data}).block_artifacts.allow
    assert row.paths == patterns
    assert row.because == " ".join(because.split())


BEFORE = b'[block-artifacts]\nallow = [{paths = ["/b"], because = "b"}]\n'

REFUSED: dict[str, tuple[dict[str, bytes | None], dict[str, str], str]] = {
    "a blank reason": ({}, {"because": " "}, "allow: --because is blank: say why these files belong in git"),
    "the placeholder of a remedy": (
        {},
        {"because": "<why>"},
        'allow: --because must be the real reason, not "<why>"',
    ),
    "a bad date": ({}, {"until": "soon"}, 'allow: --until must be a date such as 2027-06-30, not "soon"'),
    "a bad size": (
        {},
        {"max_size": "big"},
        'allow: --max-size must be a size such as "500 kB" or a number of bytes from 0, not "big"',
    ),
    "a size for limit-commit": (
        {},
        {"hook": "limit-commit", "max_size": "2 MB"},
        "allow: the exceptions of limit-commit have no max-size; leave it out",
    ),
    "a hook without exceptions": ({}, {"hook": "check-push"}, "check-push has no exceptions"),
    "exceptions written inline": (
        {"commitworthy.toml": BEFORE},
        {},
        (
            "commitworthy.toml: allow = [...] is written inline, so nothing can be added; "
            "write [[block-artifacts.allow]] tables"
        ),
    ),
    "a policy written inline": (
        {"pyproject.toml": b"[tool]\ncommitworthy = {block-artifacts = {max-size = 3}}\n"},
        {},
        (
            "pyproject.toml: the policy is written inline, so nothing can be added; "
            "write [[tool.commitworthy.block-artifacts.allow]] tables"
        ),
    ),
    "a pyproject that is no TOML": (
        {"pyproject.toml": b"[project\n"},
        {},
        "pyproject.toml: not valid TOML: Expected ']' at the end of a table declaration (at line 1, column 9)",
    ),
    "two policies": (
        {"pyproject.toml": b"[tool.commitworthy]\n", "commitworthy.toml": b""},
        {},
        "pyproject.toml has [tool.commitworthy] and commitworthy.toml exists: keep one of them",
    ),
    "a policy with an error": (
        {"commitworthy.toml": b"[limit-commit]\nmax-files = -1\n"},
        {},
        "commitworthy.toml: [limit-commit]: max-files must be a whole number from 0, not -1",
    ),
}


@pytest.mark.parametrize(("files", "given", "message"), REFUSED.values(), ids=REFUSED)
def test_refused(files: dict[str, bytes | None], given: dict[str, str], message: str) -> None:
    with pytest.raises(CheckError) as error:
        added(files, **given)
    assert str(error.value) == message


def test_no_paths() -> None:
    with pytest.raises(CheckError, match=r"^allow: name at least one path$"):
        add_exemption({}, HOOK, [], "b", None, None)


def test_what_does_not_print_is_written_as_an_escape() -> None:
    """Not assigned, the last before the halves of pairs; for private use, the first behind them."""
    patterns = ["/\x7f", "/\ud7ff", "/\ud800", "/\udcff", "/\ue000", "/\U0010ffff"]
    _, data = add_exemption({}, HOOK, patterns, "it is small", None, None)
    line = '["/\\U0000007F", "/\\U0000D7FF", "/?", "/?", "/\\U0000E000", "/\\U0010FFFF"]'
    assert data.decode() == f'[[block-artifacts.allow]]\npaths = {line}\nbecause = "it is small"\n'

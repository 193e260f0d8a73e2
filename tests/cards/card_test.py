"""Cards: what is written is read back, and what cannot be relied on is refused with a reason."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from commitworthy.cards import card as cards
from commitworthy.cards.card import Card

GOOD = Card("churn.pkl", 7, "a" * 64, "s3://team/proj/churn.pkl", "v1", "e-1", "b" * 32, "", "model", {"because": "x"})
TEXT = """\
frozen: true
desc: churn.pkl, moved out of git by commitworthy
deps:
- path: s3://team/proj/churn.pkl
  etag: e-1
  size: 7
  version_id: v1
  fs_config:
    version_aware: true
outs:
- md5: bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb
  size: 7
  hash: md5
  path: churn.pkl
  type: model
  push: false
meta:
  commitworthy:
    schema: 1
    sha256: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
    because: x
"""


def test_a_card_is_a_file_of_dvc_with_a_word_of_ours() -> None:
    assert cards.render(GOOD).decode() == TEXT
    assert cards.parse(TEXT.encode()) == GOOD
    assert cards.is_ours(TEXT.encode())
    assert not cards.is_ours(b"outs:\n- md5: x\n  path: a\n")


NAMES = st.text(min_size=1, max_size=40).filter(lambda name: not cards.refused_name(name))
HEX = st.text("0123456789abcdef", min_size=64, max_size=64)
PRINTED = st.text(max_size=20).filter(str.isprintable).filter(lambda text: max(text, default="a") < "\ud800")
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | PRINTED,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(PRINTED, inner, max_size=3),
    max_leaves=8,
)


@given(NAMES, st.integers(0, 2**60 - 1), HEX, PRINTED, PRINTED, st.dictionaries(st.just("params"), VALUES))
@pytest.mark.long
def test_whatever_is_in_it_comes_back(  # noqa: PLR0917
    name: str, size: int, sha256: str, version: str, etag: str, notes: dict[str, Any]
) -> None:
    made = Card(name, size, sha256, f"/share/{name}", version, etag, "", "https://h.org:90", "data", notes)
    assert cards.parse(cards.render(made)) == made
    assert cards.render(made) == cards.render(cards.parse(cards.render(made)))


def changed(*where: Any, to: Any) -> bytes:
    document = yaml.safe_load(TEXT)
    inner = document
    for step in where[:-1]:
        inner = inner[step]
    if to is None:
        del inner[where[-1]]
    else:
        inner[where[-1]] = to
    return yaml.safe_dump(document).encode()


OURS = ("meta", "commitworthy")
PATH = ("outs", 0, "path")
FROM = ("deps", 0, "path")
ENDPOINT = ("deps", 0, "fs_config", "endpointurl")
NOT_BESIDE = "outs: path is not the name of a file beside the card"
UNKNOWN = "deps: path is not of a store that we know (s3, gs, az, abfss or an absolute path)"
BAD = {
    "no YAML": (b"commitworthy: [", "not valid YAML (line 2)"),
    "a conflict": (
        TEXT.replace("  size: 7\n", "<<<<<<< a\n", 1).encode(),
        "has two sides of a merge in it: keep one (git checkout --ours or --theirs)",
    ),
    "a list": (b"- commitworthy:\n", "holds no mapping"),
    "a bomb": (
        b"a: &a [x, x]\nb: &b [*a, *a]\nc: [" + b"*b, " * 300_000 + b"]\n",
        "too large once its aliases are expanded (line 3)",
    ),
    "too large": (b"a: [" + b"x, " * 1_400_000 + b"]\n", "larger than 4 MB"),
    "no outs": (changed("outs", to=None), "outs is not a list of one mapping"),
    "two outs": (changed("outs", to=[{}, {}]), "outs is not a list of one mapping"),
    "no schema": (changed(*OURS, "schema", to=None), "its schema is missing"),
    "a later schema": (changed(*OURS, "schema", to=3), "was written by a newer commitworthy: install that"),
    "a text for a schema": (changed(*OURS, "schema", to="1"), "its schema is missing"),
    "no hash": (changed(*OURS, "sha256", to=None), "sha256 is not 64 digits of lower-case hexadecimal"),
    "a short hash": (changed(*OURS, "sha256", to="a" * 63), "sha256 is not 64 digits of lower-case hexadecimal"),
    "capitals": (changed(*OURS, "sha256", to="A" * 64), "sha256 is not 64 digits of lower-case hexadecimal"),
    "no md5": (changed("outs", 0, "md5", to="x"), "md5 is not 32 digits of lower-case hexadecimal"),
    "a size below 0": (changed("outs", 0, "size", to=-1), "outs: size is not a number of bytes"),
    "a boolean size": (changed("outs", 0, "size", to=True), "outs: size is not a number of bytes"),
    "an endless size": (changed("outs", 0, "size", to=2**60), "outs: size is not a number of bytes"),
    "two sizes": (changed("deps", 0, "size", to=8), "the sizes of deps and outs differ"),
    "upwards": (changed(*PATH, to="../x"), NOT_BESIDE),
    "below": (changed(*PATH, to="a/b"), NOT_BESIDE),
    "absolute": (changed(*PATH, to="/etc/passwd"), NOT_BESIDE),
    "dots": (changed(*PATH, to=".."), NOT_BESIDE),
    "a backslash": (changed(*PATH, to="a\\b"), NOT_BESIDE),
    "a line end": (changed(*PATH, to="a\nb"), "outs: path has characters that do not print, or is not UTF-8"),
    "no text": (changed(*PATH, to=5), "outs: path is not a text"),
    **{
        f"git's folder as {name!a}": (changed(*PATH, to=name), "outs: path names git's own folder")
        for name in (".git", ".GIT", ".git ", ".git.", "git~1", ".git::$INDEX_ALLOCATION")
    },
    "a relative address": (changed(*FROM, to="x/y"), "deps: path is neither an address nor an absolute path"),
    "an address upwards": (changed(*FROM, to="/a/../b"), "deps: path is neither an address nor an absolute path"),
    "a host of Windows": (changed(*FROM, to="//h.org/x/y"), "deps: path is neither an address nor an absolute path"),
    **{
        f"{root} as a bucket": (changed(*FROM, to=f"s3://{root}/x"), "deps: path has no name of a bucket in it")
        for root in ("h.org#", "h.org?x", "h.org\\", "a b", "h\u00e9", "%2f")
    },
    "a key upwards": (changed(*FROM, to="s3://b/../x"), "deps: path leads upwards"),
    "http": (changed(*FROM, to="http://h.org/x"), UNKNOWN),
    "ssh": (changed(*FROM, to="ssh://-oProxyCommand=x/y"), UNKNOWN),
    "no key": (changed(*FROM, to="s3://bucket"), UNKNOWN),
    "a password": (changed(*FROM, to="s3://k:s@bucket/x"), "deps: path has a user or a password in it"),
    "presigned": (
        changed(*FROM, to="s3://b/x?X-Amz-Signature=1"),
        "deps: path is a presigned URL, which is a credential",
    ),
    "a folder of DVC's": (
        changed("wdir", to="../.git/hooks"),
        "has a wdir, so that DVC would write the file elsewhere",
    ),
    "a key twice": (
        TEXT.replace("  size: 7\n", "  size: 7\n  size: 8\n").encode(),
        "has the key size twice (line 4)",
    ),
    "an endpoint with a user": (changed(*ENDPOINT, to="http://a:b@h"), "deps: endpointurl has more in it than a host"),
    "an endpoint of files": (changed(*ENDPOINT, to="file:///x"), "deps: endpointurl is not a URL"),
}


@pytest.mark.parametrize(("content", "reason"), BAD.values(), ids=BAD)
def test_what_is_no_card(content: bytes, reason: str) -> None:
    with pytest.raises(cards.CardError) as raised:
        cards.parse(content)
    assert str(raised.value) == reason


@pytest.mark.parametrize("name", ["a", ".gitx", "x.git", "données", "a b", "~", "c:d"])
def test_names_that_are_none_of_git_s(name: str) -> None:
    assert cards.refused_name(name) == ""

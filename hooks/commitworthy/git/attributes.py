"""The `filter` attribute of paths, as git sees it.

What counts is what everybody has: the `.gitattributes` files in the index, or in a commit.  Two sources are private
to a clone: `core.attributesFile` is switched off by a setting, but `info/attributes` is always read, so that where it
exists git is asked from an empty repository that borrows the index and the objects of this one.
"""

from __future__ import annotations

import os
import stat

from ..findings import CannotJudge
from ..values import TYPE_CHECKING, NamedTuple
from . import blobs, process

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from .repository import Repository

FILE = b".gitattributes"
# Whether *.pt takes M.PT in must not depend on the file system.
_SAME_EVERYWHERE = ("-c", f"core.attributesFile={os.devnull}", "-c", "core.ignoreCase=false")


class View(NamedTuple):
    """How git is asked: settings of its command line and its environment.

    `cached` reads attributes from the index, else from the work tree.  `above` leads from the current directory to
    where paths count from.
    """

    settings: tuple[str, ...] = ()
    cached: bool = True
    environment: Mapping[str, str | None] = {}
    above: bytes = b""


def is_file(path: bytes) -> bool:
    """Whether git reads attributes from a file of that name."""
    return path == FILE or path.endswith(b"/" + FILE)


def shared(repository: Repository) -> View:
    """Attributes as everybody has them, from the index."""
    if not os.path.exists(repository.attributes or _private()):
        return View(_SAME_EVERYWHERE, above=repository.to_top, environment={"GIT_ATTR_NOSYSTEM": "1"})
    return View(_SAME_EVERYWHERE, environment=_without_private(repository))


def _private() -> bytes:
    """Where attributes stand that only this clone has."""
    place = process.run("rev-parse", "--path-format=absolute", "--git-path", "info/attributes")
    return place.removesuffix(b"\n")


def of_clone(repository: Repository) -> View:
    """Attributes from the index, and from the private sources of this clone."""
    return View(above=repository.to_top)


def of_work_tree(repository: Repository) -> View:
    """Attributes as `git add` takes them: from the files on disk, and from the private sources."""
    return View(cached=False, above=repository.to_top)


def filters(repository: Repository, paths: Iterable[bytes], view: View | None = None) -> dict[bytes, str]:
    """The `filter` of each path from the top: "lfs", "unset", "unspecified", "set", or another driver.

    By default as everybody has it.
    """
    return values("filter", paths, view or shared(repository))


def values(attribute: str, paths: Iterable[bytes], view: View) -> dict[bytes, str]:
    """The value of an attribute at each path from the top."""
    wanted = list(paths)
    if not wanted:
        return {}
    if not view.cached:
        refuse_pipes(view.above, wanted, FILE)
    # check-attr takes names relative to the current directory and gives them back as they were.
    send = b"".join([view.above + path + b"\0" for path in wanted])
    cached = ("--cached",) if view.cached else ()
    words = (*view.settings, "check-attr", *cached, "-z", "--stdin", attribute)
    fields = process.run(*words, send=send, settings=view.environment).split(b"\0")
    known: dict[bytes, str] = {}
    for value in set(fields[2::3]):
        known[value] = value.decode("utf-8", "surrogateescape")
    return dict(zip(wanted, map(known.__getitem__, fields[2::3]), strict=True))


def refuse_pipes(above: bytes, paths: Iterable[bytes], name: bytes) -> None:
    """CannotJudge where a file of this name that git reads for the paths is a pipe: git would wait for its end."""
    folders = {b""}
    for path in paths:
        while path := path.rpartition(b"/")[0]:
            if path in folders:
                break
            folders.add(path)
    for folder in sorted(folders):
        place = above + (folder + b"/" if folder else b"") + name
        try:
            mode = os.lstat(place).st_mode
        except (OSError, ValueError):
            continue
        if stat.S_ISFIFO(mode):
            raise CannotJudge(f"{os.fsdecode(place)}: is a pipe, and git would wait for its end: remove it")


def filters_then(
    repository: Repository, files: Iterable[tuple[bytes, bytes]], paths: Iterable[bytes]
) -> dict[bytes, str]:
    """As `filters`, had the `.gitattributes` files been `files` (path and blob), such as those of a commit."""
    files, wanted = list(files), list(paths)
    if not _speak_of_filters(blob for _, blob in files):
        return dict.fromkeys(wanted, "unspecified")
    import tempfile

    view = shared(repository)
    with tempfile.TemporaryDirectory() as folder:
        # An index of these files alone: not every git can take attributes from a commit.
        environment: dict[str, str | None] = {**view.environment, "GIT_INDEX_FILE": os.path.join(folder, "index")}
        send = b"".join(b"100644 %s\t%s\0" % (blob, path) for path, blob in files)
        process.run("update-index", "-z", "--index-info", send=send, settings=environment)
        return filters(repository, wanted, view._replace(environment=environment))


def _speak_of_filters(files: Iterable[bytes]) -> bool:
    """Whether any of the blobs has the word; one that is not here may."""
    names = [blob.decode() for blob in dict.fromkeys(files)]
    try:
        contents = blobs.contents_of(names) if names else []
    except CannotJudge:
        # Some gits, told not to fetch, die at a blob that is not here.
        return True
    return any(found is None or b"filter" in found[1] for found in contents)


def _without_private(repository: Repository) -> dict[str, str | None]:
    """The environment in which this index and these objects belong to a repository with nothing else in it."""
    lines = process.run("rev-parse", "--path-format=absolute", "--git-path", "index").removesuffix(b"\n")
    objects = process.run("rev-parse", "--path-format=absolute", "--git-path", "objects").removesuffix(b"\n")
    bare = os.path.abspath(os.path.join(os.fsdecode(repository.memory), f"bare-{repository.object_format}"))
    if not os.path.exists(os.path.join(bare, "HEAD")):
        # In quarantine git refuses to write refs, also those of another repository.
        alone: dict[str, str | None] = dict.fromkeys((*_OUR_REPOSITORY, "GIT_QUARANTINE_PATH"))
        form = f"--object-format={repository.object_format}"
        process.run("init", "--quiet", "--bare", "--template=", form, "--", bare, settings=alone)
    return dict.fromkeys(_OUR_REPOSITORY) | {
        "GIT_DIR": bare,
        "GIT_INDEX_FILE": os.fsdecode(lines),
        "GIT_OBJECT_DIRECTORY": os.fsdecode(objects),
        "GIT_ATTR_NOSYSTEM": "1",
    }


# What git's environment may say of the repository at hand, in a hook and in its frameworks.
_OUR_REPOSITORY = ("GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_PREFIX")

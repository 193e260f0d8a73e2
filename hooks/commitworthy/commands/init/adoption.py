"""What `commitworthy init` would write: a list of files, each as it is and as it would be."""

from __future__ import annotations

from ...base.findings import CheckError
from ...base.namedtuple import TYPE_CHECKING, NamedTuple
from ...cli import COMBINED
from ...hooks.hook import FILE_HOOKS
from ...policy.allow import add_exemption
from ...remedies import textfile
from . import ci, managers, policy_text, python_version, replaced, stages, toml_config, yaml_config
from .document import types
from .entry import MANIFEST, CannotMerge, HookEntry, ids, refuse_odd_shape

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
    from typing import Any

CARDS = "check-cards"
YAML_FILES = (".pre-commit-config.yaml", ".pre-commit-config.yml")
TOML_FILE = "prek.toml"
CONFIG_FILES = (*YAML_FILES, TOML_FILE)
HUSKY_FILES = tuple(managers.HUSKY)
HUSKY_SIGNS = (*HUSKY_FILES, ".husky/commit-msg", ".husky/prepare-commit-msg", ".husky/post-checkout")
"""Files of husky that show that it is in use."""
LEFTHOOK_FILES = tuple(
    f"{folder}{name}.{ending}"
    for folder in ("", ".config/")
    for name in ("lefthook", ".lefthook")
    for ending in ("yml", "yaml", "toml", "json")
)


class FileChange(NamedTuple):
    """One file; `old` is None where there is none yet, `new` None where only `note` is to be said.

    `by_hand` are the lines that the user has to write there, `removed` the hooks to take out, and `is_broken` where
    nothing can be done before it is fixed.
    """

    path: str
    old: bytes | None
    new: bytes | None
    note: str = ""
    by_hand: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    is_broken: bool = False

    @property
    def is_one(self) -> bool:
        """Whether anything would be written."""
        return self.new is not None and self.new != (self.old or b"") and not (self.old is None and not self.new)

    @property
    def is_left(self) -> bool:
        """Whether something is left to the user."""
        return self.is_broken or bool(self.by_hand or self.removed)


def configuration(
    files: Mapping[str, bytes], entry: HookEntry, *, replace: bool, there: Sequence[str] = ()
) -> list[FileChange]:
    """The entry in each configuration that there is, else in a new one, or by hand for a manager of another kind.

    `there` are the hooks of git that a framework has installed in this clone.
    """
    configs = [name for name in CONFIG_FILES if name in files]
    if configs:
        return [_merged(name, files[name], entry, there, replace=replace) for name in configs]
    lefthook = next((name for name in LEFTHOOK_FILES if name in files), "")
    if lefthook:
        return [_with_removed(_of_lefthook(lefthook, files[lefthook]), replace=replace)]
    if any(name in files for name in HUSKY_SIGNS):
        is_old = any(b"husky.sh" in files.get(name, b"") for name in HUSKY_SIGNS)
        changes = [_of_husky(name, files.get(name), is_old=is_old) for name in HUSKY_FILES]
        return [_with_removed(change, replace=replace) for change in changes]
    return [FileChange(YAML_FILES[0], None, yaml_config.fresh(entry).encode())]


def _with_removed(change: FileChange, *, replace: bool) -> FileChange:
    """Commands of others in the file of a manager stay: what each of them does is not told apart there."""
    programs = replaced.named_in((change.old or b"").decode("utf-8", "replace")) if replace else ()
    return change._replace(removed=programs)


def _of_lefthook(name: str, old: bytes) -> FileChange:
    if managers.names_us(old):
        return FileChange(name, old, old)
    if not name.endswith((".yml", ".yaml")):
        return FileChange(name, old, None, "it is not written in YAML", managers.lefthook_lines())
    try:
        return FileChange(name, old, managers.lefthook(old.decode("utf-8")).encode())
    except (CannotMerge, UnicodeDecodeError) as problem:
        return FileChange(name, old, None, f"{problem}; each line belongs below its stage", managers.lefthook_lines())


def _of_husky(name: str, old: bytes | None, *, is_old: bool) -> FileChange:
    if old is not None and managers.names_us(old):
        return FileChange(name, old, old)
    try:
        text = None if old is None else old.decode("utf-8")
        return FileChange(name, old, managers.husky(name, text, needs_more=is_old).encode())
    except (CannotMerge, UnicodeDecodeError) as problem:
        return FileChange(name, old, None, str(problem), (managers.HUSKY[name],))


def _merged(name: str, old: bytes, entry: HookEntry, there: Sequence[str], *, replace: bool) -> FileChange:
    module = toml_config if name == TOML_FILE else yaml_config
    try:
        text = old.decode("utf-8")
        document = module.parsed(text)
        refuse_odd_shape(document)
    except UnicodeDecodeError:
        return FileChange(name, old, None, "it is not UTF-8", is_broken=True)
    except CannotMerge as problem:
        return FileChange(name, old, None, str(problem), is_broken=True)
    known = ids(document)
    # The combined hook is these four.
    there_too = FILE_HOOKS if COMBINED in entry.hooks else ()
    ours = {*entry.hooks, COMBINED, *there_too} & set(known)
    wanted = _of_cards(document, ours, entry) if ours else entry
    if wanted and wanted.rev and python_version.default(document):
        wanted = wanted._replace(keys={**wanted.keys, python_version.KEY: python_version.ANY})
    quiet = stages.Quiet()
    try:
        if wanted:
            quiet = stages.quiet(document, entry.installed, there, replace=replace)
        if wanted or replace:
            text, quiet = _added(module.merged, text, wanted, quiet, replace=replace)
    except CannotMerge as problem:
        added = wanted or entry
        stanza = toml_config.stanza(added).splitlines() if name == TOML_FILE else yaml_config.stanza(added)
        keys = {stages.TYPES: types(document, added), stages.STAGES: [*quiet.default]}
        head = [module.key_line(key, new) for key, new in keys.items() if new and document.get(key) != new]
        lines = tuple(line.rstrip() for line in (*head, *stanza)) if wanted else ()
        return FileChange(name, old, None, str(problem), lines, tuple(replaced.names(document)) if replace else ())
    notes = filter(None, (quiet.note, "" if replace else _left(replaced.names(document))))
    return FileChange(name, old, text.encode(), "; ".join(notes))


def _of_cards(document: Mapping[str, Any], ours: Container[str], entry: HookEntry) -> HookEntry | None:
    """The hook that looks at cards, from where those come that are there; None where it is none that is missing."""
    if CARDS not in entry.hooks or CARDS in ids(document):
        return None
    number, holder = next(
        (number, repo)
        for number, repo in enumerate(document["repos"])
        if any(hook.get("id") in ours for hook in repo.get("hooks") or ())
    )
    return HookEntry(str(holder.get("repo", "local")), str(holder.get("rev", "")), (CARDS,), entry.keys, number)


def _added(
    merged: Callable[..., str], text: str, entry: HookEntry | None, quiet: stages.Quiet, *, replace: bool
) -> tuple[str, stages.Quiet]:
    """The new text, with the hooks below those that are there where that can be edited, so that `rev` is said once."""
    if entry is not None and entry.below is not None and not replace:
        try:
            return _edited(merged, text, entry, quiet, replace=False)
        except CannotMerge:
            pass  # in a repository of their own, then
    return _edited(merged, text, entry and entry._replace(below=None), quiet, replace=replace)


def _edited(
    merged: Callable[..., str], text: str, entry: HookEntry | None, quiet: stages.Quiet, *, replace: bool
) -> tuple[str, stages.Quiet]:
    """The new text; where single hooks cannot get `stages`, such as those behind an alias, without these."""
    try:
        return merged(text, entry, replace=replace, quiet=quiet), quiet
    except CannotMerge:
        if not quiet.hooks:
            raise
    number = len(quiet.hooks)
    has = "1 hook of yours has pre-push in its" if number == 1 else f"{number:,} hooks of yours have pre-push in their"
    note = f"{has} own manifest and will run at every push: give them stages: [pre-commit, manual]"
    left = quiet._replace(hooks=frozenset(), note=f"{quiet.note}; {note}" if quiet.default else note)
    return merged(text, entry, replace=replace, quiet=left), left


def _left(others: Sequence[str]) -> str:
    if not others:
        return ""
    them = "it" if len(others) == 1 else "them"
    return f"{' and '.join(others)} would report the same things twice: --replace removes {them}"


def carried(files: Mapping[str, bytes]) -> replaced.Carried:
    """What the settings of the replaced hooks mean as a policy."""
    from ...policy import settings

    policy_now = settings.load({name: files.get(name) for name in settings.POLICY_FILES})
    made = replaced.carried(_documents(files), policy_now.block_artifacts.limit("data"))
    if any(b"filter=nbstripout" in line.split() for line in files.get(".gitattributes", b"").splitlines()):
        made.lost.append(replaced.FILTER)
    return made


def parsed(name: str, content: bytes) -> Mapping[str, object]:
    """The document of a configuration; CannotMerge where it is none."""
    module = toml_config if name == TOML_FILE else yaml_config
    document: Mapping[str, object] = module.parsed(content.decode("utf-8", "replace"))
    return document


def of_service(changes: Iterable[FileChange]) -> Iterator[str]:
    """What is to be done for pre-commit.ci, where a configuration is written for it."""
    for document in _documents({change.path: change.new for change in changes if change.new is not None}):
        yield from ci.of_service(document, [name for name in ids(document) if name in MANIFEST])


def _documents(files: Mapping[str, bytes]) -> Iterator[Mapping[str, object]]:
    for name in CONFIG_FILES:
        if name in files:
            try:
                yield parsed(name, files[name])
            except CannotMerge:
                continue  # as `configuration` says


def policy(
    files: Mapping[str, bytes],
    tables: Mapping[str, Mapping[str, policy_text.Value]],
    exceptions: Iterable[replaced.LeftAlone] = (),
) -> list[FileChange]:
    """The policy with these settings and exceptions; what it has already stays, and what cannot be added is named."""
    name = policy_text.place(files)
    old = files.get(name)
    content, left = policy_text.added(name, old, tables) if tables else (old, [])
    for exception in exceptions:
        try:
            known = {**files, name: content} if content is not None else files
            if _has(known, exception):
                continue
            _, content = add_exemption(known, exception.hook, exception.paths, exception.because, None, None)
        except CheckError as error:
            left.append(f"{', '.join(exception.paths)}: {error}")
    if content == old and not left:
        return []
    if not left:
        return [FileChange(name, old, content)]
    note = "what it says already stays" if policy_text.is_readable(old) else "it is not valid TOML"
    return [FileChange(name, old, content if content != old else None, note, tuple(left))]


def _has(files: Mapping[str, bytes | None], exception: replaced.LeftAlone) -> bool:
    """Whether the policy has this exception from an earlier run."""
    from ...policy import settings

    tables, _ = settings.tables(files)
    rows = tables.get(exception.hook, {})
    return any(tuple(row["paths"]) == exception.paths for key in ("allow", "keep") for row in rows.get(key, ()))


def ignores(old: bytes | None, patterns: Iterable[str]) -> FileChange:
    """What tools leave behind when they run."""
    return FileChange(".gitignore", old, textfile.added(old, patterns, "files that tools write (commitworthy)"))


def attribute_lines(old: bytes | None, wanted: Iterable[str], note: str) -> FileChange:
    """How git treats files of ours; a file that git cannot read is left as it is."""
    is_readable = b"\0" not in (old or b"")
    new = textfile.added(old, wanted if is_readable else (), "git keeps the rows of both sides (commitworthy)")
    return FileChange(".gitattributes", old, new, note)

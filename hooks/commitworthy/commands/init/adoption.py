"""What `commitworthy init` would write: a list of files, each as it is and as it would be."""

from __future__ import annotations

from ...base.findings import CheckError
from ...base.namedtuple import TYPE_CHECKING, NamedTuple
from ...policy.allow import add_exemption
from ...remedies import textfile
from . import policy_text, replaced, stages, toml_config, yaml_config
from .entry import CannotMerge, HookEntry, ids, refuse_odd_shape

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

YAML_FILES = (".pre-commit-config.yaml", ".pre-commit-config.yml")
TOML_FILE = "prek.toml"
CONFIG_FILES = (*YAML_FILES, TOML_FILE)
HUSKY_FILES = (".husky/pre-commit", ".husky/pre-push")
LEFTHOOK_FILES = tuple(
    f"{folder}{name}.{ending}"
    for folder in ("", ".config/")
    for name in ("lefthook", ".lefthook")
    for ending in ("yml", "yaml", "toml", "json")
)
_FOR_HUSKY = {".husky/pre-commit": ("commitworthy check",), ".husky/pre-push": ('commitworthy check-push "$@"',)}
_FOR_LEFTHOOK = (
    "pre-commit:",
    "  commands:",
    "    commitworthy:",
    "      run: commitworthy check",
    "pre-push:",
    "  commands:",
    "    commitworthy:",
    "      run: commitworthy check-push {0}",
    "      use_stdin: true",
)


class FileChange(NamedTuple):
    """One file; `old` is None where there is none yet, `new` None where only `note` is to be said.

    `by_hand` are the lines that the user has to write there, and `is_broken` where they cannot be before it is fixed.
    """

    path: str
    old: bytes | None
    new: bytes | None
    note: str = ""
    by_hand: tuple[str, ...] = ()
    is_broken: bool = False

    @property
    def is_one(self) -> bool:
        """Whether anything would be written."""
        return self.new is not None and self.new != (self.old or b"") and not (self.old is None and not self.new)

    @property
    def is_left(self) -> bool:
        """Whether something is left to the user."""
        return self.is_broken or bool(self.by_hand)


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
        return [_by_hand(lefthook, files[lefthook], "lefthook runs the hooks here", _FOR_LEFTHOOK)]
    if any(name in files for name in HUSKY_FILES):
        note = "husky runs the hooks here"
        return [_by_hand(name, files.get(name), note, lines) for name, lines in _FOR_HUSKY.items()]
    return [FileChange(YAML_FILES[0], None, yaml_config.fresh(entry).encode())]


def _by_hand(name: str, old: bytes | None, note: str, lines: tuple[str, ...]) -> FileChange:
    if old is not None and b"commitworthy" in old:
        return FileChange(name, old, old)
    return FileChange(name, old, None, note, lines)


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
    wanted = None if set(entry.hooks) & set(known) or "commitworthy" in known else entry
    quiet = stages.Quiet()
    try:
        if wanted:
            quiet = stages.quiet(document, entry.installed, there, replace=replace)
        if wanted or replace:
            text = module.merged(text, wanted, replace=replace, quiet=quiet)
    except CannotMerge as problem:
        stanza = toml_config.stanza(entry).splitlines() if name == TOML_FILE else yaml_config.stanza(entry)
        lines = tuple(line.rstrip() for line in stanza) if wanted else ()
        return FileChange(name, old, None, str(problem), lines, is_broken=not lines)
    notes = filter(None, (quiet.note, "" if replace else _left(replaced.names(document))))
    return FileChange(name, old, text.encode(), "; ".join(notes))


def _left(others: Sequence[str]) -> str:
    if not others:
        return ""
    them = "it" if len(others) == 1 else "them"
    return f"{' and '.join(others)} would report the same things twice: --replace removes {them}"


def carried(files: Mapping[str, bytes]) -> replaced.Carried:
    """What the settings of the replaced hooks mean as a policy."""
    return replaced.carried(_documents(files))


def _documents(files: Mapping[str, bytes]) -> Iterator[Mapping[str, object]]:
    for name in CONFIG_FILES:
        if name in files:
            module = toml_config if name == TOML_FILE else yaml_config
            try:
                yield module.parsed(files[name].decode("utf-8", "replace"))
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
    note = "it has other settings already; to change them, write by hand" if left else ""
    return [FileChange(name, old, content, note, tuple(left))]


def _has(files: Mapping[str, bytes | None], exception: replaced.LeftAlone) -> bool:
    """Whether the policy has this exception from an earlier run."""
    from ...policy import settings

    tables, _ = settings.tables(files)
    rows = tables.get(exception.hook, {})
    return any(tuple(row["paths"]) == exception.paths for key in ("allow", "keep") for row in rows.get(key, ()))


def ignores(old: bytes | None, patterns: Iterable[str]) -> FileChange:
    """What tools leave behind when they run."""
    return FileChange(".gitignore", old, textfile.added(old, patterns, "files that tools write (commitworthy)"))

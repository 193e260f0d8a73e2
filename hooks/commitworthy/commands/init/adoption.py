"""What `commitworthy init` would write: a list of files, each as it is and as it would be."""

from __future__ import annotations

from ...base.namedtuple import TYPE_CHECKING, NamedTuple
from ...remedies import textfile
from . import toml_config, yaml_config
from .entry import REPLACED, CannotMerge, HookEntry, ids

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

YAML_FILES = (".pre-commit-config.yaml", ".pre-commit-config.yml")
TOML_FILE = "prek.toml"
CONFIG_FILES = (*YAML_FILES, TOML_FILE)


class FileChange(NamedTuple):
    """One file; `old` is None where there is none yet, `new` None where only `note` is to be said."""

    path: str
    old: bytes | None
    new: bytes | None
    note: str = ""

    @property
    def is_one(self) -> bool:
        """Whether anything would be written."""
        return self.new is not None and self.new != (self.old or b"") and not (self.old is None and not self.new)


def configuration(files: Mapping[str, bytes], entry: HookEntry, *, replace: bool) -> list[FileChange]:
    """The entry in each configuration that there is, else in a new one."""
    there = [name for name in CONFIG_FILES if name in files]
    if not there:
        return [FileChange(YAML_FILES[0], None, yaml_config.fresh(entry).encode())]
    return [_merged(name, files[name], entry, replace=replace) for name in there]


def _merged(name: str, old: bytes, entry: HookEntry, *, replace: bool) -> FileChange:
    module = toml_config if name == TOML_FILE else yaml_config
    try:
        text = old.decode("utf-8")
        known = ids(module.parsed(text))
        wanted = None if set(entry.hooks) & set(known) or "commitworthy" in known else entry
        new = module.merged(text, wanted, replace=replace) if wanted or replace else text
    except UnicodeDecodeError:
        return FileChange(name, old, None, "it is not UTF-8")
    except CannotMerge as problem:
        return FileChange(name, old, None, str(problem))
    left = "" if replace else _left(known)
    return FileChange(name, old, new.encode(), left)


def _left(known: Mapping[str, object]) -> str:
    others = [hook for hook in REPLACED if hook in known]
    if not others:
        return ""
    them = "it" if len(others) == 1 else "them"
    return f"{' and '.join(others)} would report the same things twice: --replace removes {them}"


def carried(files: Mapping[str, bytes]) -> tuple[dict[str, dict[str, object]], list[str]]:
    """What the arguments of the replaced hooks mean as a policy: hook -> key -> value; and arguments without one."""
    policy: dict[str, dict[str, object]] = {}
    lost = []
    for hook, word in _words(files):
        name, _, value = word.partition("=")
        if name == "--maxkb" and value.isdecimal():
            if int(value) != 500:
                policy.setdefault("block-artifacts", {})["max-size"] = f"{value} kB"
        elif name in ("--keep-output", "--keep-count", "--drop-empty-cells"):
            policy.setdefault("strip-notebooks", {})[name[2:]] = True
        elif name != "--enforce-all":
            lost.append(f"{hook} {word}")
    return policy, lost


def _words(files: Mapping[str, bytes]) -> list[tuple[str, str]]:
    """Hook and word of each argument of a replaced hook; a value that stands by itself is joined to its flag."""
    found: list[tuple[str, str]] = []
    for name, content in files.items():
        if name not in CONFIG_FILES:
            continue
        module = toml_config if name == TOML_FILE else yaml_config
        try:
            known = ids(module.parsed(content.decode("utf-8", "replace")))
        except CannotMerge:
            continue  # as `configuration` says
        for hook in REPLACED:
            for made in known.get(hook, []):
                args = made.get("args")
                for word in map(str, args if isinstance(args, list) else ()):
                    if found and not word.startswith("-") and found[-1][1].startswith("--") and "=" not in found[-1][1]:
                        found[-1] = (hook, f"{found[-1][1]}={word}")
                    else:
                        found.append((hook, word))
    return found


def policy(files: Mapping[str, bytes], wanted: Mapping[str, Mapping[str, object]]) -> list[FileChange]:
    """The tables that carry over what replaced hooks were told."""
    if not wanted:
        return []
    name = "pyproject.toml" if "pyproject.toml" in files else "commitworthy.toml"
    prefix = "tool.commitworthy." if name == "pyproject.toml" else ""
    old = files.get(name)
    text = [f"[{prefix}{hook}]\n{_pairs(table)}" for hook, table in wanted.items()]
    gap = "" if not old else "\n" if old.endswith(b"\n") else "\n\n"
    return [FileChange(name, old, (old or b"") + (gap + "\n".join(text)).encode())]


def _pairs(table: Mapping[str, object]) -> str:
    return "".join(
        f"{key} = {'true' if value is True else f'{chr(34)}{value}{chr(34)}'}\n" for key, value in table.items()
    )


def ignores(old: bytes | None, patterns: Iterable[str]) -> FileChange:
    """What tools leave behind when they run."""
    return FileChange(".gitignore", old, textfile.added(old, patterns, "files that tools write (commitworthy)"))

"""Why a hook did not fire: git, its hooks, and what the frameworks are told."""

from __future__ import annotations

import os
import re

from ...base import system, wording
from ...base.namedtuple import TYPE_CHECKING, NamedTuple
from ...git import hooks, objects
from ...remedies import environment, origin
from .. import card_files
from ..init import adoption, python_version
from ..init import managers as init_managers
from ..init.entry import MANIFEST, CannotMerge, ids, named
from ..init.filters import means_all
from ..init.replaced import stands_in
from . import managers, rules, shell_script
from .rules import problem, remark, way
from .shell_script import ABSENT, IGNORED, NAMED, RUNS, UNCERTAIN, UNREACHED, Reading

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from ...base.findings import Finding
    from ...git.hooks import Installed, Setting
    from ...git.repository import Repository
    from .managers import Mention

_OLDEST = (2, 34)
_FRAMEWORKS = ("pre-commit", "prek")
# When check-cards tells which files are out of date.
_AFTERWARDS = ("post-checkout", "post-merge")
# `commitworthy check` runs check-cards as well; a comment runs nothing.
_CHECKS_CARDS = re.compile(rb"^(?![^\S\n]*#).*(?:check-cards|commitworthy check(?![\w-]))", re.MULTILINE)
# Hooks that are there for files which are no text, and tags that only text has.
_OF_BINARIES = ("commitworthy", "block-artifacts", "require-lfs")
_TEXTS = frozenset("text python jupyter yaml toml json markdown csv sql plain-text notebook".split())
_SETS_PATH = re.compile(r"\bPATH=|\bactivate\b")
# Expressions that people write for no file at all.
_NO_FILE = ("^$", "$^", "(?!)")


class Setup(NamedTuple):
    """`configured` are our hooks and their stages by the frameworks' files, `others` the hooks there that do the same.

    `others` is by id: which of ours does so, and whether `init --replace` takes it out.

    `mentions` are files of other hook managers that name us, `called` what the hooks of git do with us.  `idle` says of
    entries of ours, each with its file, why they check nothing.  `too_old` are our hooks by file and the Python, as it
    is written there, that cannot run them.  `lacks` are places of hooks, each with the program that it does not find.
    """

    git: tuple[str, tuple[int, int]]
    hooks: list[Installed]
    hooks_path: Setting | None
    configured: Mapping[str, tuple[str, ...]]
    others: Mapping[str, tuple[str, bool]]
    mentions: tuple[Mention, ...]
    broken: Mapping[str, str]
    called: tuple[tuple[Installed, Reading], ...]
    idle: tuple[tuple[str, str], ...]
    too_old: Mapping[tuple[str, str], list[str]]
    lacks: tuple[tuple[str, str], ...]


def look(here: Repository) -> Setup:
    """Everything that is asked of git and read from files; nothing is started but git."""
    configured: dict[str, tuple[str, ...]] = {}
    others: dict[str, tuple[str, bool]] = {}
    broken: dict[str, str] = {}
    idle: list[tuple[str, str]] = []
    too_old: dict[tuple[str, str], list[str]] = {}
    lacks: list[tuple[str, str]] = []
    for name in adoption.CONFIG_FILES:
        content = read(here, name)
        if content is None:
            continue
        try:
            document = adoption.parsed(name, content)
        except CannotMerge as error:
            broken[name] = str(error)
            continue
        too_old |= _with_old_python(name, document)
        for hook, made in ids(document).items():
            if hook not in MANIFEST and not any(map(_runs_ours, made)):
                if ours := next(filter(None, map(stands_in, made)), ""):
                    others[hook] = (ours, True)
                elif hook == "forbid-binary":
                    others[hook] = ("block-artifacts", False)
                continue
            stages = dict.fromkeys(stage for entry in made for stage in _stages(hook, entry, document))
            configured[hook] = tuple(stages)
            lacks += [(name, program) for entry in made if (program := _without_program(entry))]
            reasons = [_idle(hook, entry, document) for entry in made]
            if all(reasons):
                idle.append((name, reasons[0]))
            elif not set(stages).intersection(["pre-push"] if hook == "check-push" else hooks.STAGES):
                what = "push" if hook == "check-push" else "commit"
                idle.append((name, f"{hook} is configured for {', '.join(stages) or 'no stage'}: no {what} runs it"))
    found = hooks.hooks()
    path = hooks.setting("core.hooksPath")
    mentions = managers.mentions(lambda name: read(here, name), found, path)
    mentions = [mention for mention in mentions if configured or mention.program == managers.NAME]
    called = tuple((hook, _of_staged(hook, _called(here, hook))) for hook in found)
    lacks += [(hook.place, program) for hook, reading in called if (program := _lacking(hook, reading))]
    return Setup(
        hooks.version(), found, path, configured, others, tuple(mentions), broken, called, tuple(idle), too_old,
        tuple(lacks),
    )  # fmt: skip


def _of_staged(hook: Installed, reading: Reading) -> Reading:
    """The same, in doubt where a hook of commits checks something else than what is staged."""
    is_else = reading.verdict == RUNS and managers.checks_something_else(reading.what.split())
    return reading._replace(verdict=UNCERTAIN) if is_else and hook.stage != "pre-push" else reading


def _lacking(hook: Installed, reading: Reading) -> str:
    """The program without which a hook of git fails, as it is written there; "" where none is missing."""
    text = hook.content.decode("utf-8", "replace")
    first = text.partition("\n")[0]
    if first.startswith("#!") and system.HAS_EXECUTABLE_MODE:
        program, *more = first[2:].split() or [""]
        if first.endswith("\r"):
            return f"{program}\r"
        if program.endswith("/env") and more and not more[0].startswith("-"):
            program = more[0]
        if program and not environment.finds(program):
            return program
    # A hook that sets the environment up may bring it.
    return "" if hook.maker in _FRAMEWORKS or _SETS_PATH.search(text) else _not_found(reading)


def _not_found(reading: Reading) -> str:
    """The program of ours that a script runs, where the user's shell does not find it; else ""."""
    words = shell_script.bare_words(tuple(reading.what.split()))
    program = words[0].strip("'\"") if words and reading.verdict == RUNS else ""
    if program.rpartition("/")[2] != managers.NAME or "$" in program:
        return ""
    return "" if environment.finds(program) else program


def _with_old_python(name: str, document: Mapping[str, object]) -> dict[tuple[str, str], list[str]]:
    """Our hooks in one configuration that are to be installed with a Python that cannot run them."""
    found: dict[tuple[str, str], list[str]] = {}
    for hook, made in ids(document).items():
        for entry in made:
            python = python_version.of_hook(entry, document) if hook in MANIFEST or _runs_ours(entry) else ""
            if python:
                found.setdefault((name, python), []).append(hook)
    return found


def _stages(hook: str, made: Mapping[str, object], document: Mapping[str, object]) -> tuple[str, ...]:
    default = document.get("default_stages") if "entry" in made else None
    # A hook of any id without `stages` runs wherever a hook is installed: at commits at any rate.
    told = made.get("stages", default or MANIFEST.get(hook, {}).get("stages", ["pre-commit"]))
    return tuple(named(told))


def _runs_ours(made: Mapping[str, object]) -> bool:
    """Whether a hook of any id runs us, or is meant to."""
    entry = made.get("entry")
    return isinstance(entry, str) and managers.read(entry).verdict not in (ABSENT, NAMED)


def _without_program(made: Mapping[str, object]) -> str:
    """The program of ours that an entry runs from PATH, where it is not there; else ""."""
    entry = made.get("entry")
    is_on_path = made.get("language") in ("system", "unsupported")
    return _not_found(managers.read(entry)) if is_on_path and isinstance(entry, str) else ""


def _idle(hook: str, made: Mapping[str, object], document: Mapping[str, object]) -> str:
    """Why an entry of ours checks nothing, "" where it does."""
    for holder, whose in ((made, hook), (document, "the whole file")):
        if hook in ("limit-commit", "check-push"):
            break  # what takes no names is not kept from running by filters
        exclude, files = holder.get("exclude"), holder.get("files")
        if isinstance(exclude, str) and means_all(exclude):
            return f"`exclude: {exclude}` of {whose} leaves {hook} no file to check"
        if files in _NO_FILE:
            return f"`files: {files}` of {whose} leaves {hook} no file to check"
    for key in ("types", "types_or"):
        told = made.get(key)
        types = [*map(str, told)] if isinstance(told, list) else []
        is_text = not _TEXTS.isdisjoint(types) if key == "types" else types and _TEXTS.issuperset(types)
        if hook in _OF_BINARIES and is_text:
            return f"`{key}: [{', '.join(types)}]` keeps models and data from {hook}"
    entry = made.get("entry")
    if not isinstance(entry, str):
        return ""
    reading = managers.read(entry)
    if reading.verdict == RUNS:
        return ""
    what = {IGNORED: "ignores its result", UNREACHED: "never gets to it"}.get(reading.verdict, "does not run it")
    return f"the entry of {hook} {what}: `{entry}`"


def _called(here: Repository, hook: Installed) -> Reading:
    """What a hook of git does with us: itself, through a framework, or through a script of the project."""
    text = hook.content.decode("utf-8", "replace")
    if hook.maker in _FRAMEWORKS:
        return shell_script.is_early_exit(text) or _configured_by(here, text)
    if hook.maker in ("husky", "lefthook") or ".husky/" in hook.place.replace(os.sep, "/"):
        return Reading(ABSENT)  # it is told so elsewhere: see `managers`
    first = text.partition("\n")[0]
    if "\0" in text:
        return Reading(UNCERTAIN, 1, "binary content") if managers.NAME in text else Reading(ABSENT)
    if first.startswith("#!") and not first.split("/")[-1].split(" ")[-1].removesuffix("\r").endswith("sh"):
        is_named = managers.NAME in text or "pre-commit" in text or "prek" in text
        return (
            Reading(UNCERTAIN, 1, f"{first.removeprefix('#!').strip()} is not a shell") if is_named else Reading(ABSENT)
        )
    _, reading = managers.read_any(text)
    if reading.verdict in (ABSENT, NAMED) and (call := next(shell_script.unfollowed(text), None)):
        return _followed(here, hook, *call)
    return reading


def _configured_by(here: Repository, text: str) -> Reading:
    """What a hook that pre-commit or prek made runs, by the configuration that it was made for."""
    for number, line in enumerate(text.splitlines(), 1):
        _, option, rest = line.partition("--config=")
        name = rest.split(" ")[0].strip("\"')")
        if option and name not in adoption.CONFIG_FILES:
            content = read(here, name)
            is_ours = content is not None and managers.NAME.encode() in content
            return Reading(RUNS if is_ours else UNCERTAIN, number, f"--config={name}")
    return Reading(RUNS)


def _followed(here: Repository, hook: Installed, line: int, said: str) -> Reading:
    """The script of the project that a hook calls, read once; what it calls is not followed."""
    for word in said.split():
        content = read(here, word.removeprefix("./")) if "/" in word and not word.startswith(("/", "..")) else None
        if content and managers.NAME.encode() in content:
            reading = managers.read(content.decode("utf-8", "replace"))
            if reading.verdict != RUNS:
                return reading._replace(what=f"{reading.what}` in `{word}") if reading.verdict != ABSENT else reading
            outer = shell_script.read(hook.content.decode("utf-8", "replace"), _holding(word), word)
            return outer if outer.verdict != ABSENT else Reading(UNCERTAIN, line, said)
    return Reading(UNCERTAIN, line, said)


def read(here: Repository, name: str) -> bytes | None:
    """A file of the work tree, None where there is none."""
    file = objects.on_disk(here.on_disk(name.encode()))
    return file.content if file else None


def _holding(word: str) -> Callable[[Sequence[str]], bool]:
    return lambda words: word in words


def facts(found: Setup) -> Iterator[tuple[str, str]]:
    """What is so, as name and value."""
    yield "git", found.git[0]
    if found.hooks_path:
        yield "core.hooksPath", f"{found.hooks_path.value} ({found.hooks_path.scope})"
    for made in found.hooks:
        maker = made.maker if made.maker in (*_FRAMEWORKS, "husky", "lefthook", "git-lfs") else ""
        yield made.stage, f"{made.place}, by {maker or 'a script of its own'}"
    for hook, stages in found.configured.items():
        yield hook, f"configured for {', '.join(stages)}"
    for mention in found.mentions:
        says = f"{'runs' if mention.reading.verdict == RUNS else 'names'} {mention.program}"
        yield mention.place, f"{says}{f' at {mention.stage}' if mention.manager == 'lefthook' else ''}"


def check(found: Setup, environ: Mapping[str, str]) -> Iterator[Finding]:
    """What keeps the hooks from running, in the order in which one would look."""
    said, numbers = found.git
    if numbers < _OLDEST:
        yield remark(rules.OLD_GIT, f"git {said}; tested with 2.34 and newer.", way("install a newer git"))
    for name, error in found.broken.items():
        yield problem(
            rules.BAD_CONFIG, f"{error}: pre-commit and prek cannot run its hooks.", way("fix the file"), path=name
        )
    for name, reason in found.idle:
        yield problem(rules.WITHOUT_EFFECT, f"{wording.ended(reason)}", way("fix the entry"), path=name)
    yield from _too_old(found)
    yield from _lacks(found)
    yield from _missing(found)
    yield from _not_executable(found)
    yield from _second_opinions(found)
    yield from _skipped(found, environ)


def _lacks(found: Setup) -> Iterator[Finding]:
    for place, program in dict.fromkeys(found.lacks):
        if program.endswith("\r"):
            text = f"The first line of {place} ends in a carriage return, so git looks for a program of such a name."
            ended = ("perl", "-pi", "-e", r"s/\r$//", place)
            yield problem(rules.MISSING_PROGRAM, text, way("end its lines with a line feed alone", ended))
        elif program == managers.NAME:
            text = f"{place} runs {program}, which is not on PATH: every commit fails."
            source = origin.requirement()
            commands = [("pip", "install", source)] if source else []
            yield problem(rules.MISSING_PROGRAM, text, way("install it for this shell", *commands))
        else:
            text = f"{place} needs {program}, which is not here: every commit fails."
            yield problem(rules.MISSING_PROGRAM, text, way("name one that is here"))


def unchecked_cards(here: Repository, found: Setup) -> Iterator[Finding]:
    """What is to be said where cards are in git and nothing that is set up here looks at them."""
    names = (*adoption.CONFIG_FILES, *adoption.LEFTHOOK_FILES, *adoption.HUSKY_SIGNS)
    texts = [*(read(here, name) for name in names), *(made.content for made in found.hooks)]
    if any(text and _CHECKS_CARDS.search(text) for text in texts):
        return
    if count := card_files.count_tracked():
        what = wording.counted(count, "card is in git and checked", "cards are in git and checked")
        text = f"{what} by no hook: a file that is no longer as its card says goes unnoticed."
        yield remark(rules.CARDS_UNCHECKED, text, way("add check-cards", ("commitworthy", "init", "--write")))


def _skipped(found: Setup, environ: Mapping[str, str]) -> Iterator[Finding]:
    for name in ("SKIP", "PREK_SKIP"):
        skipped = [hook for hook in environ.get(name, "").split(",") if hook.strip() in found.configured]
        if skipped:
            text = f"{name}={environ[name]} in this shell disables {', '.join(skipped)}."
            yield remark(rules.SKIPPED, text, way("enable them", ("unset", name)))
    managers_here = dict.fromkeys(mention.manager for mention in found.mentions)
    for manager in managers_here:
        name = manager.upper()
        if environ.get(name, "").lower() in ("0", "false"):
            text = f"{name}={environ[name]} in this shell disables all hooks of {manager}."
            yield remark(rules.SKIPPED, text, way("enable them", ("unset", name)))


def _too_old(found: Setup) -> Iterator[Finding]:
    for (name, python), ours in found.too_old.items():
        oldest = ".".join(map(str, python_version.OLDEST))
        text = f"{', '.join(ours)}: to be installed with {python}, but commitworthy needs Python {oldest} or newer."
        equals = f' = "{python_version.ANY}"' if name == adoption.TOML_FILE else f": {python_version.ANY}"
        remedy = f"add to {'it' if len(ours) == 1 else 'each of them'}: {python_version.KEY}{equals}"
        yield problem(rules.OLD_PYTHON, text, way(remedy), path=name)


def _missing(found: Setup) -> Iterator[Finding]:
    known = [(hook, reading) for hook, reading in found.called if _says_something(found, hook, reading)]
    for made, reading in known:
        yield from _doubtful(made.place, reading, f"let the hook end with: exec {_command(made.stage)}")
    for mention in found.mentions:
        yield from _of_manager(mention)
    runs = [hook for hook, reading in known if reading.verdict == RUNS and hook.maker not in _FRAMEWORKS]
    if not (found.configured or runs or found.mentions or any(reading.verdict != RUNS for _, reading in known)):
        if not found.broken:
            text = "Nothing here runs commitworthy: it is in no hook configuration and in no git hook."
            yield problem(rules.NOT_CONFIGURED, text, way("set it up", ("commitworthy", "init", "--write")))
        return
    if not found.configured:
        return
    framework = next((hook.maker for hook in found.hooks if hook.maker in _FRAMEWORKS), _framework())
    wanted = {stage for stages in found.configured.values() for stage in stages} & {*hooks.STAGES, *_AFTERWARDS}
    there = {hook.stage for hook, reading in found.called if reading.verdict in (RUNS, UNCERTAIN)}
    there |= {mention.stage for mention in found.mentions if mention.is_installed and mention.reading.verdict == RUNS}
    if wanted.intersection(_AFTERWARDS):
        ours = (made for made in hooks.hooks(_AFTERWARDS) if made.maker in _FRAMEWORKS)
        there |= {made.stage for made in ours}
    missing = [stage for stage in (*hooks.STAGES, *_AFTERWARDS) if stage in wanted - there]
    if not missing or any(hook.stage in missing for hook, _ in known):
        return
    if found.hooks_path:
        yield _elsewhere(found.hooks_path, framework)
        return
    types = [word for stage in missing for word in ("--hook-type", stage)]
    install = way("install them", *_getting(framework), (framework, "install", *types))
    if "pre-commit" in missing:
        yield problem(rules.NOT_INSTALLED, "The hooks are configured, but git does not run them.", install)
    else:
        which = "that git hook is" if len(missing) == 1 else "those git hooks are"
        text = f"Hooks are configured for {', '.join(missing)}, but {which} not installed."
        yield problem(rules.STAGE_MISSING, text, install)


def _says_something(found: Setup, hook: Installed, reading: Reading) -> bool:
    """Whether the hook has to do with us: it names us, or it runs what we do not see and nothing else does."""
    if reading.verdict == ABSENT or hook.maker == "git-lfs":
        return False
    if managers.NAME.encode() in hook.content or hook.maker in _FRAMEWORKS:
        return bool(found.configured) or hook.maker not in _FRAMEWORKS
    if b"pre-commit" in hook.content or b"prek" in hook.content:
        return bool(found.configured) and reading.verdict != NAMED
    return reading.verdict != UNCERTAIN or hook.stage == "pre-commit"


_PROVE = ("commitworthy", "doctor", "--prove")


def _command(stage: str) -> str:
    """The command of ours for a hook of git."""
    return init_managers.PUSH if stage == "pre-push" else init_managers.CHECK


def _doubtful(place: str, reading: Reading, remedy: str) -> Iterator[Finding]:
    """What is to be said of a script that names us."""
    at = f"{place}:{reading.line}" if reading.line else place
    said = f"`{reading.what}`"
    if reading.verdict == NAMED:
        text = f"{at} names commitworthy, but does not run it: {said}."
    elif reading.verdict == UNREACHED:
        text = f"{at} is never reached: the hook ends before it, with {said}." if reading.what else ""
        text = text or f"{at} ends the hook before anything is checked."
    elif reading.verdict == IGNORED:
        text = f"{at} runs {said}, but its result is ignored: nothing is refused."
    else:
        if reading.verdict == UNCERTAIN:
            text = f"{at} has {said}, and whether a finding stops the commit cannot be told from that."
            yield remark(rules.UNSURE, text, way("try it", _PROVE))
        return
    yield problem(rules.WITHOUT_EFFECT, text, way(remedy))


def _of_manager(mention: Mention) -> Iterator[Finding]:
    if mention.manager == "lefthook":
        remedy = f"let it run nothing but: {init_managers.LEFTHOOK[mention.stage]['run']}"
    else:
        remedy = f"let the hook end with: exec {_command(mention.stage)}"
    yield from _doubtful(mention.place, mention.reading, remedy)
    if mention.reading.verdict in (RUNS, UNCERTAIN) and not mention.is_installed:
        text = f"{mention.place} runs {mention.program} at {mention.stage}, but git does not run {mention.manager}."
        yield problem(rules.NOT_INSTALLED, text, way("install it", mention.install))


def _framework() -> str:
    import shutil

    return "prek" if shutil.which("prek") and not shutil.which("pre-commit") else "pre-commit"


def _getting(framework: str) -> Iterator[tuple[str, ...]]:
    """The command that brings a framework which is configured and not there."""
    import shutil

    if not shutil.which(framework):
        yield ("pip", "install", framework)


def _elsewhere(setting: Setting, framework: str) -> Finding:
    scope = f"--{setting.scope}" if setting.scope in ("local", "global", "system") else "--local"
    unset = ("git", "config", scope, "--unset-all", "core.hooksPath")
    text = f"core.hooksPath is {setting.value} ({setting.scope}), and no hook there runs the configured hooks."
    by_hand = way(f"or call it in the hook there: {framework} run --hook-stage pre-commit")
    return problem(
        rules.HOOKS_ELSEWHERE,
        text,
        way("use the hooks of this clone", unset, *_getting(framework), (framework, "install")),
        by_hand,
    )


def _not_executable(found: Setup) -> Iterator[Finding]:
    for hook in found.hooks:
        if not hook.is_executable and system.HAS_EXECUTABLE_MODE:
            text = f"{hook.place} is not executable, so git skips it."
            yield problem(rules.NOT_EXECUTABLE, text, way("make it executable", ("chmod", "+x", hook.place)))


def _second_opinions(found: Setup) -> Iterator[Finding]:
    for other, (ours, is_replaced) in found.others.items():
        if {ours, "commitworthy"} & {*found.configured}:
            text = (
                f"{other} checks the same as {ours}, by other rules: a commit can be refused twice, or for no reason."
            )
            ways = way("remove it", ("commitworthy", "init", "--replace", "--write"))
            yield remark(rules.SECOND_OPINION, text, ways if is_replaced else way("remove it by hand"))

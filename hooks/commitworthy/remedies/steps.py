"""The steps that remedies are made of, and how a list of ways out is worded."""

from __future__ import annotations

from ..base.findings import Remedy, Step
from ..base.namedtuple import TYPE_CHECKING

if TYPE_CHECKING:
    from .environment import Environment


# How git's own languages spell a path: as a pathspec, and in `.gitignore` and `.gitattributes`.


_C_STYLE = {"\n": "\\n", "\t": "\\t", "\r": "\\r", '"': '\\"', "\\": "\\\\"}


def pathspec(path: str) -> str:
    """The word by which `git add` and its like mean this path alone, not as a pattern."""
    magic = path.startswith(":") or any(char in "*?[\\" for char in path)
    return f":(literal){path}" if magic else path


def ignore_pattern(path: str) -> str:
    """The line of the top `.gitignore` for this path alone; `?` is any one byte, for a line end would end the line."""
    kept = path.rstrip(" ")
    escaped = "".join(f"\\{char}" if char in "\\*?[" else "?" if char in "\n\r" else char for char in kept)
    return "/" + escaped + "\\ " * (len(path) - len(kept))


def lfs_filename(path: str) -> str | None:
    """The word by which `git lfs track --filename` means this path alone; None where its line would not match.

    That is so for a backslash, a first `!`, tab and line end.  git-lfs looks in vain for a file whose name has a quote
    or begins or ends with a space, and 3.6 fails at it.  Without a slash a line matches in every folder.
    """
    if path.startswith("!") or path != path.strip() or any(char in '"\\' for char in path) or not path.isprintable():
        return None
    return path if "/" in path else f"/{path}"


def attributes_pattern(path: str) -> str:
    """The pattern of a `.gitattributes` file for one path below its folder, in quotes where it needs them."""
    escaped = "".join(f"\\{char}" if char in "\\*?[" else char for char in path)
    plain = path.isprintable() and not any(char in '"\\*?[' or char.isspace() for char in path)
    return f"/{path}" if plain else f'"/{"".join(map(_c_style, escaped))}"'


def in_any_case(pattern: str) -> str:
    """The pattern with every letter in both of its cases: `*.[pP][tT]`."""
    return "".join(f"[{char.lower()}{char.upper()}]" if char.isascii() and char.isalpha() else char for char in pattern)


def suffix_pattern(suffix: str) -> str:
    """The pattern for all names that end so; in any case of its letters where the suffix is not in lower case."""
    return f"*{suffix if suffix == suffix.lower() else in_any_case(suffix)}"


def _c_style(char: str) -> str:
    return _C_STYLE.get(char) or (f"\\{ord(char):03o}" if char < " " or char == "\x7f" else char)


def shell_word(text: str) -> str:
    """One word of the tail of a command, which is printed as it is."""
    import shlex

    return shlex.quote(text)


PLACEHOLDER = "<why it belongs in git>"


def alternatives(found: list[Remedy]) -> list[Remedy]:
    """The remedies as a sentence: each but the first begins with "or"."""
    return found[:1] + [Remedy(f"or {remedy.text}", remedy.steps, remedy.lines) for remedy in found[1:]]


def untrack(path: bytes, env: Environment) -> Step:
    """Takes the path out of the index and leaves the file."""
    # Without --force git refuses where the staged content is neither the file's nor HEAD's.
    force = ("--force",) if path in env.off_disk else ()
    return Step(("git", "rm", "--cached", *force, "--"), (pathspec(path.decode("utf-8", "surrogateescape")),))


def ignore(pattern: str, env: Environment) -> tuple[Step, Step]:
    """Adds a line to the ignore file at the top and stages it."""
    line = "\\n%s\\n" if env.ignore_file_is_open else "%s\\n"
    return Step(("printf", line), (pattern,), ">> .gitignore"), Step(("git", "add", ".gitignore"))


def out_of_git(path: bytes, env: Environment) -> tuple[Step, ...]:
    """Takes the path out of the index and ignores it, where no line does so already."""
    if path in env.ignored:
        return (untrack(path, env),)
    return untrack(path, env), *ignore(ignore_pattern(path.decode("utf-8", "surrogateescape")), env)


def lfs_set_up(env: Environment) -> tuple[Step, ...]:
    """Makes git-lfs the filter, where it is not; `around.upload` is for the end of such a remedy."""
    if env.lfs_is_set_up:
        return ()
    # `git lfs install` fails where another pre-push hook stands; the filters are what staging needs.
    return (Step(("git", "lfs", "install", *(("--skip-repo",) if env.other_pre_push else ()))),)


def renormalize(path: bytes, env: Environment) -> tuple[Step, ...]:
    """Stages the file again, through the filter that it is routed to."""
    spec = pathspec(path.decode("utf-8", "surrogateescape"))
    back = (Step(("git", "restore", "--"), (spec,)),) if path in env.gone else ()
    return (*back, Step(("git", "add", "--renormalize", "--"), (spec,)))


def restage(path: bytes, env: Environment) -> Remedy:
    """Makes a pointer of a raw file under a route to LFS."""
    text = "stage it again as a pointer" if env.has_lfs else "install git-lfs, then stage it again as a pointer"
    return Remedy(text, (*lfs_set_up(env), *renormalize(path, env), *env.upload))


def whole_type(pattern: str, routing: tuple[Step, ...], env: Environment) -> Remedy:
    """Sends all that is tracked of a type to Git LFS, in this commit; `routing` writes and stages its route.

    Not by `git lfs migrate import --no-rewrite`: that refuses while anything is staged, and with --yes throws it away.
    """
    staging = Step(("git", "add", "--renormalize", "--"), (pattern,))
    steps = (*lfs_set_up(env), *routing, staging, *env.upload)
    return Remedy("send all of its type to Git LFS, the old ones too", steps)


def allowing(text: str, options: tuple[str, ...], path: str, env: Environment, why: str = PLACEHOLDER) -> Remedy:
    """Write an exception for `path`; the reason is the user's to fill in."""
    step = Step(("commitworthy", "allow", *options, "--because", why, "--"), (path,))
    return with_own_command(text, step, env)


def following(text: str, env: Environment) -> Remedy:
    """Write the baseline anew, which follows renames and only shrinks."""
    return _baseline(text, env)


def accepting(text: str, env: Environment) -> Remedy:
    """Add all that is there to the baseline, whether there is one or not."""
    return _baseline(text, env, "--add")


def _baseline(text: str, env: Environment, *options: str) -> Remedy:
    staging = Step(("git", "add", ".commitworthy-baseline"))
    return with_own_command(text, Step(("commitworthy", "baseline", *options)), env, staging)


def with_own_command(text: str, step: Step, env: Environment, *after: Step) -> Remedy:
    """A remedy that begins with a command of ours, and with its installation where the user's shell has none."""
    if env.command:
        return Remedy(text, (step, *after))
    if env.install:
        return Remedy(text, (Step(("pip", "install", env.install)), step, *after))
    return Remedy(f"{text} (install commitworthy in your own environment first)", (step, *after))


def in_words(found: list[Remedy], env: Environment) -> tuple[Remedy, ...]:
    """The ways out as they are printed."""
    return tuple(relative_to_cwd(remedy, env) for remedy in alternatives(found))


def relative_to_cwd(remedy: Remedy, env: Environment) -> Remedy:
    """Paths and ignore lines count from the top: for a user below it, a subshell goes there first.

    Where a line would go through a link that git does not follow, the sentence says that instead of the commands.
    """
    words = [word for step in remedy.steps for word in (*step.words, *step.args)]
    in_the_way = next((word for word in words if word in env.obstacles), None)
    if in_the_way:
        reason = env.obstacles[in_the_way]
        return Remedy(f"{remedy.text}, but {in_the_way} {reason}: put a file in its place first")
    if not env.up or not remedy.steps:
        return remedy
    going, last = Step((), (), f"(cd {env.up}"), remedy.steps[-1]
    ending = last._replace(tail=f"{last.tail})")
    return remedy._replace(steps=(going, *remedy.steps[:-1], ending))

"""What the lines of a shell script say of a command in it: whether it runs, and whether its failure fails the script.

Nothing is run.  A shell can do more than can be read off its lines: what is not plain is called uncertain.
"""

from __future__ import annotations

from ...base.namedtuple import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

RUNS, IGNORED, UNREACHED, NAMED, UNCERTAIN, ABSENT = "runs", "ignored", "unreached", "named", "uncertain", "absent"
"""It runs and its failure counts; its failure does not count; it is never reached; it is only spoken of; nobody can
tell; it is not there."""

_OPERATORS = ("&&", "||", ";;", ";", "&", "|", "(", ")", "\n")
_OPEN = {"if": "fi", "for": "done", "while": "done", "until": "done", "select": "done", "case": "esac", "{": "}"}
_SPEAKS = frozenset("echo printf command which type hash : true".split())
_SHELLS = frozenset("sh bash dash zsh ksh".split())
# Programs that start the one named after them, and words that stand before that.
_WRAPPERS = {
    "exec": 0, "command": 0, "env": 0, "time": 0, "nice": 0, "nohup": 0, "npx": 0, "uvx": 0, "pipx": 1, "uv": 1,
    "poetry": 1, "pipenv": 1, "pdm": 1, "hatch": 1, "rye": 1, "pixi": 1, "mise": 1, "conda": 1, "mamba": 1,
    "micromamba": 1,
}  # fmt: skip
# Their options with a value behind them.
_VALUED = frozenset("-n --name -e --environment --from --with --python --extra --group --package --project".split())
_RUNNERS = frozenset("npm yarn pnpm bun make just task tox nox invoke inv rake mage gradle mise node".split())
_DEEPEST = 5
# Characters of a script that are read: the work grows as the square of its commands.
_LONGEST = 50_000


class Reading(NamedTuple):
    """What can be said of the command; `line` counts from 1, `what` is the text that decides."""

    verdict: str
    line: int = 0
    what: str = ""


class _Token(NamedTuple):
    """A word, without its quotes, or an operator."""

    text: str
    line: int
    is_word: bool


class _Command(NamedTuple):
    """A simple command: its words, the operators around it, and how deep in compound commands it stands.

    `opening` is the keyword of the innermost one, and `is_condition` where it stands between `if` and `then`.
    """

    words: tuple[str, ...]
    line: int
    before: str
    after: str
    depth: int
    opening: str
    is_condition: bool
    in_function: bool


def read(  # noqa: C901, PLR0912 (a shell)
    text: str, is_it: Callable[[Sequence[str]], bool], name: str, *, stops: bool = False, deep: int = 0
) -> Reading:
    """How the script treats the command that `is_it` knows by its words; `name` is what is looked for in other words.

    With `stops` the shell ends at the first command that fails, as under `sh -e`.
    """
    commands = list(_commands(_tokens(text)))
    first = text.partition("\n")[0]
    stops = stops or (first.startswith("#!") and any(_is_flag(word, "e") for word in first.split()[1:]))
    pipefail = False
    doubt: Reading | None = None
    spoken: Reading | None = None
    worse: Reading | None = None
    for number, command in enumerate(commands):
        words = bare_words(command.words)
        said = " ".join(command.words)
        if words[:1] == ("set",):
            stops = stops or any(_is_flag(word, "e") or word == "errexit" for word in words[1:])
            stops = stops and "+e" not in words
            pipefail = pipefail or "pipefail" in words
        found = is_it(words)
        inner = _inner(command.words) if not found and deep < _DEEPEST else ""
        if inner and name in inner:
            reading = read(inner, is_it, name, deep=deep + 1)
            if reading.verdict == RUNS:
                found = True
            elif reading.verdict not in (ABSENT, NAMED):
                worse = worse or Reading(reading.verdict, command.line, reading.what)
        if found:
            reading = _fate(commands, number, said, stops=stops, pipefail=pipefail)
            if reading.verdict == RUNS:
                return doubt or reading
            worse = worse or reading
        elif name in said:
            if words[:1] and words[0] in _SPEAKS:
                spoken = spoken or Reading(NAMED, command.line, said)
            elif not _variable(said):
                doubt = doubt or Reading(UNCERTAIN, command.line, said)
        if words[:1] == ("trap",) and {"EXIT", "0"} & {*words[2:]} and "exit" in words[1]:
            doubt = doubt or Reading(UNCERTAIN, command.line, said)
        if _leaves(command):
            if _is_unconditional(command):
                later = _later(commands[number + 1 :], is_it, name)
                return worse or (later._replace(what=said) if later else _rest(doubt, spoken, text, name))
            if not (len(words) > 1 and _is_failure(words[1])) and not command.in_function:
                doubt = doubt or Reading(UNCERTAIN, command.line, said)
    return worse or _rest(doubt, spoken, text, name)


def _rest(doubt: Reading | None, spoken: Reading | None, text: str, name: str) -> Reading:
    """Where the command itself was not found."""
    if doubt and name in doubt.what:
        return doubt
    if spoken:
        return spoken
    if name in text:
        line = next(number for number, line in enumerate(text.splitlines(), 1) if name in line)
        return Reading(NAMED, line, text.splitlines()[line - 1].strip())
    return Reading(ABSENT)


def unfollowed(text: str) -> Iterator[tuple[int, str]]:
    """Line and text of commands that run other scripts, which are not read here."""
    for command in _commands(_tokens(text)):
        words = bare_words(command.words)
        if not words:
            continue
        program = words[0]
        is_script = "/" in program and not program.startswith(("/bin/", "/usr/"))
        if program in ("source", ".") or (program in _SHELLS and words[1:]) or program in _RUNNERS or is_script:
            yield command.line, " ".join(command.words)


def is_early_exit(text: str) -> Reading | None:
    """The first command that always ends the script before any `exec`, None where there is none."""
    for command in _commands(_tokens(text)):
        if command.words[:1] == ("exec",):
            return None
        if _leaves(command) and _is_unconditional(command):
            return Reading(UNREACHED, command.line, " ".join(command.words))
    return None


def _fate(  # noqa: C901, PLR0911, PLR0912 (one case a line)
    commands: list[_Command], number: int, said: str, *, stops: bool, pipefail: bool
) -> Reading:
    """What becomes of its exit status."""
    command = commands[number]
    runs, ignored, unsure = (Reading(verdict, command.line, said) for verdict in (RUNS, IGNORED, UNCERTAIN))
    if command.in_function:
        return unsure
    if command.words[0] == "exec" and _is_unconditional(command):
        return runs
    if command.is_condition:
        body = [other for other in commands[number + 1 :] if other.depth >= command.depth and other.opening == "if"]
        return runs if any(map(_fails, body)) else ignored
    if command.depth or command.before in ("&&", "||", "!") or command.words[0] == "!":
        is_only_chained = not command.depth and command.before == "&&" and command.words[0] != "!"
        if not is_only_chained:
            return unsure
    last = number
    # A failure goes on to the end of the chain, and with pipefail through a pipe.
    while commands[last].after == "&&" or (pipefail and commands[last].after == "|"):
        if last + 1 == len(commands):
            break
        last += 1
    after = commands[last].after
    following = commands[last + 1] if last + 1 < len(commands) else None
    if after == "&":
        return ignored
    if after == "|":
        return ignored
    if after == "||":
        return _handled(commands, last + 1, runs, ignored, unsure)
    if following is None:
        return runs
    if command.before == "&&":
        return unsure  # only where what stands before it succeeds
    if stops and all(other.after == "|" for other in commands[number:last]):
        return runs
    words = bare_words(following.words)
    if words[:1] in (("exit",), ("return",)) and _is_unconditional(following):
        return runs if not words[1:] or "$?" in words[1] else ignored
    if any("$?" in word for word in following.words):
        held = _variable(following.words[0])
        if held:
            return runs if _exits_with(commands[last + 2 :], held) else ignored
        return runs if any(map(_fails, commands[last + 2 : last + 5])) else unsure
    return ignored


def _handled(commands: list[_Command], place: int, runs: Reading, ignored: Reading, unsure: Reading) -> Reading:
    """What `||` does with a failure."""
    if place >= len(commands):
        return unsure
    handler = commands[place]
    words = bare_words(handler.words)
    if _fails(handler) or words[:1] == ("false",):
        return runs
    variable = _variable(handler.words[0])
    if variable:
        return runs if _exits_with(commands[place + 1 :], variable) else ignored
    if handler.opening == "{":
        group = [other for other in commands[place:] if other.opening == "{" and other.depth == handler.depth]
        return runs if any(map(_fails, group)) else ignored
    return ignored if words[:1] and (words[0] in _SPEAKS or words[0] in ("exit", "return")) else unsure


def _exits_with(commands: Sequence[_Command], variable: str) -> bool:
    ends = (command for command in commands if command.words[0] in ("exit", "return", "[", "test", "[["))
    return any({f"${variable}", f"${{{variable}}}"} & {*command.words} for command in ends)


def _fails(command: _Command) -> bool:
    """Whether it ends the script as failed."""
    words = bare_words(command.words)
    if words[:1] not in (("exit",), ("return",)):
        return False
    return len(words) == 1 or _is_failure(words[1]) or "$" in words[1]


def _leaves(command: _Command) -> bool:
    """Whether it ends the script, or puts another program in its place."""
    words = command.words
    is_exec = words[0] == "exec" and len(words) > 1 and not words[1].startswith((">", "<", "2>"))
    return words[0] in ("exit", "return") or is_exec


def _is_failure(status: str) -> bool:
    return status.isdecimal() and int(status[:9]) > 0


def _is_flag(word: str, letter: str) -> bool:
    """Whether it is one dash and letters, this one among them."""
    return word[:1] == "-" and word[1:].isalpha() and letter in word


def _variable(word: str) -> str:
    """The name that a word gives a value to, "" for a word that does not."""
    name, equals, _ = word.partition("=")
    return name.removesuffix("+") if equals and name.removesuffix("+").isidentifier() else ""


def _is_unconditional(command: _Command) -> bool:
    return not command.depth and command.before in ("", ";", "\n") and not command.in_function


def _later(commands: Sequence[_Command], is_it: Callable[[Sequence[str]], bool], name: str) -> Reading | None:
    for command in commands:
        if is_it(bare_words(command.words)) or name in " ".join(command.words):
            return Reading(UNREACHED, command.line)
    return None


def bare_words(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words from the program on that is really run: without assignments and what only starts another program."""
    at = 0
    while at < len(words):
        word = words[at]
        if word == "!" or _variable(word):
            at += 1
        elif word in _WRAPPERS and len(words) > at + 1 and not (word == "command" and words[at + 1].startswith("-")):
            at += 1 + _WRAPPERS[word]
            while at < len(words) and words[at].startswith("-"):
                at += 2 if words[at] in _VALUED else 1
        else:
            break
    return words[at:]


def _inner(words: tuple[str, ...]) -> str:
    """The script of `sh -c`, `eval` and `name=$(...)`, whose exit status is that of the script."""
    bare = bare_words(words)
    if _variable(words[-1]) and not bare:
        value = words[-1].partition("=")[2]
        return next((value[len(left) : -1] for left, right in (("$(", ")"), ("`", "`"))
                     if value.startswith(left) and value.endswith(right)), "")  # fmt: skip
    if bare[:1] == ("eval",):
        return " ".join(bare[1:])
    flags = next((number for number, word in enumerate(bare[1:], 1) if _is_flag(word, "c")), 0)
    is_shell = bool(bare) and bare[0].rpartition("/")[2] in _SHELLS
    return bare[flags + 1] if is_shell and flags and len(bare) > flags + 1 else ""


def _commands(tokens: Iterator[_Token]) -> Iterator[_Command]:  # noqa: C901, PLR0912 (a grammar)
    """The simple commands in their order."""
    stack: list[str] = []
    functions: list[int] = []
    words: list[str] = []
    line, before, in_condition, in_array = 0, "", False, False

    def made(after: str) -> _Command:
        opening = stack[-1] if stack else ""
        return _Command(
            tuple(words), line, before, after, len(stack), opening, in_condition and opening == "if", bool(functions)
        )

    for token in tokens:
        text = token.text
        if in_array:
            in_array = token.is_word or text != ")"
            continue
        if token.is_word and not words and text in ("then", "else", "do", "elif", "fi", "done", "esac", "}"):
            if text in ("fi", "done", "esac", "}") and stack:
                stack.pop()
                if functions and functions[-1] > len(stack):
                    functions.pop()
            in_condition = text == "elif"
            before = "" if text in ("then", "else", "do", "elif") else before
            continue
        if token.is_word and not words and text in _OPEN:
            stack.append(text)
            in_condition = text == "if"
            before = ""
            continue
        if token.is_word:
            line = line if words else token.line
            words.append(text)
            continue
        if text == "(" and words and words[-1].endswith("="):
            in_array = True
            continue
        if text == "(" and words:
            functions.append(len(stack) + 1)  # name() {
            words = []
            continue
        if words:
            yield made(text)
        if text == "(":
            stack.append("(")
        elif text == ")" and stack and stack[-1] == "(":
            stack.pop()
        before = text if words or text not in (";", "\n") else before
        words = []
    if words:
        yield made("")


def _tokens(text: str) -> Iterator[_Token]:  # noqa: C901, PLR0912, PLR0915 (a scanner)
    """Words and operators; comments and here-documents are left out."""
    at, line = 0, 1
    text = text[:_LONGEST]
    word: list[str] | None = None
    begun = 1
    ends: list[str] = []
    wants_end = False
    while at < len(text):
        char = text[at]
        if char == "\\" and text[at + 1 : at + 2] == "\n":
            at, line = at + 2, line + 1
            continue
        if char == "#" and word is None:
            end = text.find("\n", at)
            at = len(text) if end < 0 else end
            continue
        operator = next((known for known in _OPERATORS if text.startswith(known, at)), "")
        is_redirection = char in "<>" or (operator == "&" and word is not None and word[-1:] and word[-1][-1:] in "<>")
        if (operator and not is_redirection) or char in " \t\r":
            if word is not None:
                if wants_end:
                    ends.append("".join(word).lstrip("-"))
                    wants_end = False
                yield _Token("".join(word), begun, True)
                word = None
            if operator:
                yield _Token(operator, line, False)
            at += len(operator) or 1
            if operator == "\n":
                line += 1
                for mark in ends:
                    while at < len(text):
                        stop = text.find("\n", at)
                        stop = len(text) if stop < 0 else stop
                        body = text[at:stop]
                        at, line = stop + 1, line + 1
                        if body.strip() == mark:
                            break
                ends = []
            continue
        if word is None:
            word, begun = [], line
        if text.startswith("<<", at) and not text.startswith("<<<", at):
            wants_end, at = True, at + 2
            yield _Token("<<", line, True)
            word = None
            while text[at : at + 1] in ("-", " ", "\t") and at < len(text):
                at += 1
            continue
        if char == "\\":
            word.append(text[at + 1 : at + 2])
            at += 2
        elif char in "'\"`" or text.startswith("$(", at):
            stop = _closing(text, at)
            inside = text[at:stop]
            line += inside.count("\n")
            word.append(inside[1:-1] if char in "'\"" else inside)
            at = stop
        else:
            word.append(char)
            at += 1
    if word is not None:
        yield _Token("".join(word), begun, True)


def _closing(text: str, at: int) -> int:
    """Where what is quoted or substituted at `at` ends."""
    if text.startswith("$(", at):
        depth = 0
        for place in range(at + 1, len(text)):
            depth += {"(": 1, ")": -1}.get(text[place], 0)
            if not depth:
                return place + 1
        return len(text)
    quote, place = text[at], at + 1
    while place < len(text) and text[place] != quote:
        place += 2 if text[place] == "\\" and quote != "'" else 1
    return min(place + 1, len(text))

"""The one place that decides what of a text may be shown: credentials are refused by default, not by a list of names.

`shown` is for values that stand in somebody's files: only what is plainly words, numbers, dates and names is kept, and
all else becomes `...`.  `line` is for sentences of ours and of git's, in which names of files and commits must stay.
Every pattern here takes time in proportion to the text; tests/regex_test.py holds them to that.
"""

from __future__ import annotations

import re
from functools import lru_cache

from .namedtuple import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

HIDDEN = "..."
# In a project the same names come again and again; texts are not kept, for they may be long.
_OFTEN = 4096

# A name that ends in one of these promises a secret; `pad_token` and `max_tokens` do not, see `names_secret`.
_PROMISES = frozenset(
    """
    password passwd passwort passphrase passcode passw pass pwd secret secrets credential credentials apikey authkey
    accesskey secretkey privatekey signingkey pin otp jwt bearer cookie authorization signature sig sas
    """.split()
)
_ENDINGS = (
    "password",
    "passwd",
    "secret",
    "apikey",
    "accesskey",
    "accountkey",
    "secretkey",
    "accesstoken",
    "authtoken",
)
_OF_KEYS = frozenset(
    "api access account auth private secret signing encryption master ssh shared client service".split()
)
_TOKENS = frozenset("token tokens auth key".split())
# So many characters have no tokens that models read, such as [UNK].
_LONG = 16

# What providers give to their tokens, and what a private key begins with.
_TOKEN = re.compile(
    r"-----BEGIN [A-Z ]{0,30}PRIVATE KEY|(?<![A-Za-z0-9])(?:"
    r"jdbc:(?!\w{1,20}(?::\w{1,20})?://)[^\s\"']+|(?:AKIA|ASIA|AROA|AIDA)[0-9A-Z]{12,}|gh[oprsu]_\w{16,}"
    r"|github_pat_\w{16,}|xox[a-z]-[\w-]{8,}|xapp-[\w-]{8,}|sk[-_][\w-]{16,}|[rp]k_(?:live|test)_\w{8,}|hf_\w{16,}"
    r"|gl[a-z]{1,6}-[\w-]{16,}|eyJ[\w-]{8,}|AIza[\w-]{20,}|ya29\.[\w-]{8,}|npm_\w{16,}|base64,[\w+/=-]{4,}"
    r"|pypi-[\w-]{16,}|dop_v1_\w{16,}|SG\.[\w-]{8,}|dapi[0-9a-f]{16,}|whsec_\w{8,}|hv[bs]\.[\w-]{16,}|nvapi-[\w-]{16,}"
    r"|(?:shp(?:at|ca|pa|ss)|gsk|r8|pcsk|lsv2|dckr_pat)_\w{16,}|ATATT3[\w=-]{16,}|AGE-SECRET-KEY-\w{16,})"
)
# One slash is what is left of two where an address was taken for a path.
_SCHEME = re.compile(
    r"(?<![A-Za-z0-9+.:-])((?:jdbc:)?[A-Za-z][A-Za-z0-9+.-]{0,40}(?::[a-z]{1,20}){0,2})"
    r":(//+|(?:(?<=http:)|(?<=https:)|(?<=ssh:)|(?<=ftp:))/)"
)
# A URL in a sentence ends here; within a text of its own it goes to the end.
_END = re.compile(r"[\s\"'<>`|]")
_HOST = re.compile(r"(?:[\w{}*-]+(?:\.[\w{}*-]+)*\.?|\[[0-9A-Fa-f:.]{2,45}\])?(?::(?:\d{1,5}|\{\w*\}))?")
_LEFT = re.compile(r"[^?#;&]*")
_BUCKET = re.compile(r"[a-z0-9{}_-]{1,63}")
# `git@` is the same for everybody, and what stands before the host in these is a container.
_SAME_FOR_ALL = ("git", "hg", "anonymous")
_CONTAINERS = ("abfs", "abfss", "wasb", "wasbs", "adl")
# What follows these in the path of a URL is a credential, whatever it looks like.
_TELLING = frozenset(
    """
    token tokens apikey secret secrets password passwd auth signature sig webhook webhooks hook hooks bot jwt sas
    """.split()
)
_SEGMENT = re.compile(r"[\w.+~,()@ {}*?$<>\[\]:%!&'^#|-]*")
_IN_URL = re.compile(r"[\w.+~, (){}*-]*")
_ESCAPED = re.compile(r"%([0-9A-Fa-f]{2})")
_FIGURE = re.compile(r"([0-9.]{1,16})[-_,]([A-Za-z_]\w{0,40})")
_LAST_FIGURE = re.compile(r"(?:[0-9.-]{1,16}|(?:\{\w{0,40}\}_?){1,4})?(?:\.(?:[a-z]{1,12}|[a-z]{1,3}[0-9])){0,2}")
# `{epoch:02d}` is filled in as `{epoch}` is.
_FILLED = re.compile(r"\{(\w{0,40}):[0-9.,<>^+]{0,6}[a-z%]?\}")
# `AGE<=65` of a query, also as `<=65`.
_COMPARED = re.compile(r"([A-Za-z_][\w.]{0,40})?(?:[<>]=?|[=!]=)-?[0-9]{1,9}(?:\.[0-9]{1,9})?")
# What a server of models does, behind the name of a model.
_VERBS = frozenset("predict rawPredict classify regress generateContent streamGenerateContent embedContent".split())
# The key of an object in a bucket is a path to a file.
_OBJECT = re.compile(r"(?:[\w.-]{1,80}/){1,12}[\w.-]{1,80}\.[a-z][a-z0-9]{1,8}(?:\.[a-z0-9]{1,6})?")
# What is filled in, by Python and by Airflow: `{day}`, `{{ ds }}`, `{{ execution_date.strftime('%Y/%m') }}`.
_TEMPLATE = re.compile(r"\{\{[\w .,()'%/:+-]{1,120}\}\}|\{\w{0,40}\}")
# The number of a run or a task in the name of a file of data; no provider gives out a key of digits alone in one.
_NUMBERED = re.compile(
    r"(?<=[A-Za-z0-9])[_-][0-9]{15,20}(?=\.(?:csv|tsv|txt|json|jsonl|ndjson|parquet|feather|xlsx?|h5|npy|npz|pkl)\Z)"
)
# Where hosts of public code have the hash of a commit.  The id of a gist is not here: who knows it can read it.
_COMMITS = {
    "github.com": re.compile(r"\A((?:[^/]{1,100}/){2}(?:raw|blob|tree)/)[0-9a-f]{40}(?=/|\Z)"),
    "raw.githubusercontent.com": re.compile(r"\A((?:[^/]{1,100}/){2})[0-9a-f]{40}(?=/|\Z)"),
    "gitlab.com": re.compile(r"\A((?:[^/]{1,100}/){2,6}-/(?:raw|blob|tree)/)[0-9a-f]{40}(?=/|\Z)"),
    "bitbucket.org": re.compile(r"\A((?:[^/]{1,100}/){2}(?:raw|src)/)[0-9a-f]{40}(?=/|\Z)"),
    "huggingface.co": re.compile(r"\A((?:datasets/)?(?:[^/]{1,100}/){2}(?:resolve|raw|blob)/)[0-9a-f]{40}(?=/|\Z)"),
}
# User and password that are put in when it runs: `%s:%s`, `{user}:{password}`.
_PUT_IN = re.compile(r"(?:%s|\{\w{0,40}\})(?::(?:%s|\{\w{0,40}\}))?")
# Of a person, in letters.
_MAIL = re.compile(r"[a-z]{1,30}(?:[._-][a-z]{1,30}){0,3}[0-9]{0,4}@[a-z][a-z0-9-]{0,60}(?:\.[a-z]{2,20}){1,3}")
_COMMIT = re.compile(r"[0-9a-f]{40}")
_NUMBER = re.compile(r"[0-9]{1,14}|(?=[0-9]{0,14}[.:TZ+ -])[0-9][0-9.:TZ+ -]{0,30}")
# Of DICOM and LDAP: `1.2.840.10008.5.1.4.1.1.2`.
_OBJECT_ID = re.compile(r"[0-2](?:\.[0-9]{1,39}){4,40}")
# In the name of a run: `results_15:47`.
_CLOCK = re.compile(r"(?<![A-Za-z0-9:])[0-2][0-9]:[0-5][0-9](?::[0-5][0-9])?(?![A-Za-z0-9:])")
_PLAIN = re.compile(r"(?:[A-Z]?[a-z]{1,24}[0-9]{0,4}|[0-9]{1,8})(?:[._ -](?:[A-Z]?[a-z]{1,24}[0-9]{0,4}|[0-9]{1,8}))*")
_PARTS = re.compile(r"[/\\]")
_PIECES = re.compile(r"\s+|[\"'`(),;|]")
# Of `host=db1 port=5432`, of `Driver=x;Server=y`: what says where, not who.
_WHERE = frozenset(
    """
    host hostname hostaddr port dbname database databasename initialcatalog server datasource driver endpointsuffix
    protocol defaultendpointsprotocol sslmode encrypt trustservercertificate timeout connecttimeout
    """.split()
)
_KEY = re.compile(r"[A-Za-z][\w .-]{0,60}")
# What is set: `PWD=x`, `"token": "x"`, `--token x`.  Behind `name: ` and an option stands a sentence of ours where a
# word of small letters follows, but in a value of somebody's nothing better than a header of HTTP.
_NAMED = re.compile(r"(?<![\w.-])(?:([\w.-]{1,60})[\"']?\s{0,3}(?:=>?|:)\s{0,3}|--?([A-Za-z][\w-]{1,40})\s{1,3}(?!-))")
_VALUE = re.compile(r"[A-Za-z]{0,2}(?:\"[^\"]*\"?|'[^']*'?)|\{[^{}]*\}?|[^\s\"',;&{}]+")
_SENTENCE = re.compile(r"[A-Za-z][a-z]{0,24}[.,;:]?(?:\s|\Z)")
# What SQL sets with a word: `IDENTIFIED BY 'x'`, `ENCRYPTED PASSWORD 'x'`, `CREDENTIALS 'x'`.
_SET_BY_WORD = re.compile(
    r"(?i)(?<!\w)(?:(identified\s{1,9}(?:with\s{1,9}[\w\"']{1,60}\s{1,9})?(?:by|as)(?:\s{1,9}(?:password|values))?\s{1,9})"
    r"(?:[a-z]?'[^']*'?|\"[^\"]*\"?|[^\s;]+)"
    r"|((?:password|passphrase|passcode|credentials|secret|secret_key|pwd)\s{1,9})(?:[a-z]?'[^']*'?|\"[^\"]*\"?))"
)
_SCHEMES = re.compile(r"(?<![A-Za-z0-9])([Bb]earer|[Bb]asic(?=\s[A-Za-z0-9+/]{8}))\s{1,3}[^\s\"',;&]+")
_LOGIN = re.compile(r"(?<![\w.+:@-])[\w.+-]{1,64}:[^\s\"'@/]{1,256}@")
# What names of images say behind a version: `1.10.0-rc41`, `2.1-cuda12.1-cudnn8-runtime`, `3.11-slim-bookworm`.
_KINDS = (
    "rc|alpha|beta|dev|slim|alpine|bookworm|bullseye|buster|jammy|focal|ubuntu|cpu|gpu|cuda|cudnn|runtime|devel|base|py"
)
_RELEASES = "latest|stable|nightly|edge|main|master|prod|production|staging|dev|development|test"
_TAGGED = re.compile(rf"v?[0-9][0-9.:]{{0,8}}[a-z]?(?:-(?:{_KINDS})[0-9.]{{0,6}}){{0,4}}|{_RELEASES}")
# Of a package: `mermaid@10.2`; an address has four numbers.
_VERSION = re.compile(r"[0-9]{1,4}(?:\.[0-9]{1,4}){0,2}|latest")
# What is asked for is added at run time, or is the file itself.
_ASKED = re.compile(r"\?(?:[a-z][a-z_]{0,20}=|(?:raw|dl|download)=(?:0|1|true))")
_SIGNS = frozenset("= == != <= >= <>".split())
_UUID = re.compile(r"[0-9a-fA-F]{8}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{12}")
_HEX = re.compile(r"[0-9a-f]+|[0-9A-F]+")
_DATED = re.compile(r"[A-Za-z]?[0-9]{8,14}")
_RUN = re.compile(r"[A-Za-z0-9]+")
_GROUP = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[A-Z]|[0-9]+")
# Half of the pairs of letters make up 96 of 100 in the words of programs and data (counted in the standard library and
# in 1,800 literals of public projects); of letters drawn at random half.
_PAIRS = frozenset(
    word[0] + second
    for word in """
    aabcdfgiklmnprstuvwxy babceijloprsuy cacdefhiklmoprstuvy dabcdefilmnoprstu eabcdefghiklmnopqrstuvwxy facdefilorstu
    gaeghilmnorstu haeiortu iabcdefglmnoprstvxz je kaeils lacdefilmnopstuy mabdeilmopstuy nabcdefgiklmnopstuvy
    oabcdefgiklmnoprstuvwx pacdefhiloprstuy qu rabcdefgiklmnoprstuvwy sacdefghiklmnoprstuwy tabcdefhilmnoprstuwy
    uabcdefgilmnoprst vaeio waehinors xaceimptx yceilmnpsty zeiz
    """.split()
    for second in word[1:]
)


@lru_cache(_OFTEN)
def names_secret(name: str) -> bool:
    """Whether a name promises that its value is a secret, however short."""
    words = [word.lower() for word in _GROUP.findall(name)]
    if not words:
        return False
    last = words[-1]
    if last in _PROMISES or "".join(words[-2:]) in _PROMISES or last.startswith("passw") or last.endswith(_ENDINGS):
        return True
    return len(words) > 1 and last in ("key", "token") and words[-2] in _OF_KEYS


def may_be_secret(name: str, text: str) -> bool:
    """Whether a text under a name is hidden as a whole: `password`, and tokens that are too long for a model's."""
    if names_secret(name):
        # The file with the credentials is none itself.
        return bool(text) and not (name.lower().endswith("credentials") and text.endswith(".json"))
    words = [word.lower() for word in _GROUP.findall(name)]
    if not _PROMISES.isdisjoint(words) and len(words) < 4 and len(text) >= 6 and words[-1:] != ["size"]:
        return not _NUMBER.fullmatch(text)
    if words[-1:] == ["key"] and _is_object(text):
        return False
    return words[-1:] != [] and words[-1] in _TOKENS and len(text) >= _LONG


def _is_object(text: str) -> bool:
    """Whether it is the key of an object in a bucket, of nothing but words, numbers and what is filled in."""
    path = _TEMPLATE.sub("x", text).replace("=", "_")
    return _OBJECT.fullmatch(path) is not None and _path(path, strict=True, of_url=True) == path


def shown(text: str) -> str:
    """The text as far as it may be shown, `...` in place of the rest; the very text where nothing is hidden."""
    if _TOKEN.search(text):
        # Whatever stands beside a token may be the other half of it.
        return HIDDEN
    if text.startswith("data:") and "," in text[:200]:
        return f"data:{HIDDEN}"
    joined = _connection(text)
    if joined is not None:
        return joined
    # A text that begins with an address is one to its end, blanks and all.
    return _url(text) if _SCHEME.match(text) else "".join(_parts(text, _prose))


def line(text: str) -> str:
    """A sentence in which each URL is shown by its host and the words of its path, and tokens and passwords not."""
    whole = "".join(_parts(text, str))
    return _without_assigned(_LOGIN.sub(f"{HIDDEN}@", _TOKEN.sub(HIDDEN, whole)), in_sentence=True)


def _parts(text: str, between: Callable[[str], str]) -> Iterator[str]:
    """The addresses in a text as they may be shown, and what `between` makes of the rest."""
    at = 0
    for found in _SCHEME.finditer(text):
        if found.start() < at:
            continue
        end = _END.search(text, found.end())
        stop = end.start() if end else len(text)
        while stop > found.end() and text[stop - 1] in ".,:;)":
            stop -= 1
        yield between(text[at : found.start()])
        yield _url(text[found.start() : stop])
        at = stop
    yield between(text[at:])


def _without_assigned(text: str, *, in_sentence: bool) -> str:
    """Without what is set as a password: `PWD=x`, `"token": "x"`, `--token x`, `Bearer x`, `IDENTIFIED BY 'x'`."""
    text = _SET_BY_WORD.sub(lambda found: f"{found[1] or found[2]}{HIDDEN}", text)
    text = _SCHEMES.sub(rf"\1 {HIDDEN}", text)
    made: list[str] = []
    at = 0
    # Names alone are sought, for one may be within the value of another: `url=/x?token=y`, `error:token=x`.
    for found in _NAMED.finditer(text):
        value = _VALUE.match(text, found.end()) if found.start() >= at and _may_hide(found) else None
        if not value:
            continue
        by_word = found[2] or ("=" not in found[0] and found[0][-1].isspace())
        if in_sentence and by_word and _SENTENCE.match(text, value.start()):
            continue
        made += [text[at : found.end()], HIDDEN]
        at = value.end()
    return "".join([*made, text[at:]])


def _may_hide(found: re.Match[str]) -> bool:
    """Whether what stands behind a name is hidden; behind `pad_token=` it is not, unless it is long."""
    name = found[1] or found[2]
    plain = name.lower().lstrip("-")
    if names_secret(name) or plain in ("token", "auth", "basic") or (plain == "key" and plain != found[1]):
        return True
    value = _VALUE.match(found.string, found.end()) if plain.endswith("token") else None
    return value is not None and len(value[0]) >= _LONG


def address(url: str) -> str:
    """The URL without user and query, for where it is written or pasted: whoever uses it has credentials of his own."""
    found = _SCHEME.match(url)
    if not found:
        return url
    start, behind = url[: found.end()], _LEFT.match(url, found.end())[0]  # type: ignore[index]
    place, slash, path = behind.partition("/")
    user, _, host = place.rpartition("@")
    return start + (f"{user}@{host}" if user in _SAME_FOR_ALL else host) + slash + path


@lru_cache(_OFTEN)
def name(text: str) -> str:
    """A name that was taken from a text of the source, such as the key of a dict, as far as it may be shown."""
    return text if text.isidentifier() and not is_random(text) and not _TOKEN.search(text) else shown(text)


def _url(address: str) -> str:
    """Scheme, host and the words of the path; what stands before an `@`, behind `?`, `#` or `;` never."""
    scheme, slashes = _SCHEME.match(address).groups()  # type: ignore[union-attr]
    kind = scheme.lower()
    behind = address[len(scheme) + 1 + len(slashes) :]
    left = _LEFT.match(behind)[0]  # type: ignore[index]
    after = behind[len(left) :]
    authority, slash, path = left.partition("/")
    if "\\" in authority or authority.count("@") > 1:
        return f"{scheme}:{slashes}{HIDDEN}"
    user, at, host = authority.rpartition("@")
    if at:
        names_container = kind in _CONTAINERS and _BUCKET.fullmatch(user) and not is_random(user)
        keeps = user in _SAME_FOR_ALL or _PUT_IN.fullmatch(user) or names_container
        user = user if keeps else HIDDEN
    # Part of a password that has a slash in it would look like a host and a path.
    if not _HOST.fullmatch(host) or (not at and "@" in path and ":" in host):
        return f"{scheme}:{slashes}{HIDDEN}"
    labels = host.split(".")
    shown_host = ".".join(HIDDEN if is_random(label) else label for label in labels)
    is_harmless = _ASKED.fullmatch(after) is not None
    strict = bool(after and not is_harmless) or (bool(at) and user == HIDDEN) or shown_host != host
    end = after if is_harmless else after[:1] + HIDDEN if after else ""
    made = f"{scheme}:{slashes}{user}{at}{shown_host}{slash}"
    if not slash:
        # Nothing but a word, with more of the address to come at run time: that word may be a token.
        bare = (
            not at and "." not in host and ":" not in host and kind.startswith("http") and host not in ("", "localhost")
        )
        return f"{scheme}:{slashes}{HIDDEN}{end}" if bare else made + end
    if {"hook", "hooks", "webhook", "webhooks"} & {label.lower() for label in labels}:
        return made + HIDDEN
    if host in _COMMITS and not strict:
        # Where anything else of the address is hidden, what looks like a commit may belong to it.
        others = _COMMITS[host].sub(r"\1commit", path, count=1)
        if _path(others, strict=False, of_url=True) == others:
            return made + path + end
    return made + _path(path, strict=strict, of_url=True) + end


def _path(path: str, *, strict: bool, of_url: bool = False) -> str:
    """The segments that are words; where one is not, only those that are nothing else."""
    marks = _PARTS.findall(path)
    segments = _PARTS.split(path)
    good = [
        _is_plain(segment, of_url=of_url) or _is_snapshot(segments, number) or _is_home(segments, number)
        for number, segment in enumerate(segments)
    ]
    strict = strict or not all(good)
    told = False
    for number, segment in enumerate(segments):
        if told or not good[number] or (strict and not _is_word(segment)):
            good[number] = segment in ("", ".", "..")
        told = told or (of_url and (segment.lower() in _TELLING or names_secret(segment)))
    pairs = zip(
        (segment if fine else HIDDEN for segment, fine in zip(segments, good, strict=True)), [*marks, ""], strict=True
    )
    return "".join(part + mark for part, mark in pairs)


def _is_snapshot(segments: Sequence[str], number: int) -> bool:
    """Whether it is the commit of a model in the cache of Hugging Face: `models--ORG--NAME/snapshots/COMMIT`."""
    is_in_cache = number > 1 and segments[number - 2].startswith(("models--", "datasets--"))
    return is_in_cache and segments[number - 1] == "snapshots" and _COMMIT.fullmatch(segments[number]) is not None


def _is_home(segments: Sequence[str], number: int) -> bool:
    """Whether it is the folder of a user of Databricks, called by the address: `/Workspace/Users/ann@acme.io/x`."""
    is_below = number > 0 and segments[number - 1] in ("Users", "Repos", "shared_uploads")
    return is_below and _MAIL.fullmatch(segments[number]) is not None


def _names_token(text: str) -> bool:
    """Whether digits behind it would be no number of a run: `password`, `my-key`."""
    last = _GROUP.findall(text)[-1:]
    return names_secret(text) or any(word.lower() in _TELLING | _TOKENS for word in last)


def _is_plain(segment: str, *, of_url: bool) -> bool:
    """Whether a part of a path, or a word of a text, has nothing in it that may be a credential."""
    if segment in _SIGNS or _NUMBER.fullmatch(segment) or _OBJECT_ID.fullmatch(segment):
        return True
    if not segment.isascii():
        # No token has signs such as those of moods and arrows.
        segment = "".join(char for char in segment if char.isascii() or char.isalnum())
    text = _FILLED.sub(r"{\1}", _ESCAPED.sub(lambda found: chr(int(found[1], 16)), segment))
    compared = _COMPARED.fullmatch(text)
    if compared:
        return not compared[1] or not (names_secret(compared[1]) or is_random(compared[1]))
    if "=" in text:
        return _has_figures(text.split("="))
    text = _CLOCK.sub("", text)
    before, _, tag = text.partition(":")
    if (of_url and tag in _VERBS) or (before == "file" and tag in (".", "..")):
        text, tag = before, ""
    if before and tag and not _TAGGED.fullmatch(tag) and (len(before) > 1 or of_url):
        return False
    numbered = _NUMBERED.search(text)
    if numbered and not _names_token(text[: numbered.start()]):
        text = text[: numbered.start()] + text[numbered.end() :]
    before, at, after = text.partition("@")
    text = before if at and before and _VERSION.fullmatch(after) else text
    form = _IN_URL if of_url else _SEGMENT
    return form.fullmatch(text) is not None and not _has_user(text) and not is_random(text)


def _has_figures(parts: list[str]) -> bool:
    """Whether it is `year=2020`, as folders of tables are called, or `epoch=05-loss=0.23.ckpt`: numbers, no more."""
    keys = [
        parts[0].replace("-", "_"),
        *(figure[2] if (figure := _FIGURE.fullmatch(part)) else "" for part in parts[1:-1]),
    ]
    fine = all(key.isidentifier() and not names_secret(key) and not is_random(key) for key in keys)
    return fine and _LAST_FIGURE.fullmatch(parts[-1]) is not None


def _has_user(text: str) -> bool:
    """Whether something stands at a host."""
    before, at, _ = text.partition("@")
    return bool(at) and bool(before)


def _is_word(segment: str) -> bool:
    """Whether it is lower-case words, capitalized ones and short numbers, and nothing else."""
    return _PLAIN.fullmatch(segment) is not None


def _prose(text: str) -> str:
    """A path, a name or a sentence, in which each word is looked at on its own."""
    if is_fine(text):
        return text
    text = _without_assigned(text, in_sentence=False)
    pieces = _PIECES.split(text)
    marks = _PIECES.findall(text)
    made = [_path(piece, strict=False) if piece else "" for piece in pieces]
    if made != pieces:
        # Where one word is hidden the others may belong to it.
        made = [_path(piece, strict=True) if piece else "" for piece in pieces]
    return "".join(piece + mark for piece, mark in zip(made, [*marks, ""], strict=True))


def is_fine(text: str) -> bool:
    """Most texts: short words."""
    return len(text) < 8 and "@" not in text and "=" not in text


def _connection(text: str) -> str | None:
    """Of `host=db1 password=x` and `Server=y;PWD=z` the names, and the values that say where; None for other texts."""
    if "=" not in text:
        return None
    if text.lower().startswith("jdbc:") and "://" not in text:
        return f"jdbc:{HIDDEN}"
    if "://" in text.partition("=")[0]:
        return None
    by = ";" if ";" in text else " "
    pieces = text.split(by)
    pairs = [_pair(piece) for piece in pieces]
    keys = [pair[0] for pair in pairs if pair]
    if not pairs[0] or not keys:
        return None
    if by == " " and not any(_key(key) in _WHERE or _key(key) in ("user", "uid") or names_secret(key) for key in keys):
        return None
    return by.join(
        _shown_pair(*pair) if pair else HIDDEN if piece.strip() else piece
        for pair, piece in zip(pairs, pieces, strict=True)
    )


def _pair(piece: str) -> tuple[str, str] | None:
    """Name and value of `name=value`."""
    key, equals, value = piece.partition("=")
    return (key.strip(), value) if equals and _KEY.fullmatch(key.strip()) else None


def _key(text: str) -> str:
    return text.lower().replace(" ", "").replace("_", "")


def _shown_pair(key: str, value: str) -> str:
    where = (
        _key(key) in _WHERE and _IN_URL.fullmatch(value.replace(":", "-").replace("/", "-")) and not is_random(value)
    )
    return f"{HIDDEN if is_random(key) else key}={value if where or not value else HIDDEN}"


@lru_cache(_OFTEN)
def is_random(text: str) -> bool:
    """Whether a word looks drawn rather than written: a UUID, hexadecimal, base64, a key, a token."""
    if len(text) < 8:
        return False
    if _UUID.search(text):
        return True
    runs = _RUN.findall(text)
    return any(_oddness(run) >= (_MOST if len(run) < 14 else 3) for run in runs) or _strangeness(runs) >= 2 * _MOST


_MOST = 4


def _oddness(run: str) -> float:
    """How far letters and digits are from words with a number: switches between kinds, and pairs that no word has."""
    if len(run) < 8:
        return 0
    if run.isdigit():
        return 0 if len(run) < 15 else _MOST
    if len(run) >= 12 and _HEX.fullmatch(run) and not (run.isalpha() or _DATED.fullmatch(run)):
        return _MOST
    return _strangeness([run])


def _strangeness(runs: Sequence[str]) -> float:
    """The same of several runs, between which nothing counts: `max_df_09_min_df_2` has words and numbers."""
    score = 0.0
    switches = 0
    for run in runs:
        before = ""
        for group in _GROUP.findall(run):
            if before and (group.isdigit() != before.isdigit()):
                switches += 1
            elif before and len(group) < 3 and len(before) < 3:
                score += 1
            lower = group.lower()
            score += sum(lower[at : at + 2] not in _PAIRS for at in range(len(lower) - 1)) if not group.isdigit() else 0
            before = group
    return score + max(0, switches - 2)

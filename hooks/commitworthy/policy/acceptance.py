r"""What a commit accepts: the rows of its baseline and the exceptions of its policy, for one hook.

The baseline says what was there before the hooks came, one fact a line, so that git merges it by lines.  Columns are
separated by TAB, lines sorted by their bytes.  In the columns a backslash is `\\`, and a byte that is a control
character, or not UTF-8, is `\xNN`.
"""

from __future__ import annotations

import time

from ..base.findings import CheckError
from ..base.namedtuple import TYPE_CHECKING, NamedTuple
from .settings import BASELINE_FILE, CONFLICT_MARKERS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from .settings import Exemption, Policy

FILE = BASELINE_FILE
UNION = f"/{FILE} merge=union"
"""The line of `.gitattributes` by which git keeps the rows of both sides."""
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "block-artifacts": ("rule", "path", "size", "blob"),
    "strip-notebooks": ("rule", "path", "blob"),
    "require-lfs": ("rule", "path", "blob"),
    "flag-parameters": ("rule", "path", "scope", "name", "count"),
}
# The size in a row for a blob that only history has: nothing at the path is accepted for being no larger.
GONE = 0
# For more paths than these it pays to split all rows, which takes as long as so many searches.
_FEW_PATHS = 8


class Row(NamedTuple):
    """One accepted fact; what its hook has no column for stays empty.

    `size` is bytes, `blob` an object id in hex, `times` the column count (`count` is a method of every tuple).
    """

    hook: str
    rule: str
    path: str
    size: int | None = None
    blob: str = ""
    scope: str = ""
    name: str = ""
    times: int | None = None


class Accepted(NamedTuple):
    """The rows of block-artifacts by what they accept: any of `blobs` anywhere, at a path up to `sizes[path]` bytes."""

    blobs: frozenset[str] = frozenset()
    sizes: Mapping[str, int] = {}

    def accepts(self, path: str, size: int, blob: str) -> bool:
        """A blob in a row, wherever it is now, or one no larger than was recorded for its path."""
        return blob in self.blobs or size <= self.sizes.get(path, -1)


class HookRows:
    """The lines of one hook as they are in the file, behind a line end: looked up without a value made of each."""

    def __init__(self, text: bytes) -> None:
        self.text = text
        self._blobs: frozenset[bytes] | None = None
        self._pairs: frozenset[tuple[bytes, bytes]] | None = None
        self._lines: dict[bytes, list[bytes]] | None = None
        self._searched = 0

    def blobs(self) -> frozenset[bytes]:
        """The last column, which for all hooks but flag-parameters is the blob."""
        if self._blobs is None:
            self._blobs = frozenset([line[line.rfind(b"\t") + 1 :] for line in self.text.split(b"\n")[1:-1]])
        return self._blobs

    def blobs_of(self, rule: str) -> frozenset[bytes]:
        """The blobs of the rows of one rule, of a hook whose last column is the blob."""
        wanted = rule.encode()
        lines = self.text.split(b"\n")[1:-1]
        return frozenset([line[line.rfind(b"\t") + 1 :] for line in lines if line.split(b"\t", 2)[1] == wanted])

    def pairs(self) -> frozenset[tuple[bytes, bytes]]:
        """The rule and the blob of each row."""
        if self._pairs is None:
            rules: dict[bytes, bytes] = {}
            pairs = set()
            for line in self.text.split(b"\n")[1:-1]:
                _, rule, _ = line.split(b"\t", 2)
                pairs.add((rules.setdefault(rule, rule), line[line.rfind(b"\t") + 1 :]))
            self._pairs = frozenset(pairs)
        return self._pairs

    def accept_blob(self, path: str, size: int, blob: bytes) -> bool:
        """Of block-artifacts: a blob in a row, wherever it is now, or one no larger than a row says of its path."""
        return blob in self.blobs() or any(size <= (row.size or 0) for row in self.at(path))

    def at(self, path: str) -> list[Row]:
        """The rows of one path; CheckError where what is found is no row.

        The first few paths are searched for; for more of them the lines are put in order once.
        """
        cell = _escaped(path)
        if self._lines is None and self._searched < _FEW_PATHS:
            self._searched += 1
            return [_row_of(line) for line in self._found(cell)]
        if self._lines is None:
            self._lines = {}
            for line in self.text.split(b"\n")[1:-1]:
                self._lines.setdefault(line.split(b"\t", 3)[2], []).append(line)
        return [_row_of(line) for line in self._lines.get(cell, ())]

    def _found(self, path: bytes) -> Iterator[bytes]:
        text, cell = self.text, b"\t%b\t" % path
        at = text.find(cell)
        while at >= 0:
            start, end = text.rfind(b"\n", 0, at) + 1, text.find(b"\n", at)
            # Else it is a scope or a name that is spelt like the path.
            if text.count(b"\t", start, at) == 1:
                yield text[start:end]
            at = text.find(cell, end)


def of_hook(data: bytes, hook: str) -> HookRows:
    """The rows of `hook`, found by bisection, since lines are sorted; CheckError where not every line is a row.

    Where they are not sorted, as after a union merge, or not as we end lines, all of the file is read and put in order.
    """
    text = data if _is_in_order(data) else render(parse(data))
    start, end = _place(text, hook.encode() + b"\t"), _place(text, hook.encode() + b"\n")
    return HookRows(b"\n" + text[start:end])


def _is_in_order(data: bytes) -> bool:
    """Whether each line has as many columns as its hook wants, and the hooks stand one behind the other."""
    if b"\r" in data or not data.endswith(b"\n"):
        return not data
    width = 0
    for hook, columns in COLUMNS.items():
        name = hook.encode()
        own = data[_place(data, name + b"\t") : _place(data, name + b"\n")]
        rows = own.count(b"\n" + name + b"\t") + own.startswith(name + b"\t")
        if rows != own.count(b"\n") or rows * len(columns) != own.count(b"\t"):
            return False
        width += len(own)
    return width == len(data)


def _place(text: bytes, wanted: bytes) -> int:
    """Where the first line begins that sorts behind `wanted`, or is it; the end of the text where none does."""
    low, high = 0, len(text)
    while low < high:
        middle = (low + high) // 2
        start = text.rfind(b"\n", low, middle) + 1 or low
        end = text.find(b"\n", middle) + 1 or len(text)
        if text[start:end] < wanted:
            low = end
        else:
            high = start
    return low


def _row_of(line: bytes) -> Row:
    try:
        return _row(line)
    except ValueError as error:
        raise CheckError(f"{FILE}: {error}") from None


def accepted(rows: Iterable[Row]) -> Accepted:
    """`rows` indexed for block-artifacts; those of other hooks accept nothing there."""
    blobs: set[str] = set()
    sizes: dict[str, int] = {}
    for row in rows:
        if row.hook == "block-artifacts" and row.size is not None:
            blobs.add(row.blob)
            sizes[row.path] = max(row.size, sizes.get(row.path, -1))
    return Accepted(frozenset(blobs), sizes)


def parse(data: bytes) -> tuple[Row, ...]:
    """The rows in the order of the file, each fact once; CheckError with file and line for what is not a row.

    After a union merge the larger of two counts holds.  Line ends may be CRLF.
    """
    rows = []
    for number, line in enumerate(data.split(b"\n"), 1):
        try:
            rows.extend([_row(line.removesuffix(b"\r"))] if line.strip() else [])
        except ValueError as error:
            raise CheckError(f"{FILE}:{number}: {error}") from None
    return _united(rows)


def without_markers(data: bytes) -> bytes:
    """The lines of both sides of each conflict, without the markers and what both sides have changed."""
    kept, is_base = [], False
    for line in data.split(b"\n"):
        if line[:7] not in CONFLICT_MARKERS:
            kept.extend([] if is_base else [line])
        else:
            is_base = line.startswith(b"|||||||")
    return b"\n".join(kept)


def _row(line: bytes) -> Row:
    if line[:7] in CONFLICT_MARKERS and line[7:8] in (b"", b" "):
        raise ValueError("a conflict marker; commitworthy baseline keeps the rows of both sides")
    hook, *cells = (_unescaped(cell) for cell in line.split(b"\t"))
    columns = COLUMNS.get(hook)
    if columns is None:
        raise ValueError(f"unknown hook {_printed(hook)}; a row begins with one of {', '.join(COLUMNS)}")
    if len(cells) != len(columns):
        raise ValueError(f"not a row of {hook}, which is {' '.join(columns)}, separated by TAB")
    named = dict(zip(columns, cells, strict=True))
    for column in ("rule", "path", "name"):
        if named.get(column) == "":
            raise ValueError(f"the {column} is empty")
    if "blob" in named and not _is_object_id(named["blob"]):
        raise ValueError(f"not an object id: {_printed(named['blob'])}")
    return Row(hook, named["rule"], named["path"], _number(named, "size"), named.get("blob", ""),
               named.get("scope", ""), named.get("name", ""), _number(named, "count"))  # fmt: skip


def _number(named: Mapping[str, str], column: str) -> int | None:
    text = named.get(column)
    if text is None:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) < 20):
        raise ValueError(f"the {column} is not a whole number: {_printed(text)}")
    return int(text)


def _is_object_id(text: str) -> bool:
    return len(text) in (40, 64) and not text.strip("0123456789abcdef")


def _united(rows: Iterable[Row]) -> tuple[Row, ...]:
    """Each fact once; of rows that differ in nothing but the count, the largest, in the first one's place."""
    kept: dict[Row, Row] = {}
    for row in rows:
        fact = row._replace(times=None) if row.times is not None else row
        known = kept.get(fact)
        if known is None or (row.times or 0) > (known.times or 0):
            kept[fact] = row
    return tuple(kept.values())


def render(rows: Iterable[Row]) -> bytes:
    """The file's bytes; the same for the same facts, in whatever order they come."""
    return b"".join(sorted(_line(row) for row in _united(rows)))


def _line(row: Row) -> bytes:
    named = {**row._asdict(), "count": row.times}
    return b"\t".join(_escaped(str(named[column])) for column in ("hook", *COLUMNS[row.hook])) + b"\n"


def _escaped(text: str) -> bytes:
    if text.isprintable() and "\\" not in text:
        return text.encode()
    return b"".join(map(_escaped_char, text))


def _escaped_char(char: str) -> bytes:
    r"""Itself or its bytes as `\xNN`; a lone surrogate that stands for no byte comes back as three that do."""
    if char == "\\":
        return b"\\\\"
    raw = char.encode("utf-8", "surrogateescape" if "\udc80" <= char <= "\udcff" else "surrogatepass")
    return raw if char.isprintable() else b"".join(b"\\x%02x" % byte for byte in raw)


def _unescaped(cell: bytes) -> str:
    if b"\\" not in cell:
        return cell.decode("utf-8", "surrogateescape")
    made, rest = b"", cell
    while rest:
        plain, backslash, rest = rest.partition(b"\\")
        made += plain
        if backslash:
            byte, rest = _unescaped_byte(rest)
            made += byte
    return made.decode("utf-8", "surrogateescape")


def _unescaped_byte(rest: bytes) -> tuple[bytes, bytes]:
    """What the text behind a backslash stands for, and the text behind that."""
    if rest.startswith(b"\\"):
        return b"\\", rest[1:]
    digits = rest[1:3]
    if rest.startswith(b"x") and len(digits) == 2 and not digits.lower().strip(b"0123456789abcdef"):
        return bytes((int(digits, 16),)), rest[3:]
    raise ValueError("a backslash that is neither \\\\ nor \\xNN")


def _printed(text: str) -> str:
    from .convert import cut as shown

    return shown(text)


def merge_for_writing(
    old: Iterable[Row] | None, found: Iterable[Row], add: bool, judged: Collection[str] = ("block-artifacts",)
) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
    """The rows to write, and those of `found` that the rows in force do not accept, left out unless `add`.

    Without an old file (None) everything found is written.  Later a row stands on with what is found now: the
    smaller size, the new path, the smaller count.  Old rows of hooks that are not `judged` this time are kept.
    """
    if old is None:
        return _united(found), ()
    old = _united(old)
    kept = [row for row in old if row.hook not in judged]
    if add:
        return _united([*kept, *found]), ()
    blobs = {(row.hook, row.rule, row.blob) for row in old}
    counts = {row._replace(times=None): row.times for row in old}
    by_size, left_out = accepted(old), []
    found = list(found)
    sizes = {(row.path, row.blob): row.size for row in found if row.hook == "block-artifacts"}
    for row in found:
        stands = _stands_on(row._replace(size=sizes.get((row.path, row.blob))), by_size, blobs, counts)
        stands = stands and stands._replace(size=row.size)
        kept.extend([stands] if stands else [])
        left_out.extend([row] if stands != row else [])
    return _united(kept), tuple(left_out)


def _stands_on(
    row: Row, by_size: Accepted, blobs: Collection[tuple[str, str, str]], counts: Mapping[Row, int | None]
) -> Row | None:
    """What of `row` the rows in force accept: all of it, a smaller count, or None."""
    if row.hook == "block-artifacts":
        return row if by_size.accepts(row.path, row.size or 0, row.blob) else None
    if row.hook != "flag-parameters":
        is_known = (row.hook, row.rule, row.blob) in blobs
        # What has shrunk is accepted by its size, which is that of the same file's row of block-artifacts.
        has_shrunk = row.hook == "require-lfs" and row.size and by_size.accepts(row.path, row.size, row.blob)
        return row if is_known or has_shrunk else None
    most = counts.get(row._replace(times=None)) or 0
    return row._replace(times=min(most, row.times or 0)) if most else None


class Acceptance(NamedTuple):
    """`allow` are the exceptions of the hook and `rows` its rows of `baseline`, the file; `today` is an ISO date."""

    policy: Policy
    baseline: bytes | None
    allow: tuple[Exemption, ...]
    rows: HookRows
    today: str

    def exception(self, path: str, size: int = 0, shared: tuple[Exemption, ...] = ()) -> Exemption | None:
        """The exception that accepts `size` bytes at `path`: one of the hook, or of the `shared` ones."""
        allow = self.allow + shared
        if not allow:
            return None
        from . import exceptions

        return exceptions.covering(allow, path, size, self.today)

    def has_exception(self, path: str, size: int = 0, shared: tuple[Exemption, ...] = ()) -> bool:
        """Whether there is one."""
        return self.exception(path, size, shared) is not None

    def expired_note(self, path: str, size: int = 0, shared: tuple[Exemption, ...] = ()) -> str:
        """What to say where an exception would accept this, had it not expired; "" otherwise."""
        allow = self.allow + shared
        if not allow:
            return ""
        from . import exceptions

        late = exceptions.expired(allow, path, size, self.today)
        if late is None:
            return ""
        return f"the exception in {late.where} ({late.because}) expired on {late.until}: renew `until` or remove it"

    def has_blob(self, path: str, size: int, blob: bytes) -> bool:
        """Whether a row or an exception of block-artifacts accepts a blob, in hex, of `size` bytes at `path`."""
        return self.rows.accept_blob(path, size, blob) or self.has_exception(path, size)


def acceptance(hook: str, policy: Policy, baseline_file: bytes | None) -> Acceptance:
    """What `policy` and the content of a baseline accept for `hook` today; CheckError for a malformed baseline."""
    allow: dict[str, tuple[Exemption, ...]] = {
        "block-artifacts": policy.block_artifacts.allow,
        "require-lfs": policy.require_lfs.allow,
        "flag-parameters": policy.flag_parameters.allow,
    }
    rows = of_hook(baseline_file or b"", hook)
    return Acceptance(policy, baseline_file, allow.get(hook, ()), rows, time.strftime("%Y-%m-%d"))

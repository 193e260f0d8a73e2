"""From sites to findings: what the rules claim, what comments accept, and what of the rest may be shown.

Loaded for files that have sites only.
"""

from __future__ import annotations

from _ast import Call

from ..base import wording
from ..base.namedtuple import TYPE_CHECKING, NamedTuple
from .calls import FileContext, declares_field
from .confidence import CERTAIN, graded
from .rules import RULES, table
from .sites import CLASS, COMPARED, KEYWORD, NAMED, NUMBER, NUMBERS, POSITION, SMALL, TARGET, whole
from .source import columns

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from ..base.findings import Rule
    from .find import SearchOptions
    from .keys import WordFinder
    from .rules.rule import ParameterRule
    from .sites import LiteralSite
    from .source import CodeUnit
    from .visitor import SiteVisitor

    # A line, from 1, of a cell.
    Line = tuple[int | None, int]


# A literal that was found, and what the code around it tells of it.


class KeyWords(NamedTuple):
    """What a key can be called by: the thing that is compared, which bound it is ("min" or "max"), and what is set."""

    subject: str = ""
    bound: str = ""
    target: str = ""


NO_WORDS = KeyWords()


class Template(NamedTuple):
    """`a/{x}.csv`, and `.format(x=x)` which makes of it what `f"a/{x}.csv"` was; `fill` is "" where nothing does.

    `pattern` has only `{}` where a text cannot be filled so; `token` tells two of them apart, and says nothing of them.
    """

    pattern: str = ""
    fill: str = ""
    token: str = ""


NO_TEMPLATE = Template()


class Literal(NamedTuple):
    """One literal under the name a colleague would look for, such as `n_estimators`.

    `value` is what Python reads: number, text, or a list or tuple of them; None where it holds more than literals (an
    f-string) or must not be shown.  `secret` tells that it may carry credentials: then it is never printed nor
    written, and `shown` is what may be said of it, "" for nothing.
    Lines and columns count from 1, columns in characters; the end is exclusive.
    `rule` is the one that claims it, which may be another than that of the finding; None for what is made by hand.
    `words` are what the code around it calls it, `template` is what is known of a text that Python puts together.
    """

    name: str
    value: object
    line: int
    column: int
    end_line: int
    end_column: int
    secret: bool = False
    shown: str = ""
    rule: Rule | None = None
    words: KeyWords = NO_WORDS
    template: Template = NO_TEMPLATE

    def __hash__(self) -> int:
        """By its name and span, since a value may be a list."""
        return hash((self.name, self.line, self.column, self.end_line, self.end_column))


_CALLED = frozenset((KEYWORD, POSITION))
_NUMBERS = frozenset((NUMBER, SMALL, NUMBERS))
_SEED = "PAR302"
# Rules of one kind share a finding: models, decisions and splits; periods; places; resources.
_KINDS = {"1": "1", "2": "1", "3": "1", "4": "4", "5": "5", "6": "6", "7": "1", "8": "1"}
_MARK = "commitworthy:"
_LONGEST_NAME = 60
_RULE_NAMES = frozenset(name for row in RULES for name in (row.rule.name, row.rule.code))
# A number with so many digits is a password where its name says so; `secret=1` is a switch.
_LEAST_SECRET = 1000


class FoundParameter(NamedTuple):
    """One finding before it is worded: literals that belong in a config file, those of one call, dict or cell together.

    `section` is the part of a config file the literals belong to, such as "model", "train", "split" or "paths";
    `callee` the last name of what is called ("" without a call); `scope` the function or class around it, dotted,
    "" at the top of a file or cell.  `cell` is the index in `nb["cells"]`, None outside notebooks.
    `confidence` is the level of all its literals, `doubt` why it is no higher, "" for none.
    """

    rule: Rule
    section: str
    callee: str
    scope: str
    cell: int | None
    literals: tuple[Literal, ...]
    confidence: str = CERTAIN
    doubt: str = ""


class RuleMatch(NamedTuple):
    """A literal that a rule claims under a name; `cell` is None outside notebooks.

    `confidence` is a level, `doubt` why it is no higher, "" for none.
    """

    rule: ParameterRule
    name: str
    site: LiteralSite
    callee: str
    cell: int | None
    confidence: str = CERTAIN
    doubt: str = ""


class Pragma(NamedTuple):
    """A comment `# commitworthy: ignore[rule-name] reason`, or `ignore-file`, at a line and column from 1.

    `rules` are what it accepts, names or codes.  `problem` is set where it does not say what it must; such a pragma
    accepts nothing.
    """

    cell: int | None
    line: int
    column: int
    rules: tuple[str, ...]
    reason: str
    whole_file: bool = False
    own_line: bool = False
    problem: str = ""


# What the rules claim


def matches(
    sites: list[tuple[int | None, LiteralSite]],
    visitor: SiteVisitor,
    options: SearchOptions,
    left_out: Iterable[str],
    kind: Callable[[], str],
) -> list[RuleMatch]:
    """What the rules claim of `sites`, each with the index of its cell; `left_out` are rules that do not count here.

    `kind` tells what kind of file it is, which only a file with matches is asked.
    """
    rules = table(options.select, (*options.ignore, *left_out))
    context = FileContext(visitor, options)
    compared = [site for _, site in sites if site.slot == COMPARED]
    context.bounded = frozenset(
        (id(site.statement), site.name) for site in compared if site.masks and site.value not in (0, 1, -1)
    )
    context.stepped = _stepped(compared)
    names, callees = frozenset(options.allow_names), frozenset(options.allow_callees)
    claimed: list[RuleMatch] = []
    # The bounds of `[f(i) for i in range(2008, 2023)]` are seen as those of a loop, and of a call.
    told: set[int] = set()
    for cell, site in sites:
        asked = rules.get((site.slot, site.kind))
        if asked is None or (site.kind is not SMALL and is_cosmetic(site, context)) or _is_field(site, context):
            continue
        for rule in asked:
            name = rule.judge(site, context)
            if name:
                # Of 0 and 1 asked last: they are most of all numbers, and few get so far.
                if site.kind is SMALL and is_cosmetic(site, context):
                    break
                callee = context.callee(site.owner)
                allowed = name in names or callees & {callee.last, ".".join(reversed(callee.chain))}
                if not allowed and id(site.node) not in told:
                    told.add(id(site.node))
                    claimed.append(RuleMatch(rule, name, site, callee.last, cell))
                break
    return graded(claimed, context, kind()) if claimed else []


def is_cosmetic(site: LiteralSite, context: FileContext) -> bool:
    """Whether a number is handed to a plot, or is the default of an option; there a text too."""
    if site.slot not in _CALLED:
        return False
    if context.is_option(site):
        return True
    if site.kind not in _NUMBERS:
        return False
    callee = context.callee(site.owner)
    return callee.draws or callee.declares


def _is_field(site: LiteralSite, context: FileContext) -> bool:
    """Whether it is in a field of a class that a call declares: `lr = param.Number(0.5)`, `id = Column(String(50))`."""
    if site.level != CLASS or site.slot not in _CALLED:
        return False
    outer = getattr(site.statement, "value", None)
    return outer.__class__ is Call and declares_field(context.callee(outer), context.imported)


def _stepped(compared: list[LiteralSite]) -> frozenset[tuple[str, str]]:
    """(scope, name) of what a function compares with several numbers: the bounds of classes."""
    seen: dict[tuple[str, str], set[object]] = {}
    for site in compared:
        if site.kind is NUMBER and site.position == 0 and site.scope and site.name:
            seen.setdefault((site.scope, site.name), set()).add(site.value)
    return frozenset(key for key, values in seen.items() if len(values) > 1)


# What comments accept


def unaccepted(claimed: list[RuleMatch], units: Iterable[CodeUnit]) -> tuple[list[RuleMatch], tuple[Pragma, ...]]:
    """The matches that no comment accepts, and the comments that accept nothing or have a problem."""
    units = list(units)
    claimed = _without_forms(claimed, units)
    pragmas = [pragma for unit in units for pragma in _pragmas(unit)]
    if not pragmas:
        return claimed, ()
    used: set[Pragma] = set()
    of_file = [pragma for pragma in pragmas if pragma.whole_file and not pragma.problem]
    # By line: a file may have a hundred thousand of both.
    by_line: dict[Line, list[Pragma]] = {}
    for pragma in pragmas:
        if not pragma.whole_file:
            by_line.setdefault((pragma.cell, pragma.line), []).append(pragma)
    kept: list[RuleMatch] = []
    for match in claimed:
        node, statement = match.site.node, match.site.statement
        lines = {node.lineno, node.lineno - 1, node.end_lineno or 0, statement.lineno, statement.lineno - 1}
        near = [pragma for line in lines for pragma in by_line.get((match.cell, line), ())]
        accepting = [*of_file, *(pragma for pragma in near if _accepts(pragma, match))]
        used.update(accepting)
        if not accepting:
            kept.append(match)
    return kept, tuple(pragma for pragma in pragmas if pragma not in used)


def _without_forms(claimed: list[RuleMatch], units: Iterable[CodeUnit]) -> list[RuleMatch]:
    """The matches that are in no field of a form: `epochs = 10  # @param {type: "integer"}` is one in Colab."""
    forms: set[Line] = set()
    for unit in units:
        if "@param" in unit.text:
            # Behind a #, in whatever it is written.
            forms.update(
                (unit.cell, number)
                for number, row in enumerate(unit.rows, 1)
                if row.partition("@param")[0].rstrip().endswith("#") and "@param" in row
            )
    if not forms:
        return claimed
    return [
        match
        for match in claimed
        if not any(
            (match.cell, line) in forms
            for line in (match.site.statement.lineno, match.site.node.lineno, match.site.statement.end_lineno or 0)
        )
    ]


def _pragmas(unit: CodeUnit) -> list[Pragma]:
    """Those of a file or cell; they count only in comments, and what cannot be read any more ends the list."""
    if _MARK not in unit.text:
        return []
    import tokenize

    lines = iter([row + "\n" for row in unit.rows])
    pragmas: list[Pragma] = []
    try:
        for token in tokenize.generate_tokens(lambda: next(lines, "")):
            if token.type == tokenize.COMMENT and _MARK in token.string:
                line, offset = token.start
                own_line = not token.line[:offset].strip()
                pragmas.append(_pragma(unit.cell, line, offset + 1, token.string, own_line))
    except (tokenize.TokenError, SyntaxError):
        pass
    return pragmas


def _pragma(cell: int | None, line: int, column: int, comment: str, own_line: bool) -> Pragma:
    text = comment.partition(_MARK)[2].strip()
    if text.startswith("ignore-file"):
        reason = text[len("ignore-file") :].strip()
        return Pragma(cell, line, column, (), reason, True, own_line, _missing(reason))
    start, _, rest = text.partition("[")
    names, closed, reason = rest.partition("]")
    rules = tuple(name.strip() for name in names.split(",") if name.strip())
    if start != "ignore" or not closed or not rules:
        return Pragma(cell, line, column, (), "", False, own_line, "no rule: write ignore[rule-name]")
    reason = reason.strip()
    return Pragma(cell, line, column, rules, reason, False, own_line, _unknown(rules) or _missing(reason))


def _unknown(rules: Iterable[str]) -> str:
    """What is wrong with the names of rules, the nearest being offered; "" for nothing."""
    unknown = next((name for name in rules if name not in _RULE_NAMES), None)
    if unknown is None:
        return ""
    near = wording.nearest(unknown, _RULE_NAMES)
    return f"no rule is called {unknown[:_LONGEST_NAME]}" + (f": did you mean {near}?" if near else "")


def _missing(reason: str) -> str:
    """What is wrong with a reason; "" for nothing.  Another comment behind it, such as `# noqa`, is no part of it."""
    if wording.is_placeholder(reason.partition("# ")[0]):
        return "the comment gives no reason: write one at its end"
    return ""


def _accepts(pragma: Pragma, match: RuleMatch) -> bool:
    if pragma.problem or not {match.rule.rule.name, match.rule.rule.code} & set(pragma.rules):
        return False
    node, statement = match.site.node, match.site.statement
    if pragma.own_line:
        return pragma.line + 1 in (node.lineno, statement.lineno)
    return pragma.line in (statement.lineno, node.lineno, node.end_lineno)


# Literals that belong together as one finding: those of a call, a dict, a statement, or the variables of a cell


def grouped(claimed: list[RuleMatch], rows: Mapping[int | None, list[str]]) -> tuple[FoundParameter, ...]:
    """One finding a group, in the order of the file, without credentials; `rows` are the lines of each cell."""
    if not claimed:
        return ()
    from .keys import WordFinder

    words = WordFinder()
    groups: dict[object, list[RuleMatch]] = {}
    calls = {id(match.site.owner) for match in claimed if match.rule.rule.code != _SEED}
    for match in claimed:
        groups.setdefault((match.confidence, _key(match, calls)), []).append(match)
    # Once a line: a file of one line may hold thousands of literals.
    wanted = {line for match in claimed for line in _ends(match)}
    known = {line: columns(rows[line[0]][line[1] - 1]) for line in wanted}
    return tuple(
        sorted(
            (_found(group, known, words) for group in groups.values()),
            key=lambda found: (
                -1 if found.cell is None else found.cell,
                found.literals[0].line,
                found.literals[0].column,
            ),
        )
    )


def _key(match: RuleMatch, calls: set[int]) -> object:
    site, code = match.site, match.rule.rule.code
    kind = _KINDS[code[3]]
    if code == _SEED and id(site.owner) not in calls:
        return "seed", match.cell
    if site.slot in (TARGET, NAMED):
        return match.cell, site.scope, code
    if site.slot == COMPARED:
        return id(site.statement), match.rule.section if kind != "1" else kind
    return id(site.owner), kind


def _found(group: list[RuleMatch], known: Mapping[Line, Sequence[int]], words: WordFinder) -> FoundParameter:
    from .keys import template

    first = min(group, key=lambda match: (match.rule.rule.code == _SEED, match.rule.rule.code, match.site.node.lineno))
    spans: dict[tuple[int, int, int, int], Literal] = {}
    for match in group:
        node = match.site.node
        start, end = _ends(match)
        literal = Literal(
            match.name, whole(node), node.lineno, _column(known[start], node.col_offset), end[1],
            _column(known[end], node.end_col_offset or node.col_offset), rule=match.rule.rule,
            words=words.words(match.site, match.name), template=template(node),
        )  # fmt: skip
        spans[literal.line, literal.column, literal.end_line, literal.end_column] = literal
    literals = tuple(guarded(spans[span]) for span in sorted(spans))
    return FoundParameter(
        first.rule.rule, first.rule.section, first.callee, first.site.scope, first.cell, literals, first.confidence,
        first.doubt,
    )  # fmt: skip


def _ends(match: RuleMatch) -> tuple[Line, Line]:
    """The lines on which its literal begins and ends."""
    node = match.site.node
    return (match.cell, node.lineno), (match.cell, node.end_lineno or node.lineno)


def _column(known: Sequence[int], offset: int) -> int:
    # A statement behind a magic is read from a row that may be longer than the one in the file.
    return known[offset] if offset < len(known) else offset + 1


# What may be a credential is taken out here, before anything is worded or written


def guarded(literal: Literal) -> Literal:
    """Without its value where that may be a credential, whatever the rule."""
    from ..base import secrets

    name = secrets.name(literal.name)
    if literal.template.pattern and _shown(literal.name, literal.template.pattern) != literal.template.pattern:
        literal = literal._replace(template=literal.template._replace(pattern="", fill=""))
    shown = _shown(literal.name, literal.value)
    if shown == literal.value:
        return literal if name == literal.name else literal._replace(name=name)
    # Of a list the text, as its items alone would say nothing.
    text = shown if isinstance(shown, str) else repr(shown)
    return literal._replace(name=name, value=None, secret=True, shown=text if any(map(str.isalnum, text)) else "")


def _shown(name: str, value: object) -> object:
    """The value as far as it may be shown."""
    from ..base import secrets

    if isinstance(value, bytes):
        text = value.decode("latin-1")
        shown = _shown(name, text)
        return value if shown == text else shown
    if isinstance(value, str):
        return secrets.HIDDEN if secrets.may_be_secret(name, value) else secrets.shown(value)
    if isinstance(value, (list, tuple)):
        return type(value)(_shown(name, item) for item in value)
    if isinstance(value, (int, float)) and abs(value) >= _LEAST_SECRET and secrets.names_secret(name):
        return secrets.HIDDEN
    return value

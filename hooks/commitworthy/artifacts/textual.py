"""Checks of formats that are text: model files in JSON, word vectors, sequences, dumps; evidence in words, or "".

A check sees clean text that begins as its row says.
"""

from __future__ import annotations

from .view import UNKNOWN, View

_DIGITS = b"0123456789"
_NUMBER = b"0123456789+-.eE"
_DUMP = 100 * 1024  # of a larger dump the end is looked at too


def _squeezed(view: View, count: int = 1024) -> bytes:
    return view.head[:count].translate(None, b" \t\r\n")


def xgboost_json(view: View) -> str:
    """The first key of the object, or the second behind `version`; both hold objects or lists."""
    start = _squeezed(view, 200)
    return "the key learner in JSON" if start.startswith((b'{"learner":{', b'{"version":[')) else ""


def xgboost_dump_json(view: View) -> str:
    """What `dump_model` gives: a list of trees, each a node with its children."""
    start = _squeezed(view, 200)
    return "the nodes of XGBoost in JSON" if start.startswith(b'[{"nodeid":0,') else ""


def onnx_json(view: View) -> str:
    """The message ModelProto in JSON, with its names in one of two spellings."""
    start = _squeezed(view)
    sound = start.startswith((b'{"irVersion":', b'{"ir_version":')) and b'"graph":{' in start
    return "the fields of an ONNX model in JSON" if sound else ""


def gifti(view: View) -> str:
    """The root element."""
    return "the element GIFTI" if b"<GIFTI " in view.head[:512] else ""


def libsvm_model(view: View) -> str:
    """Facts by lines, among them the number of classes, before the support vectors or weights."""
    return "svm_type or solver_type and nr_class" if b"\nnr_class " in view.head[:512] else ""


def catboost_json(view: View) -> str:
    """Keys in alphabetical order: `ctr_data` or `features_info` first, `oblivious_trees` far behind."""
    start = _squeezed(view, 200)
    return "the keys of CatBoost in JSON" if start.startswith((b'{"features_info":{', b'{"ctr_data":')) else ""


def lightgbm_json(view: View) -> str:
    """What `dump_model` gives."""
    start = _squeezed(view)
    sound = start.startswith(b'{"name":"tree","version":"v') and b'"num_tree_per_iteration"' in start
    return "the keys of LightGBM in JSON" if sound else ""


def tokenizer_json(view: View) -> str:
    """Hugging Face's: `version`, `truncation`, `padding`, `added_tokens` in this order, `model` far behind."""
    start = _squeezed(view)
    sound = start.startswith(b'{"version":"') and b'"truncation":' in start and b'"added_tokens":[' in start
    return "the keys of a tokenizer in JSON" if sound else ""


def prophet_json(view: View) -> str:
    """The object itself, or the same as a JSON string, as `model_to_json` hands it over."""
    start = _squeezed(view).replace(b"\\", b"").lstrip(b'"')
    sound = start.startswith(b'{"growth":"') and b'changepoints":' in start
    return "the keys of Prophet in JSON" if sound else ""


def delta_log(view: View) -> str:
    """A commit of Delta Lake: one action a line, each an object in an object."""
    line = view.head.partition(b"\n")[0].translate(None, b" \t\r")
    actions = (b'{"commitInfo":{', b'{"protocol":{"min', b'{"metaData":{"id"', b'{"add":{"path"', b'{"remove":{"path"')
    return "an action of a Delta table" if line.startswith(actions) and line.endswith(b"}}") else ""


def word_vectors(view: View) -> str:
    """`words dimensions` in digits, then a word and its numbers a line, parted by blanks."""
    first, _, rest = view.head.partition(b"\n")
    counts = first.split()
    if len(counts) != 2 or not all(count.isdigit() and len(count) < 10 for count in counts):
        return ""
    size, (line, feed, _) = int(counts[1]), rest.partition(b"\n")
    numbers = line.rstrip().split(b" ")[1:] if feed else line.split(b" ")[1:-1]  # the last one may be cut
    enough = len(numbers) == size > 1 if feed else 20 < len(numbers) < size
    return f"words of {size} numbers each" if enough and all(map(_is_number, numbers)) else ""


def _is_number(token: bytes) -> bool:
    return token != b"" and not token.translate(None, _NUMBER) and not token.strip(_NUMBER)


def libsvm(view: View) -> str:
    """A label, then pairs of a rising index and a value; two whole lines with two pairs in all."""
    lines = view.head.replace(b"\r\n", b"\n").split(b"\n")
    lines = [line.partition(b"#")[0] for line in (lines if len(view.head) == view.size else lines[:-1])]
    lines = [line for line in lines if line.strip()][:20]
    pairs = [_pairs(line) for line in lines]
    sound = len(lines) > 1 and min(pairs) >= 0 and sum(pairs) > len(lines)
    return f"labels and index:value pairs in {len(lines)} lines" if sound else ""


def _pairs(line: bytes) -> int:
    """Number of pairs, -1 where something else stands in the line."""
    label, *rest = line.split()
    before, count = -1, 0
    for token in rest:
        index, colon, value = token.partition(b":")
        if index == b"qid" and count == 0:
            continue
        if not colon or not index.isdigit() or len(index) > 12 or int(index) <= before or not _is_number(value):
            return -1
        before, count = int(index), count + 1
    return count if all(map(_is_number, label.split(b","))) else -1


def arff(view: View) -> str:
    """A relation, then attributes."""
    return "@relation and @attribute" if b"@attribute" in view.head.lower() else ""


def fasta(view: View) -> str:
    """A name behind `>`, then letters of nucleotides or amino acids, lines of one length but the last."""
    lines = view.head.replace(b"\r\n", b"\n").split(b"\n")[1:4]
    letters = lines[0].rstrip(b"*") if lines else b""
    sound = len(letters) >= 8 and letters.isalpha() and letters.isupper()
    return "> and a sequence" if sound and view.head[1:2] not in (b" ", b">", b"=", b"") else ""


def fastq(view: View) -> str:
    """Four lines: a name behind `@`, the sequence, `+`, and as many marks of quality."""
    lines = view.head.replace(b"\r\n", b"\n").split(b"\n")[:5]
    sound = len(lines) > 4 and lines[1].isalpha() and lines[2][:1] == b"+" and len(lines[1]) == len(lines[3])
    return "@, a sequence and its quality" if sound else ""


def grid(view: View) -> str:
    """Arc/Info: `ncols`, `nrows` and their numbers, one a line."""
    first, second = (line.split() for line in (view.head[:200].lower() + b"\n").split(b"\n")[:2])
    sound = len(first) == len(second) == 2 and second[0] == b"nrows" and first[1].isdigit() and second[1].isdigit()
    return "ncols and nrows" if sound else ""


def spss_portable(view: View) -> str:
    """SPSSPORT at 456, once line ends are taken out."""
    start = view.head[:600].translate(None, b"\r\n")
    return "SPSSPORT at 456" if start.startswith(b"SPSSPORT", 456) else ""


def vtk_xml(view: View) -> str:
    """The root element."""
    return "the element VTKFile" if b"<VTKFile " in view.head[:512] else ""


def sql_dump(view: View) -> str:
    """What a database's own tool wrote; without rows it is a schema, which is source."""
    if _has_rows(view.head):
        return "a database dump with rows"
    if view.size <= _DUMP or view.size == UNKNOWN:
        return ""
    return "a database dump with rows" if _has_rows(view.begin(65536) + view.end(65536)) else ""


def _has_rows(text: bytes) -> bool:
    return b"INSERT INTO" in text or (b"\nCOPY " in text and b" FROM stdin;" in text)

"""What a row of the table says of a format, and the rows of the formats that clean text can be.

These rows stand apart from those of `table.py`, so that a look at text needs no other.  Those with neither `magic` nor
`check`, and those of `NAMED`, are known by name, at any size.
"""

from __future__ import annotations

from ..base.namedtuple import TYPE_CHECKING, NamedTuple
from . import pointers

if TYPE_CHECKING:
    from collections.abc import Callable

    Part = Callable[[int], bytes]

MODEL, EXECUTABLE, DATA, ARCHIVE, MEDIA, DOCUMENT = "model", "executable", "data", "archive", "media", "document"
FAMILIES = (
    MODEL, EXECUTABLE, DATA, ARCHIVE, "binary", MEDIA, DOCUMENT, "notebook", "text", "pointer", "empty",
)  # fmt: skip
Magic = tuple[tuple[tuple[int, bytes], ...], ...]


class Kind(NamedTuple):
    """One format.

    `suffixes` are lower-case, with the dot, separated by blanks.  `magic` holds alternatives, each a tuple of (offset,
    bytes) that must all be there.  `check` names a function in `binary.CHECKS`, asked after the magic; `starts` are
    the first bytes that a check without magic needs.  `members` are names in a zip file: "a" itself, "a/" a folder,
    "/a" in any folder, "*.a .b" the suffixes that all members have.  `opens` names the container to look into.
    Clean text may be one of `TEXTS` and no other; `words` are what it must then hold one of, near the start, and `keys`
    those of which the first thing in double quotes is one.
    """

    id: str
    label: str
    family: str
    suffixes: str = ""
    magic: Magic = ()
    check: str = ""
    starts: bytes = b""
    words: tuple[bytes, ...] = ()
    keys: tuple[bytes, ...] = ()
    members: tuple[str, ...] = ()
    opens: str = ""


def at(offset: int, *alternatives: bytes) -> Magic:
    """Any of the alternatives, at the offset."""
    return tuple([((offset, alternative),) for alternative in alternatives])


def both(*parts: tuple[int, bytes]) -> Magic:
    """All of the parts."""
    return (parts,)


HDF5 = b"\x89HDF\r\n\x1a\n"
HDF5_AT = tuple([((offset, HDF5),) for offset in (0, 512, 1024, 2048, 4096)])  # behind a user block
# Their suffixes are used for nothing else, and their content need not begin with what the row asks for.
NAMED = frozenset(
    """
    arff libsvm fasta fastq sam gff ecsv vtk vtk-xml pcd word2vec-text matrix-market gifti genbank stockholm nexus
    """.split()
)
_MAPS_AND_ARRAYS = bytes((*range(0x81, 0xA0), *range(0xDC, 0xE0)))
_SHORT_KEYS = tuple([bytes((0xA0 + length,)) for length in range(1, 20)])
PICKLE_STARTS = b"\x80(c]}ILFSVNG)KMJTUX"

# fmt: off
TEXTS: tuple[Kind, ...] = (
    Kind("pickle", "a pickle", MODEL, ".pkl .pickle .p .dill .cloudpickle .joblib", check="pickle",
         starts=PICKLE_STARTS, words=(b"p0\n", b"p1\n")),
    Kind("catboost-json", "a CatBoost model (JSON)", MODEL, check="catboost_json", starts=b"{",
         keys=(b"ctr_data", b"features_info"), words=(b'"oblivious_trees"', b'"features_info"', b'"ctr_data"')),
    Kind("xgboost-json", "an XGBoost model (JSON)", MODEL, check="xgboost_json", starts=b"{",
         keys=(b"learner", b"version"), words=(b'"learner"',)),
    Kind("xgboost-dump-json", "an XGBoost model (dump in JSON)", MODEL, check="xgboost_dump_json", starts=b"[",
         keys=(b"nodeid",), words=(b'"split_condition"', b'"leaf"')),
    Kind("xgboost-dump", "an XGBoost model (dump)", MODEL, "", at(0, b"booster[0]:\n0:[", b"booster[0]:\n0:leaf=")),
    Kind("lightgbm-json", "a LightGBM model (JSON)", MODEL, check="lightgbm_json", starts=b"{",
         keys=(b"name",), words=(b'"num_tree_per_iteration"',)),
    Kind("libsvm-model", "a model of LIBSVM or LIBLINEAR", MODEL, "",
         at(0, b"svm_type ", b"solver_type "), "libsvm_model"),
    Kind("arpa", "an n-gram language model (ARPA)", MODEL, ".arpa", at(0, b"\\data\\\nngram ", b"\n\\data\\\nngram ")),
    Kind("hmmer", "a profile of HMMER", MODEL, ".hmm", at(0, b"HMMER3/", b"HMMER2.0")),
    Kind("onnx-json", "an ONNX model (JSON)", MODEL, check="onnx_json", starts=b"{", keys=(b"irVersion", b"ir_version"),
         words=(b'"graph"',)),
    # A vocabulary: learned from data, but a table that nothing has to be run to read.  Hence not refused at any size.
    Kind("tokenizer", "a tokenizer (JSON)", DATA, check="tokenizer_json", starts=b"{", keys=(b"version",),
         words=(b'"added_tokens"',)),
    Kind("prophet", "a Prophet model", MODEL, check="prophet_json", starts=b'{"', keys=(b"growth", b"{\\"),
         words=(b'"growth"', b'"growth\\"', b'\\"growth')),
    Kind("delta-log", "a log of a Delta table", DATA, check="delta_log", starts=b"{",
         keys=(b"commitInfo", b"protocol", b"metaData", b"add", b"remove"), words=(b"{",)),
    Kind("word2vec-text", "word vectors (text)", MODEL, ".vec", check="word_vectors", starts=b"123456789",
         words=(b" 0.", b" -0.")),
    Kind("libsvm", "LIBSVM data", DATA, ".libsvm .svmlight .svm", check="libsvm", starts=b"0123456789+-",
         words=(b" 0:", b" 1:", b" 2:", b" 3:", b" qid:")),
    Kind("sql-dump", "a database dump", DATA, "", at(0, b"-- MySQL dump", b"-- MariaDB dump", b"--\n-- PostgreSQL dat",
         b"-- PostgreSQL dat", b"/*!999999\\- enable the sandbox mode */",
         b"-- phpMyAdmin SQL Dump", b"PRAGMA foreign_keys=OFF;\nBEGIN",
         b"BEGIN TRANSACTION;\nCREATE TABLE"), "sql_dump"),
    Kind("arff", "ARFF data", DATA, ".arff", at(0, b"@RELATION", b"@relation", b"@Relation"), "arff"),
    Kind("fasta", "sequences", DATA, ".fasta .fa .fna .faa", check="fasta", starts=b">", words=(b"\n",)),
    Kind("fastq", "sequences", DATA, ".fastq .fq", check="fastq", starts=b"@", words=(b"\n+",)),
    Kind("sam", "sequence alignments", DATA, ".sam", at(0, b"@HD\tVN:", b"@SQ\tSN:")),
    Kind("gff", "genome features", DATA, ".gff .gff3 .gtf .bed", at(0, b"##gff-version")),
    Kind("spss-portable", "SPSS data", DATA, ".por",
         at(0, b"ASCII SPSS PORT FILE", b"0" * 40, b"\xc1\xe2\xc3\xc9\xc9"), "spss_portable"),
    Kind("grid", "an Arc/Info grid", DATA, "", at(0, b"ncols ", b"NCOLS "), "grid"),
    Kind("ecsv", "ECSV data", DATA, ".ecsv", at(0, b"# %ECSV ")),
    Kind("vtk", "VTK data", DATA, ".vtk", at(0, b"# vtk DataFile Version")),
    Kind("vtk-xml", "VTK data (XML)", DATA, ".vtp .vtu .vti .vts .vtr", check="vtk_xml", starts=b"<",
         words=(b"<VTKFile",)),
    Kind("gifti", "GIFTI data", DATA, ".gii", check="gifti", starts=b"<", words=(b"<GIFTI ",)),
    Kind("genbank", "sequences (GenBank)", DATA, ".gb .gbk .genbank", at(0, b"LOCUS       ")),
    Kind("stockholm", "an alignment of sequences", DATA, ".sto .stk", at(0, b"# STOCKHOLM 1.0")),
    Kind("nexus", "phylogenetic data (NEXUS)", DATA, ".nex .nexus", at(0, b"#NEXUS\n", b"#NEXUS\r\n")),
    Kind("pcd", "a point cloud", DATA, ".pcd", at(0, b"# .PCD v", b"VERSION .7\nFIELDS ")),
    Kind("well-log", "a well log", DATA, "", at(0, b"~VERSION INFO", b"~Version")),
    Kind("ply-text", "a PLY model", MEDIA, ".ply", at(0, b"ply\nformat ascii", b"ply\r\nformat ascii")),
    Kind("msgpack", "MessagePack data", DATA, ".msgpack .mpk", check="msgpack",
         starts=_MAPS_AND_ARRAYS, words=_SHORT_KEYS),
    Kind("lightgbm", "a LightGBM model", MODEL, ".lgb .lgbm", at(0, b"tree\nversion=v")),
    Kind("pmml", "a PMML model", MODEL, ".pmml", check="pmml", starts=b"<\xef", words=(b"<PMML",)),
    Kind("deb", "a Debian package", ARCHIVE, ".deb .udeb", at(0, b"!<arch>\ndebian-binary")),
    Kind("static-library", "a static library", EXECUTABLE, ".a .lib", at(0, b"!<arch>\n", b"!<thin>\n"), "ar"),
    Kind("fits", "FITS data", DATA, ".fits .fit .fts", at(0, b"SIMPLE  =" + b" " * 20 + b"T")),
    Kind("asdf", "ASDF data", DATA, ".asdf", at(0, b"#ASDF ")),
    Kind("nrrd", "NRRD data", DATA, ".nrrd .nhdr", at(0, b"NRRD000")),
    Kind("edf", "EDF data", DATA, ".edf .bdf", at(0, b"0       ", b"\xffBIOSEMI"), "edf"),
    Kind("sas-xport", "SAS transport data", DATA, ".xpt .v8xpt", at(0, b"HEADER RECORD*******LIB")),
    Kind("rds-text", "R data (text)", DATA, ".rds", at(0, b"A\n2\n", b"A\n3\n")),
    Kind("rdata-text", "R data (text)", DATA, ".rdata .rda", at(0, b"RDA2\nA\n", b"RDA3\nA\n")),
    Kind("matrix-market", "Matrix Market data", DATA, ".mtx", at(0, b"%%MatrixMarket matrix")),
    Kind("vcf", "VCF data", DATA, ".vcf", at(0, b"##fileformat=VCF")),
    Kind("csv", "CSV data", DATA, ".csv"),
    Kind("tsv", "tab-separated data", DATA, ".tsv"),
    Kind("jsonl", "JSON Lines data", DATA, ".jsonl .ndjson .ldjson .geojsonl .geojsonseq"),
    Kind("psv", "separated values", DATA, ".psv"),
    Kind("kaldi-text", "Kaldi data (text)", DATA, ".ark"),
    Kind("geojson", "GeoJSON data", DATA, ".geojson .topojson"),
    Kind("xml-data", "data in XML", DATA, ".kml .graphml .gexf .vot .votable"),
    Kind("atoms", "coordinates of atoms", DATA, ".pdb .cif .mol2 .sdf .gro .xyz"),
    Kind("harwell-boeing", "a sparse matrix", DATA, ".hb .rua .rsa"),
    Kind("pdf", "a PDF document", DOCUMENT, ".pdf .ai", at(0, b"%PDF-"), "pdf"),
    Kind("bzip2", "bzip2-compressed data", ARCHIVE, ".bz2 .tbz2 .tbz", at(0, b"BZh"), "bzip2", opens="bzip2"),
    Kind("zstd", "Zstandard-compressed data", ARCHIVE, ".zst .tzst", at(0, b"\x28\xb5\x2f\xfd"), opens="zstd"),
)
# fmt: on


# What a blob is, from its path and its first bytes: signature, then structure, then name, then text or unknown binary.
#
# `sniff` answers.  Clean text is told from everything else first, and then only formats that are text may be named, so
# that prose which begins with a magic word stays prose.  Text takes one look and no further import; the rest is in
# `binary.py`, and data in large text in `text_data.py`.  Before it comes what a path says by itself (suffixes, lock
# files, fixtures) and the `View` that checks look at.


# ---- suffixes: what they promise, and which of them promise nothing

# Suffixes of many formats, and of files that belong in git: no pattern may be made of them.
SILENT = frozenset(("", ".bin", ".dat", ".data", ".raw", ".tmp", ".bak", ".old", ".blob", ".file"))
SHARED = SILENT | frozenset(
    ".txt .json .csv .tsv .jsonl .ndjson .ldjson .md .py .xml .log .ts .obj .p .index .model .ai .pb".split()
)
COMPRESSED = frozenset((".gz", ".xz", ".bz2", ".zst", ".lz4", ".lzma", ".z", ".zz"))
SOURCES = frozenset(
    """
    .py .pyi .pyx .pxd .pyw .ipy .rmd .qmd .r .jl .m .sas .do .ado .sps .stan .bug .jags .scala .sc .java .kt .kts
    .groovy .gradle .clj .cljs .cljc .edn .c .h .cc .cpp .cxx .hh .hpp .hxx .inl .ipp .cu .cuh .cl .f .f77 .f90 .f95
    .f03 .for .go .rs .swift .mm .cs .fs .fsx .vb .js .mjs .cjs .jsx .ts .tsx .vue .svelte .coffee .dart .lua .pl .pm
    .t .rb .erb .php .ex .exs .erl .hrl .hs .lhs .ml .mli .elm .nim .zig .d .pas .ada .adb .ads .asm .s .v .sv .vhd
    .vhdl .tcl .lisp .el .scm .rkt .pro .sh .bash .zsh .fish .ksh .bat .cmd .ps1 .psm1 .awk .sed .sql .hql .cypher
    .graphql .gql .proto .thrift .avsc .avdl .fbs .capnp .md .markdown .mdx .rst .adoc .asciidoc .org .tex .bib .sty
    .cls .bst .html .htm .xhtml .css .scss .sass .less .styl .svg .xml .xsd .xsl .xslt .dtd .yaml .yml .toml .ini .cfg
    .conf .cnf .config .properties .env .editorconfig .json5 .jsonc .hocon .hcl .tf .tfvars .nix .bzl .bazel .cmake
    .mk .mak .make .ninja .am .ac .in .m4 .spec .dockerfile .service .desktop .gitignore .gitattributes .gitmodules
    .lock .po .pot .srt .vtt .diff .patch .rej .j2 .jinja .jinja2 .tmpl .tpl .mustache .hbs .feature .puml .plantuml
    .dot .gv .mmd .drawio .snap .pem .crt .key .pub .asc .sig .el .vim .plist .pbxproj .csproj .sln .vcxproj .ui .qrc
    """.split()
)


def suffix_of(path: bytes) -> str:
    """The last suffix, lower-case, with its dot; "" where there is none."""
    name = path[path.rfind(b"/") + 1 :]
    dot = name.rfind(b".")
    return name[dot:].lower().decode("latin-1") if dot >= 0 else ""


# ---- lock files and test fixtures

# By the whole base name, since `*.lock` is also a semaphore and `package.json` is not one.
LOCK_FILES = frozenset(
    b"""
    package-lock.json npm-shrinkwrap.json yarn.lock pnpm-lock.yaml bun.lock bun.lockb deno.lock
    uv.lock poetry.lock pdm.lock Pipfile.lock pylock.toml pixi.lock conda-lock.yml conda-lock.yaml
    Cargo.lock Gemfile.lock composer.lock go.sum go.work.sum mix.lock rebar.lock pubspec.lock Podfile.lock
    Cartfile.resolved Package.resolved packages.lock.json project.assets.json paket.lock
    renv.lock packrat.lock Manifest.toml flake.lock gradle.lockfile buildscript-gradle.lockfile
    .terraform.lock.hcl MODULE.bazel.lock maven_install.json stack.yaml.lock cabal.project.freeze
    Chart.lock devbox.lock rye.lock requirements.lock requirements-dev.lock dvc.lock
    """.split()
)
BASELINE = b".commitworthy-baseline"
FIXTURE_FOLDERS = frozenset((b"tests", b"test", b"testdata", b"fixtures"))


def is_lock_file(path: bytes) -> bool:
    """Written by a program, such as a package manager, from what is there; its length is nobody's choice.

    Our own baseline is one at the top, where it is read, and nowhere else.
    """
    return path[path.rfind(b"/") + 1 :] in LOCK_FILES or path == BASELINE


def is_fixture(path: bytes) -> bool:
    """Below a `tests`, `test`, `testdata` or `fixtures` folder, at any depth, in any case: `Tests/data/a.nii.gz`."""
    folders = path.lower().split(b"/")
    folders.pop()
    return not FIXTURE_FOLDERS.isdisjoint(folders)


# ---- the parts of a blob that the checks look at

UNKNOWN = 1 << 62  # the size of what is inside a compressed file


class View(NamedTuple):
    """`head` is the start, at most 8 KiB; `whole` all that was given, of `size` bytes or fewer; `read` reads the end.

    `more` reads the start, further than `head` goes.  `depth` counts the containers around it.  A `size` of `UNKNOWN`
    stands for the inside of a compressed file.
    """

    path: bytes
    size: int
    head: bytes
    whole: bytes
    read: Callable[[int], bytes] | None
    depth: int
    more: Callable[[int], bytes] | None = None

    def end(self, count: int) -> bytes:
        """The last `count` bytes, or b"" where they cannot be had."""
        if len(self.whole) >= self.size:
            return self.whole[max(self.size - count, 0) : self.size]
        return self.read(min(count, self.size)) if self.read is not None else b""

    def begin(self, count: int) -> bytes:
        """The first `count` bytes, or as many of them as can be had."""
        if len(self.whole) >= min(count, self.size) or self.more is None:
            return self.whole[:count]
        return self.more(min(count, self.size))


def u16(data: bytes, offset: int) -> int:
    """Little-endian, as all of these; short data counts as zeros."""
    return int.from_bytes(data[offset : offset + 2], "little")


def u32(data: bytes, offset: int) -> int:
    """Little-endian; short data counts as zeros."""
    return int.from_bytes(data[offset : offset + 4], "little")


def u64(data: bytes, offset: int) -> int:
    """Little-endian; short data counts as zeros."""
    return int.from_bytes(data[offset : offset + 8], "little")


# ---- the verdict

HEAD_SIZE = 8192
# Only above this size is data sought in text that no suffix calls data: below it the limit of data is not reached.
TABLE_SIZE = 100 * 1024
_NEAR = 512  # where the words of the text formats stand
_KEY = 48  # where the first key of an object ends, or the first number of a row


class Detection(NamedTuple):
    """A verdict; `label` is a noun phrase for messages, `evidence` says where it comes from.

    `disguised`: the suffix promises another family.  Never for suffixes that promise nothing, such as `.bin`.
    """

    family: str
    format: str
    label: str
    evidence: str
    disguised: bool


EMPTY = Detection("empty", "empty", "an empty file", "size: 0 bytes", False)
TEXT = Detection("text", "text", "text", "content: no control bytes in the first 8 KiB", False)
_PYTHON = Detection("text", "python", "Python source", "name: .py", False)
_POINTER_LABELS = {
    "lfs": "a Git LFS pointer",
    "dvc": "a DVC pointer",
    "git-annex": "a git-annex pointer",
    "git-crypt": "git-crypt ciphertext",
}
_DVC = b".dvc"
_SOUGHT = (b".sql", b".xml")  # source as a rule, and data when large
_NEVER_TEXT = b"GKMJTUX"  # opcodes of pickles with a binary argument


def _marks() -> tuple[dict[int, tuple[bytes, ...]], dict[int, tuple[bytes, ...]], dict[bytes, tuple[bytes, ...]]]:
    """What makes clean text worth a closer look: signatures by first byte; words by first byte; words by first key."""
    magics: dict[int, list[bytes]] = {}
    words: dict[int, list[bytes]] = {}
    keyed: dict[bytes, list[bytes]] = {}
    for kind in TEXTS:
        for magic in kind.magic:
            magics.setdefault(magic[0][1][0], []).append(magic[0][1])
        for first in kind.starts.translate(None, _NEVER_TEXT):
            words.setdefault(first, []).extend(() if kind.keys else kind.words)
        for key in kind.keys:
            keyed.setdefault(key, []).extend(kind.words)
    return (
        {byte: tuple(signatures) for byte, signatures in magics.items()},
        {byte: tuple(needed) for byte, needed in words.items()},
        {key: tuple(needed) for key, needed in keyed.items()},
    )


def _named() -> dict[bytes, Detection]:
    named = {suffix.encode(): TEXT for suffix in SOURCES}
    named |= dict.fromkeys((b".py", b".pyi"), _PYTHON)
    named[b".ipynb"] = Detection("notebook", "notebook", "a Jupyter notebook", "name: .ipynb", False)
    for kind in TEXTS:
        if kind.id in NAMED or not (kind.magic or kind.check):
            for suffix in kind.suffixes.split():
                named[suffix.encode()] = Detection(kind.family, kind.id, kind.label, f"name: {suffix}", False)
    return named


_MAGICS, _WORDS, _KEYED = _marks()
_QUOTING = b'{["'
_NUMERIC = b"0123456789+-"
_POINTING = b"v/ \t\r\n"
_POINTERS = (b"version http", b"/annex/objects/", b" ", b"\t", b"\r", b"\n")
_PICKLING = b"(c]}ILFSVN"
_MARKING = frozenset((*_MAGICS, *_WORDS, *_POINTING))
_NAMED = _named()
_HIGH = bytes(range(128, 256))


def sniff(path: bytes, size: int, head: bytes, tail: Part | None = None, start: Part | None = None) -> Detection:
    """Total and deterministic: any bytes, any declared size, any path.

    `head` is the first `min(size, HEAD_SIZE)` bytes or more, of which `HEAD_SIZE` are looked at.  `tail(n)` gives the
    last `min(n, size)` bytes, `start(n)` the first; they are called only where the head leaves the format open, as with
    zip files and unknown binaries.
    """
    if size <= 0:
        return EMPTY
    near = head if len(head) <= HEAD_SIZE else head[:HEAD_SIZE]
    if has_controls(near) or (10 not in near and len(near) == HEAD_SIZE and is_opaque(near)):
        from .binary import sniff_binary

        view = View(path, size, near, head, tail, 0, start)
        return sniff_binary(view) or _text(path, size, near, tail, start)
    return _text(path, size, near, tail, start)


def has_controls(head: bytes) -> bool:
    """Whether a control byte is there that text has no use for: all but tab, LF, CR, FF, BS, ESC and SUB.

    Each `in` is one memchr: together half the time of one `translate`, which looks up each byte.
    """
    return (
        0 in head or 1 in head or 2 in head or 3 in head or 4 in head or 5 in head or 6 in head or 7 in head
        or 11 in head or 14 in head or 15 in head or 16 in head or 17 in head or 18 in head or 19 in head
        or 20 in head or 21 in head or 22 in head or 23 in head or 24 in head or 25 in head
        or 28 in head or 29 in head or 30 in head or 31 in head
    )  # fmt: skip


def is_opaque(head: bytes) -> bool:
    """Of a head without a line feed: not UTF-8, a third of it above 127.

    Samples or pixels; a line of a legacy encoding ends within 8 KiB.
    """
    if 13 in head or (len(head) - len(head.translate(None, _HIGH))) * 3 < len(head):
        return False
    try:
        head.decode()
    except UnicodeDecodeError as error:
        return error.start < len(head) - 3
    return False


def _text(path: bytes, size: int, head: bytes, tail: Part | None, start: Part | None) -> Detection:
    if head and head[0] in _MARKING:
        marked = _marked_text(path, size, head, tail, start)
        if marked is not None:
            return marked
    suffix = path[path.rfind(b".") :].lower()
    named = _NAMED.get(suffix)
    if named is not None and not (size > TABLE_SIZE and suffix in _SOUGHT):
        return named
    if suffix == _DVC and pointers.recognise(path, size, head):
        return pointed("dvc")
    if size > TABLE_SIZE and not is_lock_file(path):
        from .text_data import find_table

        return find_table(View(path, size, head, head, tail, 0, start)) or named or TEXT
    return TEXT


def _marked_text(path: bytes, size: int, head: bytes, tail: Part | None, start: Part | None) -> Detection | None:
    """Pointers, and the few formats of text that have a mark of their own."""
    if head[0] in _POINTING and head.startswith(_POINTERS):
        pointer = pointers.recognise(path, size, head)
        if pointer is not None:
            return pointed(pointer.kind)
    if not (head.startswith(_MAGICS.get(head[0], ())) or _holds_words(head)):
        return None
    from .binary import sniff_text_format

    return sniff_text_format(View(path, size, head, head, tail, 0, start))


def _holds_words(head: bytes) -> bool:
    """One cheap necessary condition first, since most text that begins like a format is none: config, tables, prose."""
    first = head[0]
    if first in _QUOTING:
        quoted = head[:_KEY].split(b'"', 2)
        words = _KEYED.get(quoted[1], ()) if len(quoted) > 1 else ()
    elif first in _NUMERIC:
        blank = head.find(b" ", 1, _KEY)
        words = _WORDS[first] if blank > 0 and 47 < head[blank - 1] < 58 else ()
    else:
        words = _WORDS.get(first, ())
        # A pickle of protocol 0 without its memo has no word of its own, but it ends in a full stop.
        if head[-1] == 46 and first in _PICKLING:
            return True
    if words:
        near = head[:_NEAR]
        for word in words:
            if word in near:
                return True
    return False


def pointed(kind: str) -> Detection:
    """The verdict on a pointer of that kind."""
    name = kind if kind == "git-crypt" else kind + "-pointer"
    return Detection("pointer", name, _POINTER_LABELS[kind], f"content: {_POINTER_LABELS[kind]}", False)

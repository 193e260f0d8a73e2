"""What a row of the table says of a format, and the rows of the formats that clean text can be.

These rows stand apart from those of `table.py`, so that a look at text needs no other.  Those with neither `magic` nor
`check`, and those of `NAMED`, are known by name, at any size.
"""

from __future__ import annotations

from ..base.namedtuple import NamedTuple

MODEL, EXECUTABLE, DATA, ARCHIVE, MEDIA, DOCUMENT = "model", "executable", "data", "archive", "media", "document"
FAMILIES = (
    MODEL, EXECUTABLE, DATA, ARCHIVE, "binary", MEDIA, DOCUMENT, "notebook", "text", "pointer", "empty",
)  # fmt: skip
Magic = tuple[tuple[tuple[int, bytes], ...], ...]


class Kind(NamedTuple):
    """One format.

    `suffixes` are lower-case, with the dot, separated by blanks.  `magic` holds alternatives, each a tuple of (offset,
    bytes) that must all be there.  `check` names a function in `checks.CHECKS`, asked after the magic; `starts` are
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

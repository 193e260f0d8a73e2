"""Rows of the table: formats that clean text can be, apart so that a look at text needs no other row.

Those with neither `magic` nor `check` are known by name, at any size.
"""

from __future__ import annotations

from .kind import ARCHIVE, DATA, DOCUMENT, EXECUTABLE, MODEL, Kind, at

PICKLE_STARTS = b"\x80(c]}ILFSVNG)KMJTUX"

# fmt: off
TEXTS: tuple[Kind, ...] = (
    Kind("pickle", "a pickle", MODEL, ".pkl .pickle .p .dill .cloudpickle .joblib", check="pickle",
         starts=PICKLE_STARTS, words=(b"p0\n", b"p1\n")),
    Kind("catboost-json", "a CatBoost model (JSON)", MODEL, check="catboost_json", starts=b"{",
         words=(b'"oblivious_trees"', b'"features_info"')),
    Kind("xgboost-json", "an XGBoost model (JSON)", MODEL, check="xgboost_json", starts=b"{", words=(b'"learner"',)),
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
    Kind("arff", "ARFF data", DATA, ".arff"),
    Kind("libsvm", "LIBSVM data", DATA, ".libsvm .svmlight"),
    Kind("fasta", "sequences", DATA, ".fasta .fastq .fa .fq"),
    Kind("pdf", "a PDF document", DOCUMENT, ".pdf .ai", at(0, b"%PDF-"), "pdf"),
    Kind("bzip2", "bzip2-compressed data", ARCHIVE, ".bz2 .tbz2 .tbz", at(0, b"BZh"), "bzip2", opens="bzip2"),
    Kind("zstd", "Zstandard-compressed data", ARCHIVE, ".zst .tzst", at(0, b"\x28\xb5\x2f\xfd"), opens="zstd"),
)
# fmt: on

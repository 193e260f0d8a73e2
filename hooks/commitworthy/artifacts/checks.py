"""The checks and openers that the table names."""

from __future__ import annotations

from ..values import TYPE_CHECKING
from . import inflate, media, pickles, programs, protobuf, science, structure, zips

if TYPE_CHECKING:
    from collections.abc import Callable

    from .inflate import Inside
    from .view import View

CHECKS: dict[str, Callable[[View], str]] = {
    "ar": programs.ar,
    "arrow_stream": structure.arrow_stream,
    "bmp": media.bmp,
    "bzip2": inflate.bzip2_header,
    "catboost_json": structure.catboost_json,
    "coff": programs.coff,
    "cpio": structure.cpio,
    "edf": science.edf,
    "edition": science.edition,
    "faiss": structure.faiss,
    "font": media.font,
    "graphdef": protobuf.graphdef,
    "ico": media.ico,
    "idx": science.idx,
    "java_class": programs.java_class,
    "joblib": pickles.joblib,
    "jxl": media.jxl,
    "keras_h5": structure.keras_h5,
    "lance": science.lance,
    "lzma_alone": inflate.lzma_alone,
    "macho_fat": programs.macho_fat,
    "mp3": media.mp3,
    "netpbm": media.netpbm,
    "ole_document": structure.ole_document,
    "onnx": protobuf.onnx,
    "orc": structure.orc,
    "pdf": media.pdf,
    "pe": programs.pe,
    "pickle": pickles.pickle,
    "pmml": structure.pmml,
    "pyc": programs.pyc,
    "safetensors": structure.safetensors,
    "savedmodel": protobuf.savedmodel,
    "shapefile": science.shapefile,
    "stata_old": science.stata_old,
    "stl": media.stl,
    "tar_v7": structure.tar_v7,
    "tf_checkpoint": structure.tf_checkpoint,
    "tfevents": science.tfevents,
    "tfrecord": science.tfrecord,
    "word2vec": structure.word2vec,
    "xgboost_json": structure.xgboost_json,
    "xgboost_ubjson": structure.xgboost_ubjson,
    "zip_at_end": zips.zip_at_end,
    "zlib_stream": inflate.zlib_stream,
}

OPENERS: dict[str, Callable[[View], Inside | None]] = {
    "zip": zips.look_inside,
    "gzip": inflate.gzip,
    "xz": inflate.xz,
    "lzma": inflate.lzma,
    "bzip2": inflate.bzip2,
    "zlib": inflate.zlib,
    "zstd": inflate.zstd,
    "lz4": inflate.lz4,
}

"""The checks and openers that the table names."""

from __future__ import annotations

from ..values import TYPE_CHECKING
from . import inflate, media, pickles, programs, protobuf, structure, zips

if TYPE_CHECKING:
    from collections.abc import Callable

    from .inflate import Inside
    from .view import View

CHECKS: dict[str, Callable[[View], str]] = {
    "arrow_stream": structure.arrow_stream,
    "ar": programs.ar,
    "bmp": media.bmp,
    "bzip2": inflate.bzip2_header,
    "coff": programs.coff,
    "font": media.font,
    "ico": media.ico,
    "java_class": programs.java_class,
    "joblib": pickles.joblib,
    "keras_h5": structure.keras_h5,
    "lzma_alone": inflate.lzma_alone,
    "macho_fat": programs.macho_fat,
    "mp3": media.mp3,
    "ole_document": structure.ole_document,
    "onnx": protobuf.onnx,
    "orc": structure.orc,
    "pdf": media.pdf,
    "pe": programs.pe,
    "pickle": pickles.pickle,
    "pyc": programs.pyc,
    "safetensors": structure.safetensors,
    "tar_v7": structure.tar_v7,
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

"""Rows of the table: data, binary and as text."""

from __future__ import annotations

from .kind import DATA, DOCUMENT, HDF5_AT, Kind, at

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

# fmt: off
TABLES_AND_ARRAYS: tuple[Kind, ...] = (
    # Data.
    Kind("parquet", "Parquet data", DATA, ".parquet .parq .pq .geoparquet", at(0, b"PAR1", b"PARE")),
    Kind("arrow", "an Arrow file", DATA, ".arrow .feather .ipc", at(0, b"ARROW1\0\0")),
    Kind("arrow-stream", "an Arrow stream", DATA, ".arrows .arrow .ipc", at(0, b"\xff\xff\xff\xff"), "arrow_stream"),
    Kind("feather", "Feather data (version 1)", DATA, ".feather", at(0, b"FEA1")),
    Kind("orc", "ORC data", DATA, ".orc", at(0, b"ORC"), "orc"),
    Kind("avro", "Avro data", DATA, ".avro", at(0, b"Obj\x01")),
    Kind("mat5", "a MATLAB file", DATA, ".mat", at(0, b"MATLAB 5.0 MAT-file")),
    Kind("hdf5", "HDF5 data", DATA, ".h5 .hdf5 .hdf .he5 .h5ad .loom .nc .nc4 .mat .cool", HDF5_AT),
    Kind("hdf4", "HDF4 data", DATA, ".hdf4 .hdf", at(0, b"\x0e\x03\x13\x01")),
    Kind("netcdf", "netCDF data", DATA, ".nc .cdf .nc3", at(0, b"CDF\1", b"CDF\2", b"CDF\5")),
    Kind("nasa-cdf", "CDF data", DATA, ".cdf", at(0, b"\xcd\xf3\0\1", b"\xcd\xf2\x60\2")),
    Kind("npy", "a NumPy array", DATA, ".npy", at(0, b"\x93NUMPY")),
    Kind("npz", "NumPy arrays", DATA, ".npz", members=("*.npy",)),
    Kind("sqlite", "an SQLite database", DATA, ".sqlite .sqlite3 .db .db3 .gpkg .mbtiles", at(0, b"SQLite format 3\0")),
    Kind("duckdb", "a DuckDB database", DATA, ".duckdb .ddb .db", at(8, b"DUCK")),
    Kind("lmdb", "an LMDB database", DATA, ".mdb .lmdb", at(16, b"\xde\xc0\xef\xbe")),
    Kind("access", "an Access database", DATA, ".mdb .accdb", at(4, b"Standard Jet DB", b"Standard ACE DB")),
    Kind("root", "ROOT data", DATA, ".root", at(0, b"root\0")),
    Kind("grib", "GRIB data", DATA, ".grib .grb .grib2 .grb2", at(0, b"GRIB"), "edition"),
    Kind("bufr", "BUFR data", DATA, ".bufr .bfr", at(0, b"BUFR"), "edition"),
    Kind("mrc", "MRC data", DATA, ".mrc .mrcs .map", at(208, b"MAP ")),
    Kind("nifti", "NIfTI data", DATA, ".nii .hdr .img",
         at(344, b"n+1\0", b"ni1\0") + at(4, b"n+2\0\r\n\x1a\n", b"ni2\0\r\n\x1a\n")),
    Kind("dicom", "a DICOM image", DATA, ".dcm .dicom", at(128, b"DICM")),
    Kind("tdms", "TDMS data", DATA, ".tdms", at(0, b"TDSm")),
    Kind("mcap", "MCAP data", DATA, ".mcap", at(0, b"\x89MCAP0\r\n")),
    Kind("rosbag", "a ROS bag", DATA, ".bag", at(0, b"#ROSBAG V")),
    Kind("sas7bdat", "SAS data", DATA, ".sas7bdat", at(0, bytes(12) + b"\xc2\xea\x81\x60\xb3\x14\x11\xcf")),
    Kind("spss", "SPSS data", DATA, ".sav .zsav", at(0, b"$FL2@(#)", b"$FL3@(#)")),
    Kind("idl-save", "IDL data", DATA, ".sav", at(0, b"SR\0\4", b"SR\0\6")),
    Kind("stata", "Stata data", DATA, ".dta", at(0, b"<stata_dta><header>")),
    Kind("stata-old", "Stata data", DATA, ".dta", check="stata_old", starts=b"qrs"),
    Kind("rds", "R data", DATA, ".rds", at(0, b"X\n\0\0\0\2", b"X\n\0\0\0\3")),
    Kind("rdata", "R data", DATA, ".rdata .rda", at(0, b"RDX2\n", b"RDX3\n")),
    Kind("lance", "Lance data", DATA, ".lance", check="lance"),
    Kind("shapefile", "a shapefile", DATA, ".shp .shx", at(0, b"\0\0\x27\x0a"), "shapefile"),
    Kind("flatgeobuf", "FlatGeobuf data", DATA, ".fgb", at(0, b"fgb\3")),
    Kind("las", "a point cloud", DATA, ".las .laz", at(0, b"LASF")),
    Kind("pcap", "captured packets", DATA, ".pcap .cap .pcapng",
         at(0, b"\xd4\xc3\xb2\xa1", b"\xa1\xb2\xc3\xd4", b"\x4d\x3c\xb2\xa1", b"\xa1\xb2\x3c\x4d", b"\n\r\r\n")),
    Kind("cram", "CRAM data", DATA, ".cram", at(0, b"CRAM")),
    Kind("bam", "BAM data", DATA, ".bam", at(0, b"BAM\1")),
    Kind("bcf", "BCF data", DATA, ".bcf", at(0, b"BCF\2")),
    Kind("tfevents", "TensorBoard events", DATA, ".tfevents", check="tfevents"),
    Kind("tfrecord", "TFRecord data", DATA, ".tfrecord .tfrecords", check="tfrecord"),
    Kind("idx", "IDX data (as MNIST)", DATA, ".idx .idx1-ubyte .idx3-ubyte", check="idx", starts=b"\0"),
    Kind("lightgbm-dataset", "a LightGBM dataset", DATA, "", at(0, b"______LightGBM_Binary_File_Token")),
    Kind("java-serialized", "serialised Java objects", DATA, ".ser", at(0, b"\xac\xed\0\5")),
    Kind("bplist", "a binary property list", DATA, "", at(0, b"bplist0")),
    Kind("zarr", "a Zarr store", DATA, "", members=(".zgroup",)),
    Kind("zarr-array", "a Zarr array", DATA, "", members=(".zarray",)),
    Kind("zarr-3", "a Zarr store", DATA, "", members=("zarr.json",)),
    Kind("ods", "an OpenDocument spreadsheet", DATA, ".ods"),
    # Data without a mark of its own.
    Kind("msgpack", "MessagePack data", DATA, ".msgpack .mpk"),
    Kind("bson", "BSON data", DATA, ".bson"),
    Kind("cbor", "CBOR data", DATA, ".cbor"),
    Kind("leveldb", "a LevelDB table", DATA, ".ldb .sst"),
    Kind("dbase", "a dBASE table", DATA, ".dbf"),
    Kind("fst", "R data (fst)", DATA, ".fst .qs"),
    Kind("spss-portable", "SPSS data", DATA, ".por"),
    Kind("xlsx", "an Excel workbook", DATA, ".xlsx .xlsm .xlsb .xltx", members=("xl/",)),
    Kind("ole", "an Office file (OLE)", DOCUMENT, ".doc .ppt .msg .vsd .dot .pps", at(0, OLE), "ole_document"),
    Kind("xls", "an Excel workbook (OLE)", DATA, ".xls .xlt", at(0, OLE)),
    # Data as text, known by name at any size; CSV and JSON Lines also by content when large.
)
# fmt: on

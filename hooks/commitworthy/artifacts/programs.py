"""Checks of executables whose signature is short; evidence in words, or nothing."""

from __future__ import annotations

from .view import View, u16, u32


def pe(view: View) -> str:
    """MZ, and at u32@60 a PE, NE, LE or LX header; plain DOS programs have an i16 page count in its place."""
    offset = u32(view.head, 60)
    if 4 <= offset <= view.size - 4 and offset + 4 > len(view.head):
        return "MZ at 0"
    found = view.head[offset : offset + 2]
    if view.head.startswith(b"PE\0\0", offset) or found in (b"NE", b"LE", b"LX"):
        return f"MZ at 0, {found.decode()} at {offset}"
    pages, last = u16(view.head, 4), u16(view.head, 2)
    return "MZ at 0 and a DOS header" if last < 512 and pages > 0 and (pages - 1) * 512 + last <= view.size else ""


def macho_fat(view: View) -> str:
    """The same four bytes as a Java class; what follows is the number of architectures, below any Java version."""
    return "CA FE BA BE at 0, few architectures" if 0 < int.from_bytes(view.head[4:8], "big") < 40 else ""


def java_class(view: View) -> str:
    """The major version at 6 is 45 or more; below that the bytes are a universal Mach-O file."""
    return "CA FE BA BE at 0" if int.from_bytes(view.head[6:8], "big") >= 40 else ""


def pyc(view: View) -> str:
    """u16 magic of CPython 3.0 (3,000) to 3.x (below 3,800), or of 2.0 to 2.7 (above 50,000); flags below 4."""
    magic = u16(view.head, 0)
    new = 3000 <= magic < 3800 and (magic < 3390 or u32(view.head, 4) < 4)
    return "the magic number of CPython" if (new or 50000 < magic < 62300) and view.size > 8 else ""


def ar(view: View) -> str:
    """Text is an archive only if the first member's header ends as it must."""
    return "!<arch> at 0" if view.size == 8 or view.head[66:68] == b"`\n" else ""


def coff(view: View) -> str:
    """Machine i386 or x86-64, some sections, no optional header, the symbol table inside the file."""
    head = view.head
    if u16(head, 0) not in (0x14C, 0x8664) or not 0 < u16(head, 2) < 5000 or u16(head, 16):
        return ""
    symbols = u32(head, 8)
    sound = 20 + 40 * u16(head, 2) <= symbols < view.size and head[20:21] in (b".", b"/")
    return "a COFF header" if sound else ""

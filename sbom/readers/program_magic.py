"""The first bytes of compiled programs. Kept apart: collectors ask for them before anything is read."""

ELF = b"\x7fELF"
PE = b"MZ"
MACH_O = (b"\xfe\xed\xfa\xce", b"\xce\xfa\xed\xfe", b"\xfe\xed\xfa\xcf", b"\xcf\xfa\xed\xfe")
UNIVERSAL = (b"\xca\xfe\xba\xbe", b"\xca\xfe\xba\xbf")
"""Several Mach-O programs in one file."""
_MAX_PROGRAMS = 16
"""A Java class file opens like a universal file, with a version above 40 in place of the count."""


def is_macho(head: bytes) -> bool:
    """Whether the first eight bytes are those of a Mach-O file, universal or not."""
    if head.startswith(MACH_O):
        return True
    return head.startswith(UNIVERSAL) and 0 < int.from_bytes(head[4:8], "big") <= _MAX_PROGRAMS


def is_program(head: bytes) -> bool:
    """Whether a file opens as a compiled program; `head` holds its first eight bytes."""
    return head.startswith((ELF, PE)) or is_macho(head)

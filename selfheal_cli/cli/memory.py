"""What the C library does with memory that is freed."""

from __future__ import annotations

import ctypes
import sys

# mallopt(3): how much may stay free until it is handed back, and from which size on a block is
# taken from the system by itself and handed back at once.
_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3
_KEPT, _BY_ITSELF = 256 << 20, 32 << 20


def keep_freed() -> None:
    """Lets glibc keep what is freed for what is needed next. Arrays come and go while pages are
    matched, and to hand each one's memory back and take it anew costs a scan a twentieth of its
    time. Where there is another C library, nothing changes."""
    if sys.platform == "linux":
        mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
        if mallopt is not None:
            mallopt(_TRIM_THRESHOLD, _KEPT)
            mallopt(_MMAP_THRESHOLD, _BY_ITSELF)

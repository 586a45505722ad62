"""Confinement: what a process that runs other people's queries gives up before it runs the first one.

Memory is bounded with setrlimit, and on Linux sockets and programs are refused by the kernel
(https://www.kernel.org/doc/html/latest/userspace-api/seccomp_filter.html), whatever a query makes the
engine try. Where the system has no such filter, open files are bounded, which stops sockets as well.
"""

from __future__ import annotations

import ctypes
import platform
import struct
import sys
from typing import Final

#: System calls refused, by machine: socket, connect, execve, execveat, io_uring_setup.
REFUSED: Final = {
    "x86_64": (0xC000003E, (41, 42, 59, 322, 425)),
    "aarch64": (0xC00000B7, (198, 203, 221, 281, 425)),
}
PR_SET_NO_NEW_PRIVS: Final = 38
PR_SET_SECCOMP: Final = 22
SECCOMP_MODE_FILTER: Final = 2
ALLOW: Final = 0x7FFF0000
DENY: Final = 0x00050000 | 1  # EPERM
KILL: Final = 0x80000000
LOAD, EQUAL, RETURN, AT_LEAST = 0x20, 0x15, 0x06, 0x35


def confine(memory: int, *, files: bool) -> None:
    """Bound this process for good.

    Args:
        memory: bytes of address space it may have in all.
        files: whether it may open files from now on.
    """
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        refuse_network()
    if not files:
        resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))


def refuse_network() -> bool:
    """Have the kernel refuse sockets and programs to this process; whether it could be done."""
    machine = REFUSED.get(platform.machine())
    if machine is None:
        return False
    program = _program(*machine)
    count = len(program) // 8
    buffer = ctypes.create_string_buffer(program)
    head = ctypes.create_string_buffer(struct.pack("@HxxxxxxP", count, ctypes.addressof(buffer)))
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    return bool(libc.prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, head, 0, 0) == 0)


def _program(architecture: int, refused: tuple[int, ...]) -> bytes:
    """The filter: another architecture is killed, a refused call fails with EPERM, the rest may pass."""

    def step(code: int, value: int, yes: int = 0, no: int = 0) -> bytes:
        return struct.pack("=HBBI", code, yes, no, value)

    steps = [step(LOAD, 4), step(EQUAL, architecture, 1, 0), step(RETURN, KILL), step(LOAD, 0)]
    steps += [step(AT_LEAST, 0x40000000, len(refused) + 1, 0)]  # the x32 table of calls
    for place, number in enumerate(refused):
        steps.append(step(EQUAL, number, len(refused) - place, 0))
    return b"".join([*steps, step(RETURN, ALLOW), step(RETURN, DENY)])

# SPDX-License-Identifier: MIT
"""Failures on demand: set through /control, used up by matching requests."""

import threading
from dataclasses import dataclass, field

KINDS = ("status", "delay", "cut", "garbage", "error", "lost", "redirect",
         "huge")


@dataclass
class Fault:
    kind: str
    operation: str = "*"
    status: int = 500
    seconds: float = 1.0
    message: str = "Something went wrong"
    code: str = "SERVER_ERROR"
    headers: dict = field(default_factory=dict)
    count: int = 1
    bytes: int = 64 << 20

    def __post_init__(self):
        if self.kind not in KINDS:
            raise ValueError(f"unknown kind of fault {self.kind}")


class Faults:
    """The pending faults; a count of -1 lasts until cleared."""

    def __init__(self):
        self.lock = threading.Lock()
        self.pending = []

    def add(self, description):
        with self.lock:
            self.pending.append(Fault(**description))

    def replace(self, descriptions):
        with self.lock:
            self.pending = [Fault(**d) for d in descriptions]

    def take(self, operations):
        """The faults that hit a request, each used up by one."""
        with self.lock:
            hit = [f for f in self.pending
                   if f.operation == "*" or f.operation in operations]
            for fault in hit:
                fault.count -= fault.count > 0
            self.pending = [f for f in self.pending if f.count != 0]
        return hit

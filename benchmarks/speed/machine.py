"""What the figures were taken on."""

import os
import platform
from pathlib import Path


def machine() -> str:
    """The processor, how many of it, the memory, and the system."""
    processor = _told("/proc/cpuinfo", "model name")
    memory = int(_told("/proc/meminfo", "MemTotal").split()[0]) / 2**20
    system = f"{platform.system()} {platform.release().split('-')[0]}"
    return f"{os.cpu_count()} x {processor}, {memory:.0f} GB, {system}, Python {platform.python_version()}"


def _told(path: str, key: str) -> str:
    for line in Path(path).read_text(encoding="utf-8").splitlines():
        name, _, value = line.partition(":")
        if name.strip() == key:
            return value.strip()
    return "unknown"

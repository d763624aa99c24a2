"""Asks for one page as often as it comes, over a few connections that stay open."""

import socket
import statistics
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

CONNECTIONS = 4
TICKS = 100
"""Clock ticks a second in which Linux counts processor time."""


@dataclass(frozen=True)
class Rate:
    """How many answers came, and what they cost."""

    per_second: float
    processor_ms: float
    """Processor time of the server for one answer: it hardly minds who else is on the machine."""
    median_ms: float


def processor_seconds(pid: int) -> float:
    """Return the processor time that a process has used so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def resident_mb(pid: int) -> float:
    """Return the memory that a process holds."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    found = next(line for line in lines if line.startswith("VmRSS:"))
    return int(found.split()[1]) / 1024


def ask(url: str, pid: int, seconds: float, cookie: str = "") -> Rate:
    """Ask for ``url`` for some seconds. Raises when an answer is not 200."""
    parts = urlsplit(url)
    lines = [f"GET {parts.path or '/'} HTTP/1.1", f"Host: {parts.netloc}", "Accept-Encoding: br"]
    request = "\r\n".join([*lines, *([f"Cookie: {cookie}"] if cookie else []), "", ""]).encode()
    address = (str(parts.hostname), int(parts.port or 80))
    times: list[float] = []
    faults: list[str] = []
    until = time.perf_counter() + seconds
    used, began = processor_seconds(pid), time.perf_counter()
    threads = [
        threading.Thread(target=_line, args=(address, request, until, times, faults))
        for _ in range(CONNECTIONS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - began
    if faults or not times:
        raise RuntimeError(f"{url}: {faults[:1] or 'no answer'}")
    return Rate(
        per_second=len(times) / took,
        processor_ms=(processor_seconds(pid) - used) / len(times) * 1000,
        median_ms=statistics.median(times) * 1000,
    )


def _line(
    address: tuple[str, int], request: bytes, until: float, times: list[float], faults: list[str]
) -> None:
    with socket.create_connection(address, timeout=20) as line:
        answers = line.makefile("rb")
        while (now := time.perf_counter()) < until:
            line.sendall(request)
            status = answers.readline()
            length = 0
            while (header := answers.readline()) not in {b"\r\n", b""}:
                if header.lower().startswith(b"content-length:"):
                    length = int(header.split(b":")[1])
            answers.read(length)
            if b" 200 " not in status:
                faults.append(status.decode())
                return
            times.append(time.perf_counter() - now)

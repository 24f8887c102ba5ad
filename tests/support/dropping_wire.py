# SPDX-License-Identifier: EUPL-1.2
"""A wire that loses every packet and tells nobody: two network namespaces, a cable between them, and a filter that drops.

    with dropping_wire() as wire: wire.drop(); wire.mend(); wire.in_server("kolapp-server", ...); wire.in_kiosk(...)

Both ends lie in namespaces of their own names, with no way out, and are taken away at the end. Needs root, ip and nft.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

SERVER_ADDRESS, KIOSK_ADDRESS = "10.213.0.1", "10.213.0.2"
FILTER = "add table inet kolapp; add chain inet kolapp lost { type filter hook input priority 0; policy drop; }"


class NoWire(Exception):
    """This machine cannot show a wire that drops packets; the text says why."""


@dataclass(frozen=True, slots=True)
class DroppingWire:
    """The two ends, by the names of their namespaces."""

    server: str
    kiosk: str

    def in_server(self, *words: str) -> tuple[str, ...]:
        """The command, run at the server's end."""
        return (_program("ip"), "netns", "exec", self.server, *words)

    def in_kiosk(self, *words: str) -> tuple[str, ...]:
        """The command, run at the kiosk's end."""
        return (_program("ip"), "netns", "exec", self.kiosk, *words)

    def drop(self) -> None:
        """From now on nothing that the kiosk sends arrives, and nobody is told."""
        _do(*self.in_server("nft", FILTER))

    def mend(self) -> None:
        """From now on everything arrives again."""
        with suppress(subprocess.CalledProcessError):
            _do(*self.in_server("nft", "delete table inet kolapp"))


@contextmanager
def dropping_wire() -> Iterator[DroppingWire]:
    """A wire inside this. Raises `NoWire`."""
    if os.geteuid() != 0 or not (shutil.which("ip") and shutil.which("nft")):
        raise NoWire("needs root, ip and nft")
    wire = DroppingWire(f"kolapp-s-{os.getpid()}", f"kolapp-k-{os.getpid()}")
    try:
        try:
            _lay(wire)
        except subprocess.CalledProcessError as fault:
            raise NoWire(f"{' '.join(fault.cmd[:4])}: {fault.stderr}") from fault
        yield wire
    finally:
        for namespace in (wire.server, wire.kiosk):
            with suppress(subprocess.CalledProcessError):
                _do("ip", "netns", "delete", namespace)


def _lay(wire: DroppingWire) -> None:
    for namespace in (wire.server, wire.kiosk):
        _do("ip", "netns", "add", namespace)
    _do("ip", "link", "add", "wire", "netns", wire.server, "type", "veth", "peer", "name", "wire", "netns", wire.kiosk)
    for namespace, address in ((wire.server, SERVER_ADDRESS), (wire.kiosk, KIOSK_ADDRESS)):
        _do("ip", "-n", namespace, "address", "add", f"{address}/30", "dev", "wire")
        for device in ("lo", "wire"):
            _do("ip", "-n", namespace, "link", "set", device, "up")
    wire.drop()
    wire.mend()


def _program(name: str) -> str:
    return shutil.which(name) or name


def _do(*words: str) -> None:
    subprocess.run(words, check=True, capture_output=True, text=True, timeout=30)

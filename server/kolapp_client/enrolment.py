# SPDX-License-Identifier: EUPL-1.2
"""How a device is let in: a short code, shown once on the server, for a token that the device keeps.

What the devices' programs say of it at a terminal is the same for all of them: `parser`, `outcome`, `complain`.
"""

import argparse
import asyncio
import sys
from collections.abc import Coroutine, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from kolapp_client import token_file
from kolapp_client.http import FETCH_WITHIN_S, ServerFault, ServerHttp
from kolapp_contract import paths
from kolapp_contract.devices import Pair, Paired
from kolapp_contract.version import CONTRACT_VERSION

if TYPE_CHECKING:
    import httpx


class NotPaired(Exception):
    """The device has no token and no code."""


async def pair(server_url: str, code: str, transport: "httpx.AsyncBaseTransport | None" = None) -> Paired:
    """The device is paired; the code is used up. Raises `ServerFault`, and `ValueError` for what cannot be a code."""
    wanted = Pair(code=written(code), contract=CONTRACT_VERSION)
    async with ServerHttp(server_url, transport=transport) as server:
        return await server.ask(Paired, "POST", paths.PAIR, FETCH_WITHIN_S, wanted)


async def pair_anew(server_url: str, code: str, token_path: Path) -> Paired:
    """As `pair`, and what was given is kept. A code that is refused leaves the old token in place."""
    paired = await pair(server_url, code)
    token_file.write(token_path, paired)
    return paired


async def admitted(server_url: str, code: str | None, token_path: Path) -> Paired:
    """What this device was given when it was paired; it pairs now if it holds a code. Raises `NotPaired`, `ServerFault`."""
    paired = token_file.read(token_path)
    if paired is not None:
        return paired
    if code is None:
        raise NotPaired()
    return await pair_anew(server_url, code, token_path)


def written(code: str) -> str:
    """A typed code as the server writes it: capitals, a hyphen after the fourth."""
    letters = "".join(character for character in code.upper() if character.isalnum())
    return f"{letters[:4]}-{letters[4:]}"


@dataclass(frozen=True, slots=True)
class Program:
    """A device's program as its help tells it: `device` is "kiosk", `example` the lines of an example.

    `misfits` are faults of its set-up that no server has to do with, each with the sentence that it completes.
    """

    device: str
    purpose: str
    example: str
    settings: type[BaseModel]
    misfits: Mapping[type[Exception], str] = field(default_factory=dict)


def parser(program: Program) -> argparse.ArgumentParser:
    """Understands `--pair CODE`; its help tells every setting."""
    fields = program.settings.model_fields
    prefix, width = f"KOLAPP_{program.device.upper()}_", max(map(len, fields))
    lines = [f"  {prefix}{name.upper():<{width}}  {field.description}" for name, field in fields.items()]
    found = argparse.ArgumentParser(
        prog=f"kolapp-{program.device}",
        description=program.purpose,
        epilog="\n".join(("example:", program.example, "", "settings, from the environment:", *lines)),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    found.add_argument("--pair", metavar="CODE", help=f"pair this {program.device} with a code made on the server, then end")
    return found


def outcome(program: Program, server_url: str, work: Coroutine[Any, Any, None]) -> int:
    """0 after a quiet end, 2 where the device is not paired, 1 where the server would not have it; what is wrong is said."""
    device = program.device
    try:
        asyncio.run(work)
    except NotPaired:
        return complain(f"This {device} is not paired. Make a code on the server and run: kolapp-{device} --pair CODE", 2)
    except token_file.TokenFileBroken as broken:
        return complain(f"The token file {broken} cannot be read. Remove it and pair the {device} anew.", 2)
    except tuple(program.misfits) as fault:
        sentence = next(said for kind, said in program.misfits.items() if isinstance(fault, kind))
        return complain(f"{sentence}: {fault}", 2)
    except (ServerFault, ValueError) as fault:
        return complain(f"The server at {server_url} would not pair this {device}: {fault}", 1)
    return 0


async def pair_and_say(server_url: str, code: str, token_path: Path) -> None:
    """As `pair_anew`, and the user is told."""
    paired = await pair_anew(server_url, code, token_path)
    print(f"Paired as {paired.name} ({paired.kind}) at {paired.branch_id}.")  # noqa: T201  the program's answer to its user


def complain(sentence: str, code: int) -> int:
    """The user is told; the exit code is given back."""
    print(sentence, file=sys.stderr)  # noqa: T201  the program's answer to its user
    return code

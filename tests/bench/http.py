# SPDX-License-Identifier: EUPL-1.2
"""Issue and call over HTTP, durable, by 64 clients, against this app's own routes that do nothing.

The no-op passes the same layers, guard and body check, answers as many bytes and touches no store. Rounds alternate. The
server must be what is busy: a round in which it used less than 80 % of a core in its no-op is void and done again.
"""

import asyncio
import json
import tempfile
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import psutil
import uuid_utils
import uvloop
import yaml

from kolapp_contract import paths
from tests.bench import figures
from tests.bench.figures import Figure
from tests.bench.load import Load, request, run
from tools.house import House, Plan

CLIENTS = 64
ROUNDS = 21
PER_CLIENT = 30
WARM_UP_PER_CLIENT = 12
BUSY_SHARE = 0.8
TRIES = 3
Makes = Callable[[int], Iterator[bytes]]


@dataclass(slots=True)
class Rounds:
    """One kind of request beside its no-op, round by round."""

    ratios: list[float] = field(default_factory=list)
    details: list[dict[str, Any]] = field(default_factory=list)


class Hall:
    """A server of its own, a kiosk's token, and a signed-in clerk at every desk."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.server = psutil.Process(house.programs["server"].pid)
        self.errands = errands_of(house.plan.town)
        self.kiosk = {"Authorization": f"Bearer {paired(house)}"}
        self.desks = seated(house)
        smallest, _ = self.load(partial(self.issues, noop=True, size=2), 1)
        self.head_bytes = smallest.answer_bytes // len(smallest.latencies_s) - 2

    def issues(self, client: int, *, noop: bool = False, size: int = 0) -> Iterator[bytes]:
        """Visitors who take a ticket, each with another errand."""
        for number in range(10**9):
            body = {"errand_id": self.errands[(client + number) % len(self.errands)], "language": "sv", "kind": "walk_in"}
            body |= {"secret": uuid.uuid4().hex[:22], "needs": []}
            path = paths.TICKET.format(ticket_id=uuid_utils.uuid7())
            path = path.replace(paths.API, paths.API + "/noop") + f"?size={size}" if noop else path
            yield request("PUT", path, self.kiosk, json.dumps(body).encode())

    def calls(self, client: int, *, noop: bool = False, size: int = 0) -> Iterator[bytes]:
        """A desk that finishes one visit and calls the next."""
        desk, headers = self.desks[client % len(self.desks)]
        path = paths.DESK_CALLS.format(desk_id=desk)
        path = path.replace(paths.API, paths.API + "/noop") + f"?size={size}" if noop else path
        while True:
            body = json.dumps({"request_id": str(uuid.uuid4()), "finish": "solved"}).encode()
            yield request("POST", path, headers, body)

    def load(self, make: Makes, per_client: int) -> tuple[Load, float]:
        """A round, and the share of a core that the server used in it."""
        asked = [[next(requests) for _ in range(per_client)] for requests in map(make, range(CLIENTS))]
        before = sum(self.server.cpu_times()[:2])
        load = uvloop.run(run(self.house.port, asked))
        return load, (sum(self.server.cpu_times()[:2]) - before) / load.seconds


def errands_of(town: Path) -> list[str]:
    """Every errand of a town's file."""
    groups = yaml.safe_load(town.read_text())["groups"]
    return [errand for group in groups.values() for errand in group["errands"]]


def paired(house: House) -> str:
    """The token of a new kiosk."""
    body = {"code": house.pair_code("kiosk", "Mätning"), "contract": 1}
    return str(httpx.post(house.url + paths.PAIR, json=body).raise_for_status().json()["token"])


def seated(house: House) -> list[tuple[str, dict[str, str]]]:
    """A clerk at each desk, with a profile that takes every guide's errand or a specialist's."""
    town = yaml.safe_load(house.plan.town.read_text())
    profiles, seats = list(town["profiles"]), []
    for place, desk in enumerate(town["desks"]):
        name = f"bench-{desk}"
        password = house.add_clerk(name, "clerk")
        with httpx.Client(base_url=house.url) as client:
            session = client.post(paths.SESSIONS, json={"name": name, "password": password}).raise_for_status().json()
            cookie = "; ".join(f"{key}={value}" for key, value in client.cookies.items())
            headers = {"Cookie": cookie, "Kolapp-CSRF": session["csrf"]}
            body = {"request_id": str(uuid.uuid4()), "profile_id": profiles[place % len(profiles)]}
            client.post(paths.DESK_OPEN.format(desk_id=desk), json=body, headers=headers).raise_for_status()
        seats.append((desk, headers))
    return seats


def a_round(hall: Hall, real: Callable[..., Iterator[bytes]], rounds: Rounds, per_client: int = PER_CLIENT) -> None:
    """The no-op and the real thing, one after the other; again while the machine was busy with something else."""
    for _ in range(TRIES):
        done, cpu = hall.load(real, per_client)
        size = done.answer_bytes // len(done.latencies_s) - hall.head_bytes
        empty, empty_cpu = hall.load(partial(real, noop=True, size=size), per_client)
        if empty_cpu >= BUSY_SHARE:
            break
    rounds.ratios.append(done.rate / empty.rate)
    rounds.details.append(
        {
            "is_valid": empty_cpu >= BUSY_SHARE,
            "rate": done.rate,
            "noop_rate": empty.rate,
            "p99_ms": done.latency_ms(0.99),
            "noop_p99_ms": empty.latency_ms(0.99),
            "cpu_us": 1e6 * cpu / done.rate,
            "noop_cpu_us": 1e6 * empty_cpu / empty.rate,
            "server_cpu": cpu,
            "noop_server_cpu": empty_cpu,
            "bytes": done.answer_bytes / len(done.latencies_s),
            "noop_bytes": empty.answer_bytes / len(empty.latencies_s),
            "statuses": done.statuses,
            "noop_statuses": empty.statuses,
        }
    )


def measure() -> bool:
    """Whether all targets were met. Writes var/bench/http.json."""
    with tempfile.TemporaryDirectory(prefix="kolapp-bench-") as folder:
        settings = {"server": {"KOLAPP_SERVER_HAS_NOOP": "true"}}
        with House(Plan(Path(folder), programs=(), more_settings=settings)) as house:
            hall = Hall(house)
            issues, calls = Rounds(), Rounds()
            a_round(hall, hall.issues, Rounds(), WARM_UP_PER_CLIENT)
            a_round(hall, hall.calls, Rounds(), WARM_UP_PER_CLIENT)
            for done in range(ROUNDS):
                print(f"   round {done + 1} of {ROUNDS}", flush=True)
                a_round(hall, hall.issues, issues)
                a_round(hall, hall.calls, calls)
    told = [
        Figure("issue_to_noop", tuple(issues.ratios), 0.45, "higher"),
        Figure("call_to_noop", tuple(calls.ratios), 0.40, "higher"),
    ]
    figures.write("http", told, {"issue": issues.details, "call": calls.details})
    for name, rounds in (("issue", issues), ("call", calls)):
        for row in rounds.details:
            print(f"   {name}: {row['rate']:.0f}/s, no-op {row['noop_rate']:.0f}/s, p99 {row['p99_ms']:.0f} ms, {row}")
    return all(figure.is_met for figure in told)


if __name__ == "__main__":
    asyncio.run(asyncio.to_thread(measure))

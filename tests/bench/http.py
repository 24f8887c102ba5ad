# SPDX-License-Identifier: EUPL-1.2
"""Issue and call over HTTP, durable, by 64 clients, against this app's own routes that do nothing.

The no-op passes the same layers, guard and body check, answers as many bytes and touches no store. Rounds alternate. The
server must be what is busy: a round in which it used less than 80 % of a core in its no-op is void, and another is tried. Void
rounds are printed with the others, and beside each what part of the machine the host gave to others meanwhile.
"""

import asyncio
import json
import tempfile
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from statistics import median
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
FEWEST_ROUNDS = 5
TRIES = 3
Makes = Callable[[int], Iterator[bytes]]


@dataclass(frozen=True, slots=True)
class Half:
    """What came of one kind of request.

    `busy` is the share of a core that the server used; `taken` the share of the machine that the host gave to others meanwhile.
    """

    load: Load
    busy: float
    taken: float

    def told(self, prefix: str = "") -> dict[str, Any]:
        """All of it, for whoever wants to look behind a figure."""
        load = self.load
        told = {"rate": load.rate, "p99_ms": load.latency_ms(0.99), "cpu_us": 1e6 * self.busy / load.rate}
        told |= {"server_cpu": self.busy, "taken": self.taken, "bytes": load.answer_bytes / len(load.latencies_s)}
        return {prefix + name: fact for name, fact in {**told, "statuses": load.statuses}.items()}


@dataclass(slots=True)
class Rounds:
    """One kind of request beside its no-op, round by round; in `ratios` those that count."""

    ratios: list[float] = field(default_factory=list)
    details: list[dict[str, Any]] = field(default_factory=list)

    def add(self, real: Half, empty: Half) -> None:
        """A round, which counts or is void."""
        is_valid = empty.busy >= BUSY_SHARE
        ratio = real.load.rate / empty.load.rate
        self.details.append({"is_valid": is_valid, "ratio": ratio, **real.told(), **empty.told("noop_")})
        if is_valid:
            self.ratios.append(ratio)

    @property
    def is_done(self) -> bool:
        """Whether there is nothing more to try."""
        return len(self.ratios) >= ROUNDS or len(self.details) >= ROUNDS * TRIES

    def figure(self, name: str, target: float) -> Figure:
        """The median of what counts; none where too little does."""
        counted, void = tuple(self.ratios), len(self.details) - len(self.ratios)
        taken = median(max(each["taken"], each["noop_taken"]) for each in self.details)
        note = f"{void} of {len(self.details)} rounds void; the host gave {taken:.0%} of the machine to others"
        return Figure(name, counted if len(counted) >= FEWEST_ROUNDS else (), target, "higher", note)


class Hall:
    """A server of its own, a kiosk's token, and a signed-in clerk at every desk."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.server = psutil.Process(house.programs["server"].pid)
        self.errands = errands_of(house.plan.town)
        self.kiosk = {"Authorization": f"Bearer {paired(house)}"}
        self.desks = seated(house)
        smallest = self.half(partial(self.issues, noop=True, size=2), 1).load
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

    def half(self, make: Makes, per_client: int) -> Half:
        """All clients ask, `per_client` times each."""
        asked = [[next(requests) for _ in range(1 + per_client)] for requests in map(make, range(CLIENTS))]
        looked: list[tuple[float, float]] = []

        def look() -> None:
            stolen_s = getattr(psutil.cpu_times(), "steal", 0.0) / (psutil.cpu_count() or 1)
            looked.append((sum(self.server.cpu_times()[:2]), stolen_s))

        load = uvloop.run(run(self.house.port, asked, look))
        look()
        busy, taken = ((after - before) / load.seconds for before, after in zip(*looked, strict=True))
        return Half(load, busy, taken)


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
    """The real thing and the no-op, one after the other."""
    done = hall.half(real, per_client)
    size = done.load.answer_bytes // len(done.load.latencies_s) - hall.head_bytes
    rounds.add(done, hall.half(partial(real, noop=True, size=size), per_client))


def measure() -> bool:
    """Whether all targets were met. Writes var/bench/http.json."""
    with tempfile.TemporaryDirectory(prefix="kolapp-bench-") as folder:
        settings = {"server": {"KOLAPP_SERVER_HAS_NOOP": "true"}}
        with House(Plan(Path(folder), programs=(), more_settings=settings)) as house:
            hall = Hall(house)
            issues, calls = Rounds(), Rounds()
            a_round(hall, hall.issues, Rounds(), WARM_UP_PER_CLIENT)
            a_round(hall, hall.calls, Rounds(), WARM_UP_PER_CLIENT)
            while not (issues.is_done and calls.is_done):
                print(f"   {len(issues.ratios)} and {len(calls.ratios)} of {ROUNDS} rounds that count", flush=True)
                a_round(hall, hall.issues, issues)
                a_round(hall, hall.calls, calls)
    told = [issues.figure("issue_to_noop", 0.45), calls.figure("call_to_noop", 0.40)]
    figures.write("http", told, {"issue": issues.details, "call": calls.details})
    for name, rounds in (("issue", issues), ("call", calls)):
        for row in rounds.details:
            print(f"   {name}: {row['rate']:.0f}/s, no-op {row['noop_rate']:.0f}/s, p99 {row['p99_ms']:.0f} ms, {row}")
    return all(figure.is_met for figure in told)


if __name__ == "__main__":
    asyncio.run(asyncio.to_thread(measure))

# SPDX-License-Identifier: EUPL-1.2
"""What status bytes mean."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kolapp_contract.devices import PrinterState
from kolapp_printers.encode import completion_answer, completion_request
from kolapp_printers.status import Heard, hear, is_status, state_of

UNASKED = bytes.fromhex("14 00 00 0f")


@pytest.mark.parametrize(
    ("answers", "state"),
    [
        ("12 12 12 12", PrinterState.OK),
        ("16 12 12 12", PrinterState.OK),
        ("12 12 12 1e", PrinterState.PAPER_LOW),
        ("1a 32 12 7e", PrinterState.PAPER_OUT),
        ("12 12 12 72", PrinterState.PAPER_OUT),
        ("12 12 12 32", PrinterState.PAPER_OUT),
        ("12 12 12 52", PrinterState.PAPER_OUT),
        ("12 12 12 16", PrinterState.PAPER_LOW),
        ("12 12 12 1a", PrinterState.PAPER_LOW),
        ("1a 16 12 12", PrinterState.COVER_OPEN),
        ("1a 36 12 7e", PrinterState.COVER_OPEN),
        ("1a 52 1a 12", PrinterState.CUTTER_JAM),
        ("1a 12 12 12", PrinterState.OFFLINE),
        ("12 52 12 12", PrinterState.OFFLINE),
        ("1a 52 32 12", PrinterState.OFFLINE),
        ("12 12 12", PrinterState.UNKNOWN),
        ("", PrinterState.UNKNOWN),
        ("12 12 12 12 12", PrinterState.UNKNOWN),
        ("12 12 12 00", PrinterState.UNKNOWN),
        ("ff ff ff ff", PrinterState.UNKNOWN),
        ("92 12 12 12", PrinterState.UNKNOWN),
        ("13 12 12 12", PrinterState.UNKNOWN),
    ],
)
def test_four_bytes_say_how_the_printer_is(answers: str, state: PrinterState) -> None:
    assert state_of(tuple(bytes.fromhex(answers))) is state


def test_a_missing_answer_makes_it_unknown() -> None:
    assert state_of((0x12, None, 0x12, 0x12)) is PrinterState.UNKNOWN


@given(st.tuples(*[st.integers(0, 255)] * 4))
def test_any_wrong_fixed_bit_makes_it_unknown(answers: tuple[int, int, int, int]) -> None:
    is_known = all(byte & 0x93 == 0x12 for byte in answers)
    assert (state_of(answers) is not PrinterState.UNKNOWN) is is_known


@pytest.mark.parametrize(
    ("came", "heard"),
    [
        (b"", Heard(None)),
        (b"\x12", Heard(0x12)),
        (UNASKED + b"\x1e", Heard(0x1E)),
        (UNASKED * 3 + b"\x12", Heard(0x12)),
        (UNASKED, Heard(None)),
        (UNASKED[:2], Heard(None)),
        (b"\x00\x12", Heard(None, is_foreign=True)),
        (b"\x14\xff\x00\x12", Heard(None, is_foreign=True)),
        (b"HTTP/1.0 400", Heard(None, is_foreign=True)),
    ],
)
def test_the_answer_is_found_among_what_came(came: bytes, heard: Heard) -> None:
    assert hear(came) == heard


@given(st.binary(max_size=40))
def test_hearing_never_breaks(came: bytes) -> None:
    heard = hear(came)
    assert heard.answer is None or is_status(heard.answer)


@given(st.integers(0, 65535))
def test_no_byte_of_a_completion_answer_can_be_taken_for_a_status(job: int) -> None:
    answer = completion_answer(job)
    assert not any(is_status(byte) for byte in answer)
    assert completion_request(job)[-4:] == answer[2:6]


def test_two_jobs_never_have_the_same_answer() -> None:
    assert len({completion_answer(job) for job in range(65536)}) == 65536

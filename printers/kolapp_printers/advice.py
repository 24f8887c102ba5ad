# SPDX-License-Identifier: EUPL-1.2
"""PURE: what to do about a printer's state and a printout's result, in plain words for the one at the keyboard."""

from kolapp_contract.devices import PrinterState
from kolapp_contract.tickets import PrintResult

STATE_ADVICE = {
    PrinterState.OK: "It can print.",
    PrinterState.PAPER_LOW: "It can print, but the paper is near its end: lay a new roll ready.",
    PrinterState.PAPER_OUT: "The paper is out: open the cover, put in a new roll with its end hanging out, close the cover.",
    PrinterState.COVER_OPEN: "The cover is open: press it down on both sides until it clicks.",
    PrinterState.CUTTER_JAM: "The cutter is stuck: switch it off, open the cover, take out the paper, switch it on again.",
    PrinterState.OFFLINE: "It says that it is not ready: look for a blinking lamp, press the feed button, or restart it.",
    PrinterState.UNKNOWN: "No answer: is it switched on, its cable in, the address right? `kolapp-printer find` lists printers.",
}
RESULT_ADVICE = {
    PrintResult.CONFIRMED: "The printer says that the page is on the paper.",
    PrintResult.UNKNOWN: "It was sent, and the printer did not say that it came out: look into the tray. "
    "If it lies there, this printer does not tell when a slip is done.",
    PrintResult.FAILED: "Nothing was sent: `kolapp-printer status` says what is to be mended first.",
}

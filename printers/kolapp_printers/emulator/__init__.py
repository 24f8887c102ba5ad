# SPDX-License-Identifier: EUPL-1.2
"""A receipt printer that is a program: it answers as real ones do, plays their faults, and shows what it printed as pictures."""

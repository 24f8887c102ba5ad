# SPDX-License-Identifier: EUPL-1.2
"""Words and letters: the texts of each program in the visitor's language, and the typefaces that can write them.

Used by screens, slips and pages alike, so that a language is added in one way everywhere. Knows nothing of queues.
"""

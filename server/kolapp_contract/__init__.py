# SPDX-License-Identifier: EUPL-1.2
"""What crosses a wire between Kölapp's programs: values only, no behaviour.

Read it in this order: `tickets` (what a visitor gets), `desk` (what a clerk does), `board` (what may be seen, by whom),
`live` (how what is seen stays true), `catalogue`, `devices`, `slip`, `errors`, `paths`.
"""

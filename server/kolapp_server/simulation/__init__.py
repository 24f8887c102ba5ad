# SPDX-License-Identifier: EUPL-1.2
"""What if: generated or lived days of a reception, run with the project's own domain code.

`halls` says who sits where and serves what, `traces` who comes and how long each visit takes, `living` lets a day pass,
`reception` decides whose turn it is by asking the domain, `measures` says how long people waited. Numbers in, numbers out:
nothing here knows a server, a database or a clock on the wall.
"""

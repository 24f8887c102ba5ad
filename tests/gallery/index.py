# SPDX-License-Identifier: EUPL-1.2
"""The gallery's page: what is below first, then every screen with its languages beside each other."""

from html import escape
from itertools import groupby
from typing import Any

Row = dict[str, Any]
STYLE = """
body { font: 16px/1.45 system-ui, sans-serif; margin: 24px; background: #F5F3EE; color: #16212C }
h2 { margin: 32px 0 8px } h3 { font-size: 16px; margin: 16px 0 8px }
.row { display: flex; flex-wrap: wrap; gap: 16px; align-items: flex-start }
figure { margin: 0; width: 236px; background: #FFF; border: 1px solid #6F7A86; border-radius: 8px; padding: 8px }
figure.below { border: 4px solid #8A1A1A }
img { width: 100%; height: auto; display: block; border: 1px solid #DAD7D0 }
figcaption { font-size: 14px; margin-top: 6px } .fault { color: #8A1A1A; font-weight: 700 }
"""


def index_page(rows: list[Row]) -> str:
    """The page as HTML."""
    below = [row for row in rows if not row["passed"]]
    parts = [f"<h2>Below what is asked ({len(below)})</h2>", _line(below)] if below else []
    for screen, its in groupby(rows, key=lambda row: row["screen"]):
        parts.append(f"<h2>{escape(screen)}</h2>")
        for mode, alike in groupby(its, key=lambda row: row["mode"]):
            parts += [f"<h3>{escape(mode)}</h3>", _line(list(alike))]
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>Kölapp: gallery</title>'
        f"<style>{STYLE}</style></head><body><h1>Kölapp: every screen</h1>"
        f"<p>{len(rows)} pictures, {len(rows) - len(below)} pass.</p>{''.join(parts)}</body></html>\n"
    )


def _line(rows: list[Row]) -> str:
    return f'<div class="row">{"".join(map(_figure, rows))}</div>'


def _figure(row: Row) -> str:
    file, named = escape(row["file"]), f"{row['screen']}, {row['mode']}, {row['language']}"
    figures = (
        (row["smallest_capital_mm"], "capitals {} mm"),
        (row["smallest_target_mm"], "keys {} mm"),
        (row["lowest_contrast"], "contrast {}:1"),
    )
    told = " · ".join(words.format(value) for value, words in figures if value is not None)
    faults = "".join(f'<div class="fault">{escape(fault)}</div>' for fault in row["faults"])
    picture = f'<a href="{file}"><img src="{file}" alt="{escape(named)}" loading="lazy"></a>'
    return (
        f"<figure{'' if row['passed'] else ' class=below'}>{picture}"
        f"<figcaption>{escape(named)}<br>{told}{faults}</figcaption></figure>"
    )

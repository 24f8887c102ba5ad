# SPDX-License-Identifier: EUPL-1.2
"""How a value is answered."""

from fastapi import Response
from pydantic import BaseModel


def json_of(value: BaseModel, status: int = 200) -> Response:
    """`value` as the answer, without the fields that say nothing."""
    return Response(value.model_dump_json(exclude_none=True), status, media_type="application/json")

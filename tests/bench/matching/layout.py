"""How a model is laid out as JSON: one weight, one tree a line."""

from __future__ import annotations

import json

from selfheal_cli.matching.linear import Claim, Forest, Logistic, Ranker


def layout(data, depth: int = 0) -> str:
    """The text of the model's file, without the last line's end."""
    pad = " " * (depth + 1)
    if isinstance(data, dict):
        rows = [f"{pad}{json.dumps(k)}: {layout(v, depth + 1)}" for k, v in data.items()]
        return "{\n" + ",\n".join(rows) + "\n" + " " * depth + "}"
    if isinstance(data, list) and data and isinstance(data[0], (dict, list)):
        rows = [
            f"{pad}{layout(v, depth + 1) if isinstance(v, dict) else json.dumps(v)}" for v in data
        ]
        return "[\n" + ",\n".join(rows) + "\n" + " " * depth + "]"
    return json.dumps(data)


def ranker(some: Ranker) -> dict:
    """A ranker as the file has it."""
    return {"none": round(some.none, 4), "weights": _rounded(some.weights)}


def claim(some: Claim) -> list:
    """A claim as the file has it."""
    return [_part(part) for part in some.parts]


def _rounded(weights) -> dict[str, float]:
    return {k: round(v, 4) for k, v in weights.items()}


def _part(part: Logistic | Forest) -> dict:
    if isinstance(part, Forest):
        return {"bias": round(part.bias, 4), "trees": list(part.trees)}
    return {"bias": round(part.bias, 4), "weights": _rounded(part.weights)}

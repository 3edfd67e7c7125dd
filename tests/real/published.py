"""What a forge publishes about its API, and whether an exchange keeps to it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from referencing import Registry, Resource
from referencing.jsonschema import DRAFT4

from tests.forges.loopback import Exchange

NODE = Path(__file__).parent / "node" / "node_modules"
DOCUMENT = "urn:published"


@dataclass(frozen=True)
class Published:
    """An OpenAPI 3.0 document; `base` is what its paths stand behind."""

    document: Mapping[str, Any]
    base: str

    def wrong(self, exchange: Exchange) -> list[str]:
        """What the document does not allow, or does not know."""
        asked, told = exchange.asked, exchange.told
        operation = self._operation(asked.method, asked.path.removeprefix(self.base))
        if operation is None:
            return [f"{asked.method} {asked.path} is not published"]
        found = [*self._query(operation, asked.query), *self._body(operation, asked.body)]
        return (
            found if exchange.forced else [*found, *self._answer(operation, told.status, told.data)]
        )

    def _operation(self, method: str, path: str) -> Any:
        """The one whose path has the most literal parts."""
        fitting = [
            (template.count("{"), operations[method.lower()])
            for template, operations in self.document["paths"].items()
            if method.lower() in operations
            and re.fullmatch(re.sub(r"\\{.*?\\}", "[^/]+", re.escape(template)), path)
        ]
        return min(fitting, key=lambda each: each[0])[1] if fitting else None

    def _query(self, operation: Any, query: tuple[tuple[str, str], ...]) -> Iterator[str]:
        known = {
            each["name"]: each for each in map(self._resolved, operation.get("parameters", []))
        }
        for name, value in query:
            if name not in known or known[name]["in"] != "query":
                yield f"query {name} is not known"
            else:
                typed = int(value) if value.isdecimal() else value
                yield from self._invalid(known[name]["schema"], typed, f"query {name}")

    def _body(self, operation: Any, body: Any) -> Iterator[str]:
        if body is None:
            return
        schema = operation["requestBody"]["content"]["application/json"]["schema"]
        yield from self._invalid(schema, body, "body")
        yield from self._unknown(schema, body, "body")

    def _answer(self, operation: Any, status: int, data: Any) -> Iterator[str]:
        told = operation["responses"].get(str(status))
        if told is None:
            if status < 400:
                yield f"status {status} is not published"
            return
        content = self._resolved(told).get("content", {}).get("application/json")
        if content:
            schema, where = content["schema"], f"answer {status}"
            examples = [
                self._resolved(each)["value"] for each in content.get("examples", {}).values()
            ]
            # Some of the published examples are not valid themselves.
            theirs = {*self._invalid(schema, examples[0], where)} if examples else set()
            whole = laid_over(examples[0], data) if examples else data
            yield from (one for one in self._invalid(schema, whole, where) if one not in theirs)
            yield from self._unknown(schema, data, where)

    def _invalid(self, schema: Any, data: Any, where: str) -> Iterator[str]:
        from openapi_schema_validator import OAS30Validator  # installed for the real tests only

        resource = Resource(self.document, DRAFT4)
        whole = Registry().with_resource(DOCUMENT, resource)
        validator = OAS30Validator(_absolute(schema), registry=whole)
        for error in validator.iter_errors(data):
            yield f"{where} {error.json_path}: {error.message[:200]}"

    def _unknown(self, schema: Any, data: Any, where: str) -> Iterator[str]:
        """Keys that no branch of the schema names."""
        if isinstance(data, list):
            for item in data:
                items = [each["items"] for each in self._branches(schema) if "items" in each]
                yield from self._unknown({"anyOf": items}, item, f"{where}[]")
        elif isinstance(data, dict):
            for name, value in data.items():
                inner = [
                    each["properties"][name]
                    for each in self._branches(schema)
                    if name in each.get("properties", {})
                ]
                if not inner:
                    yield f"{where}.{name} is not known"
                else:
                    yield from self._unknown({"anyOf": inner}, value, f"{where}.{name}")

    def _branches(self, schema: Any) -> Iterator[Any]:
        schema = self._resolved(schema)
        yield schema
        for kind in ("anyOf", "oneOf", "allOf"):
            for each in schema.get(kind, ()):
                yield from self._branches(each)

    def _resolved(self, node: Any) -> Any:
        while "$ref" in node:
            found: Any = self.document
            for part in node["$ref"].removeprefix("#/").split("/"):
                found = found[part.replace("~1", "/").replace("~0", "~")]
            node = found
        return node


def laid_over(example: Any, data: Any) -> Any:
    """A published example with our own data in it: our servers leave out what nobody reads."""
    if isinstance(example, dict) and isinstance(data, dict):
        merged = {key: laid_over(example.get(key), value) for key, value in data.items()}
        return {**example, **merged}
    if isinstance(example, list) and isinstance(data, list) and example:
        return [laid_over(example[0], item) for item in data]
    return data


def _absolute(schema: Any) -> Any:
    """References lead into the whole document; inside of it they are relative to it."""
    text = json.dumps(schema)
    return json.loads(text.replace('"$ref": "#/', f'"$ref": "{DOCUMENT}#/'))


def github() -> Published:
    """As @octokit/openapi has it."""
    path = NODE / "@octokit/openapi/generated/api.github.com.json"
    return Published(json.loads(path.read_text(encoding="utf-8")), "/api/v3")

"""What must hold of an OpenAPI document and of every answer."""
import json
import os
import re

import jsonschema

OFFICIAL = "/usr/share/openapi-specification/schemas/v3.0/schema.json"
METHODS = ["get", "put", "post", "delete", "patch", "head", "options"]
# What an answer must not tell: types and files of ours, SQL, addresses in memory.
INTERNALS = re.compile(r"\w+\.swift\b|DecodingError|EncodingError|SQLite|StoreError|CodingKeys|Swift\.|NSCocoa|Optional\(|0x[0-9a-f]{8}"
                       r"|(?:SELECT|INSERT INTO|UPDATE) \w+.* (?:FROM|VALUES|SET) ")
FORMATS = jsonschema.FormatChecker(["date"])


class Fault(AssertionError):
    """Something that does not hold, in words."""


def resolve(document, node):
    while isinstance(node, dict) and "$ref" in node:
        target = document
        for key in node["$ref"].removeprefix("#/").split("/"):
            if key not in target:
                raise Fault(f"{node['$ref']} leads nowhere")
            target = target[key]
        node = target
    return node


def operations(document):
    """(method, path, operation), references resolved."""
    for path, item in sorted(document["paths"].items()):
        for method in METHODS:
            if method in item:
                yield method.upper(), path, item[method]


def schemas(node):
    if isinstance(node, dict):
        for key, value in node.items():
            if key == "schema":
                yield value
            yield from schemas(value)
    elif isinstance(node, list):
        for value in node:
            yield from schemas(value)


def without_schemas(node):
    """The document with every Schema Object empty: these differ between 3.0 and 3.1."""
    if isinstance(node, dict):
        return {key: {} if key == "schema" else {name: {} for name in value} if key == "schemas" else without_schemas(value)
                for key, value in node.items()}
    return [without_schemas(item) for item in node] if isinstance(node, list) else node


def check_document(document):
    """OpenAPI 3.1: Debian has the official schema up to 3.0, so what both versions share is held by that, every Schema Object by
    JSON Schema 2020-12, and what no schema tells (names, references, ids) here.

    Raises Fault.
    """
    if not str(document.get("openapi", "")).startswith("3.1."):
        raise Fault(f"openapi is {document.get('openapi')!r}, expected 3.1")
    if os.path.exists(OFFICIAL):
        with open(OFFICIAL, encoding="utf-8") as file:
            official = json.load(file)
        for error in jsonschema.Draft4Validator(official).iter_errors({**without_schemas(document), "openapi": "3.0.3"}):
            raise Fault(f"the OpenAPI schema says no at {'/'.join(map(str, error.path))}: {error.message[:300]}")
    for schema in [*schemas(document), *document.get("components", {}).get("schemas", {}).values()]:
        jsonschema.Draft202012Validator.check_schema(schema)
    for reference in re.findall(r'"\$ref": "([^"]+)"', json.dumps(document)):
        resolve(document, {"$ref": reference})
    ids, schemes = [], document.get("components", {}).get("securitySchemes", {})
    for method, path, operation in operations(document):
        where = f"{method} {path}"
        ids.append(operation.get("operationId") or where)
        declared = {p["name"] for p in operation.get("parameters", []) if p["in"] == "path"}
        if declared != set(re.findall(r"{(\w+)}", path)):
            raise Fault(f"{where}: path parameters {sorted(declared)} are not those of the path")
        if not any(status.startswith("2") for status in operation["responses"]):
            raise Fault(f"{where} declares no success")
        for requirement in operation.get("security", document.get("security", [])):
            if not set(requirement) <= set(schemes):
                raise Fault(f"{where}: unknown security scheme in {requirement}")
    twice = sorted({name for name in ids if ids.count(name) > 1})
    if twice:
        raise Fault(f"operation ids occur twice: {twice}")


def check_answer(document, operation, answer, language):
    """Status, content type, schema, problem, internals of one answer. Raises Fault."""
    if answer.status >= 500:
        raise Fault(f"a server error: {answer.status}")
    declared = operation["responses"].get(str(answer.status))
    if declared is None:
        raise Fault(f"status {answer.status} is not declared: {sorted(operation['responses'])}")
    content = resolve(document, declared).get("content", {})
    kind = answer.headers.get("content-type", "").split(";")[0]
    if not content:
        if answer.body:
            raise Fault(f"a body of {len(answer.body)} bytes where none is declared")
        return
    if kind not in content:
        raise Fault(f"content type {kind!r} is not declared for {answer.status}: {sorted(content)}")
    try:
        value = json.loads(answer.body.decode("utf-8"))
    except ValueError as error:
        raise Fault(f"the body is no JSON: {error}") from None
    validator = jsonschema.Draft202012Validator(resolve(document, content[kind]["schema"]), format_checker=FORMATS)
    error = next(validator.iter_errors(value), None)
    if error is not None:
        raise Fault(f"the body is not as declared at {'/'.join(map(str, error.path)) or 'its root'}: {error.message[:300]}")
    if answer.status >= 400:
        check_problem(answer, value, language)


def check_problem(answer, problem, language):
    if problem["status"] != answer.status:
        raise Fault(f"the problem says {problem['status']}, the answer {answer.status}")
    if problem["type"] != "https://stationops.example/problems/" + problem["code"] or not re.fullmatch(r"[A-Za-z0-9.-]{1,60}", problem["code"]):
        raise Fault(f"the problem's type is no stable address: {problem['type'][:200]}")
    if len(problem["detail"]) > 2_000:
        raise Fault(f"a detail of {len(problem['detail'])} characters")
    words = problem["title"] + problem["detail"]
    chinese = bool(re.search(r"[\u4e00-\u9fff]", problem["title"])) and bool(re.search(r"[\u4e00-\u9fff]", words))
    if chinese != (language != "en"):
        raise Fault(f"asked for {language or 'nothing'}, the problem speaks {'Chinese' if chinese else 'English'}: {words[:200]}")
    if language == "en" and not re.search(r"[A-Za-z]{2}", problem["detail"]):
        raise Fault("the detail says nothing")
    told = INTERNALS.search(" ".join(str(problem.get(key, "")) for key in ("title", "detail", "code", "type")))
    if told:
        raise Fault(f"the problem tells internals: {told.group()!r} in {problem['detail'][:200]}")
    if "server" in answer.headers or "x-powered-by" in answer.headers:
        raise Fault("a header names the software")

#!/usr/bin/env python3
"""Shows that openapi_properties.py can go red: a toy service that keeps its document, then one broken in each way.

Prints a line per way; exit code 1 where one was not caught, or the sound service was accused.
"""
import copy
import http.server
import json
import random
import sys
import threading

import openapi_cases as cases
from openapi_checks import Fault, check_document, operations
from openapi_properties import Trial
from openapi_system import System

PROBLEM = {"description": "refused", "content": {"application/problem+json": {"schema": {
    "type": "object", "required": ["type", "title", "status", "detail", "code"], "properties": {"status": {"type": "integer"}}}}}}
DOCUMENT = {
    "openapi": "3.1.0", "info": {"title": "Toy", "version": "1"}, "components": {},
    "paths": {"/api/toy/v1/things/{thing}": {"post": {
        "operationId": "change", "security": [],
        "parameters": [{"name": "thing", "in": "path", "required": True, "schema": {"type": "string", "pattern": "^[a-z]{1,8}$"}}],
        "requestBody": {"content": {"application/json": {"schema": {
            "type": "object", "required": ["count"], "properties": {"count": {"type": "integer", "minimum": 0, "maximum": 9}}}}}},
        "responses": {"200": {"description": "done", "content": {"application/json": {"schema": {
            "type": "object", "required": ["count"], "properties": {"count": {"type": "integer"}}}}}},
            "400": PROBLEM, "404": PROBLEM, "415": PROBLEM, "422": PROBLEM}}}}}


def toy(fault):
    class Toy(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            english = self.headers.get("Accept-Language") == "en" and fault != "the wrong language"
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            name = self.path.split("?")[0].rsplit("/", 1)[1]
            count = None
            try:
                value = json.loads(body)
                count = value["count"] if isinstance(value, dict) else None
            except (ValueError, KeyError, RecursionError):
                pass
            if not (1 <= len(name) <= 8 and name.isalpha() and name.islower()):
                return self.refuse(404, english)
            if self.headers.get("Content-Type") != "application/json":
                return self.refuse(415, english)
            if "%zz" in self.path:
                return self.refuse(400, english)
            if fault == "bad input accepted" and count is not None:
                return self.answer(200, {"count": 1}, "application/json")
            if type(count) is not int or not 0 <= count <= 9:
                return self.refuse(422, english)
            if fault == "an undeclared status" and count >= 6:
                return self.answer(202, {"count": 1}, "application/json")
            if fault == "a schema violation" and count > 5:
                return self.answer(200, {"count": str(count)}, "application/json")
            if fault == "a server error" and count == 9:
                return self.answer(500, {}, "application/problem+json")
            if fault == "the wrong content type" and count == 0:
                return self.answer(200, {"count": 0}, "text/html")
            return self.answer(200, {"count": count}, "application/json")

        def refuse(self, status, english):
            code = "invalid"
            detail = "DecodingError in Toy.swift" if fault == "internals told" else "It is wrong." if english else "内容不对。"
            detail = detail if english or fault != "internals told" else "内容：" + detail
            self.answer(status, {"type": "https://stationops.example/problems/" + code, "title": "Wrong" if english else "有误",
                                 "status": status, "detail": detail, "code": code}, "application/problem+json")

        def answer(self, status, value, kind):
            data = json.dumps(value).encode()
            self.send_response_only(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Toy)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def found(fault):
    """The Fault the search finds in a toy with this fault, or None."""
    server = toy(fault)
    try:
        system = System(f"http://127.0.0.1:{server.server_port}", None, random.Random(1))
        method, path, operation = next(operations(DOCUMENT))
        trial = Trial(system, "toy", DOCUMENT, method, path, operation, set())
        return trial.search(cases.allowed(operation, set()), 1, 60) or trial.search(cases.refused(operation, set()), 2, 60)
    finally:
        server.shutdown()
        server.server_close()


def broken_documents():
    """Documents that are none, each with what is wrong with it."""
    operation = ("paths", "/api/toy/v1/things/{thing}", "post")
    for name, place, value in [
            ("no version", ("openapi",), "2.0"), ("a schema that is none", (*operation, "parameters", 0, "schema", "type"), "text"),
            ("a path parameter that is missing", (*operation, "parameters"), []),
            ("a reference that leads nowhere", (*operation, "responses", "404"), {"$ref": "#/components/responses/None"}),
            ("no success", (*operation, "responses"), {"404": PROBLEM})]:
        document = copy.deepcopy(DOCUMENT)
        node = document
        for key in place[:-1]:
            node = node[key]
        node[place[-1]] = value
        yield name, document


def main():
    check_document(DOCUMENT)
    wrong = []
    for fault in ["an undeclared status", "a schema violation", "a server error", "the wrong content type", "bad input accepted",
                  "the wrong language", "internals told"]:
        caught = found(fault)
        print(f"{fault}: {caught or 'NOT CAUGHT'}")
        wrong += [] if caught else [fault]
    accused = found(None)
    print(f"a sound service: {accused or 'nothing found'}")
    wrong += ["a sound service"] if accused else []
    for name, document in broken_documents():
        try:
            check_document(document)
            print(f"{name}: NOT CAUGHT")
            wrong.append(name)
        except Exception as error:  # jsonschema's own errors as well as ours
            print(f"{name}: {str(error).splitlines()[0][:100]}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

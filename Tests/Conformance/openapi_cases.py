"""Requests made of an OpenAPI document: those it allows, and those it does not.

A case is a plain dictionary, so that Hypothesis can shrink and print it. Identifiers are drawn as ("pick", name, n) and become a
real one of the running system only when the case is sent: generation must not depend on what earlier requests did.
"""
import datetime
import json
import os
import re
import tempfile

# Hypothesis keeps notes on disk; none in the checkout.
os.environ.setdefault("HYPOTHESIS_STORAGE_DIRECTORY", os.path.join(tempfile.gettempdir(), "ops-api-hypothesis"))
from hypothesis import strategies as st  # noqa: E402

KNOWN_FORMATS = {"int64", "date", "uri"}
NASTY = ["", " ", "\u0000", "\ud7ff\ue000", "\U0001F4A9" * 40, "e\u0301" * 40, "\u202e站区", "' OR 1=1 --", "<script>alert(1)</script>",
         "../../etc/passwd", "%00", "\r\nX-Injected: 1", "{{7*7}}", "NaN", "9" * 400]
PLAIN = ["屏黑", "电源", "指挥中心 LED 屏黑屏，无信号", "A-1"]
LIMITS = [0, 1, -1, 2**31 - 1, 2**31, 2**53, 2**63 - 1, -2**63]
# Which identifier a member of a body names, where its name is not the name of a path parameter.
ALIASES = {"engineer": "account", "requester": "account", "reopens": "ticket", "duplicateOf": "ticket", "carrierTicket": "ticket"}


# What makes a request one that can be granted in a system with the sample data; any other value is tried as well.
LIKELY = {
    "quarter": ["2026-q1", "2026-q2", "2026-q4"], "month": ["2026-01", "2026-02"], "password": ["correct horse 2026"],
    "current": ["zhanqu-demo-2026"], "new": ["zhanqu-demo-2026"], "account": ["xz-1", "office"], "windowTo": ["17:00", "24:00"],
    "windowFrom": ["08:00"], "url": ["https://robot.example.cn/hook"], "shift": ["day", "night"], "quantity": ["1"],
    "timezone": ["Asia/Shanghai"], "low": ["1", "2.5"], "high": ["7", "30"], "vetoReason": ["数据造假"], "unit": ["台", "supplier"],
}
NUMBERS = {"year": [2026, 2027, 2028], "years": [2026, 2027], "version": [1, 2]}


def likely(name, strategy, known=LIKELY):
    found = known.get(name)
    return st.one_of(strategy, st.sampled_from(found), st.sampled_from(found)) if found else strategy


def picks(name, fallback):
    """Mostly one that exists; sometimes one that only looks so."""
    real = st.tuples(st.just("pick"), st.just(name), st.integers(0, 199))
    return st.one_of(real, real, real, fallback)


def text(schema, name, picked):
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    if schema.get("format") == "date":
        values = st.one_of(st.dates().map(str), st.dates(datetime.date(2026, 1, 1), datetime.date(2026, 3, 31)).map(str))
    elif "pattern" in schema:
        values = st.from_regex(re.compile(schema["pattern"].removesuffix("$") + r"\Z", re.ASCII))
    else:
        longest = schema.get("maxLength", 60)
        shortest, plain = schema.get("minLength", 1), [t for t in PLAIN if len(t) <= longest]
        values = st.one_of(st.text(min_size=shortest, max_size=max(shortest, min(longest, 60))), st.sampled_from(plain),
                           st.sampled_from([t for t in NASTY if shortest <= len(t) <= longest] or plain),
                           st.just("大" * min(longest, 4000)))
    values = likely(name, values)
    return picks(ALIASES.get(name, name), values) if ALIASES.get(name, name) in picked else values


def values(schema, picked, name=""):
    """What the schema allows."""
    kind = schema.get("type")
    if isinstance(kind, list):
        return st.one_of(st.none(), values({**schema, "type": kind[0]}, picked, name))
    if kind == "string":
        return text(schema, name, picked)
    if kind == "integer":
        low, high = schema.get("minimum", -2**63), schema.get("maximum", 2**63 - 1)
        return likely(name, st.one_of(st.integers(low, high), st.sampled_from(sorted({low, high} | {n for n in LIMITS if low <= n <= high})),
                         st.integers(max(low, 0), min(high, 3000)) if low <= 3000 and high >= 0 else st.integers(low, high)), NUMBERS)
    if kind == "boolean":
        return st.booleans()
    if kind == "array":
        return st.lists(values(schema["items"], picked, name.removesuffix("s")), min_size=schema.get("minItems", 0),
                        max_size=max(schema.get("minItems", 0), min(schema.get("maxItems", 5), 5)))
    if kind == "object" and "additionalProperties" in schema:
        member = values(schema["additionalProperties"], picked)
        keys = schema.get("propertyNames", {}).get("enum")
        return st.dictionaries(st.sampled_from(keys) if keys else st.text(max_size=20), member, max_size=4)
    if kind == "object":
        required = set(schema.get("required", []))
        members = {key: values(value, picked, key) for key, value in schema.get("properties", {}).items()}
        return st.fixed_dictionaries({k: v for k, v in members.items() if k in required},
                                     optional={k: v for k, v in members.items() if k not in required})
    scalars = st.one_of(st.none(), st.booleans(), st.integers(-2**63, 2**63 - 1), st.text(max_size=20))
    return st.recursive(scalars, lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=12), inner, max_size=3)), max_leaves=8)


def parameters(operation, place):
    return [p for p in operation.get("parameters", []) if p["in"] == place]


def body_schema(operation):
    return operation["requestBody"]["content"]["application/json"]["schema"] if "requestBody" in operation else None


def allowed(operation, picked):
    """Requests as the document has them."""
    path = st.fixed_dictionaries({p["name"]: picks(p["name"], values(p["schema"], picked, p["name"]))
                                  for p in parameters(operation, "path")})
    query = st.fixed_dictionaries({}, optional={
        p["name"]: values(p["schema"], picked, p["name"]) for p in parameters(operation, "query") if p["name"] != "cursor"})
    schema = body_schema(operation)
    case = {"path": path, "query": query, "language": st.sampled_from(["zh-CN", "en", None]), "role": st.integers(0, 99),
            "match": st.just("current") if any(p["required"] for p in parameters(operation, "header") if p["name"] == "If-Match")
            else st.sampled_from([None, None, "current"])}
    if schema is not None:
        case["body"] = values(schema, picked)
        # An answer seen before, with some members made anew: the way to documents that a rule of their own holds together.
        case["like"] = st.one_of(st.none(), st.tuples(st.integers(0, 99), st.sets(
            st.sampled_from(sorted(schema.get("properties", {})) or [""]), max_size=2)))
    return st.fixed_dictionaries(case)


def mutations(operation):
    """What makes a request wrong for certain, by name. Each takes a case and changes it."""
    schema, found = body_schema(operation), {}
    if schema is not None:
        found.update(broken_bodies(schema))
        for name, member in schema.get("properties", {}).items():
            found.update(broken_members(name, member, name in schema.get("required", [])))
    for parameter in parameters(operation, "query"):
        found.update(broken_queries(parameter))
    for parameter in parameters(operation, "path"):
        for bad in ["%20", "%F0%9F%92%A9", "x" * 300, "%00", "%ff", "a%2Fb", "..%2f..", "-1'%20OR%20'1'='1"]:
            found[f"path {parameter['name']}={bad[:12]}"] = {"raw_path": {parameter["name"]: bad}}
    if any(p["name"] == "Idempotency-Key" for p in parameters(operation, "header")):
        found["no Idempotency-Key"] = {"key": None}
        for bad in ["", "two words", "x" * 129, "é"]:
            found[f"Idempotency-Key {bad[:9]!r}"] = {"key": bad}
    if any(p["name"] == "If-Match" for p in parameters(operation, "header")):
        for bad in ["abc", '"x"', '"99999999999999999999"', '"987654321"']:
            found[f"If-Match {bad}"] = {"match": bad}
    if operation.get("security") != []:
        found["not signed in"] = {"role": None}
        found["a forged token"] = {"role": "forged"}
    if "x-roles" in operation:
        found["a role that may not"] = {"role": "wrong"}
    if schema is not None and "site" in schema.get("properties", {}):
        found["a foreign site"] = {"foreign": True}
    found["a broken query"] = {"raw_query": "%zz=%"}
    return found


def broken_bodies(schema):
    return {
        "broken JSON": {"bytes": b'{"title":'}, "no JSON": {"bytes": b"\xff\xfe\x00"}, "nothing": {"bytes": b""},
        "a list": {"bytes": b"[1,2]"},
        "null": {"bytes": b"null"}, "a text": {"bytes": b'"x"'}, "deep nesting": {"bytes": b"[" * 100_000},
        "deep objects": {"bytes": b'{"a":' * 50_000}, 
        "1 MB": {"bytes": b'{"title":"' + b"x" * 1_000_000 + b'"}'},
        "text/plain": {"type": "text/plain"}, "application/xml": {"type": "application/xml"},
        "no type": {"type": ""},
    }


def broken_members(name, schema, required):
    found = {}
    if required:
        found[f"without {name}"] = {"drop": name}
        found[f"{name} null"] = {"set": (name, None)}
    kind = schema["type"][0] if isinstance(schema.get("type"), list) else schema.get("type")
    wrong = {"string": [7, True, [], {}], "integer": ["x", 1.5, True, [], 2**64, 1e300], "boolean": ["maybe", 2, []],
             "array": ["x", 3, {}], "object": ["x", 3, []]}.get(kind, [])
    for value in wrong:
        found[f"{name} {json.dumps(value)}"] = {"set": (name, value)}
    if kind == "string" and required:
        found[f"{name} invalid UTF-8"] = {"set": (name, "a\udc80")}
        found[f"{name} a lone surrogate"] = {"set": (name, "a\ud800"), "escaped": True}
    if "maxLength" in schema:
        found[f"{name} too long"] = {"set": (name, "长" * (schema["maxLength"] + 1))}
        found[f"{name} far too long"] = {"set": (name, "x" * 200_000)}
    if "enum" in schema:
        found[f"{name} unknown"] = {"set": (name, "no-such-value")}
    if "pattern" in schema or schema.get("format") == "date":
        for value in ["\u0000", "站 区", "x" * 500, "2026-13-45", "X\nY"]:
            if not re.search(schema.get("pattern", r"^\d{4}-(0\d|1[0-2])-\d\d$").removesuffix("$") + r"\Z", value):
                found[f"{name} {value[:12]!r}"] = {"set": (name, value)}
    if name == "site":
        found["an unknown site"] = {"set": (name, "QQ")}
    if name == "sites":
        found["an unknown site in sites"] = {"set": (name, ["QQ"])}
    for bound, step in [("minimum", -1), ("maximum", 1)]:
        if bound in schema:
            found[f"{name} beyond {bound}"] = {"set": (name, schema[bound] + step)}
    if schema.get("minLength", 0) > 1:
        found[f"{name} too short"] = {"set": (name, "x")}
    if "maxItems" in schema:
        found[f"{name} too many"] = {"many": (name, schema["maxItems"] + 1)}
    return found


def broken_queries(parameter):
    name, schema, found = parameter["name"], parameter["schema"], {}
    if name == "cursor":
        for bad in ["xxxx", "%F0%9F%98%80", "e30", "bnVsbA", "W10", "A" * 2000]:
            found[f"cursor {bad[:8]}"] = {"raw_query": f"cursor={bad}"}
    if schema.get("type") == "integer":
        for bad in ["x", "1.5", "99999999999999999999", str(schema.get("minimum", 0) - 1)]:
            found[f"{name}={bad}"] = {"raw_query": f"{name}={bad}"}
    if "enum" in schema or schema.get("format") == "date":
        found[f"{name} unknown"] = {"raw_query": f"{name}=no-such-value"}
    if "pattern" in schema:
        found[f"{name} no such"] = {"raw_query": f"{name}=%E7%AB%99%20%E5%8C%BA"}
    return found


def refused(operation, picked):
    """Allowed requests, with the name of what is to be made wrong as "what"."""
    names = st.sampled_from(sorted(mutations(operation)))
    return st.tuples(allowed(operation, picked), names).map(lambda pair: {**pair[0], "what": pair[1]})

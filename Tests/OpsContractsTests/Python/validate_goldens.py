"""Validates golden files against the document's schemas: validate_goldens.py DOCUMENT.json FOLDER

Prints one line per finding, and `ok N` where all N goldens are good. Needs Debian's python3-jsonschema.
"""

import json
import pathlib
import sys

import jsonschema

document = json.loads(pathlib.Path(sys.argv[1]).read_text())
schemas = document["components"]["schemas"]
good = 0
for path in sorted(pathlib.Path(sys.argv[2]).glob("*.json")):
    kind = path.stem.split("+")[0]
    if kind not in schemas:
        print(f"{kind}: no schema")
        continue
    schema = {"$ref": f"#/components/schemas/{kind}", "components": document["components"]}
    validator = jsonschema.Draft202012Validator(schema)
    golden = json.loads(path.read_text())
    errors = list(validator.iter_errors(golden))
    for error in errors:
        print(f"{kind}: {error.json_path} {error.message}")
    # The schema must also say no: what lacks a required field, or holds another type, is not this fact.
    for name in schemas[kind].get("required", []):
        poorer = {key: value for key, value in golden.items() if key != name}
        stranger = {**golden, name: [None]}
        if validator.is_valid(poorer) or validator.is_valid(stranger):
            errors.append(name)
            print(f"{kind}: accepts a wrong {name}")
    good += not errors
print(f"ok {good}")

#!/usr/bin/env python3
"""Turns a journal of lines into the table that figures.py and figures.R read: one row for each value a measure takes.

Usage: values.py SCHEMA-FOLDER LINES VALUES.csv RULES.csv

What a measure reads is told by schema/measures/README.md. Those that need plans or the time between readings are left
out; how many are kept is printed.
"""
import csv
import json
import pathlib
import sys

REDUCTIONS = {"highest", "lowest", "median", "sum", "last"}


def load(folder, key):
    return [item for path in sorted(pathlib.Path(folder).glob("*.json")) for item in json.loads(path.read_text()).get(key, [])]


def choices(schema, kind_field):
    kind_name, field_name = kind_field.split(".")
    kind = next(k for k in load(schema / "catalog", "kinds") if k["kind"] == kind_name)
    return list(next(f for f in kind["fields"] if f["name"] == field_name)["choices"])


def spread(schema, measure):
    """One measure for each choice of "each", as the compiler makes them."""
    if "each" not in measure:
        return [measure]
    kind, field = measure["each"].split(".")
    spread_out = []
    for choice in choices(schema, measure["each"]):
        sources = [{**s, "where": {**s.get("where", {}), field: choice}} if s["kind"] == kind else s
                   for s in measure["sources"]]
        spread_out.append({**measure, "name": measure["name"].replace("*", choice), "sources": sources})
    return spread_out


def meets(value, wanted):
    if value is None or isinstance(value, dict):
        return False
    if isinstance(wanted, bool):
        return value == wanted if isinstance(value, bool) else wanted
    if isinstance(wanted, list) and isinstance(value, (int, float)):
        return wanted[0] <= value <= wanted[1]
    wanted = wanted if isinstance(wanted, list) else [wanted]
    return any(v in wanted for v in (value if isinstance(value, list) else [value]))


def all_meet(fields, conditions):
    return all(meets(fields.get(name), wanted) for name, wanted in conditions.items())


def answered(fields, names):
    return all(fields.get(name) is not None and not isinstance(fields[name], dict) for name in names)


def says(source, fields):
    """What an entry says to a source: a number, or None for nothing."""
    if not all_meet(fields, source.get("where", {})):
        return None
    if any(meets(fields.get(name), wanted) for name, wanted in source.get("unless", {}).items()):
        return None
    if "sum_of" in source:
        return sum(fields[name] for name in source["sum_of"]) if answered(fields, source["sum_of"]) else None
    if "counts" in source:
        return float(all_meet(fields, source["counts"])) if answered(fields, source["counts"]) else None
    if "field" in source:
        value = fields.get(source["field"]) if answered(fields, [source["field"]]) else None
        return source["as"][value] if "as" in source and value is not None else value
    return 1.0


def main():
    schema, lines, values_path, rules_path = pathlib.Path(sys.argv[1]), *sys.argv[2:]
    measures = [m for measure in load(schema / "measures", "measures") for m in spread(schema, measure)]
    kept = [m for m in measures if m["reduce"] in REDUCTIONS]
    readers = {}
    for measure in kept:
        for source in measure["sources"]:
            readers.setdefault(source["kind"], {}).setdefault(measure["name"], []).append(source)
    with open(values_path, "w", newline="", encoding="utf-8") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["day", "measure", "value"])
        for line in open(lines, encoding="utf-8"):
            entry = json.loads(line)
            for name, sources in readers.get(entry["kind"], {}).items():
                said = [v for v in (says(s, entry["fields"]) for s in sources) if v is not None]
                if said:
                    table.writerow([entry["at"][:10], name, float(max(said))])
    with open(rules_path, "w", newline="", encoding="utf-8") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["measure", "reduce", "week_days"])
        for measure in kept:
            table.writerow([measure["name"], measure["reduce"], measure.get("week_days", 1)])
    print(f"{len(kept)} of {len(measures)}")


if __name__ == "__main__":
    main()

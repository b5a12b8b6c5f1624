#!/usr/bin/env python3
"""Compares what Daybook says with what figures.py and figures.R computed; fails on the first ten that differ by 1e-6.

Usage: compare.py TRENDS.json FLAGS.json FIGURES.csv...
"""
import csv
import datetime
import json
import sys

CLOSE = 1e-6


def figure_of(measures, name, path):
    found = measures[name]
    for step in path.split("."):
        found = found[step]
    return found


def first_of(flags, sign):
    """The first day a sign was raised, as days since 1970; -1 for never."""
    rule, name = sign.split(".")
    days = [f["since"] for f in flags if f["rule"] == rule and f["state"] != "undetermined"]
    if not days:
        return -1
    return (datetime.date.fromisoformat(min(days)) - datetime.date(1970, 1, 1)).days


def main():
    trends_path, flags_path, *tables = sys.argv[1:]
    measures = json.load(open(trends_path, encoding="utf-8"))["measures"]
    flags = [json.loads(line) for line in open(flags_path, encoding="utf-8")]
    compared, differing = 0, []
    for table in tables:
        for row in csv.DictReader(open(table, encoding="utf-8")):
            name, path, expected = row["measure"], row["figure"], float(row["value"])
            said = first_of(flags, name) if path == "first" else figure_of(measures, name, path)
            compared += 1
            if said is None or abs(said - expected) > CLOSE * max(1.0, abs(expected)):
                differing.append(f"{table}: {name} {path}: {expected}, Daybook says {said}")
    print(f"{compared} figures compared, {len(differing)} differ")
    print("\n".join(differing[:10]), file=sys.stderr)
    sys.exit(1 if differing or compared == 0 else 0)


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""What Daybook computes from a journal, as a careful person would with pandas: from CSV to CSV.

Usage: figures.py VALUES.csv RULES.csv UNTIL FIGURES.csv
"""
import math
import sys

import numpy as np
import pandas as pd

MONTH_DAYS = 30.4375


def theil_sen(x, y):
    left, right = np.triu_indices(len(x), 1)
    return np.median((y[right] - y[left]) / (x[right] - x[left])) * MONTH_DAYS


def mann_kendall(y):
    n = len(y)
    s = np.sign(y[None, :] - y[:, None])[np.triu_indices(n, 1)].sum()
    _, ties = np.unique(y, return_counts=True)
    variance = (n * (n - 1) * (2 * n + 5) - (ties * (ties - 1) * (2 * ties + 5)).sum()) / 18
    z = 0.0 if variance == 0 or s == 0 else (s - np.sign(s)) / math.sqrt(variance)
    return s, z, math.erfc(abs(z) / math.sqrt(2))


def window(name, daily, until, days, rows):
    last = daily[(daily.index > until - days) & (daily.index <= until)]
    if len(last) > 0:
        median, q1, q3 = np.quantile(last, [0.5, 0.25, 0.75])
        rows.append((name, f"d{days}.n", len(last)))
        rows.append((name, f"d{days}.median", median))
        rows.append((name, f"d{days}.min", last.min()))
        rows.append((name, f"d{days}.max", last.max()))
        rows.append((name, f"d{days}.q1", q1))
        rows.append((name, f"d{days}.q3", q3))


def trend(name, which, weeks, rows):
    if len(weeks) < 2:
        return
    x, y = weeks.index.to_numpy(float), weeks.to_numpy()
    s, z, p = mann_kendall(y)
    rows.append((name, f"trend_{which}.weeks", len(weeks)))
    rows.append((name, f"trend_{which}.slope_per_month", theil_sen(x, y)))
    rows.append((name, f"trend_{which}.mk_s", s))
    rows.append((name, f"trend_{which}.mk_z", z))
    rows.append((name, f"trend_{which}.mk_p", p))


def first_flags(daily, rows):
    """The first days on which three rules would say something; their limits are the program's."""
    if "pain.worst" in daily:
        pain = daily["pain.worst"]
        every = pain.reindex(range(pain.index[0], pain.index[-1] + 1)).rolling(7, min_periods=4).median()
        high = every.index[every >= 4]
        rows.append(("R18.median", "first", high[0] if len(high) else -1))
    if "falls" in daily:
        falls = daily["falls"]
        every = falls.reindex(range(falls.index[0], falls.index[-1] + 1), fill_value=0).rolling(90, min_periods=1).sum()
        new = every.index[every >= 1]
        rows.append(("R16.first_in_90_days", "first", new[0] if len(new) else -1))
    if "niv.night_hours" in daily:
        nights = daily["niv.night_hours"]
        every = nights.reindex(range(nights.index[0], nights.index[-1] + 1)).rolling(7, min_periods=5).median()
        few = every.index[every < 4]
        rows.append(("R09.few_hours", "first", few[0] if len(few) else -1))


def main():
    values_path, rules_path, until_text, figures_path = sys.argv[1:]
    values = pd.read_csv(values_path, parse_dates=["day"])
    rules = pd.read_csv(rules_path).set_index("measure")
    values["day"] = (values["day"] - pd.Timestamp("1970-01-01")).dt.days
    until = (pd.Timestamp(until_text) - pd.Timestamp("1970-01-01")).days
    reduce = {"highest": "max", "lowest": "min", "median": "median", "sum": "sum", "last": "last"}
    daily, rows = {}, []
    for name, of_measure in values.groupby("measure", sort=False):
        days = of_measure.groupby("day")["value"].agg(reduce[rules.at[name, "reduce"]])
        daily[name] = days
        window(name, days, until, 7, rows)
        window(name, days, until, 28, rows)
        monday = days.index - (days.index + 3) % 7
        weeks = days.groupby(monday).agg(["median", "size"])
        weeks = weeks[(weeks["size"] >= rules.at[name, "week_days"]) & (weeks.index + 6 <= until)]["median"]
        trend(name, "all", weeks, rows)
        trend(name, "d84", weeks[weeks.index > until - 84], rows)
    first_flags(daily, rows)
    pd.DataFrame(rows, columns=["measure", "figure", "value"]).to_csv(figures_path, index=False)


if __name__ == "__main__":
    main()

"""Makes goldens.json: statistics computed by numpy, scipy and statsmodels on seeded data.

Usage: python -m venv V && V/bin/pip install -r requirements.txt && V/bin/python make_goldens.py
The tests of packages/eval and packages/rewards compare our own functions with this file.
"""

import itertools
import json
import math
import platform
from pathlib import Path

import numpy
import scipy
import statsmodels
import statsmodels.api as sm
from scipy import optimize, stats
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.power import NormalIndPower
from statsmodels.stats.proportion import proportion_confint, proportion_effectsize

rng = numpy.random.default_rng(20251101)


def wilson():
    cases = [(0, 1), (1, 1), (0, 20), (20, 20), (7, 20), (129, 1000), (922, 1000), (33, 99), (1, 3)]
    rows = []
    for hits, n in cases:
        for alpha in (0.05, 0.01):
            low, high = proportion_confint(hits, n, alpha=alpha, method="wilson")
            rows.append({"hits": hits, "n": n, "confidence": 1 - alpha, "low": float(low), "high": float(high)})
    return rows


def clustered():
    rows = []
    for groups, largest, binary in [(5, 4, True), (40, 6, True), (300, 3, True), (25, 8, False), (12, 1, True)]:
        values, ids = [], []
        for group in range(groups):
            rate = rng.beta(2, 2)
            for _ in range(int(rng.integers(1, largest + 1))):
                values.append(float(rng.random() < rate) if binary else round(float(rng.beta(1 + rate, 1)), 3))
                ids.append(group)
        fit = sm.OLS(values, numpy.ones(len(values))).fit(
            cov_type="cluster", cov_kwds={"groups": numpy.array(ids), "df_correction": True}, use_t=True
        )
        low, high = fit.conf_int(0.05)[0]
        rows.append({"values": values, "groups": [f"g{i}" for i in ids], "mean": float(fit.params[0]),
                     "standardError": float(fit.bse[0]), "low": float(low), "high": float(high)})
    return rows


def mcnemar_exact():
    rows = []
    for only_a, only_b in [(0, 0), (1, 0), (5, 0), (10, 2), (8, 9), (30, 12), (240, 190), (3, 3)]:
        result = mcnemar([[100, only_a], [only_b, 50]], exact=True)
        rows.append({"onlyA": only_a, "onlyB": only_b, "p": float(result.pvalue)})
    return rows


def quantiles():
    t = [{"p": p, "df": df, "value": float(stats.t.ppf(p, df))}
         for p in (0.6, 0.95, 0.975, 0.995) for df in (1, 2, 3, 7, 30, 250, 5000)]
    z = [{"p": p, "value": float(stats.norm.ppf(p))} for p in (0.001, 0.2, 0.5, 0.8, 0.975, 0.995)]
    return {"t": t, "normal": z}


def holm():
    rows = []
    for size in (1, 4, 9):
        p = [round(float(v), 6) for v in rng.beta(0.5, 3, size)]
        rows.append({"p": p, "adjusted": [float(v) for v in multipletests(p, method="holm")[1]]})
    rows.append({"p": [0.01, 0.01, 0.03, 0.9], "adjusted": [float(v) for v in multipletests([0.01, 0.01, 0.03, 0.9], method="holm")[1]]})
    return rows


def paired_bootstrap():
    n = 400
    a = (rng.random(n) < 0.55).astype(float)
    b = numpy.where(rng.random(n) < 0.7, a, (rng.random(n) < 0.8)).astype(float)
    result = stats.bootstrap((b - a,), numpy.mean, n_resamples=40000, method="percentile", random_state=1)
    return {"a": a.tolist(), "b": b.tolist(), "difference": float((b - a).mean()),
            "low": float(result.confidence_interval.low), "high": float(result.confidence_interval.high)}


def power():
    """n per model at which a difference of accuracies is found with 80 % power (unpaired, arcsine effect)."""
    rows = []
    for base, gain in [(0.33, 0.05), (0.5, 0.1), (0.8, 0.03)]:
        n = NormalIndPower().solve_power(effect_size=proportion_effectsize(base + gain, base), alpha=0.05, power=0.8)
        rows.append({"base": base, "gain": gain, "n": float(n)})
    return rows


def mean_relative_accuracy():
    """VSI-Bench's measure with its own grid arithmetic, numpy doing the rounding."""
    start, end, interval = 0.5, 0.95, 0.05
    grid = numpy.linspace(start, end, int((end - start) / interval + 2))
    pairs = [(p, t) for t in (1, 3, 8, 10, 20, 37.5) for p in numpy.arange(0, 2.0001, 0.05) * t]
    pairs += [(float(p), float(t)) for p, t in rng.uniform(0.1, 50, (60, 2))]
    rows = []
    for p, t in pairs:
        value = (abs(p - t) / t <= 1 - grid).mean()
        rows.append({"prediction": float(p), "target": float(t), "value": float(value)})
    return rows


def mcnemar_chi_square():
    """Edwards' correction; statsmodels takes it off zero differences too, which we do not."""
    rows = []
    for only_a, only_b in [(10, 2), (30, 12), (240, 190), (2, 40), (1001, 900)]:
        result = mcnemar([[100, only_a], [only_b, 50]], exact=False, correction=True)
        rows.append({"onlyA": only_a, "onlyB": only_b, "statistic": float(result.statistic), "p": float(result.pvalue)})
    return rows


def benjamini_hochberg():
    lists = [[round(float(v), 6) for v in later.beta(0.5, 3, size)] for size in (1, 5, 12)] + [[0.04, 0.01, 0.01, 0.9, 1.0]]
    return [{"p": p, "adjusted": [float(v) for v in multipletests(p, method="fdr_bh")[1]]} for p in lists]


def paired_power():
    """Discordance and items -> the difference that McNemar's normal approximation finds with 80 % power, by brentq."""
    z, b = stats.norm.ppf(0.975), stats.norm.ppf(0.8)
    rows = []
    for discordance, n in [(0.2, 300), (0.35, 1000), (0.05, 500), (0.5, 40)]:
        def miss(d):
            return (z * math.sqrt(discordance) + b * math.sqrt(max(0.0, discordance - d * d))) ** 2 - n * d * d
        rows.append({"discordance": discordance, "n": n, "difference": optimize.brentq(miss, 1e-9, discordance, xtol=1e-14)})
    return rows


def pass_at_k():
    """Share of all draws of k answers that hold a right one, by listing the draws."""
    rows = []
    for n in (1, 4, 7, 10):
        for c in range(n + 1):
            for k in {1, 2, 3, n}:
                if k > n:
                    continue
                draws = list(itertools.combinations(range(n), k))
                rows.append({"n": n, "c": c, "k": k, "value": sum(min(d) < c for d in draws) / len(draws)})
    # Large counts in exact arithmetic, where the formula's factorials would overflow doubles.
    for n, c, k in [(200, 3, 10), (1000, 990, 10), (5000, 7, 100)]:
        rows.append({"n": n, "c": c, "k": k, "value": 1 - math.comb(n - c, k) / math.comb(n, k)})
    return rows


def chance_corrected():
    """OLS of (value - chance) on a constant with clustered errors, divided by the mean room above chance."""
    rows = []
    for groups in (8, 60):
        values, chances, ids = [], [], []
        for group in range(groups):
            for _ in range(int(later.integers(1, 5))):
                chance = float(later.choice([0.5, 1 / 3, 0.25]))
                chances.append(chance)
                values.append(float(later.random() < chance + 0.3 * later.random()))
                ids.append(group)
        excess = numpy.array(values) - numpy.array(chances)
        fit = sm.OLS(excess, numpy.ones(len(values))).fit(
            cov_type="cluster", cov_kwds={"groups": numpy.array(ids), "df_correction": True}, use_t=True
        )
        room = float((1 - numpy.array(chances)).mean())
        low, high = fit.conf_int(0.05)[0]
        rows.append({"values": values, "chances": chances, "groups": [f"g{i}" for i in ids],
                     "mean": float(fit.params[0]) / room, "low": float(low) / room, "high": float(high) / room})
    return rows


# Goldens added later draw from a generator of their own, so that the older ones keep their numbers.
later = numpy.random.default_rng(20261127)
versions = {"python": platform.python_version(), "numpy": numpy.__version__, "scipy": scipy.__version__,
            "statsmodels": statsmodels.__version__}
goldens = {"versions": versions, "wilson": wilson(), "clustered": clustered(), "mcnemar": mcnemar_exact(),
           "quantiles": quantiles(), "holm": holm(), "pairedBootstrap": paired_bootstrap(), "power": power(),
           "mcnemarChiSquare": mcnemar_chi_square(), "benjaminiHochberg": benjamini_hochberg(), "pairedPower": paired_power(),
           "passAtK": pass_at_k(), "chanceCorrected": chance_corrected(),
           "meanRelativeAccuracy": mean_relative_accuracy()}
Path(__file__).with_name("goldens.json").write_text(json.dumps(goldens, separators=(",", ":")) + "\n")

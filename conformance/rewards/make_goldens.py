"""Makes goldens.json: rewards as the official code of their papers gives them, and box scores by scipy.

Usage: python -m venv V && V/bin/pip install -r requirements.txt &&
       V/bin/python make_goldens.py --video-r1 CHECKOUT --spatial-mllm CHECKOUT
Checkouts: tulerfeng/Video-R1 at 59d65c3, diankun-wu/Spatial-MLLM at 9fc4738. Their functions are run as they stand; the
files around them (which import whole trainers) are not. The tests of packages/rewards compare with goldens.json.
"""

import argparse
import ast
import contextlib
import io
import json
import os
import re
import textwrap
from datetime import datetime
from pathlib import Path

import Levenshtein
import numpy
import torch
from scipy.optimize import linear_sum_assignment

rng = numpy.random.default_rng(20251127)

SPACES = ["", " ", "\n", "\t", "\u00a0", "\u0085", "\x1c", "\ufeff"]


def functions_of(path, names):
    """The named top-level functions of a file, run alone."""
    tree = ast.parse(path.read_text())
    body = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name in names]
    scope = {"re": re, "os": os, "datetime": datetime}
    exec(compile(ast.Module(body, []), str(path), "exec"), scope)
    return [scope[name] for name in names]


def pick(options):
    return options[int(rng.integers(len(options)))]


def answers(kind):
    if kind == "choice":
        return ["A", "B", "b", "A.", "B: left", "", "(B)", "ＡB", "İ", "None"]
    return ["3", "3.0", "3.5", "1,200", "1200", "-2", "2.004", "2.005", "2.675", "0", "0.0", "nan", "inf", "1e3", "٣",
            "1_000", "three", "5 m", "10", "10.", ".5", "4.5", "5.5", "11", "9", "95", "105", "", "10..", "-0"]


def completion(answer):
    space = lambda: pick(SPACES)
    forms = [
        f"<think>x</think>{space()}<answer>{space()}{answer}{space()}</answer>",
        f"<think></think><answer>{answer}</answer>{space()}",
        f"{space()}<think>a\nb</think>\n<answer>{answer}</answer>",
        f"<THINK>a</THINK><ANSWER>{answer}</ANSWER>",
        f"<think><answer>{pick(['A', 'B', '3'])}</answer></think><answer>{answer}</answer>",
        f"<think>a</think><answer>{answer}</answer><answer>{pick(['A', '7'])}</answer>",
        f"<think>a</think> so <answer>{answer}</answer>",
        f"<answer>{answer}",
        f"{answer}",
        f"</answer><answer>{answer}</answer>",
        "<think></answer>",
        "",
    ]
    return pick(forms[:6] if rng.random() < 0.7 else forms)


def video_r1(checkout):
    """Accuracy, format and the bonus of whole groups."""
    source = checkout / "src/r1-v/src/open_r1"
    accuracy, form = functions_of(source / "grpo.py", ["accuracy_reward", "format_reward"])
    lines = (source / "trainer/grpo_trainer.py").read_text().split("\n")
    start = next(i for i, line in enumerate(lines) if line.strip() == "if self.len_control:")
    end = next(i for i in range(start, len(lines)) if lines[i].strip() == "print(rewards)")
    bonus = compile(textwrap.dedent("\n".join(lines[start:end])), "len_control", "exec")
    groups = []
    for _ in range(160):
        kind = pick(["choice", "number"])
        truth = pick([text for text in answers(kind) if text not in ("", "nan")])
        texts = [completion(truth if rng.random() < 0.5 else pick(answers(kind))) for _ in range(int(rng.integers(1, 6)))]
        tokens = [int(pick([319, 320, 400, 512, 513, 12])) for _ in texts]
        messages = [[{"content": text}] for text in texts]
        problem = "multiple choice" if kind == "choice" else "numerical"
        with contextlib.redirect_stdout(io.StringIO()):
            right = accuracy(messages, [f"<answer>{truth}</answer>"] * len(texts), problem_type=[problem])
        per_function = torch.tensor([right, form(messages)]).T
        mask = torch.zeros(len(texts), 600, dtype=torch.int)
        for row, count in enumerate(tokens):
            mask[row, :count] = 1
        scope = {"torch": torch, "rewards_per_func": per_function, "rewards": per_function.sum(dim=1),
                 "completion_mask": mask}
        scope["self"] = type("Trainer", (), {"len_control": True, "num_generations": len(texts)})
        exec(bonus, scope)
        groups.append({"answer": truth, "answerType": kind, "completions": texts, "tokens": tokens,
                       "accuracy": right, "format": form(messages), "rewards": [float(x) for x in scope["rewards"]]})
    return groups


def spatial_mllm(checkout):
    """Task rewards; numbers on both sides of every tolerance and on it."""
    [clean, reward, number, accuracy] = functions_with_torch(checkout)
    rows = []
    for _ in range(400):
        kind = pick(["choice", "number"])
        truth = pick([text for text in answers(kind) if text not in ("", "nan", "three", "5 m")])
        text = completion(truth if rng.random() < 0.3 else pick(answers(kind)))
        name = "object_rel_distance" if kind == "choice" else "object_abs_distance"
        rows.append({"answer": truth, "answerType": kind, "completion": text,
                     "value": reward(clean(truth), clean(text), name)})
    for target in (10.0, 3.0, 0.7, -4.0, 1234.5):
        for share in numpy.arange(0, 0.56, 0.025):
            given = repr(float(target * (1 + share)))
            rows.append({"answer": repr(target), "answerType": "number", "completion": f"<answer>{given}</answer>",
                         "value": reward(clean(repr(target)), clean(given), "object_abs_distance")})
    words = ["left", "to the left", "behind", "a red chair", "rechts", "", "ärger", "chair"]
    for _ in range(60):
        truth, given = pick([word for word in words if word]), pick(words)
        rows.append({"answer": truth, "answerType": "text", "completion": f"<answer>{given}</answer>",
                     "value": Levenshtein.ratio(clean(truth), clean(given))})
    return rows


def functions_with_torch(checkout):
    path = checkout / "src/evaluation/vsibench/dataset_utils.py"
    scope = {}
    exec(compile(path.read_text(), str(path), "exec"), scope)
    return [scope[name] for name in ("clean_text", "vsi_reward", "normalize_number", "mean_relative_accuracy")]


def corners(box):
    half = len(box) // 2
    if half == 2:
        return numpy.array(box[:2]), numpy.array(box[2:])
    middle, size = numpy.array(box[:3]), numpy.array(box[3:])
    return middle - size / 2, middle + size / 2


def iou(a, b):
    (low_a, high_a), (low_b, high_b) = corners(a), corners(b)
    shared = numpy.clip(numpy.minimum(high_a, high_b) - numpy.maximum(low_a, low_b), 0, None).prod()
    return float(shared / ((high_a - low_a).prod() + (high_b - low_b).prod() - shared))


def found(truth, given, least):
    """Pairs of the assignment with the most pairs at or above the overlap."""
    if not truth or not given:
        return 0
    good = numpy.array([[iou(a, b) >= least for b in given] for a in truth])
    rows, columns = linear_sum_assignment(good, maximize=True)
    return int(good[rows, columns].sum())


def f1(precision, recall):
    return 0.0 if precision + recall == 0 else 2 * precision * recall / (precision + recall)


def boxes():
    rows = []
    for case in range(200):
        solid = case % 2 == 1
        def some(count):
            low = rng.integers(0, 12, (count, 3 if solid else 2))
            size = rng.integers(4, 12, low.shape)
            return numpy.hstack([low, size] if solid else [low, low + size]).tolist()
        strict, extra = some(int(rng.integers(0, 4))), some(int(rng.integers(0, 3)))
        lenient = strict + extra
        given = [box if rng.random() < 0.4 else (numpy.array(box) + rng.integers(0, 2, len(box))).tolist()
                 for box in lenient if rng.random() < 0.8] + some(int(rng.integers(0, 3)))
        hits, right = found(strict, given, 0.5), found(lenient, given, 0.25)
        plain = f1(hits / len(given) if given else 1, hits / len(strict) if strict else 1)
        fuzzy = f1(right / len(given) if given else 1, found(strict, given, 0.25) / len(strict) if strict else 1)
        rows.append({"strict": strict, "lenient": lenient, "given": given, "f1": plain, "fuzzyF1": fuzzy})
    return rows


parser = argparse.ArgumentParser()
parser.add_argument("--video-r1", type=Path, required=True)
parser.add_argument("--spatial-mllm", type=Path, required=True)
arguments = parser.parse_args()
goldens = {"videoR1": video_r1(arguments.video_r1), "spatialMllm": spatial_mllm(arguments.spatial_mllm), "boxes": boxes()}
out = Path(__file__).parent / "goldens.json"
parts = [f'"{name}": [\n' + ",\n".join(map(json.dumps, rows)) + "\n]" for name, rows in goldens.items()]
out.write_text("{\n" + ",\n".join(parts) + "\n}\n")
print({name: len(rows) for name, rows in goldens.items()})

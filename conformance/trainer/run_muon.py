"""Steps of torch.optim.Muon on matrices with given gradients, its Newton-Schulz products in float32 or as torch has them.

Usage: python run_muon.py INPUT.json
INPUT holds {"float32": bool, "lr", "weightDecay", "momentum", "matrices": {NAME: rows}, "gradients": [{NAME: rows}]}.
Prints the matrices after each step as one JSON list. torch rounds to bfloat16 before the products; "float32" takes its own
dtype's place, so that the formulas are compared and not the rounding.
"""

import json
import sys

import torch


def main():
    with open(sys.argv[1]) as file:
        given = json.load(file)
    if given["float32"]:
        torch.bfloat16 = torch.float32
    matrices = {name: torch.nn.Parameter(torch.tensor(rows)) for name, rows in given["matrices"].items()}
    muon = torch.optim.Muon(
        matrices.values(),
        lr=given["lr"],
        weight_decay=given["weightDecay"],
        momentum=given["momentum"],
        adjust_lr_fn="match_rms_adamw",
    )
    after = []
    for gradients in given["gradients"]:
        for name, rows in gradients.items():
            matrices[name].grad = torch.tensor(rows)
        muon.step()
        after.append({name: matrix.tolist() for name, matrix in matrices.items()})
    print(json.dumps(after))


main()

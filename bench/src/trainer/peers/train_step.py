"""The peer of step.ts: transformers' Qwen2.5-VL under PyTorch, one process that answers step counts on stdin with JSON lines.

Usage: python train_step.py FOLDER THREADS eager|sdpa fused|foreach eager|compile float32|bf16
"""

import json
import os
import resource
import sys
import time

folder, threads, attention, adamw, mode, precision = sys.argv[1:7]
os.environ.update(HF_HUB_OFFLINE="1", TRANSFORMERS_VERBOSITY="error", OMP_NUM_THREADS=threads)

import numpy as np
import torch
import transformers
from transformers import Qwen2_5_VLForConditionalGeneration

torch.set_num_threads(int(threads))
with open(f"{folder}/batch.json") as file:
    case = json.load(file)
shape = (case["batchSize"], case["length"])


def tensor(name, dtype):
    return torch.from_numpy(np.fromfile(f"{folder}/{name}", dtype=dtype))


inputs = {
    "input_ids": tensor("input_ids.i32", np.int32).long().view(shape),
    "labels": tensor("labels.i32", np.int32).long().view(shape),
    "attention_mask": torch.ones(shape, dtype=torch.long),
    "pixel_values": tensor("pixels.f32", np.float32).view(-1, case["patchValues"]),
    "image_grid_thw": torch.tensor(case["gridThw"]),
    "use_cache": False,
}
model = Qwen2_5_VLForConditionalGeneration.from_pretrained(
    folder, dtype=torch.float32, attn_implementation=attention
)
model.train()
vectors = [p for p in model.parameters() if p.dim() < 2]
matrices = [p for p in model.parameters() if p.dim() >= 2]
optimizer = torch.optim.AdamW(
    [{"params": matrices, "weight_decay": case["WEIGHT_DECAY"]}, {"params": vectors, "weight_decay": 0.0}],
    lr=case["LEARNING_RATE"],
    betas=(0.9, 0.999),
    eps=1e-8,
    fused=adamw == "fused",
    foreach=adamw == "foreach",
)
call = torch.compile(model) if mode == "compile" else model


def step():
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=precision == "bf16"):
        loss = call(**inputs).loss
    loss.backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), case["MAX_GRAD_NORM"])
    optimizer.step()
    optimizer.zero_grad(set_to_none=True)
    return float(loss)


for line in sys.stdin:
    steps_ms, losses = [], []
    for _ in range(int(line)):
        start = time.perf_counter()
        losses.append(step())
        steps_ms.append(1000 * (time.perf_counter() - start))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    version = f"torch {torch.__version__}, transformers {transformers.__version__}"
    print(json.dumps({"stepsMs": steps_ms, "losses": losses, "peakMb": peak, "version": version}), flush=True)

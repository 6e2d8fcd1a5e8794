"""The peer of decode.ts: transformers' generate with its cache; JSON requests on stdin, one JSON line for each.

Usage: python decode.py MODEL PROMPTS THREADS
PROMPTS holds prompts.json and raw little-endian numbers. A request is {"tokens": n, "temperature": 0 | 1, "copies": n}.
"""

import json
import os
import sys
import time

folder, prompts, threads = sys.argv[1:4]
os.environ.update(HF_HUB_OFFLINE="1", TRANSFORMERS_VERBOSITY="error", OMP_NUM_THREADS=threads)

import numpy as np
import torch
import transformers
from transformers import GenerationConfig, Qwen2_5_VLForConditionalGeneration

torch.set_num_threads(int(threads))
with open(f"{prompts}/prompts.json") as file:
    case = json.load(file)
shape = (case["prompts"], case["length"])


def tensor(name, dtype):
    return torch.from_numpy(np.fromfile(f"{prompts}/{name}", dtype=dtype))


inputs = {
    "input_ids": tensor("input_ids.i32", np.int32).long().view(shape),
    "attention_mask": tensor("attention_mask.i32", np.int32).long().view(shape),
    "pixel_values": tensor("pixels.f32", np.float32).view(-1, case["patchValues"]),
    "image_grid_thw": torch.tensor(case["gridThw"]),
}
model = Qwen2_5_VLForConditionalGeneration.from_pretrained(folder, dtype=torch.float32)
model.eval()
versions = f"torch {torch.__version__}, transformers {transformers.__version__}, {model.config._attn_implementation}"

for line in sys.stdin:
    request = json.loads(line)
    how = {"do_sample": False}
    if request["temperature"] > 0:
        how = {"do_sample": True, "temperature": request["temperature"], "top_k": 0, "top_p": 1.0}
    # No end token: every row gets exactly this many.
    config = GenerationConfig(
        max_new_tokens=request["tokens"],
        num_return_sequences=request["copies"],
        use_cache=True,
        pad_token_id=case["padTokenId"],
        eos_token_id=None,
        bos_token_id=None,
        **how,
    )
    model.generation_config = config
    start = time.perf_counter()
    with torch.inference_mode():
        ids = model.generate(**inputs, generation_config=config)
    elapsed = 1000 * (time.perf_counter() - start)
    new = ids[:, case["length"] :]
    assert new.shape[1] == request["tokens"], new.shape
    print(json.dumps({"ms": elapsed, "ids": new.tolist(), "version": versions}), flush=True)

"""Loads a model folder with transformers and computes in float32: logits of a prompt, and greedy tokens.

Usage: python run_checkpoint.py MODEL INPUTS.safetensors OUT.safetensors STEPS
INPUTS holds input_ids [n], and with images pixel_values [patches, values] and image_grid_thw [images, 3], all as float32.
Greedy tokens are made without a cache, so that nothing but the forward pass is trusted.
"""

import inspect
import json
import sys

import torch
import transformers
from safetensors.torch import load_file, save_file
from transformers import Qwen2_5_VLForConditionalGeneration


def forward(model, ids, images):
    inputs = {"input_ids": ids, "attention_mask": torch.ones_like(ids), "use_cache": False, **images}
    # Newer releases take image positions from this and fall back to text positions without it.
    if "mm_token_type_ids" in inspect.signature(model.forward).parameters:
        inputs["mm_token_type_ids"] = (ids == model.config.image_token_id).int()
    with torch.no_grad():
        return model(**inputs).logits[0]


def main():
    folder, source, target, steps = sys.argv[1:5]
    model, info = Qwen2_5_VLForConditionalGeneration.from_pretrained(
        folder, dtype=torch.float32, attn_implementation="eager", output_loading_info=True
    )
    model.eval()
    tensors = load_file(source)
    ids = tensors["input_ids"].long().view(1, -1)
    images = {}
    if "pixel_values" in tensors:
        images = {"pixel_values": tensors["pixel_values"], "image_grid_thw": tensors["image_grid_thw"].long()}
    logits = forward(model, ids, images)
    greedy = []
    for _ in range(int(steps)):
        greedy.append(int(forward(model, ids, images)[-1].argmax()))
        ids = torch.cat([ids, torch.tensor([[greedy[-1]]])], dim=1)
    save_file({"logits": logits.contiguous(), "greedy": torch.tensor(greedy, dtype=torch.int32)}, target)
    loading = {key: sorted(map(str, info[key])) for key in ("missing_keys", "unexpected_keys", "mismatched_keys")}
    print(json.dumps({"transformers": transformers.__version__, "torch": torch.__version__, **loading}))


main()

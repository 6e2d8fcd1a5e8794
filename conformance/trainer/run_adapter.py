"""An adapter of ours in PEFT, or one of PEFT's for us: logits of a prompt in float32, on transformers' Qwen2.5-VL.

Usage: python run_adapter.py load MODEL ADAPTER INPUTS.safetensors OUT.safetensors
       python run_adapter.py make MODEL ADAPTER INPUTS.safetensors OUT.safetensors CONFIG_JSON
load reads the adapter with PeftModel.from_pretrained. make writes one with LoraConfig(**CONFIG_JSON) whose A and B are
drawn at random, by save_pretrained. INPUTS holds input_ids [n] as float32; there are no images.
"""

import json
import sys
import warnings

import peft
import torch
from peft import LoraConfig, PeftModel, get_peft_model
from safetensors.torch import load_file, save_file
from transformers import Qwen2_5_VLForConditionalGeneration


def main():
    action, folder, adapter, source, target = sys.argv[1:6]
    base = Qwen2_5_VLForConditionalGeneration.from_pretrained(folder, dtype=torch.float32, attn_implementation="eager")
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        if action == "load":
            model = PeftModel.from_pretrained(base, adapter)
        else:
            model = get_peft_model(base, LoraConfig(**json.loads(sys.argv[6])))
            torch.manual_seed(3)
            for name, parameter in model.named_parameters():
                if "lora_" in name:
                    parameter.data.normal_(0, 0.05)
            model.save_pretrained(adapter)
    model.eval()
    ids = load_file(source)["input_ids"].long().view(1, -1)
    with torch.no_grad():
        logits = model(input_ids=ids, attention_mask=torch.ones_like(ids), use_cache=False).logits[0]
        with model.disable_adapter():
            bare = model(input_ids=ids, attention_mask=torch.ones_like(ids), use_cache=False).logits[0]
    save_file({"logits": logits.contiguous(), "base": bare.contiguous()}, target)
    adapted = sorted(name for name, _ in model.named_modules() if name.endswith("lora_A"))
    keys = [str(w.message) for w in caught if "missing adapter keys" in str(w.message)]
    print(json.dumps({"peft": peft.__version__, "torch": torch.__version__, "adapted": len(adapted), "missing": keys}))


main()

"""The peer of images.ts: the Qwen2-VL image processors of transformers; JSON requests on stdin, one JSON line for each.

Usage: python images.py FOLDER THREADS
A request is {"processor": "slow" | "fast", "name": NAME, "height": h, "width": w, "count": n, "config": {...}}; the pixels of its
images stand in FOLDER/NAME.rgb, and those of the last result are written to FOLDER/NAME.PROCESSOR.f32.
"""

import json
import os
import sys
import time

folder, threads = sys.argv[1:3]
os.environ.update(HF_HUB_OFFLINE="1", TRANSFORMERS_VERBOSITY="error", OMP_NUM_THREADS=threads)

import numpy as np
import PIL
import torch
import torchvision
import transformers
from PIL import Image
from transformers import Qwen2VLImageProcessor, Qwen2VLImageProcessorFast

torch.set_num_threads(int(threads))
CLASSES = {"slow": Qwen2VLImageProcessor, "fast": Qwen2VLImageProcessorFast}
versions = (
    f"transformers {transformers.__version__}, torchvision {torchvision.__version__}, "
    f"torch {torch.__version__}, Pillow {PIL.__version__}"
)
loaded = {}

for line in sys.stdin:
    request = json.loads(line)
    name, which = request["name"], request["processor"]
    key = (name, which)
    if key not in loaded:
        shape = (request["count"], request["height"], request["width"], 3)
        pixels = np.fromfile(f"{folder}/{name}.rgb", dtype=np.uint8).reshape(shape)
        loaded[key] = (CLASSES[which](**request["config"]), [Image.fromarray(one) for one in pixels])
    processor, images = loaded[key]
    start = time.perf_counter()
    result = processor(images, return_tensors="pt")
    elapsed = 1000 * (time.perf_counter() - start)
    result["pixel_values"].numpy().astype(np.float32).tofile(f"{folder}/{name}.{which}.f32")
    grid = result["image_grid_thw"].tolist()
    print(json.dumps({"ms": elapsed, "grid": grid, "version": versions}), flush=True)

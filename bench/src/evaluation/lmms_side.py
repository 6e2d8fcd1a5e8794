"""The peer's side: lmms-eval's chat client asks the items of items.ts. Prints {"ms", "cpuMs"}.

    python lmms_side.py URL COUNT CONCURRENCY FOLDER
"""

import io
import json
import os
import struct
import sys
import time
from types import SimpleNamespace

url, count, concurrency, folder = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
os.environ.setdefault("OPENAI_API_KEY", "none")

from lmms_eval.models.chat.openai import OpenAICompatible  # noqa: E402
from PIL import Image  # noqa: E402

with open(os.path.join(folder, "base.jpg"), "rb") as file:
    base = file.read()


def prompt_of(i):
    return (
        f"Question {i}: which way did the camera move between the two views? "
        "A: left B: right C: none. Answer with the letter."
    )


def messages_of(i):
    """An image of its own for each item, as in items.ts."""
    image = Image.open(io.BytesIO(base + struct.pack(">I", i))).convert("RGB")
    content = [{"type": "image", "url": image}, {"type": "text", "text": prompt_of(i)}]
    return [{"role": "user", "content": content}]


model = OpenAICompatible(
    model_version="mock", base_url=url, api_key="none", num_concurrent=concurrency, adaptive_concurrency=False
)
model.task_dict = {"mock": {"test": range(count)}}
settings = {"max_new_tokens": 64, "temperature": 0}
requests = [SimpleNamespace(args=("", messages_of, settings, i, "mock", "test")) for i in range(count)]

started, cpu = time.perf_counter(), time.process_time()
answers = model.generate_until(requests)
ms, cpu_ms = 1000 * (time.perf_counter() - started), 1000 * (time.process_time() - cpu)
wrong = [answer.text for answer in answers if answer.text != "<answer>A</answer>"]
if wrong:
    sys.exit(f"{len(wrong)} of {count} answers are wrong, for example {wrong[0]!r}")
print(json.dumps({"ms": ms, "cpuMs": cpu_ms}))

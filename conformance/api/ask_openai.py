"""The official client against `serve --model`: ask_openai.py BASE_URL MODEL prints one JSON object of what came back."""
import base64
import json
import struct
import sys
import zlib

from openai import BadRequestError, NotFoundError, OpenAI


def png(side):
    """A grey square."""
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = (b"\0" + b"\x80" * 3 * side) * side
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def main(base_url, model):
    client = OpenAI(base_url=base_url, api_key="none", max_retries=0)
    url = "data:image/png;base64," + base64.b64encode(png(40)).decode()
    content = [{"type": "text", "text": "Which is nearer?"}, {"type": "image_url", "image_url": {"url": url}}]
    asked = dict(model=model, messages=[{"role": "user", "content": content}], max_tokens=8, seed=3)

    many = client.chat.completions.create(**asked, n=2, logprobs=True, top_logprobs=2)
    once = client.chat.completions.create(**asked)
    again = client.chat.completions.create(**asked)
    stream = list(client.chat.completions.create(**asked, stream=True, stream_options={"include_usage": True}))
    deltas = [chunk.choices[0] for chunk in stream if chunk.choices]
    errors = {}
    for name, error, change in [
        ("model", NotFoundError, {"model": "none"}),
        ("temperature", BadRequestError, {"temperature": 9}),
    ]:
        try:
            client.chat.completions.create(**{**asked, **change})
        except error as caught:
            errors[name] = caught.type
    print(json.dumps({
        "models": [one.id for one in client.models.list().data],
        "choices": len(many.choices),
        "logprobs": [[len(token.top_logprobs) for token in choice.logprobs.content] for choice in many.choices],
        "positive": sum(token.logprob > 0 for choice in many.choices for token in choice.logprobs.content),
        "once": once.choices[0].message.content,
        "again": again.choices[0].message.content,
        "streamed": "".join(choice.delta.content or "" for choice in deltas),
        "finish": [once.choices[0].finish_reason, deltas[-1].finish_reason],
        "usage": [once.usage.completion_tokens, stream[-1].usage.completion_tokens],
        "errors": errors,
    }))


main(*sys.argv[1:])

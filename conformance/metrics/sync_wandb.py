"""Runs the real `wandb sync` on an offline run against a service made here; prints what the service was sent."""

import gzip
import json
import os
import subprocess
import sys
import tempfile
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

history, answers, ends = [], [], []
BUCKET = {
    "id": "bucket",
    "name": "run",
    "displayName": "run",
    "config": "{}",
    "historyLineCount": 0,
    "project": {"id": "project", "name": "parallax", "entity": {"id": "entity", "name": "entity"}},
}


class Service(BaseHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        if self.headers.get("content-encoding") == "gzip":
            body = gzip.decompress(body)
        answer = {}
        if self.path.endswith("graphql"):
            asked = json.loads(body)
            answers.append(asked.get("variables") or {})
            answer = {"data": {"upsertBucket": {"bucket": BUCKET, "inserted": True}}}
        elif self.path.endswith("file_stream"):
            sent = json.loads(body)
            rows = sent.get("files", {}).get("wandb-history.jsonl", {}).get("content", [])
            history.extend(json.loads(row) for row in rows)
            if sent.get("complete"):
                ends.append(sent.get("exitcode"))
        reply = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(reply)))
        self.end_headers()
        self.wfile.write(reply)


server = ThreadingHTTPServer(("127.0.0.1", 0), Service)
threading.Thread(target=server.serve_forever, daemon=True).start()
with tempfile.TemporaryDirectory() as home:
    environment = {
        **os.environ,
        "HOME": home,
        "WANDB_API_KEY": "0" * 40,
        "WANDB_BASE_URL": f"http://127.0.0.1:{server.server_port}",
        "WANDB_ERROR_REPORTING": "false",
    }
    command = [os.path.join(os.path.dirname(sys.executable), "wandb"), "sync", sys.argv[1]]
    synced = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=50)
config = next((json.loads(each["config"]) for each in answers if each.get("config")), {})
print(
    json.dumps(
        {
            "code": synced.returncode,
            "said": synced.stdout + synced.stderr,
            "config": {key: entry["value"] for key, entry in config.items()},
            "history": history,
            "exits": ends,
        }
    )
)

"""Prints a .wandb file as wandb's own messages read it, and what `wandb sync --dry-run` says of its folder."""

import collections
import json
import os
import struct
import subprocess
import sys
import zlib

from wandb.proto import wandb_internal_pb2 as wandb

BLOCK = 32768


def records(data):
    """LevelDB's log after wandb's own seven bytes; every checksum is compared."""
    assert data[:7] == b":W&B\xe1\xbe\x00", data[:7]
    offset, whole = 7, b""
    while offset < len(data):
        left = BLOCK - offset % BLOCK
        if left < 7:
            offset += left
            continue
        checksum, length, kind = struct.unpack("<IHB", data[offset : offset + 7])
        piece = data[offset + 7 : offset + 7 + length]
        assert zlib.crc32(bytes([kind]) + piece) == checksum, offset
        whole = piece if kind in (1, 2) else whole + piece
        offset += 7 + length
        if kind in (1, 4):
            record = wandb.Record()
            record.ParseFromString(whole)
            yield record


path = sys.argv[1]
with open(path, "rb") as file:
    read = list(records(file.read()))
run = next(record.run for record in read if record.WhichOneof("record_type") == "run")
listed = subprocess.run(
    [os.path.join(os.path.dirname(sys.executable), "wandb"), "sync", "--dry-run", os.path.dirname(path)],
    capture_output=True,
    text=True,
    check=True,
)
print(
    json.dumps(
        {
            "kinds": collections.Counter(record.WhichOneof("record_type") for record in read),
            "numbers": [record.num for record in read],
            "run": {"id": run.run_id, "name": run.display_name, "job": run.job_type, "project": run.project},
            "config": {item.key: json.loads(item.value_json) for item in run.config.update},
            "history": [
                {item.key: json.loads(item.value_json) for item in record.history.item}
                for record in read
                if record.WhichOneof("record_type") == "history"
            ],
            "listed": listed.stdout + listed.stderr,
        }
    )
)

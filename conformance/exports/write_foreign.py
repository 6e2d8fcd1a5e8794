"""Writes sets as other programs do (pandas, pyarrow, datasets), for the importers to read.

Usage: python write_foreign.py FOLDER
"""

import base64
import csv
import io
import json
import sys
from pathlib import Path

import datasets
import pandas
import pyarrow
import pyarrow.parquet
from PIL import Image

datasets.disable_progress_bars()

TEXTS = ['tab\there', 'say "hi"', "two\nlines", "5\" wide, it's", "  spaces  ", "é, 中, emoji 🙂", "[brackets]", "NA"]


def picture(level: int) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (20, 12), (level, 40, 200 - level)).save(out, "JPEG")
    return out.getvalue()


def tsv(folder: Path) -> None:
    encoded = [base64.b64encode(picture(20 * i)).decode() for i in range(len(TEXTS))]
    images = [encoded[i] if i % 3 else str(encoded[: i % 4 + 2]) for i in range(len(TEXTS))]
    images[5] = "4"
    frame = pandas.DataFrame(
        {"index": range(len(TEXTS)), "image": images, "question": TEXTS, "A": "left", "B": "right", "answer": "B", "category": "c"}
    )
    frame.to_csv(folder / "minimal.tsv", sep="\t", index=False)
    frame.to_csv(folder / "all.tsv", sep="\t", index=False, quoting=csv.QUOTE_ALL)


def parquet(folder: Path) -> None:
    rows = [
        {
            "data_source": "geo",
            "prompt": [{"role": "system", "content": "s"}, {"role": "user", "content": "<image><image>" + text}],
            "images": [{"bytes": picture(i), "path": None}, {"bytes": picture(i + 90), "path": "x.jpg"}],
            "ability": "spatial",
            "reward_model": {"style": "rule", "ground_truth": str(i)},
            "extra_info": {"split": "train", "index": i},
        }
        for i, text in enumerate(TEXTS)
    ]
    for codec in ("snappy", "zstd", "gzip"):
        pyarrow.parquet.write_table(
            pyarrow.Table.from_pylist(rows), folder / f"verl-{codec}.parquet", compression=codec, row_group_size=3
        )
    data = datasets.Dataset.from_list(
        [
            {
                "messages": [
                    {"role": "user", "content": [{"type": "image", "text": None}, {"type": "text", "text": text}]},
                    {"role": "assistant", "content": [{"type": "text", "text": "yes"}]},
                ],
                "images": [{"bytes": picture(i), "path": None}],
            }
            for i, text in enumerate(TEXTS)
        ]
    ).cast_column("images", datasets.Sequence(datasets.Image()))
    data.to_parquet(str(folder / "trl.parquet"))


def main() -> None:
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    tsv(folder)
    parquet(folder)
    print(json.dumps(TEXTS))


main()

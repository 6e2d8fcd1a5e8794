"""Opens a data set and its exports with pyarrow, Hugging Face datasets and pandas, as the consumers' loaders do.

Usage: python open_with_libraries.py DATASET EXPORTS CACHE
EXPORTS holds one folder per format. Prints one JSON object: format -> what was seen.
"""

import ast
import base64
import io
import json
import sys
from pathlib import Path

import datasets
import pandas
import pyarrow.parquet
from PIL import Image

datasets.disable_progress_bars()


def size_of(data: bytes) -> list[int]:
    return list(Image.open(io.BytesIO(data)).size)


def load(kind: str, files: list[Path], cache: str):
    return datasets.load_dataset(kind, data_files=[str(f) for f in files], split="train", cache_dir=cache)


def shards(folder: Path, cache: str) -> dict:
    files = sorted((folder / "shards").glob("*.parquet"))
    rows = sum(pyarrow.parquet.read_table(f).num_rows for f in files)
    data = load("parquet", files, cache)
    sizes = {tuple(picture.size) for row in data for picture in row["images"]}
    return {"rows": rows, "datasetsRows": len(data), "sizes": sorted(map(list, sizes)), "answers": data["answer"][:]}


def jsonl_of_messages(folder: Path, cache: str) -> dict:
    """LLaMA-Factory and ms-swift: load_dataset("json"), pictures relative to the folder."""
    data = load("json", sorted(folder.glob("*.jsonl")), cache)
    mismatched = 0
    for row in data:
        markers = sum(message["content"].count("<image>") for message in row["messages"])
        found = [folder / path for path in row["images"]]
        for path in found:
            size_of(path.read_bytes())
        mismatched += markers != len(found)
    return {
        "rows": len(data),
        "mismatched": mismatched,
        "targets": [m["content"] for row in data for m in row["messages"] if m["role"] == "assistant"],
        "ids": data["id"][:],
    }


def llamafactory(folder: Path, cache: str) -> dict:
    info = json.loads((folder / "dataset_info.json").read_text())
    named = sorted(entry["file_name"] for entry in info.values())
    return {**jsonl_of_messages(folder, cache), "named": named, "files": sorted(p.name for p in folder.glob("*.jsonl"))}


def verl(folder: Path, cache: str) -> dict:
    data = load("parquet", sorted(folder.glob("*.parquet")), cache)
    markers = sum(sum(m["content"].count("<image>") for m in row["prompt"]) != len(row["images"]) for row in data)
    return {
        "rows": len(data),
        "mismatched": markers,
        "decoded": all(isinstance(p, Image.Image) for row in data for p in row["images"]),
        "groundTruth": [row["reward_model"]["ground_truth"] for row in data],
        "styles": sorted({row["reward_model"]["style"] for row in data}),
        "index": [row["extra_info"]["index"] for row in data],
        "columns": data.column_names,
    }


def trl(folder: Path, cache: str) -> dict:
    data = load("parquet", sorted(folder.glob("*.parquet")), cache)
    mismatched = 0
    for row in data:
        parts = [part for message in row["prompt"] for part in message["content"]]
        mismatched += sum(part["type"] == "image" for part in parts) != len(row["images"])
    return {
        "rows": len(data),
        "mismatched": mismatched,
        "decoded": all(isinstance(p, Image.Image) for row in data for p in row["images"]),
        "completions": [row["completion"][0]["content"][0]["text"] for row in data] if "completion" in data.column_names else [],
        "columns": data.column_names,
    }


def vlmevalkit(folder: Path, _cache: str) -> dict:
    """The kit's own reading: pandas with a tab, a value of the form "[...]" is evaluated as a list."""
    rows, indexes, answers, options = 0, True, [], []
    for file in sorted(folder.glob("*.tsv")):
        table = pandas.read_csv(file, sep="\t")
        rows += len(table)
        indexes = indexes and list(table["index"]) == list(range(len(table)))
        for _, row in table.iterrows():
            image, path = row["image"], row["image_path"]
            images = ast.literal_eval(image) if image.startswith("[") else [image]
            paths = ast.literal_eval(path) if path.startswith("[") else [path]
            assert len(images) == len(paths) and all(len(value) > 64 for value in images)
            for value in images:
                size_of(base64.b64decode(value, validate=True))
            letters = [c for c in "ABCDEFGHIJ" if c in row and not pandas.isna(row[c])]
            options.append(len(letters))
            answers.append(str(row["answer"]))
    return {"rows": rows, "indexes": indexes, "answers": answers, "options": options}


def mindcube(folder: Path, _cache: str) -> dict:
    rows = [json.loads(line) for f in sorted(folder.glob("*.jsonl")) for line in f.read_text().splitlines()]
    for row in rows:
        for path in row["images"]:
            size_of((folder / path).read_bytes())
    named = ("around", "rotation", "translation", "among")
    return {
        "rows": len(rows),
        "answers": [row["gt_answer"] for row in rows],
        "idsWithASetting": sum(any(word in row["id"].lower() for word in named) for row in rows),
        "inline": all(f" {row['gt_answer']}. " in row["question"] for row in rows),
    }


def lamm(folder: Path, _cache: str) -> dict:
    rows = [row for f in sorted(folder.glob("*.json")) if f.name != "export.json" for row in json.loads(f.read_text())]
    for row in rows:
        size_of((folder / row["image"]).read_bytes())
    return {
        "rows": len(rows),
        "turns": sorted({tuple(turn["from"] for turn in row["conversations"]) for row in rows}),
        "targets": [row["conversations"][1]["value"] for row in rows],
    }


READERS = {
    "llamafactory": llamafactory,
    "ms-swift": jsonl_of_messages,
    "verl": verl,
    "trl": trl,
    "vlmevalkit": vlmevalkit,
    "mindcube": mindcube,
    "lamm": lamm,
}


def main() -> None:
    dataset, exports, cache = sys.argv[1:]
    seen = {"dataset": shards(Path(dataset), cache)}
    for name, read in READERS.items():
        if (Path(exports) / name).exists():
            seen[name] = read(Path(exports) / name, cache)
    print(json.dumps(seen))


main()

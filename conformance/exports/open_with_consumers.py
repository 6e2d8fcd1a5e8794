"""Opens exports with the loaders of LLaMA-Factory, ms-swift, verl and TRL themselves, those of them that are installed.

Usage: python open_with_consumers.py EXPORTS SCRATCH
Prints one JSON object: consumer -> what its loader gave, or why it was not asked.
Tried with llamafactory 0.9.5, ms-swift 4.6.0, verl 0.9.1, trl 0.26.2, torch 2.9.1 and transformers 4.57.6, on a
machine without a GPU.
"""

import json
import os
import sys
from pathlib import Path

# Their pins on each other's versions cannot all hold in one environment; the loaders need none of them.
os.environ.setdefault("DISABLE_VERSION_CHECK", "1")
os.environ.setdefault("HF_HUB_OFFLINE", "1")


def llamafactory(folder: Path, scratch: Path) -> dict:
    from llamafactory.data.loader import _load_single_dataset
    from llamafactory.data.parser import get_dataset_list
    from llamafactory.hparams import DataArguments, ModelArguments
    from transformers import Seq2SeqTrainingArguments

    names = list(json.loads((folder / "dataset_info.json").read_text()))
    data_args = DataArguments(dataset=",".join(names), dataset_dir=str(folder), media_dir=str(folder))
    model_args = ModelArguments(model_name_or_path="none")
    training_args = Seq2SeqTrainingArguments(output_dir=str(scratch / "llamafactory"), use_cpu=True)
    rows, answers, mismatched, missing = 0, [], 0, 0
    for attributes in get_dataset_list(names, str(folder)):
        for row in _load_single_dataset(attributes, model_args, data_args, training_args):
            rows += 1
            answers.append(row["_response"][0]["content"])
            markers = sum(turn["content"].count("<image>") for turn in row["_prompt"])
            mismatched += markers != len(row["_images"])
            missing += not all(os.path.isfile(path) for path in row["_images"])
    return {"rows": rows, "answers": answers, "mismatched": mismatched, "missing": missing}


def ms_swift(folder: Path, _scratch: Path) -> dict:
    from swift.dataset import load_dataset

    data, _ = load_dataset([str(file) for file in sorted(folder.glob("*.jsonl"))])
    answers = [row["messages"][-1]["content"] for row in data]
    mismatched = sum(
        sum(turn["content"].count("<image>") for turn in row["messages"]) != len(row["images"]) for row in data
    )
    return {"rows": len(data), "answers": answers, "mismatched": mismatched, "missing": 0}


def verl(folder: Path, scratch: Path) -> dict:
    from omegaconf import OmegaConf
    from verl.utils.dataset.rl_dataset import RLHFDataset

    class Processor:
        """The loader asks only whether there is one."""

    config = OmegaConf.create({"filter_overlong_prompts": False, "cache_dir": str(scratch / "verl")})
    files = [str(file) for file in sorted(folder.glob("*.parquet"))]
    data = RLHFDataset(files, tokenizer=None, processor=Processor(), config=config)
    # Its own assertions compare markers and pictures in every row.
    rows = [data[i] for i in range(len(data))]
    return {
        "rows": len(rows),
        "answers": [row["reward_model"]["ground_truth"] for row in rows],
        "mismatched": 0,
        "missing": sum(
            part["image"] is None for row in rows for turn in row["raw_prompt"] for part in turn["content"]
            if isinstance(part, dict) and part["type"] == "image"
        ),
    }


def trl(folder: Path, _scratch: Path) -> dict:
    import datasets
    from trl.data_utils import is_conversational, prepare_multimodal_messages

    files = [str(file) for file in sorted(folder.glob("*.parquet"))]
    data = datasets.load_dataset("parquet", data_files=files, split="train")
    answers, missing = [], 0
    for row in data:
        assert is_conversational(row)
        # Raises where placeholders and pictures differ.
        turns = prepare_multimodal_messages(row["prompt"], images=row["images"])
        missing += sum(
            part.get("image") is None for turn in turns for part in turn["content"] if part["type"] == "image"
        )
        answers.append(row["completion"][0]["content"][0]["text"])
    return {"rows": len(data), "answers": answers, "mismatched": 0, "missing": missing}


def main() -> None:
    exports, scratch = map(Path, sys.argv[1:])
    os.environ["HF_DATASETS_CACHE"] = str(scratch / "cache")
    seen = {}
    for name, read in {"llamafactory": llamafactory, "ms-swift": ms_swift, "verl": verl, "trl": trl}.items():
        try:
            seen[name] = read(exports / name, scratch)
        except ImportError as error:
            seen[name] = {"absent": str(error).splitlines()[0]}
    print(json.dumps(seen))


main()

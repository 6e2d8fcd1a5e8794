"""verl's custom reward function, answered by `parallax serve`.

    custom_reward_function.path=verl_reward.py custom_reward_function.name=compute_score

PARALLAX_URL (default http://127.0.0.1:8787), PARALLAX_MIXTURE (default actial) and PARALLAX_TOKEN are read from the
environment.
"""

import json
import os
import time
import urllib.error
import urllib.parse
import urllib.request

TRIES = 5


def compute_score(data_source, solution_str, ground_truth, extra_info=None, **_):
    base = os.environ.get("PARALLAX_URL", "http://127.0.0.1:8787").rstrip("/")
    mixture = urllib.parse.quote(os.environ.get("PARALLAX_MIXTURE", "actial"))
    token = os.environ.get("PARALLAX_TOKEN")
    headers = {"Content-Type": "application/json", **({"Authorization": f"Bearer {token}"} if token else {})}
    body = json.dumps({"query": [solution_str], "labels": [str(ground_truth)]}).encode()
    request = urllib.request.Request(f"{base}/v1/rewards:score?mixture={mixture}", body, headers)
    for left in reversed(range(TRIES)):
        try:
            with urllib.request.urlopen(request, timeout=60) as reply:
                answer = json.load(reply)
            return {"score": answer["rewards"][0], **{k: v[0] for k, v in answer["extra_logs"].items()}}
        except urllib.error.HTTPError as error:
            if left == 0 or error.code not in (429, 500, 503):
                raise RuntimeError(f"{request.full_url} answered {error.code}: {error.read().decode()}") from error
        except OSError:
            if left == 0:
                raise
        time.sleep(1)

"""Times pycolmap's reader on a model folder and prints one JSON object. Its images.bin cannot be read on its own."""

import json
import sys
import time

import pycolmap

folder = sys.argv[1]
reconstruction = pycolmap.Reconstruction()
start = time.perf_counter()
reconstruction.read_binary(folder)
elapsed = 1000 * (time.perf_counter() - start)
last = reconstruction.images[len(reconstruction.images)]
centre = last.projection_center().tolist()
print(json.dumps({"ms": elapsed, "images": len(reconstruction.images), "lastCentre": centre}))

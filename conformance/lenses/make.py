"""Makes lenses.json: pixels of known rays through each of COLMAP's eleven camera models, by pycolmap.

    python -m venv venv && venv/bin/pip install pycolmap==4.2.1 numpy && venv/bin/python make.py > lenses.json
"""

import json

import numpy as np
import pycolmap

WIDTH, HEIGHT = 640, 480
PARAMETERS = {
    "SIMPLE_PINHOLE": [500, 320, 240],
    "PINHOLE": [500, 510, 320, 240],
    "SIMPLE_RADIAL": [500, 320, 240, -0.1],
    "RADIAL": [500, 320, 240, -0.12, 0.03],
    "OPENCV": [500, 510, 318, 242, -0.11, 0.04, 0.002, -0.003],
    "OPENCV_FISHEYE": [300, 305, 320, 240, 0.05, -0.02, 0.004, -0.001],
    "FULL_OPENCV": [500, 510, 318, 242, -0.11, 0.04, 0.002, -0.003, 0.01, 0.02, -0.01, 0.003],
    "FOV": [400, 405, 320, 240, 0.9],
    "SIMPLE_RADIAL_FISHEYE": [300, 320, 240, 0.04],
    "RADIAL_FISHEYE": [300, 320, 240, 0.04, -0.01],
    "THIN_PRISM_FISHEYE": [300, 305, 320, 240, 0.05, -0.02, 0.002, -0.001, 0.004, -0.001, 0.003, -0.002],
}

random = np.random.default_rng(1)
cameras = []
for model, parameters in PARAMETERS.items():
    camera = pycolmap.Camera(model=model, width=WIDTH, height=HEIGHT, params=parameters)
    rays = np.concatenate([[[0, 0]], random.uniform(-0.6, 0.6, (7, 2))]).round(4)
    pixels = np.array([camera.img_from_cam(np.array([u, v, 1.0])) for u, v in rays]).reshape(-1, 2)
    cameras.append(
        {
            "model": model,
            "id": int(camera.model.value),
            "parameters": parameters,
            "rays": rays.tolist(),
            "pixels": pixels.tolist(),
        }
    )
print(
    json.dumps(
        {
            "source": f"pycolmap {pycolmap.__version__}, Camera.img_from_cam of (u, v, 1)",
            "width": WIDTH,
            "height": HEIGHT,
            "cameras": cameras,
        },
        indent=1,
    )
)

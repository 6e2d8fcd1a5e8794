"""Makes lenses.json: COLMAP's eleven camera models by pycolmap, and by OpenCV where it has them, both ways.

    python -m venv venv && venv/bin/pip install pycolmap==4.2.1 opencv-python-headless==5.0.0.93 numpy
    venv/bin/python make.py > lenses.json

rays: (u, v) on the plane z = 1, with the pixels on which they fall (pixels: pycolmap; opencvPixels: OpenCV, null where
it has no such model). Fisheye models are asked for rays up to 72 degrees off the axis.
seen: pixels of a grid over the picture, with the rays that pycolmap finds for them (seenRays, null where it finds none).
"""

import json

import cv2
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
# OpenCV's own formulation: matrix and distortion vector for projectPoints, or for its fisheye module.
DISTORTION = {
    "SIMPLE_PINHOLE": lambda p: ([p[0], p[0], p[1], p[2]], []),
    "PINHOLE": lambda p: (p[:4], []),
    "SIMPLE_RADIAL": lambda p: ([p[0], p[0], p[1], p[2]], [p[3], 0, 0, 0]),
    "RADIAL": lambda p: ([p[0], p[0], p[1], p[2]], [p[3], p[4], 0, 0]),
    "OPENCV": lambda p: (p[:4], p[4:]),
    "FULL_OPENCV": lambda p: (p[:4], p[4:]),
}
FISHEYE = {
    "OPENCV_FISHEYE": lambda p: (p[:4], p[4:]),
    "SIMPLE_RADIAL_FISHEYE": lambda p: ([p[0], p[0], p[1], p[2]], [p[3], 0, 0, 0]),
    "RADIAL_FISHEYE": lambda p: ([p[0], p[0], p[1], p[2]], [p[3], p[4], 0, 0]),
}

random = np.random.default_rng(1)


def by_opencv(model, parameters, rays):
    none = np.zeros(3)
    points = np.concatenate([rays, np.ones((len(rays), 1))], axis=1).reshape(-1, 1, 3)
    if model in DISTORTION:
        (fx, fy, cx, cy), k = DISTORTION[model](parameters)
        matrix = np.array([[fx, 0, cx], [0, fy, cy], [0, 0, 1.0]])
        pixels, _ = cv2.projectPoints(points, none, none, matrix, np.array(k, dtype=float) if k else None)
    elif model in FISHEYE:
        (fx, fy, cx, cy), k = FISHEYE[model](parameters)
        matrix = np.array([[fx, 0, cx], [0, fy, cy], [0, 0, 1.0]])
        pixels, _ = cv2.fisheye.projectPoints(points, none, none, matrix, np.array(k, dtype=float))
    else:
        return None
    return pixels.reshape(-1, 2).tolist()


cameras = []
for model, parameters in PARAMETERS.items():
    camera = pycolmap.Camera(model=model, width=WIDTH, height=HEIGHT, params=parameters)
    rays = np.concatenate([[[0, 0]], random.uniform(-0.6, 0.6, (7, 2))]).round(4)
    if "FISHEYE" in model:
        angle, radius = random.uniform(0, 2 * np.pi, 4), np.tan(np.radians([40, 55, 65, 72]))
        rays = np.concatenate([rays, np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1).round(4)])
    pixels = np.array([camera.img_from_cam(np.array([u, v, 1.0])) for u, v in rays]).reshape(-1, 2)
    seen = [[x, y] for x in (0, 160, 320, 480, 640) for y in (0, 120, 240, 360, 480)]
    seen_rays = [camera.cam_from_img(np.array(pixel, dtype=float)) for pixel in seen]
    cameras.append(
        {
            "model": model,
            "id": int(camera.model.value),
            "parameters": parameters,
            "rays": rays.tolist(),
            "pixels": pixels.tolist(),
            "opencvPixels": by_opencv(model, parameters, rays),
            "seen": seen,
            "seenRays": [None if ray is None else np.asarray(ray)[:2].tolist() for ray in seen_rays],
        }
    )
source = f"pycolmap {pycolmap.__version__}, img_from_cam and cam_from_img; OpenCV {cv2.__version__}, projectPoints"
head = f'{{"source": "{source}", "width": {WIDTH}, "height": {HEIGHT}, "cameras": ['
print(head, ",\n".join(json.dumps(camera) for camera in cameras), "]}", sep="\n")

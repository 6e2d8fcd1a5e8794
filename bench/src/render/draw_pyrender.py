"""pyrender's side: draw_pyrender.py SCENE.json REPEATS. Colour with the sun's shadow, and the segmentation pass."""
import json
import os
import sys
import time

os.environ["PYOPENGL_PLATFORM"] = "egl"
import numpy as np

# pyrender 0.1.45 uses a name that NumPy 2 dropped.
if not hasattr(np, "infty"):
    np.infty = np.inf
import pyrender
from OpenGL.GL import GL_RENDERER, glGetString
from pyrender import RenderFlags

with open(sys.argv[1]) as file:
    data = json.load(file)
repeats = int(sys.argv[2])


def array(key, width):
    return np.array(data[key], dtype=np.float32).reshape(-1, width)


position, normal, colour = array("position", 3), array("normal", 3), array("colour", 3)
colour = np.concatenate([colour, np.ones((len(colour), 1), dtype=np.float32)], axis=1)
number = np.array(data["number"], dtype=np.int64)
index = np.array(data["index"], dtype=np.uint32).reshape(-1, 3)

scene = pyrender.Scene(ambient_light=[0.3, 0.3, 0.3])
material = pyrender.MetallicRoughnessMaterial(metallicFactor=0.0, roughnessFactor=0.7)
segments = {}
for value in np.unique(number):
    triangles = index[number[index[:, 0]] == value]
    vertices, local = np.unique(triangles, return_inverse=True)
    primitive = pyrender.Primitive(
        positions=position[vertices],
        normals=normal[vertices],
        color_0=colour[vertices],
        indices=local.reshape(-1, 3).astype(np.uint32),
        material=material,
    )
    node = scene.add(pyrender.Mesh([primitive]))
    segments[node] = (int(value), 0, 0)

elevation, azimuth = np.radians(data["sun"]["elevationDeg"]), np.radians(data["sun"]["azimuthDeg"])
z = np.array([np.cos(elevation) * np.sin(azimuth), np.sin(elevation), np.cos(elevation) * np.cos(azimuth)])
x = np.cross([0.0, 1.0, 0.0], z)
x /= np.linalg.norm(x)
pose = np.eye(4)
pose[:3, 0], pose[:3, 1], pose[:3, 2], pose[:3, 3] = x, np.cross(z, x), z, 20 * z
scene.add(pyrender.DirectionalLight(color=np.ones(3), intensity=data["sun"]["intensity"]), pose=pose)

k = data["cameras"][0]["intrinsics"]
camera = scene.add(pyrender.IntrinsicsCamera(k["fx"], k["fy"], k["cx"], k["cy"], znear=0.05, zfar=100.0))
renderer = pyrender.OffscreenRenderer(data["size"], data["size"])
poses = [np.array(c["cameraToWorld"]).reshape(4, 4) for c in data["cameras"]]
best, pixels = float("inf"), []
for round_number in range(repeats + 1):
    pixels = []
    start = time.perf_counter()
    for pose in poses:
        scene.set_pose(camera, pose)
        renderer.render(scene, flags=RenderFlags.SHADOWS_DIRECTIONAL)
        mask, _ = renderer.render(scene, flags=RenderFlags.SEG, seg_node_map=segments)
        pixels.append(int(np.count_nonzero((mask[:, :, 0] > 0) & (mask[:, :, 0] < 255))))
    elapsed = 1000 * (time.perf_counter() - start)
    # The first round compiles shaders.
    if round_number > 0:
        best = min(best, elapsed)
drawn_by = glGetString(GL_RENDERER).decode()
print(json.dumps({"ms": best, "images": len(poses), "pixels": pixels, "drawnBy": drawn_by}))

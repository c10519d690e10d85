"""Makes the pixels of a picture ready to be read: bounds, orientation, dark mode, lean, tiles."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from app.importers.reading.errors import Refused

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PIL.Image import Image

    Pixels = NDArray[np.uint8]

MOST_PIXELS = 48_000_000
LONGEST_SIDE = 40_000
LEAST_SIDE = 60
TILE, OVERLAP = 1_600, 120
_FORMATS = ("PNG", "JPEG", "WEBP", "BMP")
_LEANS_PROBED = 3.0  # degrees to each side
_STEP = 0.25
_LEAN_WORTH_TURNING = 0.3


def decoded(data: bytes) -> Image:
    """The picture in RGB, upright as its camera tag says. Raises Refused before a vast one is unpacked."""
    from PIL import Image, ImageOps, UnidentifiedImageError

    Image.MAX_IMAGE_PIXELS = None  # the bounds below are ours, and asked before anything is unpacked
    try:
        with Image.open(io.BytesIO(data), formats=_FORMATS) as opened:
            width, height = opened.size
            if width * height > MOST_PIXELS or max(width, height) > LONGEST_SIDE:
                raise Refused("picture-too-large", width=width, height=height, limit=MOST_PIXELS)
            if min(width, height) < LEAST_SIDE:
                raise Refused("picture-too-small", width=width, height=height)
            opened.load()
            upright = ImageOps.exif_transpose(opened)
            if upright.mode in ("RGBA", "LA", "P", "PA"):
                laid = Image.new("RGBA", upright.size, "white")
                laid.alpha_composite(upright.convert("RGBA"))
                upright = laid
            return upright.convert("RGB")
    except UnidentifiedImageError as why:
        raise Refused("picture-damaged") from why
    except (OSError, SyntaxError, ValueError, EOFError, ArithmeticError, LookupError) as why:  # what decoders raise
        raise Refused("picture-damaged") from why


def on_light(pixels: Pixels) -> Pixels:
    """A picture in dark mode turned into dark letters on a light ground; another as it is."""
    return 255 - pixels if float(pixels[::4, ::4].mean()) < 110 else pixels


def sharpness(pixels: Pixels) -> float:
    """How steep the steepest edges are: the 99.5th percentile of the step between neighbours over the contrast."""
    import numpy as np

    grey = pixels[: 4 * TILE].mean(axis=2)
    across = np.abs(np.diff(grey, axis=1))
    low, high = np.percentile(grey, (0.5, 99.5))
    strong = across[across > 0.12 * max(high - low, 1.0)]
    return float(np.percentile(strong, 90) / max(high - low, 1.0)) if strong.size else 0.0


def lean(picture: Image) -> float:
    """By how many degrees the lines of text lean, to 0.25 degrees; 0 where they lie flat.

    Turned the right way, the rows of a picture are either text or ground: the sums along rows then differ most.
    """
    import numpy as np
    from PIL import Image

    scale = 700 / max(picture.width, 1)
    small = picture.crop((0, 0, picture.width, min(picture.height, 3 * picture.width))).convert("L")
    small = small.resize((700, max(int(small.height * scale), 1)), Image.Resampling.BILINEAR)
    grey = np.asarray(small, dtype=np.float32)
    edges = np.zeros_like(grey)
    edges[:, 1:] = np.abs(np.diff(grey, axis=1))
    edges[edges < 24] = 0
    ink = Image.fromarray(np.clip(edges, 0, 255).astype(np.uint8))
    scores = {}
    for step in range(int(-_LEANS_PROBED / _STEP), int(_LEANS_PROBED / _STEP) + 1):
        angle = step * _STEP
        rows = np.asarray(ink.rotate(angle, Image.Resampling.BILINEAR), dtype=np.float32).sum(axis=1)
        scores[angle] = float((np.diff(rows) ** 2).sum())
    best = max(scores, key=lambda angle: (scores[angle], -abs(angle)))
    return best if abs(best) >= _LEAN_WORTH_TURNING and scores[best] > 1.15 * scores[0.0] else 0.0


def tiles(height: int) -> list[tuple[int, int]]:
    """Top and bottom of the tiles that a picture of this height is read in; each overlaps the next."""
    if height <= TILE + OVERLAP:
        return [(0, height)]
    found, top = [], 0
    while top + TILE < height:
        found.append((top, top + TILE))
        top += TILE - OVERLAP
    return [*found, (top, height)]

"""The reader: finds runs of text in a picture and reads them, with PP-OCRv6 (tiny) over onnxruntime.

The models lie in resources/models, with their licence and where they come from.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from app.importers.pictures import image
from app.importers.pictures.text_boxes import Grid, is_same, joined, text_boxes
from app.importers.pictures.words import Box, Picture, Word
from app.resource_files import resource

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from onnxruntime import InferenceSession
    from PIL.Image import Image

_MODELS = ("models", "ppocrv6_tiny")
_WIDEST = 1_216  # pixels across, at which the models read best for their time; wider pictures are made smaller
_NARROWEST = 720
_LINE = 48  # pixels high that the recogniser wants a run to be
_LONGEST_LINE = 2_400
_BATCH = 6
_AT_EDGE = 3


class Reader:
    """Reads pictures one after the other; holds the models, some 60 MB. Not for several threads."""

    def __init__(self, threads: int = 2) -> None:
        self._detection = _session("detection.onnx", threads)
        self._recognition = _session("recognition.onnx", threads)
        letters = resource(*_MODELS, "characters.txt").read_text(encoding="utf-8").split("\n")
        self._letters = ["", *(letter for letter in letters if letter), " "]

    def read(self, data: bytes) -> Picture:
        """The words of a picture in reading order. Raises Refused for what is no picture or too large a one."""
        import numpy as np
        from PIL import Image

        given = image.decoded(data)
        turned = image.lean(given)
        upright = given.rotate(turned, Image.Resampling.BICUBIC, fillcolor=_ground(given)) if turned else given
        scale = _scale(given.width)
        size = (round(given.width * scale), max(round(given.height * scale), 1))
        pixels = np.asarray(upright if scale == 1 else upright.resize(size, Image.Resampling.LANCZOS), dtype=np.uint8)
        sharp = image.sharpness(np.asarray(given, dtype=np.uint8))
        words = self._words(image.on_light(pixels))
        placed = tuple(_scaled(word, 1 / scale) for word in words)
        return Picture(given.width, given.height, placed, turned, sharp)

    def _words(self, pixels: NDArray[np.uint8]) -> list[Word]:
        found: list[tuple[Box, NDArray[np.uint8]]] = []
        for top, bottom in image.tiles(pixels.shape[0]):
            of_tile: list[tuple[Box, NDArray[np.uint8]]] = []
            for left, up, right, down in self._boxes(pixels[top:bottom]):
                cut_above = up < _AT_EDGE and top > 0
                cut_below = bottom - top - down < _AT_EDGE and bottom < pixels.shape[0]
                box = (float(left), float(up + top), float(right), float(down + top))
                if not (cut_above or cut_below or any(is_same(other, box) for other, _ in of_tile)):
                    of_tile.append((box, pixels[up + top : down + top, left:right]))
            found = joined(found, of_tile)
        return self._read_runs(found)

    def _boxes(self, tile: NDArray[np.uint8]) -> list[Grid]:
        """Boxes of runs in pixels of the tile."""
        import numpy as np

        high, wide = (-(-side // 32) * 32 for side in tile.shape[:2])
        padded = np.full((high, wide, 3), tile[-1, -1], dtype=np.uint8)
        padded[: tile.shape[0], : tile.shape[1]] = tile
        mean = np.array([0.485, 0.456, 0.406], dtype=np.float32)
        deviation = np.array([0.229, 0.224, 0.225], dtype=np.float32)
        levels = (padded[:, :, ::-1].astype(np.float32) / 255 - mean) / deviation
        (text_map,) = self._detection.run(None, {self._detection.get_inputs()[0].name: levels.transpose(2, 0, 1)[None]})
        return text_boxes(text_map[0, 0, : tile.shape[0], : tile.shape[1]])

    def _read_runs(self, found: list[tuple[Box, NDArray[np.uint8]]]) -> list[Word]:
        """Read runs in batches of about one width, so that little is padded."""
        import numpy as np
        from PIL import Image

        ready = []
        for box, run in found:
            wide = min(max(round(run.shape[1] * _LINE / run.shape[0]), 8), _LONGEST_LINE)
            line = Image.fromarray(run).resize((wide, _LINE), Image.Resampling.BILINEAR)
            ready.append((wide, box, np.asarray(line, dtype=np.float32)[:, :, ::-1] / 127.5 - 1))
        ready.sort(key=lambda one: (one[0], one[1]))
        words = []
        for at in range(0, len(ready), _BATCH):
            batch = ready[at : at + _BATCH]
            widest = max(160, -(-batch[-1][0] // 32) * 32)
            lines = np.zeros((len(batch), 3, _LINE, widest), dtype=np.float32)
            for place, (wide, _, levels) in enumerate(batch):
                lines[place, :, :, :wide] = levels.transpose(2, 0, 1)
            (chances,) = self._recognition.run(None, {self._recognition.get_inputs()[0].name: lines})
            for (wide, box, _), chance in zip(batch, chances, strict=True):
                words.append(self._decoded(chance, box, widest / wide))
        kept = [word for word in words if word.text.strip()]
        return sorted(kept, key=lambda word: (word.box[1], word.box[0]))

    def _decoded(self, chance: NDArray[np.float32], box: Box, stretch: float) -> Word:
        """The text of one line from the chances of each letter at each place (connectionist temporal coding)."""
        best = chance.argmax(axis=1).tolist()
        sure = chance.max(axis=1).tolist()
        step = (box[2] - box[0]) * stretch / len(best)
        text, edges, chances, before = [], [], [], 0
        for place, letter in enumerate(best):
            if letter and letter != before:
                text.append(self._letters[letter])
                edges.append(box[0] + place * step)
                chances.append(round(sure[place], 3))
            before = letter
        right = min(box[2], edges[-1] + (box[3] - box[1])) if edges else box[2]
        return Word(
            "".join(text),
            box,
            min(chances, default=0.0),
            (*edges, max(right, edges[-1]) if edges else right),
            tuple(chances),
        )


@cache
def reader() -> Reader:
    """The reader of this process, kept for the next picture."""
    return Reader()


def _session(model: str, threads: int) -> InferenceSession:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False  # what keeps the memory of long pages down
    options.log_severity_level = 3
    path = resource(*_MODELS, model)
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def _ground(picture: Image) -> tuple[int, ...]:
    corner = picture.getpixel((2, 2))
    return corner if isinstance(corner, tuple) else (255, 255, 255)


def _scale(width: int) -> float:
    if width > _WIDEST:
        return _WIDEST / width
    return _NARROWEST / width if width < _NARROWEST else 1.0


def _scaled(word: Word, by: float) -> Word:
    left, top, right, bottom = (side * by for side in word.box)
    return replace(word, box=(left, top, right, bottom), edges=tuple(edge * by for edge in word.edges))

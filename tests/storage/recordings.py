"""Tiny recordings of every kind, made on the spot, with what phones write into them."""

from io import BytesIO

import av
from av.audio.frame import AudioFrame
from av.video.frame import VideoFrame
from PIL import Image

PLACE = "+51.5000-000.1000/"
RATE = 8000


def sound(kind: str = "wav", codec: str = "pcm_s16le", seconds: int = 2, **written: str) -> bytes:
    """Silence of some seconds; ``written`` is what stands in its head."""
    made = BytesIO()
    with av.open(made, "w", format=kind) as file:
        file.metadata.update(written)
        stream = file.add_stream(codec, rate=RATE)
        stream.layout = "mono"
        for number in range(seconds * 10):
            frame = AudioFrame(format="s16", layout="mono", samples=RATE // 10)
            frame.rate, frame.pts = RATE, number * RATE // 10
            frame.planes[0].update(bytes(RATE // 5))
            for packet in stream.encode(frame):
                file.mux(packet)
        for packet in stream.encode(None):
            file.mux(packet)
    return made.getvalue()


def film(kind: str = "mp4", codec: str = "mpeg4", seconds: int = 2, **written: str) -> bytes:
    """A red picture of some seconds."""
    made = BytesIO()
    with av.open(made, "w", format=kind) as file:
        file.metadata.update(written)
        stream = file.add_stream(codec, rate=10)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        for _ in range(seconds * 10):
            for packet in stream.encode(VideoFrame.from_image(Image.new("RGB", (64, 48), "red"))):
                file.mux(packet)
        for packet in stream.encode(None):
            file.mux(packet)
    return made.getvalue()

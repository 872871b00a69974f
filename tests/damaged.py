"""Archives (docx, xlsx) as a bad stick or a broken download leaves them, the same for each seed."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Iterator


def damaged(archive: bytes, count: int) -> Iterator[bytes]:
    """Broken copies: each part replaced by another or missing; and so many with bytes changed or cut
    off, of the whole or within a part."""
    parts = _parts(archive)
    for name in parts:
        yield _packed(parts | {name: b"<a/>"})
        yield _packed({other: part for other, part in parts.items() if other != name})
    chance = random.Random(count)
    for n in range(count):
        name = chance.choice(sorted(parts))
        way = (_changed, _cut_off)[n % 2]
        yield way(archive, chance)
        yield _packed(parts | {name: way(parts[name], chance)})


def _changed(content: bytes, chance: random.Random) -> bytes:
    broken = bytearray(content)
    for _ in range(chance.choice((1, 3, 10))):
        broken[chance.randrange(len(broken))] = chance.randrange(256)
    return bytes(broken)


def _cut_off(content: bytes, chance: random.Random) -> bytes:
    return content[: chance.randrange(len(content))]


def _parts(archive: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(archive)) as file:
        return {each.filename: file.read(each) for each in file.infolist() if each.file_size}


def _packed(parts: dict[str, bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as file:
        for name, part in parts.items():
            file.writestr(name, part)
    return content.getvalue()

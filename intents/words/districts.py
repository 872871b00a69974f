"""The districts of Beijing, each by its short name."""

from __future__ import annotations

DISTRICTS = (
    "东城", "西城", "朝阳", "丰台", "石景山", "海淀", "门头沟", "房山", "通州", "顺义", "昌平", "大兴",
    "怀柔", "平谷", "密云", "延庆",
)  # fmt: skip

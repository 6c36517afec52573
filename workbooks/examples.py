"""An example of every property: what its file gives, else what its type is like. All are made up."""

from __future__ import annotations

from ontology.model import PropertySpec

EXAMPLES: dict[str, str | int | float] = {
    "text": "示例文字", "keyword": "示例词", "org_name": "商洛示例科技有限公司", "person": "张示例",
    "phone": "0914-2314567", "email": "shili@example.com", "uscc": "91611000MA00000075", "county": "山阳县",
    "industry": "C3240 有色金属合金制造", "field": "450 冶金工程技术", "patent": "202310123456.6",
    "orcid": "0000-0002-1825-0097", "date": "2025-06-30", "money": 120, "integer": 86, "number": 3.6,
    "flag": "是", "url": "https://example.com", "code": "SL-2025-001",
}  # fmt: skip
"""By value type; ORCID's is the one its makers use for nobody."""


def example(spec: PropertySpec) -> str | int | float:
    """A value as a person would fill it in."""
    return spec.example or (spec.choices[0] if spec.choices else EXAMPLES[spec.type])

"""What a person can teach the program about a table."""

from __future__ import annotations

import json
from collections.abc import Mapping


def table_kinds() -> dict[str, tuple[str, ...]]:
    """The kinds of tables a person can teach, each with the roles its columns may have, the necessary ones first."""
    from app.importers.recognising.vocabulary import kinds

    return {kind.name: kind.roles for kind in kinds()}


def mapping_text(kind: str, roles: Mapping[str, str]) -> str:
    """What a person taught of a table, as it is remembered: its kind and the role of each column by its heading."""
    used = {name: role for name, role in roles.items() if role}
    return json.dumps({"": kind, **used}, ensure_ascii=False, sort_keys=True)

"""The papers of the Debian package: its changelog and its copyright, as Debian wants them.

A licence that every Debian system has is named by its place there and not repeated; the texts as they came stand in
``THIRD-PARTY-NOTICES.txt`` of the program.
"""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime
from email.utils import format_datetime

from contents import ROOT, VERSION

NOTICES = "/usr/lib/tallyline/_internal/resources/THIRD-PARTY-NOTICES.txt"
_FIRST_DAY = "1735689600"
_EVERYWHERE = ("GPL-3", "LGPL-3", "LGPL-2.1", "Apache-2.0")
_HEADING = re.compile(r"^={20,}\n(?P<title>[^\n]+)\n={20,}$", re.M)


def maintainer() -> str:
    """Who answers for the package: as Debian's own tools are told, else nobody beyond this computer."""
    surroundings = os.environ
    return f"{surroundings.get('DEBFULLNAME', 'Tallyline')} <{surroundings.get('DEBEMAIL', 'tallyline@localhost')}>"


def changelog() -> str:
    """One entry, for this version, at the time that `SOURCE_DATE_EPOCH` names."""
    moment = datetime.fromtimestamp(int(os.environ.get("SOURCE_DATE_EPOCH", _FIRST_DAY)), UTC)
    return (
        f"tallyline ({VERSION}) unstable; urgency=medium\n\n"
        "  * What changed stands in CHANGELOG.md.gz beside this file.\n\n"
        f" -- {maintainer()}  {format_datetime(moment)}\n"
    )


def copyright_of(notices: str) -> str:
    """The program's licence, then each part with the licence that it names."""
    parts = [match["title"] for match in _HEADING.finditer(notices)]
    places = "\n".join(f"  /usr/share/common-licenses/{name}" for name in _EVERYWHERE)
    listed = "\n".join(f"  {' '.join(title.split())}" for title in parts)
    return (
        f"{(ROOT / 'LICENSE').read_text(encoding='utf-8').strip()}\n\n"
        f"The package holds these parts under licences of their own:\n\n{listed}\n\n"
        f"Their copyrights and licences, as they came, stand in\n  {NOTICES}\n"
        f"Licences that every Debian system has:\n{places}\n"
    )

"""What the name of a company says: who it is without its legal form, and what it takes charges for."""

from __future__ import annotations

import re

from app.core.sources import Service

_FORM = re.compile(r"信用卡中心|股份有限公司|有限责任公司|有限公司|股份公司")
_SERVICES = {
    "担保": Service.GUARANTEE,
    "保险": Service.INSURANCE,
    "会员": Service.MEMBERSHIP,
    "增信": Service.CREDIT_ENHANCEMENT,
    "咨询": Service.CONSULTING,
    "评估": Service.ASSESSMENT,
    "代偿": Service.RECOVERY,
    "追偿": Service.RECOVERY,
    "延期": Service.EXTENSION,
    "展期": Service.EXTENSION,
    "延后": Service.EXTENSION,
    "缓还": Service.EXTENSION,
}


def stem_of(name: str) -> str:
    """A name without the form of a company, by which two papers' names of one lender are compared."""
    return _FORM.sub("", name)


def services_in(text: str) -> tuple[Service, ...]:
    """What a charge is for, as items of tables and names of payees both say it."""
    return tuple(dict.fromkeys(service for word, service in _SERVICES.items() if word in text))

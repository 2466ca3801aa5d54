"""An inspectorate as its file would describe it: adding that file changes nothing."""

from datetime import datetime
from typing import Any

import yaml
from sqlmodel.ext.asyncio.session import AsyncSession

from app.registry.describing import ROLES, Description, SignerDescription, SiteDescription
from app.registry.inspectorates import sites
from app.registry.signers import signers
from app.registry.tables import Inspectorate

_BESIDE = {"sites", "signers"}  # tables of their own
_WIDTH = 100


async def shown(session: AsyncSession, inspectorate: Inspectorate, now: datetime) -> dict[str, Any]:
    """What stands, with the signers who are in force now."""
    signed = await signers(session, inspectorate, now)
    beside = {
        "sites": [
            site.model_dump(include=set(SiteDescription.model_fields))
            for site in await sites(session, inspectorate)
        ],
        "signers": {
            role: signed[role].model_dump(include=set(SignerDescription.model_fields))
            for role in ROLES
        },
    }
    return {
        name: beside[name] if name in _BESIDE else getattr(inspectorate, name)
        for name in Description.model_fields
    }


def as_yaml(described: dict[str, Any]) -> str:
    return yaml.safe_dump(described, allow_unicode=True, sort_keys=False, width=_WIDTH)

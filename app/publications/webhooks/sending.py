"""One message to one address. The worker's: a web process talks to no other machine."""

import asyncio
import json
import logging
import ssl
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlsplit, urlunsplit

import httpx

from app.lib.safekeeping import NotOurs
from app.publications.tables import Webhook, WebhookMessage
from app.publications.webhooks.faults import NO_LINE, NOT_PUBLIC, TOO_SLOW, UNREADABLE
from app.publications.webhooks.reaching import NotPublic, Resolve, look_up, port, reach
from app.publications.webhooks.signing import Vault, signature

logging.getLogger("httpx").setLevel(logging.WARNING)  # it writes every address: some hold secrets

PATIENCE = 10.0  # seconds for everything: name, line, request and the reply's first line
GONE = 410


@dataclass(frozen=True)
class Tried:
    """`status` None: no reply came. `fault` empty: it was taken."""

    status: int | None
    fault: str


@dataclass(frozen=True)
class Sender:
    """`trusted` certificates: None for those that everybody trusts."""

    vault: Vault
    base_url: str
    resolve: Resolve = look_up
    trusted: ssl.SSLContext | None = field(default=None)

    async def send(self, webhook: Webhook, message: WebhookMessage, now: datetime) -> Tried:
        """Holds no transaction. Redirections are not followed, the reply's content is not read."""
        try:
            async with asyncio.timeout(PATIENCE):
                status = await self._post(webhook, message, now)
        except TimeoutError:
            return Tried(None, TOO_SLOW)
        except NotOurs:
            return Tried(None, UNREADABLE)
        except NotPublic:
            return Tried(None, NOT_PUBLIC)
        except (httpx.HTTPError, httpx.InvalidURL, OSError):
            return Tried(None, NO_LINE)
        return Tried(status, "" if 200 <= status < 300 else f"status {status}")

    async def _post(self, webhook: Webhook, message: WebhookMessage, now: datetime) -> int:
        is_demo = not self.base_url.startswith("https://")
        address = await reach(webhook.url, self.resolve, is_demo=is_demo)
        body = self.body(message)
        pinned, host = _pinned(webhook.url, address)
        headers = {
            "Host": host,
            "Content-Type": "application/json",
            "User-Agent": "Pikir",
            **self._signed(webhook, message, body, now),
        }
        async with (
            httpx.AsyncClient(
                verify=self.trusted or True, trust_env=False, timeout=PATIENCE
            ) as client,
            client.stream(
                "POST",
                pinned,
                content=body,
                headers=headers,
                follow_redirects=False,
                extensions={"sni_hostname": urlsplit(webhook.url).hostname},
            ) as reply,
        ):
            return reply.status_code

    def body(self, message: WebhookMessage) -> bytes:
        """The same bytes at every try."""
        data = dict(message.data)
        if "period" in data:
            period = str(data["period"]).lower()
            data["href"] = f"{self.base_url}/api/v1/releases/{data['inspectorate']}/{period}"
        whole = {"type": message.type, "timestamp": message.made_at.isoformat(), "data": data}
        return json.dumps(whole, ensure_ascii=False).encode()

    def _signed(
        self, webhook: Webhook, message: WebhookMessage, body: bytes, now: datetime
    ) -> dict[str, str]:
        name, seconds = f"msg_{message.id.hex}", int(now.timestamp())
        secret = self.vault.open(webhook.secret, webhook.id)
        return {
            "webhook-id": name,
            "webhook-timestamp": str(seconds),
            "webhook-signature": signature(secret, name, seconds, body),
        }


def _pinned(url: str, address: str) -> tuple[str, str]:
    """The same request, to that IP address; and the name of the host that it is for."""
    parts = urlsplit(url)
    literal = f"[{address}]" if ":" in address else address
    there = f"{literal}:{port(parts)}"
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit((parts.scheme, there, parts.path or "/", parts.query, "")), host

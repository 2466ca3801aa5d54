"""What the page about the API shows to be copied: commands, and how a signature is checked."""

NEW_KEY = (
    "pikir token add register --inspectorate geti"
    " --scope inspections:write --scope inspections:read"
)
FIRST_CALL = """\
export PIKIR_TOKEN=pikir_…
curl {base_url}/api/v1/inspections \\
  -H "Authorization: Bearer $PIKIR_TOKEN\""""
# A test runs it against a message that was really sent.
CHECKING = '''\
import base64, hashlib, hmac, time

def is_genuine(secret: str, headers: dict[str, str], body: bytes) -> bool:
    """`secret` begins with whsec_; `headers` by their names in lower case."""
    if abs(time.time() - int(headers["webhook-timestamp"])) > 300:
        return False
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    wanted = base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()
    given = [one.removeprefix("v1,") for one in headers["webhook-signature"].split(" ")]
    return any(hmac.compare_digest(wanted, one) for one in given)'''

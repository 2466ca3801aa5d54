"""A certificate that nobody but itself vouches for."""

import subprocess
from pathlib import Path


def certify(folder: Path, name: str) -> tuple[Path, Path]:
    """For a server of that name: the certificate, and its key."""
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", f"/CN={name}",
         "-addext", f"subjectAltName=DNS:{name}", "-keyout", key, "-out", certificate],
        check=True, capture_output=True,
    )  # fmt: skip
    return certificate, key

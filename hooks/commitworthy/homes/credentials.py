"""Whether there are credentials for a cloud, looked for before anything else is done.

The clients look in the same places by themselves, but where they find nothing they wait for a server that only
machines of the cloud have.  No value of a credential is read here, but for files that a variable names.
"""

from __future__ import annotations

import os

from ..base import system
from ..base.findings import CheckError
from ..base.namedtuple import TYPE_CHECKING
from . import extras

if TYPE_CHECKING:
    from typing import Any

_OF_S3 = (
    "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, AWS_PROFILE, ~/.aws/credentials, AWS_WEB_IDENTITY_TOKEN_FILE, "
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"
)
_TOKENS_OF_S3 = ("WEB_IDENTITY_TOKEN_FILE", "CONTAINER_CREDENTIALS_RELATIVE_URI", "CONTAINER_CREDENTIALS_FULL_URI")
_OF_GCS = "GOOGLE_APPLICATION_CREDENTIALS, GOOGLE_SERVICE_ACCOUNT, gcloud's application_default_credentials.json"
_OF_AZURE = (
    "AZURE_STORAGE_ACCOUNT_KEY, AZURE_STORAGE_SAS_TOKEN, AZURE_STORAGE_CLIENT_ID with AZURE_STORAGE_CLIENT_SECRET, "
    "AZURE_FEDERATED_TOKEN_FILE, AZURE_USE_AZURE_CLI"
)
# What a machine of each cloud says of its vendor, by `/sys/class/dmi/id`.
_VENDORS = {"s3": "Amazon EC2", "gs": "Google"}


def of_s3(home: str) -> dict[str, Any]:
    """What the client of S3 is to be told beside the environment; CheckError where there are no credentials."""
    if os.environ.get("AWS_ACCESS_KEY_ID") or _is_set("AWS_SKIP_SIGNATURE"):
        if not os.environ.get("AWS_SECRET_ACCESS_KEY") and not _is_set("AWS_SKIP_SIGNATURE"):
            raise CheckError(f"{home}: AWS_ACCESS_KEY_ID is set, and AWS_SECRET_ACCESS_KEY is not: set both")
        return {}
    if any(os.environ.get(f"AWS_{name}") for name in _TOKENS_OF_S3):
        return {}
    files = [os.environ.get("AWS_SHARED_CREDENTIALS_FILE") or "~/.aws/credentials"]
    files.append(os.environ.get("AWS_CONFIG_FILE") or "~/.aws/config")
    if os.environ.get("AWS_PROFILE") or any(os.path.exists(os.path.expanduser(file)) for file in files):
        return _of_profile(home)
    if _runs_at("s3") and not _is_set("AWS_EC2_METADATA_DISABLED"):
        return {}
    raise CheckError(f"{home}: no credentials: looked for {_OF_S3}; set one of them")


def _of_profile(home: str) -> dict[str, Any]:
    """Those of a profile, which only Amazon's own library can read: there are a dozen ways to log in."""
    boto3 = extras.load("boto3", f"{home}: a profile of AWS")
    provider = extras.load("obstore.auth.boto3", home)
    try:
        session = boto3.Session()
        found = session.get_credentials()
    except Exception as error:  # noqa: BLE001 (of a library, said)
        raise CheckError(f"{home}: the profile of AWS cannot be used ({error}): aws configure") from None
    if found is None:
        raise CheckError(f"{home}: no credentials: looked for {_OF_S3}; set one of them")
    settings: dict[str, Any] = {"credential_provider": provider.Boto3CredentialProvider(session)}
    return settings | ({"region": session.region_name} if session.region_name else {})


def of_gcs(home: str) -> None:
    """CheckError where there are no credentials for Google Cloud Storage."""
    names = ("GOOGLE_APPLICATION_CREDENTIALS", "GOOGLE_SERVICE_ACCOUNT", "GOOGLE_SERVICE_ACCOUNT_PATH",
             "GOOGLE_SERVICE_ACCOUNT_KEY", "GOOGLE_BEARER_TOKEN")  # fmt: skip
    default = os.path.join(system.settings_folder(), "gcloud", "application_default_credentials.json")
    if any(os.environ.get(name) for name in names) or _is_set("GOOGLE_SKIP_SIGNATURE"):
        return
    if not os.path.exists(default) and not _runs_at("gs"):
        login = "gcloud auth application-default login"
        raise CheckError(f"{home}: no credentials: looked for {_OF_GCS}; set one of them, or run {login}")


def of_azure(home: str) -> None:
    """CheckError where there is no account, or are no credentials, for Azure's storage."""
    if _is_set("AZURE_STORAGE_USE_EMULATOR"):
        return
    if home.startswith("az://") and not os.environ.get("AZURE_STORAGE_ACCOUNT_NAME"):
        raise CheckError(f"{home}: of which account? Set AZURE_STORAGE_ACCOUNT_NAME")
    names = ("ACCOUNT_KEY", "ACCESS_KEY", "SAS_TOKEN", "SAS_KEY", "CLIENT_SECRET", "TOKEN")
    known = [os.environ.get(f"AZURE_STORAGE_{name}") for name in names]
    others = ("AZURE_CLIENT_SECRET", "AZURE_FEDERATED_TOKEN_FILE", "AZURE_USE_AZURE_CLI", "IDENTITY_ENDPOINT",
              "MSI_ENDPOINT", "AZURE_SKIP_SIGNATURE")  # fmt: skip
    if not any(known) and not any(os.environ.get(name) for name in others):
        raise CheckError(f"{home}: no credentials: looked for {_OF_AZURE}; set one of them")


def _is_set(name: str) -> bool:
    return os.environ.get(name, "").lower() in ("1", "true", "yes")


def _runs_at(cloud: str) -> bool:
    """Whether this is a machine of the cloud, which has a server for credentials."""
    for name in ("sys_vendor", "product_name", "bios_vendor"):
        try:
            with open(f"/sys/class/dmi/id/{name}", encoding="utf-8", errors="replace") as file:
                if _VENDORS[cloud] in file.read(200):
                    return True
        except OSError:
            continue
    return False

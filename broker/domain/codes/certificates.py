"""Identifiers of electronic certificates (电子证照标识, GB/T 36904)."""

from dataclasses import dataclass
from enum import StrEnum

from broker.domain.codes.checks import certificate_check, is_alphanumeric, is_digits
from broker.domain.codes.regions import is_region_code
from broker.domain.codes.text import normalize

PREFIX = "1.2.156.3005.2."
PARTS = 5
TYPE_LENGTH = 21
TYPE_SERIAL_LENGTH = 3
ISSUER_LENGTH = 18
VERSION_LENGTH = 3


class CertificateFault(StrEnum):
    """The first check that an identifier fails."""

    PREFIX = "prefix"
    PARTS = "parts"
    TYPE = "type"
    ISSUER = "issuer"
    SERIAL = "serial"
    VERSION = "version"
    CHECK = "check"


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateId:
    """A well-formed identifier of an electronic certificate."""

    normalized: str
    type: str
    issuer: str
    serial: str
    version: str


def parse_certificate_id(text: str) -> CertificateId | CertificateFault:
    """Check an identifier; the first failing check is the answer."""
    identifier = normalize(text)
    if not identifier.startswith(PREFIX):
        return CertificateFault.PREFIX
    parts = identifier.removeprefix(PREFIX).split(".")
    if len(parts) != PARTS:
        return CertificateFault.PARTS
    kind, issuer, serial, version, check = parts
    fault = _fault_of_parts(kind, issuer, serial, version)
    if fault is not None:
        return fault
    if check != certificate_check(kind + issuer + serial + version):
        return CertificateFault.CHECK
    return CertificateId(
        normalized=identifier, type=kind, issuer=issuer, serial=serial, version=version
    )


def _fault_of_parts(kind: str, issuer: str, serial: str, version: str) -> CertificateFault | None:
    if not _is_type(kind):
        return CertificateFault.TYPE
    if not _is_issuer(issuer):
        return CertificateFault.ISSUER
    if not is_alphanumeric(serial):
        return CertificateFault.SERIAL
    if len(version) != VERSION_LENGTH or not is_digits(version):
        return CertificateFault.VERSION
    return None


def _is_type(kind: str) -> bool:
    """The code of the body that defines the type, and three digits."""
    serial = kind[-TYPE_SERIAL_LENGTH:]
    return len(kind) == TYPE_LENGTH and is_alphanumeric(kind) and is_digits(serial)


def _is_issuer(issuer: str) -> bool:
    """An organisation by its eighteen characters, or a region by its six digits."""
    return is_region_code(issuer) or (len(issuer) == ISSUER_LENGTH and is_alphanumeric(issuer))

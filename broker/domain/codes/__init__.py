"""Identifiers (domain section 5): what is well formed, and what a well-formed number says."""

from broker.domain.codes.certificates import CertificateFault, CertificateId, parse_certificate_id
from broker.domain.codes.items import ItemCode, parse_item_code
from broker.domain.codes.persons import (
    CodeFault,
    OrganisationCode,
    RegionStatus,
    ResidentId,
    Sex,
    parse_organisation_code,
    parse_resident_id,
)
from broker.domain.codes.regions import (
    Region,
    RegionDirectory,
    RegionTable,
    RetiredRegion,
    parse_regions,
)
from broker.domain.codes.text import is_phone, normalize, parse_date

__all__ = [
    "CertificateFault",
    "CertificateId",
    "CodeFault",
    "ItemCode",
    "OrganisationCode",
    "Region",
    "RegionDirectory",
    "RegionStatus",
    "RegionTable",
    "ResidentId",
    "RetiredRegion",
    "Sex",
    "is_phone",
    "normalize",
    "parse_certificate_id",
    "parse_date",
    "parse_item_code",
    "parse_organisation_code",
    "parse_regions",
    "parse_resident_id",
]

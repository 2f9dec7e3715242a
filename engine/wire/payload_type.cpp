#include "engine/wire/payload_type.h"

#include "engine/api/name_table.h"

#include <array>
#include <utility>

namespace tw::wire {

namespace {

using Name = api::Named<PayloadType>;

constexpr std::array kNames = {
    Name{PayloadType::Sa, "SA"},
    Name{PayloadType::KeyExchange, "KE"},
    Name{PayloadType::IdInitiator, "IDi"},
    Name{PayloadType::IdResponder, "IDr"},
    Name{PayloadType::Certificate, "CERT"},
    Name{PayloadType::CertificateRequest, "CERTREQ"},
    Name{PayloadType::Authentication, "AUTH"},
    Name{PayloadType::Nonce, "No"},
    Name{PayloadType::Notify, "N"},
    Name{PayloadType::Delete, "D"},
    Name{PayloadType::VendorId, "V"},
    Name{PayloadType::TsInitiator, "TSi"},
    Name{PayloadType::TsResponder, "TSr"},
    Name{PayloadType::Encrypted, "SK"},
    Name{PayloadType::Configuration, "CP"},
    Name{PayloadType::Eap, "EAP"},
    Name{PayloadType::EncryptedFragment, "EF"},
};

constexpr std::array kIsakmpNames = {
    Name{PayloadType::SaV1, "SA"},
    Name{PayloadType::KeyExchangeV1, "KE"},
    Name{PayloadType::IdentificationV1, "ID"},
    Name{PayloadType::CertificateV1, "CERT"},
    Name{PayloadType::CertificateRequestV1, "CERTREQ"},
    Name{PayloadType::HashV1, "HASH"},
    Name{PayloadType::SignatureV1, "SIG"},
    Name{PayloadType::NonceV1, "No"},
    Name{PayloadType::NotificationV1, "N"},
    Name{PayloadType::DeleteV1, "D"},
    Name{PayloadType::VendorIdV1, "V"},
    Name{PayloadType::NatD, "NAT-D"},
    Name{PayloadType::NatOa, "NAT-OA"},
    Name{PayloadType::NatDDraft, "NAT-D"},
    Name{PayloadType::NatOaDraft, "NAT-OA"},
    Name{PayloadType::FragmentV1, "FRAG"},
};

std::string nameOrNumber(std::span<const Name> names, PayloadType type)
{
    const std::string_view name = api::nameOf<PayloadType>(names, type);
    return name.empty() ? "(" + std::to_string(std::to_underlying(type)) + ")" : std::string(name);
}

} // namespace

bool isKnownPayload(PayloadType type) { return !api::nameOf<PayloadType>(kNames, type).empty(); }

std::string payloadName(PayloadType type) { return nameOrNumber(kNames, type); }

std::string isakmpPayloadName(PayloadType type) { return nameOrNumber(kIsakmpNames, type); }

} // namespace tw::wire

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

} // namespace

bool isKnownPayload(PayloadType type) { return !api::nameOf<PayloadType>(kNames, type).empty(); }

std::string payloadName(PayloadType type)
{
    const std::string_view name = api::nameOf<PayloadType>(kNames, type);
    return name.empty() ? "(" + std::to_string(std::to_underlying(type)) + ")" : std::string(name);
}

} // namespace tw::wire

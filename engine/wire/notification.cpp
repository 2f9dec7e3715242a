#include "engine/wire/notification.h"

#include "engine/wire/byte_reader.h"
#include "engine/wire/byte_writer.h"
#include "engine/wire/isakmp_payloads.h"

#include <algorithm>
#include <array>
#include <utility>

namespace tw::wire {

namespace {

struct Names
{
    NotificationType type;
    std::string_view shortName;
    std::string_view name;
};

// charon (strongSwan 5.9) has one list of abbreviations for both versions; where it lacks one, or the number means
// something else in IKEv2, the abbreviation is ours, in its manner.
constexpr std::array kNames = {
    Names{NotificationType::InvalidPayloadType, "INVAL_PLD", "INVALID_PAYLOAD_TYPE"},
    Names{NotificationType::DoiNotSupported, "DOI_UNSUP", "DOI_NOT_SUPPORTED"},
    Names{NotificationType::SituationNotSupported, "SIT_UNSUP", "SITUATION_NOT_SUPPORTED"},
    Names{NotificationType::InvalidCookie, "INVAL_COOKIE", "INVALID_COOKIE"},
    Names{NotificationType::InvalidMajorVersion, "INVAL_MAJOR", "INVALID_MAJOR_VERSION"},
    Names{NotificationType::InvalidMinorVersion, "INVAL_MINOR", "INVALID_MINOR_VERSION"},
    Names{NotificationType::InvalidExchangeType, "INVAL_EXCHG", "INVALID_EXCHANGE_TYPE"},
    Names{NotificationType::InvalidFlags, "INVAL_FLAGS", "INVALID_FLAGS"},
    Names{NotificationType::InvalidMessageId, "INVAL_MID", "INVALID_MESSAGE_ID"},
    Names{NotificationType::InvalidProtocolId, "INVAL_PROTO", "INVALID_PROTOCOL_ID"},
    Names{NotificationType::InvalidSpi, "INVAL_SPI", "INVALID_SPI"},
    Names{NotificationType::InvalidTransformId, "INVAL_TRANS", "INVALID_TRANSFORM_ID"},
    Names{NotificationType::AttributesNotSupported, "ATTR_UNSUP", "ATTRIBUTES_NOT_SUPPORTED"},
    Names{NotificationType::NoProposalChosen, "NO_PROP", "NO_PROPOSAL_CHOSEN"},
    Names{NotificationType::BadProposalSyntax, "BAD_PROP", "BAD_PROPOSAL_SYNTAX"},
    Names{NotificationType::PayloadMalformed, "PLD_MAL", "PAYLOAD_MALFORMED"},
    Names{NotificationType::InvalidKeyInformation, "INVAL_KE", "INVALID_KEY_INFORMATION"},
    Names{NotificationType::InvalidIdInformation, "INVAL_ID", "INVALID_ID_INFORMATION"},
    Names{NotificationType::InvalidCertEncoding, "INVAL_CERTEN", "INVALID_CERT_ENCODING"},
    Names{NotificationType::InvalidCertificate, "INVAL_CERT", "INVALID_CERTIFICATE"},
    Names{NotificationType::CertTypeUnsupported, "CERT_UNSUP", "CERT_TYPE_UNSUPPORTED"},
    Names{NotificationType::InvalidCertAuthority, "INVAL_CA", "INVALID_CERT_AUTHORITY"},
    Names{NotificationType::InvalidHashInformation, "INVAL_HASH", "INVALID_HASH_INFORMATION"},
    Names{NotificationType::AuthenticationFailed, "AUTH_FAILED", "AUTHENTICATION_FAILED"},
    Names{NotificationType::InvalidSignature, "INVAL_SIG", "INVALID_SIGNATURE"},
    Names{NotificationType::AddressNotification, "ADDR", "ADDRESS_NOTIFICATION"},
    Names{NotificationType::NotifySaLifetime, "SA_LIFETIME", "NOTIFY_SA_LIFETIME"},
    Names{NotificationType::CertificateUnavailable, "CERT_UNAVAIL", "CERTIFICATE_UNAVAILABLE"},
    Names{NotificationType::UnsupportedExchangeType, "EXCHG_UNSUP", "UNSUPPORTED_EXCHANGE_TYPE"},
    Names{NotificationType::UnequalPayloadLengths, "UNEQ_LEN", "UNEQUAL_PAYLOAD_LENGTHS"},
    Names{NotificationType::Connected, "CONNECTED", "CONNECTED"},
    Names{NotificationType::ResponderLifetime, "RESP_LIFETIME", "RESPONDER_LIFETIME"},
    Names{NotificationType::ReplayStatus, "REPLAY_STATUS", "REPLAY_STATUS"},
    Names{NotificationType::InitialContact, "INITIAL_CONTACT", "INITIAL_CONTACT"},
    Names{NotificationType::RUThere, "DPD", "R_U_THERE"},
    Names{NotificationType::RUThereAck, "DPD_ACK", "R_U_THERE_ACK"},
};

const Names *find(NotificationType type)
{
    const auto row = std::ranges::find(kNames, type, &Names::type);
    return row == kNames.end() ? nullptr : &*row;
}

constexpr std::uint16_t kFirstStatus = 16384;

} // namespace

Notification Notification::ofIsakmpSa(NotificationType type, IkeSpi initiator, IkeSpi responder, Bytes data)
{
    return {kDoiIpsec, ProtocolId::Ike, type, isakmpSpi(initiator, responder), std::move(data)};
}

Notification Notification::ofLiveness(NotificationType type, IkeSpi initiator, IkeSpi responder, std::uint32_t sequence)
{
    ByteWriter number;
    number.u32(sequence);
    return ofIsakmpSa(type, initiator, responder, std::move(number).finish());
}

std::optional<std::uint32_t> Notification::livenessSequence() const
{
    const bool isLiveness = type == NotificationType::RUThere || type == NotificationType::RUThereAck;
    if (!isLiveness || data.size() != sizeof(std::uint32_t))
        return std::nullopt;
    return loadBig<std::uint32_t>(data.data());
}

Result<Notification> decodeNotification(ByteView body)
{
    ByteReader in(body);
    Notification notification;
    notification.doi = in.u32();
    notification.protocol = ProtocolId{in.u8()};
    const std::size_t spiSize = in.u8();
    notification.type = NotificationType{in.u16()};
    notification.spi = toBytes(in.take(spiSize));
    notification.data = toBytes(in.rest());
    if (!in.ok())
        return fail(Fault::Truncated, "Notification");
    if (spiSize > kIsakmpSpiSize)
        return fail(Fault::Malformed, "Notification SPI");
    return notification;
}

Bytes encodeNotification(const Notification &notification)
{
    ByteWriter out;
    if (notification.spi.size() > kIsakmpSpiSize)
        out.fail();
    out.u32(notification.doi);
    out.u8(std::to_underlying(notification.protocol));
    out.count8(notification.spi.size());
    out.u16(std::to_underlying(notification.type));
    out.bytes(notification.spi);
    out.bytes(notification.data);
    return std::move(out).finish();
}

bool isErrorNotification(NotificationType type)
{
    return std::to_underlying(type) != 0 && std::to_underlying(type) < kFirstStatus;
}

std::string notificationShortName(NotificationType type)
{
    const Names *names = find(type);
    return names ? std::string(names->shortName) : "(" + std::to_string(std::to_underlying(type)) + ")";
}

std::string notificationName(NotificationType type)
{
    const Names *names = find(type);
    return names ? std::string(names->name) : "NOTIFY_" + std::to_string(std::to_underlying(type));
}

} // namespace tw::wire

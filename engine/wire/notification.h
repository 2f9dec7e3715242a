#pragma once

#include "engine/base/result.h"
#include "engine/wire/ike_header.h"
#include "engine/wire/protocol_id.h"

#include <optional>
#include <string>

// The notification payload of IKEv1. RFC 2408, 3.14; RFC 2407, 4.6.3; RFC 3706, 5.3.
namespace tw::wire {

// An open enum: values without a name survive a round trip. Up to 16383 errors, above them statuses.
enum class NotificationType : std::uint16_t {
    InvalidPayloadType = 1,
    DoiNotSupported = 2,
    SituationNotSupported = 3,
    InvalidCookie = 4,
    InvalidMajorVersion = 5,
    InvalidMinorVersion = 6,
    InvalidExchangeType = 7,
    InvalidFlags = 8,
    InvalidMessageId = 9,
    InvalidProtocolId = 10,
    InvalidSpi = 11,
    InvalidTransformId = 12,
    AttributesNotSupported = 13,
    NoProposalChosen = 14,
    BadProposalSyntax = 15,
    PayloadMalformed = 16,
    InvalidKeyInformation = 17,
    InvalidIdInformation = 18,
    InvalidCertEncoding = 19,
    InvalidCertificate = 20,
    CertTypeUnsupported = 21,
    InvalidCertAuthority = 22,
    InvalidHashInformation = 23,
    AuthenticationFailed = 24,
    InvalidSignature = 25,
    AddressNotification = 26,
    NotifySaLifetime = 27,
    CertificateUnavailable = 28,
    UnsupportedExchangeType = 29,
    UnequalPayloadLengths = 30,

    Connected = 16384,
    ResponderLifetime = 24576, // data: life type and duration attributes of the SA that the SPI names
    ReplayStatus = 24577, // data: four octets, 1 where replays are detected
    InitialContact = 24578, // the SPI is that of the ISAKMP SA
    RUThere = 36136, // RFC 3706; SPI: of the ISAKMP SA; data: a sequence number of four octets
    RUThereAck = 36137, // the same, with the number it answers
};

struct Notification
{
    std::uint32_t doi = kDoiIpsec;
    ProtocolId protocol = ProtocolId::Ike;
    NotificationType type{};
    Bytes spi; // 4 octets for ESP and AH; for the ISAKMP SA both cookies, or none (RFC 2408, 3.14)
    Bytes data;

    // About the ISAKMP SA with these cookies.
    static Notification ofIsakmpSa(NotificationType type, IkeSpi initiator, IkeSpi responder, Bytes data = {});
    // R-U-THERE or its answer.
    static Notification ofLiveness(NotificationType type, IkeSpi initiator, IkeSpi responder, std::uint32_t sequence);

    // Of an R-U-THERE or its answer; nothing for another type, and where the data has another size.
    std::optional<std::uint32_t> livenessSequence() const;

    friend bool operator==(const Notification &, const Notification &) = default;
};

// Malformed for an SPI of more than 16 octets. Another domain than IPsec's is kept: some peers write 0 in phase 1.
Result<Notification> decodeNotification(ByteView body);
Bytes encodeNotification(const Notification &notification); // empty for an SPI of more than 16 octets

// Types 1 to 16383, known or not.
bool isErrorNotification(NotificationType type);

// As charon abbreviates those that it has: "NO_PROP", "DPD_ACK"; "(40960)" for a value without a name.
std::string notificationShortName(NotificationType type);
// As the RFCs write them, with underscores: "NO_PROPOSAL_CHOSEN"; "NOTIFY_40960" for a value without a name.
std::string notificationName(NotificationType type);

} // namespace tw::wire

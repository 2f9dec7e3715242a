#pragma once

#include "engine/base/bytes.h"
#include "engine/base/result.h"
#include "engine/wire/protocol_id.h"

#include <optional>
#include <string>

// RFC 7296, 3.10.
namespace tw::wire {

// An open enum: values without a name survive a round trip. IANA "IKEv2 Notify Message Types"; up to 16383 errors,
// above them statuses.
enum class NotifyType : std::uint16_t {
    UnsupportedCriticalPayload = 1, // data: the payload's type, one octet
    InvalidIkeSpi = 4,
    InvalidMajorVersion = 5,
    InvalidSyntax = 7,
    InvalidMessageId = 9,
    InvalidSpi = 11,
    NoProposalChosen = 14,
    InvalidKePayload = 17, // data: the group wanted, two octets
    AuthenticationFailed = 24,
    SinglePairRequired = 34,
    NoAdditionalSas = 35,
    InternalAddressFailure = 36,
    FailedCpRequired = 37,
    TsUnacceptable = 38,
    InvalidSelectors = 39,
    UnacceptableAddresses = 40, // RFC 4555
    UnexpectedNatDetected = 41, // RFC 4555
    TemporaryFailure = 43,
    ChildSaNotFound = 44,
    InvalidGroupId = 45, // RFC 9838
    AuthorizationFailed = 46, // RFC 9838
    StateNotFound = 47, // RFC 9370
    TsMaxQueue = 48, // RFC 9611

    InitialContact = 16384,
    SetWindowSize = 16385,
    AdditionalTsPossible = 16386,
    IpcompSupported = 16387,
    NatDetectionSourceIp = 16388,
    NatDetectionDestinationIp = 16389,
    Cookie = 16390,
    UseTransportMode = 16391,
    HttpCertLookupSupported = 16392,
    RekeySa = 16393,
    EspTfcPaddingNotSupported = 16394,
    NonFirstFragmentsAlso = 16395,
    MobikeSupported = 16396, // RFC 4555, to NoNatsAllowed
    AdditionalIp4Address = 16397,
    AdditionalIp6Address = 16398,
    NoAdditionalAddresses = 16399,
    UpdateSaAddresses = 16400,
    Cookie2 = 16401,
    NoNatsAllowed = 16402,
    AuthLifetime = 16403, // RFC 4478; data: seconds, four octets
    MultipleAuthSupported = 16404, // RFC 4739
    AnotherAuthFollows = 16405, // RFC 4739
    RedirectSupported = 16406, // RFC 5685, to RedirectedFrom
    Redirect = 16407,
    RedirectedFrom = 16408,
    TicketLtOpaque = 16409, // RFC 5723, to TicketOpaque
    TicketRequest = 16410,
    TicketAck = 16411,
    TicketNack = 16412,
    TicketOpaque = 16413,
    LinkId = 16414, // RFC 5739
    UseWespMode = 16415, // RFC 5840
    RohcSupported = 16416, // RFC 5857
    EapOnlyAuthentication = 16417, // RFC 5998
    ChildlessIkev2Supported = 16418, // RFC 6023
    QuickCrashDetection = 16419, // RFC 6290
    MessageIdSyncSupported = 16420, // RFC 6311, to MessageIdSync
    ReplayCounterSyncSupported = 16421,
    MessageIdSync = 16422,
    ReplayCounterSync = 16423,
    SecurePasswordMethods = 16424, // RFC 6467
    FragmentationSupported = 16430, // RFC 7383
    SignatureHashAlgorithms = 16431, // RFC 7427; data: two octets each
    CloneIkeSaSupported = 16432, // RFC 7791
    CloneIkeSa = 16433, // RFC 7791
    UsePpk = 16435, // RFC 8784, to NoPpkAuth
    PpkIdentity = 16436,
    NoPpkAuth = 16437,
    IntermediateExchangeSupported = 16438, // RFC 9242
    AdditionalKeyExchange = 16441, // RFC 9370
};

struct Notify
{
    ProtocolId protocol = ProtocolId::None; // counts only where there is an SPI (RFC 7296, 3.10)
    NotifyType type{};
    Bytes spi; // at most 255 octets
    Bytes data;

    friend bool operator==(const Notify &, const Notify &) = default;
};

Result<Notify> decodeNotify(ByteView body);
Bytes encodeNotify(const Notify &notify); // empty where the SPI is longer than 255 octets

// Types 1 to 16383: in a response, the request has failed even where the type is unknown (RFC 7296, 3.10.1).
bool isErrorNotify(NotifyType type);

// The group of an INVALID_KE_PAYLOAD (RFC 7296, 1.3); nothing for another notify or another size.
std::optional<std::uint16_t> wantedGroup(const Notify &notify);

// As charon abbreviates them: "NATD_S_IP", "NO_PROP"; "(40960)" for a value without a name.
std::string notifyShortName(NotifyType type);
// As RFCs write them: "NAT_DETECTION_SOURCE_IP"; "NOTIFY_40960" for a value without a name.
std::string notifyName(NotifyType type);

} // namespace tw::wire

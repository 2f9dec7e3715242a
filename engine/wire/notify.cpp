#include "engine/wire/notify.h"

#include "engine/wire/byte_reader.h"
#include "engine/wire/byte_writer.h"

#include <algorithm>
#include <array>
#include <utility>

namespace tw::wire {

namespace {

struct Names
{
    NotifyType type;
    std::string_view shortName;
    std::string_view name;
};

// The abbreviations are those of charon (strongSwan 5.9), which admins know from its log.
constexpr std::array kNames = {
    Names{NotifyType::UnsupportedCriticalPayload, "CRIT", "UNSUPPORTED_CRITICAL_PAYLOAD"},
    Names{NotifyType::InvalidIkeSpi, "INVAL_IKE_SPI", "INVALID_IKE_SPI"},
    Names{NotifyType::InvalidMajorVersion, "INVAL_MAJOR", "INVALID_MAJOR_VERSION"},
    Names{NotifyType::InvalidSyntax, "INVAL_SYN", "INVALID_SYNTAX"},
    Names{NotifyType::InvalidMessageId, "INVAL_MID", "INVALID_MESSAGE_ID"},
    Names{NotifyType::InvalidSpi, "INVAL_SPI", "INVALID_SPI"},
    Names{NotifyType::NoProposalChosen, "NO_PROP", "NO_PROPOSAL_CHOSEN"},
    Names{NotifyType::InvalidKePayload, "INVAL_KE", "INVALID_KE_PAYLOAD"},
    Names{NotifyType::AuthenticationFailed, "AUTH_FAILED", "AUTHENTICATION_FAILED"},
    Names{NotifyType::SinglePairRequired, "SINGLE_PAIR", "SINGLE_PAIR_REQUIRED"},
    Names{NotifyType::NoAdditionalSas, "NO_ADD_SAS", "NO_ADDITIONAL_SAS"},
    Names{NotifyType::InternalAddressFailure, "INT_ADDR_FAIL", "INTERNAL_ADDRESS_FAILURE"},
    Names{NotifyType::FailedCpRequired, "FAIL_CP_REQ", "FAILED_CP_REQUIRED"},
    Names{NotifyType::TsUnacceptable, "TS_UNACCEPT", "TS_UNACCEPTABLE"},
    Names{NotifyType::InvalidSelectors, "INVAL_SEL", "INVALID_SELECTORS"},
    Names{NotifyType::UnacceptableAddresses, "UNACCEPT_ADDR", "UNACCEPTABLE_ADDRESSES"},
    Names{NotifyType::UnexpectedNatDetected, "UNEXPECT_NAT", "UNEXPECTED_NAT_DETECTED"},
    Names{NotifyType::TemporaryFailure, "TEMP_FAIL", "TEMPORARY_FAILURE"},
    Names{NotifyType::ChildSaNotFound, "NO_CHILD_SA", "CHILD_SA_NOT_FOUND"},
    Names{NotifyType::InvalidGroupId, "INVAL_GROUP", "INVALID_GROUP_ID"},
    Names{NotifyType::AuthorizationFailed, "AUTHZ_FAILED", "AUTHORIZATION_FAILED"},
    Names{NotifyType::StateNotFound, "NO_STATE", "STATE_NOT_FOUND"},
    Names{NotifyType::TsMaxQueue, "TS_MAX_QUEUE", "TS_MAX_QUEUE"},
    Names{NotifyType::InitialContact, "INIT_CONTACT", "INITIAL_CONTACT"},
    Names{NotifyType::SetWindowSize, "SET_WINSIZE", "SET_WINDOW_SIZE"},
    Names{NotifyType::AdditionalTsPossible, "ADD_TS_POSS", "ADDITIONAL_TS_POSSIBLE"},
    Names{NotifyType::IpcompSupported, "IPCOMP_SUP", "IPCOMP_SUPPORTED"},
    Names{NotifyType::NatDetectionSourceIp, "NATD_S_IP", "NAT_DETECTION_SOURCE_IP"},
    Names{NotifyType::NatDetectionDestinationIp, "NATD_D_IP", "NAT_DETECTION_DESTINATION_IP"},
    Names{NotifyType::Cookie, "COOKIE", "COOKIE"},
    Names{NotifyType::UseTransportMode, "USE_TRANSP", "USE_TRANSPORT_MODE"},
    Names{NotifyType::HttpCertLookupSupported, "HTTP_CERT_LOOK", "HTTP_CERT_LOOKUP_SUPPORTED"},
    Names{NotifyType::RekeySa, "REKEY_SA", "REKEY_SA"},
    Names{NotifyType::EspTfcPaddingNotSupported, "ESP_TFC_PAD_N", "ESP_TFC_PADDING_NOT_SUPPORTED"},
    Names{NotifyType::NonFirstFragmentsAlso, "NON_FIRST_FRAG", "NON_FIRST_FRAGMENTS_ALSO"},
    Names{NotifyType::MobikeSupported, "MOBIKE_SUP", "MOBIKE_SUPPORTED"},
    Names{NotifyType::AdditionalIp4Address, "ADD_4_ADDR", "ADDITIONAL_IP4_ADDRESS"},
    Names{NotifyType::AdditionalIp6Address, "ADD_6_ADDR", "ADDITIONAL_IP6_ADDRESS"},
    Names{NotifyType::NoAdditionalAddresses, "NO_ADD_ADDR", "NO_ADDITIONAL_ADDRESSES"},
    Names{NotifyType::UpdateSaAddresses, "UPD_SA_ADDR", "UPDATE_SA_ADDRESSES"},
    Names{NotifyType::Cookie2, "COOKIE2", "COOKIE2"},
    Names{NotifyType::NoNatsAllowed, "NO_NATS", "NO_NATS_ALLOWED"},
    Names{NotifyType::AuthLifetime, "AUTH_LFT", "AUTH_LIFETIME"},
    Names{NotifyType::MultipleAuthSupported, "MULT_AUTH", "MULTIPLE_AUTH_SUPPORTED"},
    Names{NotifyType::AnotherAuthFollows, "AUTH_FOLLOWS", "ANOTHER_AUTH_FOLLOWS"},
    Names{NotifyType::RedirectSupported, "REDIR_SUP", "REDIRECT_SUPPORTED"},
    Names{NotifyType::Redirect, "REDIR", "REDIRECT"},
    Names{NotifyType::RedirectedFrom, "REDIR_FROM", "REDIRECTED_FROM"},
    Names{NotifyType::TicketLtOpaque, "TKT_LT_OPAK", "TICKET_LT_OPAQUE"},
    Names{NotifyType::TicketRequest, "TKT_REQ", "TICKET_REQUEST"},
    Names{NotifyType::TicketAck, "TKT_ACK", "TICKET_ACK"},
    Names{NotifyType::TicketNack, "TKT_NACK", "TICKET_NACK"},
    Names{NotifyType::TicketOpaque, "TKT_OPAK", "TICKET_OPAQUE"},
    Names{NotifyType::LinkId, "LINK_ID", "LINK_ID"},
    Names{NotifyType::UseWespMode, "WESP_MODE", "USE_WESP_MODE"},
    Names{NotifyType::RohcSupported, "ROHC_SUP", "ROHC_SUPPORTED"},
    Names{NotifyType::EapOnlyAuthentication, "EAP_ONLY", "EAP_ONLY_AUTHENTICATION"},
    Names{NotifyType::ChildlessIkev2Supported, "CHDLESS_SUP", "CHILDLESS_IKEV2_SUPPORTED"},
    Names{NotifyType::QuickCrashDetection, "CRASH_DET", "QUICK_CRASH_DETECTION"},
    Names{NotifyType::MessageIdSyncSupported, "MSG_ID_SYN_SUP", "IKEV2_MESSAGE_ID_SYNC_SUPPORTED"},
    Names{NotifyType::ReplayCounterSyncSupported, "RPL_CTR_SYN_SUP", "IPSEC_REPLAY_COUNTER_SYNC_SUPPORTED"},
    Names{NotifyType::MessageIdSync, "MSG_ID_SYN", "IKEV2_MESSAGE_ID_SYNC"},
    Names{NotifyType::ReplayCounterSync, "RPL_CTR_SYN", "IPSEC_REPLAY_COUNTER_SYNC"},
    Names{NotifyType::SecurePasswordMethods, "SEC_PASSWD", "SECURE_PASSWORD_METHODS"},
    Names{NotifyType::FragmentationSupported, "FRAG_SUP", "IKEV2_FRAGMENTATION_SUPPORTED"},
    Names{NotifyType::SignatureHashAlgorithms, "HASH_ALG", "SIGNATURE_HASH_ALGORITHMS"},
    Names{NotifyType::CloneIkeSaSupported, "CLONE_SUP", "CLONE_IKE_SA_SUPPORTED"},
    Names{NotifyType::CloneIkeSa, "CLONE", "CLONE_IKE_SA"},
    Names{NotifyType::UsePpk, "USE_PPK", "USE_PPK"},
    Names{NotifyType::PpkIdentity, "PPK_ID", "PPK_IDENTITY"},
    Names{NotifyType::NoPpkAuth, "NO_PPK", "NO_PPK_AUTH"},
    Names{NotifyType::IntermediateExchangeSupported, "INTERMED_SUP", "INTERMEDIATE_EXCHANGE_SUPPORTED"},
    Names{NotifyType::AdditionalKeyExchange, "ADD_KE", "ADDITIONAL_KEY_EXCHANGE"},
};

const Names *find(NotifyType type)
{
    const auto row = std::ranges::find(kNames, type, &Names::type);
    return row == kNames.end() ? nullptr : &*row;
}

constexpr std::uint16_t kFirstStatus = 16384;

} // namespace

Result<Notify> decodeNotify(ByteView body)
{
    ByteReader in(body);
    Notify notify;
    notify.protocol = ProtocolId{in.u8()};
    const std::size_t spiSize = in.u8();
    notify.type = NotifyType{in.u16()};
    notify.spi = toBytes(in.take(spiSize));
    notify.data = toBytes(in.rest());
    if (!in.ok())
        return fail(Fault::Truncated, "Notify");
    return notify;
}

Bytes encodeNotify(const Notify &notify)
{
    ByteWriter out;
    out.u8(std::to_underlying(notify.protocol));
    out.count8(notify.spi.size());
    out.u16(std::to_underlying(notify.type));
    out.bytes(notify.spi);
    out.bytes(notify.data);
    return std::move(out).finish();
}

bool isErrorNotify(NotifyType type) { return std::to_underlying(type) != 0 && std::to_underlying(type) < kFirstStatus; }

std::optional<std::uint16_t> wantedGroup(const Notify &notify)
{
    if (notify.type != NotifyType::InvalidKePayload || notify.data.size() != 2)
        return std::nullopt;
    return loadBig<std::uint16_t>(notify.data.data());
}

std::string notifyShortName(NotifyType type)
{
    const Names *names = find(type);
    return names ? std::string(names->shortName) : "(" + std::to_string(std::to_underlying(type)) + ")";
}

std::string notifyName(NotifyType type)
{
    const Names *names = find(type);
    return names ? std::string(names->name) : "NOTIFY_" + std::to_string(std::to_underlying(type));
}

} // namespace tw::wire

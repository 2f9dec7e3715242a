#pragma once

#include "engine/ikev2/states.h"

#include <expected>

// Agreeing on a child SA and installing it, whichever exchange makes it: SA, TSi and TSr there and back, keys from SK_d
// and the nonces. RFC 7296, 1.2, 1.3.1, 2.9 and 2.17.
namespace tw::ikev2 {

// Which exchange that is: its events say so, and the child of IKE_AUTH has no key exchange of its own.
struct ChildExchange
{
    wire::ExchangeType type = wire::ExchangeType::CreateChildSa;
    wire::MessageId id;

    bool hasGroups() const { return type == wire::ExchangeType::CreateChildSa; }
};
inline constexpr ChildExchange kFirstChild{wire::ExchangeType::IkeAuth, wire::MessageId(1)};

// Of a child event of this exchange.
ike::EventDraft childEvent(api::EventCode code, api::Level level, api::Direction direction,
                           const ChildExchange &exchange);

// The suites of the connection that the crypto library can do.
std::vector<api::EspProposal> usableProposals(const api::ConnectionConfig &config, const ChildExchange &exchange);

// All that the connection wants.
ChildWish wholeOf(ike::LoadedConnectionPtr connection);

// SA, TSi, TSr of the request.
wire::Payloads buildChildOffer(const ChildWish &wish, crypto::EspSpi inboundSpi, const ChildExchange &exchange,
                               Turn &turn);

// The IKE SA stands all the same (RFC 7296, 1.2).
struct ChildRefusal
{
    wire::Payload notify;
    api::FailureCode failure;
};

struct ChildAnswer
{
    AgreedChild child;
    wire::Payloads payloads; // SA, TSi, TSr
};

// Whether a connection could carry what the peer asks for. Reports nothing: with several connections between the same
// identities it is asked of each.
bool canCarry(const api::ConnectionConfig &config, std::span<const wire::Payload> request,
              const ChildExchange &exchange);

// Responder: chooses and narrows, and reports what was offered and what came of it.
std::expected<ChildAnswer, ChildRefusal> answerChildOffer(const ike::LoadedConnectionPtr &connection,
                                                          std::span<const wire::Payload> request,
                                                          const ChildExchange &exchange, Turn &turn);

// Initiator: the answer must lie within what was offered. `peerHasChild` in the refusal tells whether the peer has a
// child now that must be deleted.
struct AnswerRefusal
{
    api::FailureCode failure;
    bool peerHasChild = false;
};
std::expected<AgreedChild, AnswerRefusal> readChildAnswer(const ChildWish &wish, crypto::EspSpi inboundSpi,
                                                          std::span<const wire::Payload> answer,
                                                          const ChildExchange &exchange, Turn &turn);

// What the keys come from.
struct ChildSecrets
{
    api::Prf prf;
    const SecretBytes &skD;
    ByteView sharedSecret; // of the child's own key exchange; empty without one
    ByteView initiatorNonce; // of the exchange that makes the child, whoever began the IKE SA
    ByteView responderNonce;
    bool weInitiated;
};

// Derives the keys, hands the child to the data path, and reports it.
Result<Child> installChild(AgreedChild child, const ChildSecrets &secrets, bool udpEncapsulated, bool sends,
                           Turn &turn);

} // namespace tw::ikev2

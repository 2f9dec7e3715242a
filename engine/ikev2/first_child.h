#pragma once

#include "engine/ikev2/states.h"

#include <expected>

// The child SA that IKE_AUTH makes beside the IKE SA: SA, TSi and TSr there and back, keys from SK_d and the nonces of
// IKE_SA_INIT. RFC 7296, 1.2, 2.9 and 2.17.
namespace tw::ikev2 {

// An SPI for the child's inbound side: not reserved, and no other child's.
crypto::EspSpi freshEspSpi(const ike::Env &env);

// SA, TSi, TSr of the request.
wire::Payloads buildChildOffer(const api::ConnectionConfig &config, crypto::EspSpi inboundSpi, Turn &turn);

// A child that both sides agree on, before it has keys.
struct AgreedChild
{
    crypto::EspSpi inboundSpi;
    crypto::EspSpi outboundSpi;
    api::EspProposal proposal;
    std::vector<api::TrafficSelector> local;
    std::vector<api::TrafficSelector> remote;
};

// The IKE SA stands all the same (RFC 7296, 1.2).
struct ChildRefusal
{
    wire::NotifyType notify;
    api::FailureCode failure;
};

struct ChildAnswer
{
    AgreedChild child;
    wire::Payloads payloads; // SA, TSi, TSr
};

// Whether a connection could carry what the peer asks for. Reports nothing: with several connections between the same
// identities it is asked of each.
bool canCarry(const api::ConnectionConfig &config, std::span<const wire::Payload> request);

// Responder: chooses and narrows, and reports what was offered and what came of it.
std::expected<ChildAnswer, ChildRefusal> answerChildOffer(std::span<const wire::Payload> request, Turn &turn);

// Initiator: the answer must lie within what was offered. `isOurs` in the refusal tells whether the peer has a child
// now that must be deleted.
struct AnswerRefusal
{
    api::FailureCode failure;
    bool peerHasChild = false;
};
std::expected<AgreedChild, AnswerRefusal> readChildAnswer(crypto::EspSpi inboundSpi,
                                                          std::span<const wire::Payload> answer, Turn &turn);

// Derives the keys, hands the child to the data path, and reports it.
Result<Child> installChild(AgreedChild child, const Handshake &handshake, Turn &turn);

enum class Deleter : std::uint8_t { Us, Peer };
// Takes the child away from the data path, and reports it.
void removeChild(const Child &child, Deleter deleter, Turn &turn);

} // namespace tw::ikev2

#pragma once

#include "engine/api/proposal.h"
#include "engine/wire/sa_payload_v2.h"

#include <string>

// The console's algorithms and the numbers that IKEv2 gives them (IANA "IKEv2 Parameters", Transform Types 1 to 5).
namespace tw::ike {

wire::Transform toTransform(api::Encryption encryption);
wire::Transform toTransform(api::Integrity integrity);
wire::Transform toTransform(api::Prf prf);
wire::Transform toTransform(api::DhGroup group);
wire::Transform esnTransform(bool extended);

// The proposal as a peer is offered it. AEAD suites carry no integrity transform (RFC 5282, 8).
wire::Proposal toWire(const api::IkeProposal &proposal, std::uint8_t number);
// `withGroup` is false in IKE_AUTH, whose child takes its keys from the IKE SA (RFC 7296, 1.2).
wire::Proposal toWire(const api::EspProposal &proposal, std::uint8_t number, ByteView spi, bool withGroup);

// The key lengths in the attributes apart, whether two transforms are the same algorithm in the same size. A cipher of
// one size only may carry its length as an attribute or not: senders must not, but some do (RFC 7296, 3.3.5).
bool isSame(const wire::Transform &a, const wire::Transform &b);

// "AES_CBC_128", "MODP_2048"; "ENCR_99" where the console has no such algorithm.
std::string toString(const wire::Transform &transform);
// "AES_CBC_128/HMAC_SHA1_96/PRF_HMAC_SHA1/MODP_1024", in the order of api::toString().
std::string toString(const wire::Proposal &proposal);
std::string toString(const wire::SaPayload &offer); // separated by ", "

} // namespace tw::ike

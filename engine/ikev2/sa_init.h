#pragma once

#include "engine/ikev2/states.h"

// IKE_SA_INIT: two public values, two nonces, one suite; nothing in it is authentic. RFC 7296, 1.2.
namespace tw::ikev2 {

// Initiator. Sends the first message; Closed where the crypto library fails us.
State startSaInit(Turn &turn);
// A datagram for the waiting initiator, whatever it is.
State onSaInitReply(AwaitSaInitReply state, const wire::IkeHeader &header, ByteView datagram, Turn &turn);
State onTick(AwaitSaInitReply state, Turn &turn);

// Responder. Nothing of a request that is refused is kept; `turn` carries the answer then, and there is no state.
std::optional<AwaitAuthRequest> acceptSaInit(const wire::IkeHeader &header, ByteView datagram, Turn &turn);

// The suites of a connection that this machine's crypto library can do.
std::vector<api::IkeProposal> usableProposals(const api::ConnectionConfig &config);

// RFC 7383, 2.3. We always do.
bool supportsFragments(std::span<const wire::Payload> payloads);

// An attempt that did not come to an IKE SA.
State endAttempt(api::FailureCode failure, Turn &turn);

// Derives the keys and opens the channel. The shared secret is spent here.
Result<Handshake> makeHandshake(const SessionFrame &frame, const api::IkeProposal &proposal, SecretBytes sharedSecret,
                                Bytes initiatorNonce, Bytes responderNonce, Turn &turn);

// Where a capture wants them; see ike::ExposeIkeKeys.
void exposeKeys(const SessionFrame &frame, const api::IkeProposal &proposal, const IkeKeys &keys, Turn &turn);

// The two directions of an IKE SA. Unsupported where the crypto library lacks the suite.
Result<Channel> makeChannel(bool weInitiated, const api::IkeProposal &proposal, const IkeKeys &keys);

} // namespace tw::ikev2

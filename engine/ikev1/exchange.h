#pragma once

#include "engine/ike/retransmit.h"
#include "engine/ike/turn.h"
#include "engine/ikev1/isakmp_cipher.h"
#include "engine/ikev1/key_material.h"

#include <optional>

// Messages of an exchange, as they are sent, repeated and opened. IKEv1 has no rule of who asks again: whoever waits
// for the peer's next message does, and who has sent the last one of an exchange sends it again when the one before it
// is repeated.
namespace tw::ikev1 {

using ike::SessionFrame;
using ike::Turn;

// A message of the peer, as far as it can be read without keys.
struct Incoming
{
    const wire::IsakmpMessage &message;
    ByteView datagram;

    const wire::IkeHeader &header() const { return message.header; }
    bool is(wire::ExchangeType exchange) const { return message.header.exchange == exchange; }
};

// A message of ours that waits for the peer's next one. A retransmission is the same octets.
struct PendingMessage
{
    wire::IkeHeader header;
    Bytes datagram;
    ike::Retransmit resend;
};

// Sends it, now and again.
PendingMessage sendAndWait(const wire::IkeHeader &header, Bytes datagram, Turn &turn);
// Sends it again where that is due. False: it was given up.
bool keepTrying(PendingMessage &pending, Turn &turn);

// The peer's newest message of an exchange, and what we said to it: a repeated message is answered by the same octets,
// and not processed again. Bit by bit, so that nobody gets an answer out of us without having it.
struct AnsweredMessage
{
    Bytes received;
    Bytes answer; // empty: none is due
    bool onNewPath =
        false; // ports were changed with the answer (RFC 3947, 4): it never goes to where the message came from

    bool isRepeated(ByteView datagram) const;
    // True: it was, and is answered again.
    bool answerRepeated(const Incoming &in, Turn &turn) const;
};

wire::IkeHeader headerOf(const SessionFrame &frame, wire::ExchangeType exchange, wire::MessageId id = {});

// The message in clear, reported as sent; empty where it cannot be encoded.
Bytes encodeReported(const wire::IkeHeader &header, const wire::IsakmpPayloads &payloads, Turn &turn);
// The encrypted message, reported as sent. The chain moves on.
Bytes sealReported(IsakmpCipher &cipher, IvChain &chain, const wire::IkeHeader &header,
                   const wire::IsakmpPayloads &payloads, Turn &turn);

wire::IsakmpPayload hashPayload(Bytes hash);
// The octets of payloads as a HASH covers them.
Bytes encodedForHash(const wire::IsakmpPayloads &payloads);

// An encrypted message whose first payload is a HASH: what else is in it, once the caller has verified that.
struct Opened
{
    OpenedMessage message;
    ByteView hash() const; // empty where the first payload is none
    std::span<const wire::IsakmpPayload> payloads() const { return message.body.payloads; }
    ByteView behindHash() const { return message.behindHash(); }
};
// Neither the chain moves nor is anything reported. NotAuthentic where the plain text is nonsense: another key.
Result<Opened> openClosed(IsakmpCipher &cipher, const IvChain &chain, const Incoming &in);
void reportOpened(const Incoming &in, std::span<const wire::IsakmpPayload> payloads, Turn &turn);

Bytes freshNonce(Turn &turn);

} // namespace tw::ikev1

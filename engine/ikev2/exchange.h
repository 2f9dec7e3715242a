#pragma once

#include "engine/ike/retransmit.h"
#include "engine/ikev2/channel.h"

#include <optional>

// Exchanges: request and response, message IDs, a window of one in each direction. RFC 7296, 2.1 to 2.3.
namespace tw::ikev2 {

// A request of ours that waits for its response, as it was sent: a retransmission is the same octets.
struct PendingRequest
{
    wire::MessageId id;
    wire::ExchangeType exchange{};
    Datagrams datagrams;
    ike::Retransmit resend;
    TimePoint lastSent{};
};

// A request to a peer that is heard meanwhile is not left alone longer than this, however far its schedule has backed
// off: what is lost then is a message, and not the peer.
inline constexpr Duration kAlivePeerPatience{5'000};

// Sends it again where that is due. False: it was given up.
bool keepTrying(PendingRequest &request, Turn &turn);

// The peer's requests. Each is answered once; the answer is kept until the next request comes, since a repeated request
// is answered by the same octets, and not processed again (RFC 7296, 2.1).
class PeerRequests
{
public:
    explicit PeerRequests(wire::MessageId expected) : m_expected(expected) { }

    wire::MessageId expected() const { return m_expected; }

    // True: the datagram is a request seen before, bit by bit, so that nobody gets an answer out of us without having
    // it; it was answered again.
    bool answerRepeated(const wire::IkeHeader &header, ByteView datagram, Turn &turn) const;
    // Also where the request came in another form: in fragments after it came whole, or in smaller ones. Of fragments
    // the first is answered, the others are for nothing (RFC 7383, 2.6.1).
    bool answerRepeated(const wire::IkeHeader &header, ByteView datagram, Channel &channel, Turn &turn) const;

    // Keeps both, sends the answer, and expects the next request. `request`: what recognitionOf() said.
    void answer(Bytes request, Datagrams answer, Turn &turn);

private:
    bool isPrevious(const wire::IkeHeader &header) const;
    void answerAgain(const wire::IkeHeader &header, Turn &turn) const;

    wire::MessageId m_expected;
    Bytes m_lastRequest;
    Datagrams m_lastAnswer;
};

// Seals the answer to a request of the peer, and sends it.
void answerPeer(PeerRequests &requests, Channel &channel, const wire::IkeHeader &request, ByteView datagram,
                std::span<const wire::Payload> payloads, Turn &turn);

// Our own requests on an established SA, one at a time. There is no queue: what is to be asked for next is decided when
// the answer is there, since it may have become pointless.
class OwnRequests
{
public:
    explicit OwnRequests(wire::MessageId next) : m_next(next) { }

    bool isIdle() const { return !m_outstanding; }
    wire::MessageId next() const { return m_next; }
    // Only when idle.
    void send(wire::ExchangeType exchange, std::span<const wire::Payload> payloads, Channel &channel, Turn &turn);
    // What is outstanding went to where the peer is not any more; its schedule begins anew.
    void sendAgain(Turn &turn);
    // The peer was heard at that time; what it has not answered yet may have been lost.
    void peerHeard(TimePoint at, Turn &turn);
    // Whether this response answers what is outstanding. Does not end the exchange: it may still be a forgery.
    bool matches(const wire::IkeHeader &header) const;
    // An authentic response came.
    void complete() { m_outstanding.reset(); }

    std::optional<TimePoint> nextDeadline() const;
    // False: the outstanding request was given up.
    bool tick(Turn &turn);

private:
    wire::MessageId m_next;
    std::optional<PendingRequest> m_outstanding;
};

} // namespace tw::ikev2

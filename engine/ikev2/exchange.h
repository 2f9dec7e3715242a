#pragma once

#include "engine/ike/retransmit.h"
#include "engine/ikev2/protected_message.h"
#include "engine/ikev2/turn.h"

#include <deque>
#include <optional>

// Exchanges: request and response, message IDs, a window of one in each direction. RFC 7296, 2.1 to 2.3.
namespace tw::ikev2 {

// The two directions of an IKE SA's SK payloads.
struct Channel
{
    MessageSealer sealer;
    MessageOpener opener;
};

// A request of ours that waits for its response, as it was sent: a retransmission is the same octets.
struct PendingRequest
{
    wire::MessageId id;
    wire::ExchangeType exchange{};
    Bytes datagram;
    ike::Retransmit resend;
};

// Sends it again where that is due. False: it was given up.
bool keepTrying(PendingRequest &request, Turn &turn);

// The peer's requests. Each is answered once; the answer is kept until the next request comes, since a repeated request
// is answered by the same octets, and not processed again (RFC 7296, 2.1).
class PeerRequests
{
public:
    explicit PeerRequests(wire::MessageId expected) : m_expected(expected) { }

    wire::MessageId expected() const { return m_expected; }

    // The datagram is a request seen before: bit by bit, so that nobody gets an answer out of us without having it.
    bool isRepeated(const wire::IkeHeader &header, ByteView datagram) const;
    void answerAgain(const wire::IkeHeader &header, Turn &turn) const;

    // Keeps both, sends the answer, and expects the next request.
    void answer(ByteView request, Bytes answer, Turn &turn);

private:
    wire::MessageId m_expected;
    Bytes m_lastRequest;
    Bytes m_lastAnswer;
};

// Our own requests on an established SA, one at a time.
enum class RequestKind : std::uint8_t { Probe, DeleteChild, DeleteIkeSa, AuthenticationFailed };

class OwnRequests
{
public:
    explicit OwnRequests(wire::MessageId next) : m_next(next) { }

    // Sent at once, or when what is outstanding has been answered.
    void plan(RequestKind kind, wire::Payloads payloads, Channel &channel, Turn &turn);
    // The kind of the request that this response answers; nothing where it answers none. Does not end the exchange:
    // the response may still be a forgery.
    std::optional<RequestKind> matches(const wire::IkeHeader &header) const;
    // An authentic response came: the next request may go.
    void complete(Channel &channel, Turn &turn);

    bool isIdle() const { return !m_outstanding && m_planned.empty(); }
    std::optional<TimePoint> nextDeadline() const;
    // False: the outstanding request was given up.
    bool tick(Turn &turn);

private:
    struct Planned
    {
        RequestKind kind;
        wire::Payloads payloads;
    };
    void sendNext(Channel &channel, Turn &turn);

    wire::MessageId m_next;
    RequestKind m_kind{};
    std::optional<PendingRequest> m_outstanding;
    std::deque<Planned> m_planned;
};

// Seals a message and reports it as sent; the caller sends the octets. An empty result: the library failed.
Bytes sealReported(Channel &channel, const wire::IkeHeader &header, std::span<const wire::Payload> payloads,
                   Turn &turn);

// Opens and parses a message with an SK payload, and reports it as received. A failure that is not authentic: drop it.
std::expected<wire::Payloads, OpenFailure> openReported(Channel &channel, const wire::IkeHeader &header,
                                                        ByteView datagram, Turn &turn);

} // namespace tw::ikev2

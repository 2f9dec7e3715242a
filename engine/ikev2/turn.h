#pragma once

#include "engine/ike/event_draft.h"
#include "engine/ike/session.h"
#include "engine/wire/message.h"

namespace tw::ikev2 {

// One message as it goes over the wire: whole, or in its fragments (RFC 7383).
using Datagrams = std::vector<Bytes>;

// What a session is through all its states.
struct SessionFrame
{
    wire::IkeSpi localSpi;
    wire::IkeSpi remoteSpi; // 0 while an initiator does not know it
    bool weInitiated = false;
    ike::LoadedConnectionPtr connection; // empty while a responder does not know it
    Endpoint local; // where we send from, and to
    Endpoint remote;
    TimePoint createdAt{};
    bool heardPeer = false; // a datagram with our SPI came: not authentic, but somebody answers
    bool heardElsewhere = false; // one came from another address than the peer's

    wire::IkeSpi initiatorSpi() const { return weInitiated ? localSpi : remoteSpi; }
    wire::IkeSpi responderSpi() const { return weInitiated ? remoteSpi : localSpi; }
    const api::ConnectionConfig &config() const { return *connection->config; }
    wire::IkeHeader header(wire::ExchangeType exchange, wire::MessageId id, bool isResponse) const;
};

// One turn of a session: what it knows when something happens, and what it has to say to that. States and their
// handlers write into it; the session hands it out as a step.
class Turn
{
public:
    // `arrived`: the datagram that this turn answers to, if it is one. All three outlive the turn.
    Turn(SessionFrame &frame, const ike::Env &env, const ike::Datagram *arrived = nullptr)
        : m_frame(frame), m_env(env), m_arrived(arrived)
    { }

    SessionFrame &frame() { return m_frame; }
    const SessionFrame &frame() const { return m_frame; }
    const ike::Env &env() const { return m_env; }
    TimePoint now() const { return m_env.now; }

    void send(Bytes message);
    void send(const Datagrams &message);
    // To where the datagram came from, which a NAT may have changed (RFC 7296, 2.11).
    void reply(Bytes message);
    void reply(const Datagrams &message);
    // An authentic message shows where the peer is now.
    void learnPath();
    // The datagram that this turn answers to; null: it answers to none.
    const ike::Datagram *arrived() const { return m_arrived; }
    void act(ike::Action action) { m_step.actions.push_back(std::move(action)); }
    // Made in place: gcc 12 takes a moved variant of these for uninitialised.
    template <typename News>
    void tell(News &&news)
    {
        m_step.news.emplace_back(std::forward<News>(news));
    }
    void succeed(ike::Successor successor) { m_step.successors.push_back(std::move(successor)); }
    void leave(ike::Bequest bequest) { m_step.bequest = std::move(bequest); }
    // What another session's first turn asks for.
    void append(ike::Step step);

    void report(ike::EventDraft &&event); // of the session's own connection
    void report(const api::ConnectionId &connection, ike::EventDraft &&event);
    void reportSent(const wire::IkeHeader &header, std::span<const wire::Payload> payloads, std::size_t size);
    void reportReceived(const wire::IkeHeader &header, std::span<const wire::Payload> payloads, std::size_t size);
    // A message that changed nothing. Anyone can send such things, so they are no more than a warning.
    void reportDropped(const wire::IkeHeader &header, const Error &error);

    ike::Step finish() && { return std::move(m_step); }

private:
    SessionFrame &m_frame;
    const ike::Env &m_env;
    const ike::Datagram *m_arrived;
    ike::Step m_step;
};

api::Exchange exchangeOf(wire::ExchangeType type);

wire::Payload notifyPayload(wire::NotifyType type, Bytes data = {});
wire::Payload unsupportedCritical(wire::PayloadType type); // RFC 7296, 2.5

} // namespace tw::ikev2

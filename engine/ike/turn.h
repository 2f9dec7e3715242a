#pragma once

#include "engine/ike/event_draft.h"
#include "engine/ike/session.h"
#include "engine/wire/ike_header.h"

namespace tw::ike {

// One message as it goes over the wire: whole, or in its fragments.
using Datagrams = std::vector<Bytes>;

// What a session is through all its states.
struct SessionFrame
{
    wire::IkeSpi localSpi;
    wire::IkeSpi remoteSpi; // 0 while an initiator does not know it
    bool weInitiated = false;
    LoadedConnectionPtr connection; // empty while a responder does not know it
    Endpoint local; // where we send from, and to
    Endpoint remote;
    TimePoint createdAt{};
    bool heardPeer = false; // a datagram with our SPI came: not authentic, but somebody answers
    bool heardElsewhere = false; // one came from another address than the peer's

    wire::IkeSpi initiatorSpi() const { return weInitiated ? localSpi : remoteSpi; }
    wire::IkeSpi responderSpi() const { return weInitiated ? remoteSpi : localSpi; }
    const api::ConnectionConfig &config() const { return *connection->config; }
};

// One turn of a session: what it knows when something happens, and what it has to say to that. States and their
// handlers write into it; the session hands it out as a step.
class Turn
{
public:
    // `arrived`: the datagram that this turn answers to, if it is one. All three outlive the turn.
    Turn(SessionFrame &frame, const Env &env, const Datagram *arrived = nullptr)
        : m_frame(frame), m_env(env), m_arrived(arrived)
    { }

    SessionFrame &frame() { return m_frame; }
    const SessionFrame &frame() const { return m_frame; }
    const Env &env() const { return m_env; }
    TimePoint now() const { return m_env.now; }

    void send(Bytes message);
    void send(const Datagrams &message);
    // To where the datagram came from, which a NAT may have changed (RFC 7296, 2.11).
    void reply(Bytes message);
    void reply(const Datagrams &message);
    // An authentic message shows where the peer is now.
    void learnPath();
    // The datagram that this turn answers to; null: it answers to none.
    const Datagram *arrived() const { return m_arrived; }
    void act(Action action) { m_step.actions.push_back(std::move(action)); }
    // Made in place: gcc 12 takes a moved variant of these for uninitialised.
    template <typename News>
    void tell(News &&news)
    {
        m_step.news.emplace_back(std::forward<News>(news));
    }
    // Of the IKE SA that this frame is, or is to be, of. For whoever has asked Env::exposesKeys.
    void exposeKeys(api::CapturedKey keys, const SessionFrame &of);
    void succeed(Successor successor) { m_step.successors.push_back(std::move(successor)); }
    void leave(Bequest bequest) { m_step.bequest = std::move(bequest); }
    // What another session's first turn asks for.
    void append(Step step);

    void report(EventDraft &&event); // of the session's own connection
    void report(const api::ConnectionId &connection, EventDraft &&event);
    // `payloads`: their names.
    void reportSent(const wire::IkeHeader &header, std::string payloads, api::Level level, std::size_t size);
    void reportReceived(const wire::IkeHeader &header, std::string payloads, api::Level level, std::size_t size);
    // A message that changed nothing. Anyone can send such things, so they are no more than a warning.
    // The peer takes no part in NAT traversal, which we offered. It need not matter; where a NAT is, it does.
    void reportNatIgnored(std::string_view reason);
    // One that renews by the peer's clock rather than by ours.
    void reportShortened(const api::ConnectionId &connection, api::Phase phase, std::chrono::seconds theirs,
                         std::chrono::seconds ours);
    void reportDropped(const wire::IkeHeader &header, const Error &error);

    Step finish() && { return std::move(m_step); }

private:
    SessionFrame &m_frame;
    const Env &m_env;
    const Datagram *m_arrived;
    Step m_step;
};

api::Exchange exchangeOf(wire::ExchangeType type);

} // namespace tw::ike

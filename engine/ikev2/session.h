#pragma once

#include "engine/ikev2/states.h"

namespace tw::ikev2 {

// One IKE SA from its first message to its end: hands what happens to the state that it is in.
class Session final : public ike::Session
{
public:
    Session(SessionFrame frame, State state) : m_frame(std::move(frame)), m_state(std::move(state)) { }

    std::uint64_t localSpi() const override { return m_frame.localSpi.value(); }
    std::uint64_t remoteSpi() const override { return m_frame.remoteSpi.value(); }
    bool weInitiated() const override { return m_frame.weInitiated; }
    ike::LoadedConnectionPtr connection() const override { return m_frame.connection; }

    ike::Step receive(const ike::Datagram &datagram, const ike::Env &env) override;
    ike::Step close(ike::CloseMode mode, const ike::Env &env) override;
    ike::Step adopt(ike::LoadedConnectionPtr connection, api::EditScope scope, const ike::Env &env) override;
    ike::Step release(const api::ConnectionId &connection, ike::LoadedConnectionPtr rest,
                      std::optional<TimePoint> until, const ike::Env &env) override;
    ike::Step createChild(ike::LoadedConnectionPtr connection, const ike::Env &env) override;
    ike::Step renewChild(crypto::EspSpi inboundSpi, const ike::Env &env) override;
    ike::Step renewIkeSa(const ike::Env &env) override;
    ike::Step traffic(std::span<const ike::SaTraffic> readings, const ike::Env &env) override;
    ike::Step peerMoved(const Endpoint &remote, const ike::Env &env) override;
    ike::Step pathChanged(const ike::ResolvedPath &path, const ike::Env &env) override;
    // Its children never lose their IKE SA (RFC 7296, 1.4.1).
    ike::Step yieldTo(std::uint64_t, const ike::Env &) override { return {}; }
    ike::Step peerDeletes(std::span<const std::uint32_t>, const ike::Env &) override { return {}; }
    ike::Step inherit(std::unique_ptr<ike::Estate> estate, const ike::Env &env) override;
    ike::Step tick(const ike::Env &env) override;
    std::optional<TimePoint> nextDeadline() const override;
    ike::SessionView view() const override;

private:
    // Lets our own requests go on; in any other state than Established nothing happens.
    template <typename Change>
    ike::Step change(Change change, const ike::Env &env);

    SessionFrame m_frame;
    State m_state;
};

} // namespace tw::ikev2

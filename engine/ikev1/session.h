#pragma once

#include "engine/ikev1/fragments.h"
#include "engine/ikev1/states.h"

namespace tw::ikev1 {

// One ISAKMP SA from its first message to its end: hands what happens to the state that it is in. Fragments stop here:
// states see whole messages only.
class Session final : public ike::Session
{
public:
    // A responder has read and answered the first message already.
    Session(SessionFrame frame, State state, const VendorTraits &peer = {}, std::uint16_t lastFragmentId = 0)
        : m_frame(std::move(frame)),
          m_state(std::move(state)),
          m_peerTakesFragments(peer.takesFragments),
          m_lastFragmentId(lastFragmentId)
    { }

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
    ike::Step yieldTo(std::uint64_t heir, const ike::Env &env) override;
    ike::Step peerDeletes(std::span<const std::uint32_t> peerSpis, const ike::Env &env) override;
    ike::Step inherit(std::unique_ptr<ike::Estate> estate, const ike::Env &env) override;
    ike::Step tick(const ike::Env &env) override;
    std::optional<TimePoint> nextDeadline() const override;
    ike::SessionView view() const override;

private:
    // Does what follows from it; where there are no children nothing happens.
    template <typename Change>
    ike::Step change(Change change, const ike::Env &env);

    // `octets`: the datagram's, or what came together from fragments of which it was the last.
    void process(const wire::IsakmpMessage &message, ByteView octets, Turn &turn);
    void assemble(const wire::IkeHeader &header, const wire::IsakmpFragment &fragment, Turn &turn);
    // Cuts what is too long for one datagram, if the peer takes that.
    ike::Step finish(Turn &&turn);

    SessionFrame m_frame;
    State m_state;
    bool m_peerTakesFragments = false;
    std::uint16_t m_lastFragmentId = 0;
    FragmentAssembly m_fragments;
};

} // namespace tw::ikev1

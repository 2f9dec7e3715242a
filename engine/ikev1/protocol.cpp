#include "engine/ikev1/protocol.h"

#include "engine/ikev1/aggressive_mode.h"
#include "engine/ikev1/choice.h"
#include "engine/ikev1/main_mode.h"
#include "engine/ikev1/phase1.h"
#include "engine/ikev1/session.h"

#include <algorithm>

namespace tw::ikev1 {

using api::DetailKey;
using api::EventCode;
using api::Level;
using ike::EventDraft;

namespace {

class IkeV1 final : public ike::Protocol
{
public:
    api::IkeVersion version() const override { return api::IkeVersion::V1; }
    std::optional<std::string> unsupported(const api::ConnectionConfig &config) const override;
    ike::NewSession initiate(std::uint64_t localSpi, ike::LoadedConnectionPtr connection, const ike::ResolvedPath &path,
                             const ike::Env &env) const override;
    ike::NewSession accept(std::uint64_t localSpi, const ike::Datagram &datagram, const ike::Env &env) const override;
};

std::optional<std::string> IkeV1::unsupported(const api::ConnectionConfig &config) const
{
    if (!std::holds_alternative<api::PresharedKeyAuthentication>(config.ike.authentication))
        return "IKEv1 with certificates";
    if (usableIke(config).empty())
        return "no IKE proposal that IKEv1 and the crypto library can do: "
            + api::toString(config.ike.proposals.front());
    if (usableEsp(config).empty())
        return "no ESP proposal that IKEv1 and the crypto library can do: "
            + api::toString(config.child.proposals.front());
    const auto isOne = [](const std::vector<api::TrafficSelector> &selectors) {
        return selectors.size() == 1 && wire::toIsakmpId(selectors.front());
    };
    if (!isOne(config.child.local) || !isOne(config.child.remote))
        return "IKEv1 with more than one subnet on a side";
    return std::nullopt;
}

ike::NewSession IkeV1::initiate(std::uint64_t localSpi, ike::LoadedConnectionPtr connection,
                                const ike::ResolvedPath &path, const ike::Env &env) const
{
    SessionFrame frame;
    frame.localSpi = wire::IkeSpi(localSpi);
    frame.weInitiated = true;
    frame.connection = std::move(connection);
    frame.local = {path.local, path.mappedPort ? env.natPort : env.ikePort};
    frame.remote = {path.remote, path.mappedPort.value_or(env.ikePort)};
    frame.createdAt = env.now;

    ike::NewSession made;
    Turn turn(frame, env);
    State state = frame.config().ike.mode == api::IkeV1Mode::Main ? startMainMode(turn) : startAggressiveMode(turn);
    made.step = std::move(turn).finish();
    made.session = std::make_unique<Session>(std::move(frame), std::move(state));
    return made;
}

void reportUnmatched(Level level, std::string_view reason, const Incoming &in, Turn &turn)
{
    turn.report(EventDraft(EventCode::MessageUnmatched, level)
                    .message(ike::exchangeOf(in.header().exchange), in.header().messageId.value())
                    .direction(api::Direction::In)
                    .with(DetailKey::RemoteEndpoint, turn.frame().remote.toString())
                    .with(DetailKey::Reason, reason));
}

bool isFirstMessage(const Incoming &in)
{
    return (in.is(wire::ExchangeType::IdentityProtection) || in.is(wire::ExchangeType::Aggressive))
        && in.header().responderSpi == wire::IkeSpi(0) && in.header().initiatorSpi != wire::IkeSpi(0)
        && in.header().messageId == wire::MessageId(0) && in.message.payloads();
}

// A peer of ours whose connection wants the other version shows what is wrong.
void reportNoConnection(const Incoming &in, Turn &turn)
{
    SessionFrame &frame = turn.frame();
    const auto meant = turn.env().connections.between(frame.local.address, frame.remote.address, api::IkeVersion::V2);
    if (meant.size() == 1)
        frame.connection = meant.front();
    if (meant.empty()) {
        reportUnmatched(Level::Warning, "no connection between these addresses", in, turn);
        return;
    }
    turn.report(EventDraft(EventCode::MessageUnmatched, Level::Warning)
                    .direction(api::Direction::In)
                    .with(DetailKey::RemoteEndpoint, frame.remote.toString())
                    .with(DetailKey::Reason, "the peer speaks IKEv1")
                    .with(api::FailureCode::IkeVersionMismatch));
    frame.remoteSpi = in.header().initiatorSpi;
    sendRefusal(wire::NotificationType::NoProposalChosen, turn); // as IKEv2 does in the reverse case
}

// Main mode where all that the peer could mean wants aggressive mode, or the reverse.
bool wantsOtherMode(std::span<const ike::LoadedConnectionPtr> meant, api::IkeV1Mode mode)
{
    return std::ranges::none_of(meant, [&](const auto &one) { return one->config->ike.mode == mode; });
}

void refuseMode(std::span<const ike::LoadedConnectionPtr> meant, const Incoming &in, Turn &turn)
{
    if (meant.size() == 1)
        turn.frame().connection = meant.front();
    turn.report(
        phase1Event(EventCode::MessageUnmatched, Level::Warning, api::Direction::In, in)
            .with(DetailKey::RemoteEndpoint, turn.frame().remote.toString())
            .with(DetailKey::Reason,
                  in.is(wire::ExchangeType::Aggressive) ? "the peer uses aggressive mode" : "the peer uses main mode")
            .with(api::FailureCode::NegotiationModeMismatch));
    sendRefusal(wire::NotificationType::UnsupportedExchangeType, turn);
}

ike::NewSession IkeV1::accept(std::uint64_t localSpi, const ike::Datagram &datagram, const ike::Env &env) const
{
    SessionFrame frame;
    frame.localSpi = wire::IkeSpi(localSpi);
    frame.local = datagram.local;
    frame.remote = datagram.remote;
    frame.createdAt = env.now;
    frame.heardPeer = true;

    ike::NewSession made;
    Turn turn(frame, env, &datagram);
    const auto message = wire::decodeIsakmpMessage(datagram.message);
    if (!message) {
        turn.reportDropped(wire::decodeIkeHeader(datagram.message).value_or(wire::IkeHeader{}), message.error());
    } else if (const Incoming in{*message, datagram.message}; !isFirstMessage(in)) {
        reportUnmatched(Level::Debug, "no SA with these SPIs", in, turn);
    } else if (const auto meant =
                   env.connections.between(frame.local.address, frame.remote.address, api::IkeVersion::V1);
               meant.empty()) {
        reportNoConnection(in, turn);
    } else {
        frame.remoteSpi = in.header().initiatorSpi;
        const bool isMain = in.is(wire::ExchangeType::IdentityProtection);
        if (wantsOtherMode(meant, isMain ? api::IkeV1Mode::Main : api::IkeV1Mode::Aggressive)) {
            refuseMode(meant, in, turn);
        } else if (auto state = isMain ? acceptMainMode(in, turn) : acceptAggressiveMode(in, turn)) {
            const VendorTraits peer = vendorTraits(*message->payloads());
            std::uint16_t lastFragmentId = 0;
            made.step = std::move(turn).finish();
            if (peer.takesFragments)
                cutLongMessages(made.step.actions, env.natPort, lastFragmentId);
            made.session = std::make_unique<Session>(std::move(frame), std::move(*state), peer, lastFragmentId);
            return made;
        }
    }
    made.step = std::move(turn).finish();
    return made;
}

} // namespace

std::unique_ptr<ike::Protocol> makeProtocol() { return std::make_unique<IkeV1>(); }

} // namespace tw::ikev1

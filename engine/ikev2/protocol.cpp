#include "engine/ikev2/protocol.h"

#include "engine/crypto/algorithms.h"
#include "engine/ikev2/sa_init.h"
#include "engine/ikev2/session.h"

#include <algorithm>

namespace tw::ikev2 {

namespace {

class IkeV2 final : public ike::Protocol
{
public:
    api::IkeVersion version() const override { return api::IkeVersion::V2; }
    std::optional<std::string> unsupported(const api::ConnectionConfig &config) const override;
    ike::NewSession initiate(std::uint64_t localSpi, ike::LoadedConnectionPtr connection, const ike::ResolvedPath &path,
                             const ike::Env &env) const override;
    ike::NewSession accept(std::uint64_t localSpi, const ike::Datagram &datagram, const ike::Env &env) const override;
};

std::optional<std::string> IkeV2::unsupported(const api::ConnectionConfig &config) const
{
    if (usableProposals(config).empty())
        return "no IKE proposal that the crypto library can do: " + api::toString(config.ike.proposals.front());
    const bool childIsPossible = std::ranges::any_of(config.child.proposals, [](api::EspProposal proposal) {
        proposal.pfs = api::DhGroup::None; // the first child has no group of its own
        return crypto::isAvailable(proposal);
    });
    if (!childIsPossible)
        return "no ESP proposal that the crypto library can do: " + api::toString(config.child.proposals.front());
    return std::nullopt;
}

ike::NewSession IkeV2::initiate(std::uint64_t localSpi, ike::LoadedConnectionPtr connection,
                                const ike::ResolvedPath &path, const ike::Env &env) const
{
    SessionFrame frame;
    frame.localSpi = wire::IkeSpi(localSpi);
    frame.weInitiated = true;
    frame.connection = std::move(connection);
    frame.local = {path.local, env.ikePort};
    frame.remote = {path.remote, env.ikePort};
    frame.createdAt = env.now;

    ike::NewSession made;
    Turn turn(frame, env);
    State state = startSaInit(turn);
    made.step = std::move(turn).finish();
    made.session = std::make_unique<Session>(std::move(frame), std::move(state));
    return made;
}

// A message of a later version: only its header can be understood (RFC 7296, 2.5).
void refuseVersion(const wire::IkeHeader &header, Turn &turn)
{
    if (header.isResponse() || !header.fromInitiator())
        return;
    wire::Message answer;
    answer.header.initiatorSpi = header.initiatorSpi;
    answer.header.responderSpi = header.responderSpi;
    answer.header.exchange = header.exchange;
    answer.header.messageId = header.messageId;
    answer.header.flags = wire::kFlagResponse;
    answer.payloads.push_back(notifyPayload(wire::NotifyType::InvalidMajorVersion));
    if (auto datagram = wire::encodeMessage(answer)) {
        reportSent(answer.header, answer.payloads, datagram->size(), turn);
        turn.reply(std::move(*datagram));
    }
}

ike::NewSession IkeV2::accept(std::uint64_t localSpi, const ike::Datagram &datagram, const ike::Env &env) const
{
    SessionFrame frame;
    frame.localSpi = wire::IkeSpi(localSpi);
    frame.local = datagram.local;
    frame.remote = datagram.remote;
    frame.createdAt = env.now;
    frame.heardPeer = true;

    ike::NewSession made;
    Turn turn(frame, env, &datagram);
    const auto header = wire::decodeIkeHeader(datagram.message);
    if (!header) {
        turn.reportDropped({}, header.error());
    } else if (header->majorVersion > 2) {
        turn.reportDropped(*header, Error{Fault::UnexpectedMessage, "version"});
        refuseVersion(*header, turn);
    } else if (header->exchange != wire::ExchangeType::IkeSaInit || header->isResponse() || !header->fromInitiator()
               || header->messageId.value() != 0 || header->responderSpi != wire::IkeSpi(0)
               || header->initiatorSpi == wire::IkeSpi(0)) {
        turn.report(ike::EventDraft(api::EventCode::MessageUnmatched, api::Level::Debug)
                        .message(exchangeOf(header->exchange), header->messageId.value())
                        .direction(api::Direction::In)
                        .with(api::DetailKey::RemoteEndpoint, datagram.remote.toString())
                        .with(api::DetailKey::Reason, "no SA with these SPIs"));
    } else {
        frame.remoteSpi = header->initiatorSpi;
        if (auto state = acceptSaInit(*header, datagram.message, turn)) {
            made.step = std::move(turn).finish();
            made.session = std::make_unique<Session>(std::move(frame), std::move(*state));
            return made;
        }
    }
    made.step = std::move(turn).finish();
    return made;
}

} // namespace

std::unique_ptr<ike::Protocol> makeProtocol() { return std::make_unique<IkeV2>(); }

std::vector<std::unique_ptr<ike::Protocol>> protocols()
{
    std::vector<std::unique_ptr<ike::Protocol>> all;
    all.push_back(makeProtocol());
    return all;
}

} // namespace tw::ikev2

#include "engine/ike/proposal_choice.h"
#include "engine/ikev2/auth_certificates.h"
#include "engine/ikev2/exchange_parts.h"
#include "engine/ikev2/sa_init.h"

#include <algorithm>
#include <ranges>

namespace tw::ikev2 {

using api::DetailKey;
using api::EventCode;
using api::Level;
using api::Phase;
using ike::EventDraft;

namespace {

using IkeChoice = ike::ProposalChoice<api::IkeProposal>;

// Refuses without keeping anything: whoever floods us with bad requests gets one small answer each (RFC 7296, 2.21.1).
void refuse(wire::Payload notify, Turn &turn)
{
    wire::Message answer;
    answer.header = headerOf(turn.frame(), wire::ExchangeType::IkeSaInit, wire::MessageId(0), true);
    answer.header.responderSpi = {}; // there is no SA
    answer.payloads.push_back(std::move(notify));
    if (auto datagram = wire::encodeMessage(answer)) {
        reportSent(answer.header, answer.payloads, datagram->size(), turn);
        turn.send(std::move(*datagram));
    }
}

// A peer of ours whose connection wants the other version shows what is wrong.
void reportNoConnection(Turn &turn)
{
    EventDraft event = EventDraft(EventCode::MessageUnmatched, Level::Warning, Phase::Phase1)
                           .message(api::Exchange::IkeSaInit, 0)
                           .direction(api::Direction::In)
                           .with(DetailKey::RemoteEndpoint, turn.frame().remote.toString());
    const auto meant =
        turn.env().connections.between(turn.frame().local.address, turn.frame().remote.address, api::IkeVersion::V1);
    if (meant.size() == 1)
        turn.frame().connection = meant.front();
    if (meant.empty())
        turn.report(std::move(event).with(DetailKey::Reason, "no connection joins these addresses"));
    else
        turn.report(std::move(event)
                        .with(DetailKey::Reason, "the peer speaks IKEv2")
                        .with(api::FailureCode::IkeVersionMismatch));
}

// RFC 7296, 2.6. One of an older secret, or one for a request with another nonce, is no cookie: a new one is given.
bool showsCookie(const wire::Message &message, const wire::Nonce &nonce, const ike::CookieJar &jar, Turn &turn)
{
    const auto *cookie = wire::findNotify(message.payloads, wire::NotifyType::Cookie);
    return cookie
        && jar.isOurs(cookie->data, nonce.data, turn.frame().remote.address, message.header.initiatorSpi, turn.now());
}

// A suite in the group of the key exchange that came saves a round trip, even where we would prefer another.
std::optional<IkeChoice> chooseInGroup(const std::vector<api::IkeProposal> &usable, const wire::SaPayload &offer,
                                       std::uint16_t group)
{
    std::vector<api::IkeProposal> inGroup;
    std::ranges::copy_if(usable, std::back_inserter(inGroup), [&](const api::IkeProposal &proposal) {
        return static_cast<std::uint16_t>(proposal.group) == group;
    });
    auto choice = ike::choose(inGroup, offer);
    return choice ? std::optional(std::move(*choice)) : std::nullopt;
}

constexpr std::ptrdiff_t kMaxRefusalReports = 16;

struct Match
{
    ike::LoadedConnectionPtr connection;
    IkeChoice choice;
};

// Any connection of the address pair whose suites fit; which one the peer means is known only by its identity, in
// IKE_AUTH. Where none fits, the differences to each are reported.
std::optional<Match> chooseConnection(const std::vector<ike::LoadedConnectionPtr> &candidates,
                                      const wire::SaPayload &offer, std::uint16_t group, Turn &turn)
{
    for (const auto &candidate : candidates) {
        if (auto choice = chooseInGroup(usableProposals(*candidate->config), offer, group))
            return Match{candidate, std::move(*choice)};
    }
    for (const auto &candidate : candidates) {
        if (auto choice = ike::choose(usableProposals(*candidate->config), offer))
            return Match{candidate, std::move(*choice)};
    }
    // Whichever was meant, its log says why nothing came of it; not of thousands, though.
    const auto meant =
        turn.env().connections.between(turn.frame().local.address, turn.frame().remote.address, api::IkeVersion::V2);
    for (const auto &candidate : meant | std::views::take(kMaxRefusalReports)) {
        const auto verdict = ike::choose(usableProposals(*candidate->config), offer);
        if (verdict)
            continue;
        turn.frame().connection = candidate;
        turn.report(EventDraft(EventCode::ProposalRefused, Level::Error, Phase::Phase1)
                        .message(api::Exchange::IkeSaInit, 0)
                        .direction(api::Direction::In)
                        .with(DetailKey::Offered, verdict.error().offered)
                        .with(DetailKey::Configured, verdict.error().configured)
                        .with(DetailKey::Differs, verdict.error().differs)
                        .with(verdict.error().failure));
    }
    return std::nullopt;
}

Result<Bytes> buildAnswer(const IkeChoice &choice, const crypto::KeyExchange &ours, ByteView nonce,
                          api::NatTraversal nat, bool isFragmenting, const SignatureHashes &peerHashes, Turn &turn)
{
    const SessionFrame &frame = turn.frame();
    wire::Message answer;
    answer.header = headerOf(frame, wire::ExchangeType::IkeSaInit, wire::MessageId(0), true);
    answer.payloads.push_back({wire::PayloadType::Sa, false, wire::SaPayload{{choice.answer}}});
    answer.payloads.push_back(keyExchangePayload(ours));
    answer.payloads.push_back(noncePayload(nonce));
    std::ranges::copy(
        ike::natNotifies(nat, frame.initiatorSpi(), frame.responderSpi(), frame.local, frame.remote, turn.env().random),
        std::back_inserter(answer.payloads));
    if (isFragmenting)
        answer.payloads.push_back(notifyPayload(wire::NotifyType::FragmentationSupported));
    // Which connection is meant is not known yet: one that wants a certificate must be able to say so, and a peer that
    // knows RFC 7427 is told that we do, too.
    const auto offers =
        turn.env().connections.offersBetween(frame.local.address, frame.remote.address, api::IkeVersion::V2);
    if (auto request = certificateRequest(offers.examples))
        answer.payloads.push_back(std::move(*request));
    if (!peerHashes.empty())
        answer.payloads.push_back(signatureHashesNotify());
    auto datagram = wire::encodeMessage(answer);
    if (datagram)
        reportSent(answer.header, answer.payloads, datagram->size(), turn);
    return datagram;
}

// The keys and the answer, from a request whose suite and group are settled.
std::optional<AwaitAuthRequest> answer(const Match &match, const wire::Message &request, ByteView datagram, Turn &turn)
{
    const auto *ke = wire::findPayload<wire::KeyExchange>(request.payloads, wire::PayloadType::KeyExchange);
    const auto *nonce = wire::findPayload<wire::Nonce>(request.payloads, wire::PayloadType::Nonce);
    const auto ours = crypto::KeyExchange::create(match.choice.suite.group, turn.env().random);
    if (!ours) {
        turn.reportDropped(request.header, ours.error());
        return std::nullopt;
    }
    auto shared = ours->sharedSecret(ke->data);
    if (!shared) {
        turn.reportDropped(request.header, shared.error());
        return std::nullopt;
    }
    const Bytes ourNonce = freshNonce(turn);
    auto handshake = makeHandshake(turn.frame(), match.choice.suite, std::move(*shared), nonce->data, ourNonce, turn);
    if (!handshake) {
        turn.reportDropped(request.header, handshake.error());
        return std::nullopt;
    }
    const api::NatTraversal natMode = match.connection->config->natTraversal;
    handshake->nat = ike::findNat(natMode, request.payloads, turn.frame().initiatorSpi(), wire::IkeSpi(0),
                                  turn.frame().local, turn.frame().remote);
    handshake->peerSignatureHashes = signatureHashesOf(request.payloads);
    // NAT detection and fragments need both sides: a peer that did not ask is not answered (RFC 7383, 2.3).
    handshake->channel.isFragmenting = supportsFragments(request.payloads);
    auto reply = buildAnswer(match.choice, *ours, ourNonce, handshake->nat.supported ? natMode : api::NatTraversal::Off,
                             handshake->channel.isFragmenting, handshake->peerSignatureHashes, turn);
    if (!reply) {
        turn.reportDropped(request.header, reply.error());
        return std::nullopt;
    }
    handshake->ownFirstMessage = *reply;
    handshake->peerFirstMessage = toBytes(datagram);
    AwaitAuthRequest state{std::move(*handshake), PeerRequests(wire::MessageId(0)), turn.now() + kHalfOpenLifetime};
    state.peerRequests.answer(toBytes(datagram), Datagrams{std::move(*reply)}, turn);
    return state;
}

} // namespace

std::optional<AwaitAuthRequest> acceptSaInit(const wire::IkeHeader &header, ByteView datagram, Turn &turn)
{
    const auto message = wire::decodeMessage(datagram);
    if (!message) {
        turn.reportDropped(header, message.error());
        return std::nullopt;
    }
    reportReceived(header, message->payloads, datagram.size(), turn);
    if (const auto type = wire::unknownCriticalPayload(message->payloads)) {
        turn.reportDropped(header, Error{Fault::UnknownCriticalPayload, "IKE_SA_INIT"});
        refuse(unsupportedCritical(*type), turn);
        return std::nullopt;
    }
    const auto *sa = wire::findPayload<wire::SaPayload>(message->payloads, wire::PayloadType::Sa);
    const auto *ke = wire::findPayload<wire::KeyExchange>(message->payloads, wire::PayloadType::KeyExchange);
    const auto *nonce = wire::findPayload<wire::Nonce>(message->payloads, wire::PayloadType::Nonce);
    if (!sa || !ke || !nonce) {
        turn.reportDropped(header, Error{Fault::Malformed, "IKE_SA_INIT without SA, KE and nonce"});
        return std::nullopt;
    }
    if (ike::CookieJar *jar = turn.env().cookies; jar && !showsCookie(*message, *nonce, *jar, turn)) {
        refuse(notifyPayload(wire::NotifyType::Cookie,
                             jar->bake(nonce->data, turn.frame().remote.address, header.initiatorSpi, turn.now(),
                                       turn.env().random)),
               turn);
        return std::nullopt;
    }
    const auto offers = turn.env().connections.offersBetween(turn.frame().local.address, turn.frame().remote.address,
                                                             api::IkeVersion::V2);
    if (offers.examples.empty()) {
        reportNoConnection(turn);
        refuse(notifyPayload(wire::NotifyType::NoProposalChosen), turn);
        return std::nullopt;
    }
    // With one candidate the log lines are its; with several nobody knows yet.
    if (offers.isOneConnection)
        turn.frame().connection = offers.examples.front();
    turn.report(EventDraft(EventCode::ProposalsReceived, Level::Info, Phase::Phase1)
                    .message(api::Exchange::IkeSaInit, 0)
                    .direction(api::Direction::In)
                    .with(DetailKey::Offered, ike::toString(*sa)));

    auto match = chooseConnection(offers.examples, *sa, ke->group, turn);
    if (!match) {
        refuse(notifyPayload(wire::NotifyType::NoProposalChosen), turn);
        return std::nullopt;
    }
    const api::DhGroup group = match->choice.suite.group;
    if (ke->group != static_cast<std::uint16_t>(group)) {
        turn.report(EventDraft(EventCode::InvalidKeyExchange, Level::Info, Phase::Phase1)
                        .message(api::Exchange::IkeSaInit, 0)
                        .direction(api::Direction::Out)
                        .with(DetailKey::Group, api::logName(group)));
        refuse(wantedGroupPayload(group), turn);
        return std::nullopt;
    }
    turn.report(EventDraft(EventCode::ProposalChosen, Level::Info, Phase::Phase1)
                    .message(api::Exchange::IkeSaInit, 0)
                    .direction(api::Direction::Out)
                    .with(DetailKey::Chosen, api::toString(match->choice.suite)));
    return answer(*match, *message, datagram, turn);
}

} // namespace tw::ikev2

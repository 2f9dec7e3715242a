#include "engine/ike/proposal_choice.h"
#include "engine/ikev2/auth_exchange.h"
#include "engine/ikev2/exchange_parts.h"
#include "engine/ikev2/mobike.h"
#include "engine/ikev2/sa_init.h"

#include <algorithm>

namespace tw::ikev2 {

using api::DetailKey;
using api::EventCode;
using api::FailureCode;
using api::Level;
using api::Phase;
using ike::EventDraft;

namespace {

wire::SaPayload offerOf(const std::vector<api::IkeProposal> &proposals)
{
    wire::SaPayload offer;
    for (const auto &proposal : proposals)
        offer.proposals.push_back(ike::toWire(proposal, static_cast<std::uint8_t>(offer.proposals.size() + 1)));
    return offer;
}

// The one message that goes out, again and again with another cookie or another key exchange.
Result<PendingRequest> sendSaInit(const crypto::KeyExchange &ours, ByteView nonce, ByteView cookie, Turn &turn)
{
    const SessionFrame &frame = turn.frame();
    wire::Message message;
    message.header = headerOf(frame, wire::ExchangeType::IkeSaInit, wire::MessageId(0), false);
    if (!cookie.empty()) // must come first, the rest unchanged (RFC 7296, 2.6)
        message.payloads.push_back(notifyPayload(wire::NotifyType::Cookie, toBytes(cookie)));
    message.payloads.push_back({wire::PayloadType::Sa, false, offerOf(usableProposals(frame.config()))});
    message.payloads.push_back(keyExchangePayload(ours));
    message.payloads.push_back(noncePayload(nonce));
    std::ranges::copy(ike::natNotifies(frame.config().natTraversal, frame.initiatorSpi(), frame.responderSpi(),
                                       frame.local, frame.remote, turn.env().random),
                      std::back_inserter(message.payloads));
    message.payloads.push_back(notifyPayload(wire::NotifyType::FragmentationSupported));
    if (std::holds_alternative<api::CertificateAuthentication>(frame.config().ike.authentication))
        message.payloads.push_back(signatureHashesNotify());

    auto datagram = wire::encodeMessage(message);
    if (!datagram)
        return std::unexpected(datagram.error());
    reportSent(message.header, message.payloads, datagram->size(), turn);
    turn.send(*datagram);
    return PendingRequest{message.header.messageId, message.header.exchange, Datagrams{std::move(*datagram)},
                          ike::Retransmit(turn.now(), turn.env().random)};
}

// Only the first refusal counts: later ones, forged perhaps, can neither hasten nor delay the end.
State takeHint(AwaitSaInitReply state, FailureCode failure, Turn &turn)
{
    if (!state.hint)
        state.hint = RefusalHint{failure, turn.now() + kRefusalPatience};
    return state;
}

State drop(AwaitSaInitReply state, const wire::IkeHeader &header, const Error &error, Turn &turn)
{
    turn.reportDropped(header, error);
    return state;
}

State restart(AwaitSaInitReply state, Turn &turn)
{
    ++state.restarts;
    auto request = sendSaInit(state.ours, state.nonce, state.cookie, turn);
    if (!request)
        return endAttempt(FailureCode::InternalError, turn);
    state.request = std::move(*request);
    state.hint.reset();
    return state;
}

State onInvalidKe(AwaitSaInitReply state, const wire::Notify &notify, Turn &turn)
{
    const auto number = wire::wantedGroup(notify);
    if (!number)
        return drop(std::move(state), headerOf(turn.frame(), wire::ExchangeType::IkeSaInit, wire::MessageId(0), true),
                    Error{Fault::Malformed, "INVALID_KE_PAYLOAD"}, turn);
    const api::DhGroup wanted{*number};
    turn.report(EventDraft(EventCode::InvalidKeyExchange, Level::Info, Phase::Phase1)
                    .message(api::Exchange::IkeSaInit, 0)
                    .direction(api::Direction::In)
                    .with(DetailKey::Group, api::logName(wanted)));

    // Only a group that we offered: a forger may then slow us down, but not make us weaker than configured.
    const auto offered = usableProposals(turn.frame().config());
    const bool isOffered = std::ranges::any_of(offered, [&](const auto &proposal) { return proposal.group == wanted; });
    if (!isOffered)
        return takeHint(std::move(state), FailureCode::DhGroupMismatch, turn);
    if (wanted == state.ours.group() && state.restarts > 0)
        return state; // a double of the answer that made us take this group
    if (wanted == state.ours.group() || state.restarts == kMaxSaInitRestarts)
        return takeHint(std::move(state), FailureCode::ProposalMismatch, turn);
    auto ours = crypto::KeyExchange::create(wanted, turn.env().random);
    if (!ours)
        return endAttempt(FailureCode::InternalError, turn);
    state.ours = std::move(*ours);
    return restart(std::move(state), turn);
}

State onCookie(AwaitSaInitReply state, const wire::Notify &notify, Turn &turn)
{
    constexpr std::size_t kMaxCookieSize = 64; // RFC 7296, 2.6
    if (notify.data.empty() || notify.data.size() > kMaxCookieSize || state.restarts == kMaxSaInitRestarts)
        return state;
    if (notify.data == state.cookie) // the network doubled the answer: our message with it is on its way
        return state;
    state.cookie = notify.data;
    return restart(std::move(state), turn);
}

// An answer without a key exchange: it refuses, or asks for something else first.
State onRefusal(AwaitSaInitReply state, const wire::Message &message, Turn &turn)
{
    if (const auto *cookie = wire::findNotify(message.payloads, wire::NotifyType::Cookie))
        return onCookie(std::move(state), *cookie, turn);
    if (const auto *group = wire::findNotify(message.payloads, wire::NotifyType::InvalidKePayload))
        return onInvalidKe(std::move(state), *group, turn);
    if (wire::findNotify(message.payloads, wire::NotifyType::NoProposalChosen)) {
        turn.report(EventDraft(EventCode::NoProposalChosen, Level::Warning, Phase::Phase1)
                        .message(api::Exchange::IkeSaInit, 0)
                        .direction(api::Direction::In)
                        .with(DetailKey::Offered, ike::toString(usableProposals(turn.frame().config()))));
        return takeHint(std::move(state), FailureCode::ProposalMismatch, turn);
    }
    if (wire::findNotify(message.payloads, wire::NotifyType::InvalidMajorVersion))
        return takeHint(std::move(state), FailureCode::IkeVersionMismatch, turn);
    for (const wire::Payload &payload : message.payloads) {
        const auto *notify = std::get_if<wire::Notify>(&payload.body);
        if (!notify || !wire::isErrorNotify(notify->type))
            continue;
        turn.report(EventDraft(EventCode::NotifyReceived, Level::Warning, Phase::Phase1)
                        .message(api::Exchange::IkeSaInit, 0)
                        .direction(api::Direction::In)
                        .with(DetailKey::Notify, wire::notifyName(notify->type)));
        return takeHint(std::move(state), FailureCode::Phase1NegotiationTimeout, turn);
    }
    return drop(std::move(state), message.header, Error{Fault::Malformed, "IKE_SA_INIT response"}, turn);
}

void applyNat(const ike::NatFindings &nat, Turn &turn)
{
    if (!nat.supported) {
        turn.reportNatIgnored(ike::kNoNatDetection);
        return;
    }
    turn.report(EventDraft(EventCode::NatDetected, Level::Info, Phase::Phase1)
                    .with(DetailKey::NatLocal, nat.local ? "yes" : "no")
                    .with(DetailKey::NatRemote, nat.remote ? "yes" : "no"));
    // From IKE_AUTH on everything goes between the NAT ports (RFC 7296, 2.23); with MOBIKE even without a NAT, since there
    // may be one after a move (RFC 4555, 3.3).
    if (!nat.isEncapsulated() && !offersMobike(turn.frame().config()))
        return;
    turn.frame().local.port = turn.env().natPort;
    turn.frame().remote.port = turn.env().natPort;
    turn.report(EventDraft(EventCode::NatPortChanged, Level::Info, Phase::Phase1)
                    .with(DetailKey::LocalEndpoint, turn.frame().local.toString())
                    .with(DetailKey::RemoteEndpoint, turn.frame().remote.toString()));
}

// Everything that a good answer needs, or what is wrong with it. It takes nothing from the state, which a bad answer
// must leave as it was.
Result<Handshake> readAnswer(const AwaitSaInitReply &state, const wire::Message &message, ByteView datagram, Turn &turn)
{
    const SessionFrame &frame = turn.frame();
    const auto *sa = wire::findPayload<wire::SaPayload>(message.payloads, wire::PayloadType::Sa);
    const auto *ke = wire::findPayload<wire::KeyExchange>(message.payloads, wire::PayloadType::KeyExchange);
    const auto *nonce = wire::findPayload<wire::Nonce>(message.payloads, wire::PayloadType::Nonce);
    if (!sa || !ke || !nonce || message.header.responderSpi == wire::IkeSpi(0))
        return fail(Fault::Malformed, "IKE_SA_INIT response");
    const auto choice = ike::verifyAnswer(usableProposals(frame.config()), *sa);
    if (!choice)
        return fail(Fault::NoProposalChosen, "SA of the response is none that was offered");
    if (choice->suite.group != state.ours.group() || ke->group != static_cast<std::uint16_t>(state.ours.group()))
        return fail(Fault::InvalidKeyExchange, "KE of another group");
    auto shared = state.ours.sharedSecret(ke->data);
    if (!shared)
        return std::unexpected(shared.error());

    SessionFrame answered = frame;
    answered.remoteSpi = message.header.responderSpi;
    auto handshake = makeHandshake(answered, choice->suite, std::move(*shared), state.nonce, nonce->data, turn);
    if (!handshake)
        return handshake;
    handshake->ownFirstMessage = state.request.datagrams.front();
    handshake->peerFirstMessage = toBytes(datagram);
    handshake->channel.isFragmenting = supportsFragments(message.payloads);
    handshake->peerSignatureHashes = signatureHashesOf(message.payloads);
    handshake->nat = ike::findNat(frame.config().natTraversal, message.payloads, message.header.initiatorSpi,
                                  message.header.responderSpi, frame.local, frame.remote);
    return handshake;
}

} // namespace

State startSaInit(Turn &turn)
{
    const auto proposals = usableProposals(turn.frame().config());
    if (proposals.empty())
        return endAttempt(FailureCode::NotSupported, turn);
    auto ours = crypto::KeyExchange::create(proposals.front().group, turn.env().random);
    if (!ours)
        return endAttempt(FailureCode::InternalError, turn);
    Bytes nonce = freshNonce(turn);
    turn.report(EventDraft(EventCode::ProposalsOffered, Level::Info, Phase::Phase1)
                    .message(api::Exchange::IkeSaInit, 0)
                    .with(DetailKey::Offered, ike::toString(proposals)));
    auto request = sendSaInit(*ours, nonce, {}, turn);
    if (!request)
        return endAttempt(FailureCode::InternalError, turn);
    return AwaitSaInitReply{std::move(*ours), std::move(nonce), {}, 0, std::move(*request), std::nullopt};
}

State onSaInitReply(AwaitSaInitReply state, const wire::IkeHeader &header, ByteView datagram, Turn &turn)
{
    if (header.majorVersion != 2)
        return takeHint(std::move(state), FailureCode::IkeVersionMismatch, turn);
    if (!header.isResponse() || header.exchange != wire::ExchangeType::IkeSaInit || header.messageId.value() != 0)
        return drop(std::move(state), header, Error{Fault::UnexpectedMessage, "before IKE_SA_INIT"}, turn);
    const auto message = wire::decodeMessage(datagram);
    if (!message)
        return drop(std::move(state), header, message.error(), turn);
    reportReceived(header, message->payloads, datagram.size(), turn);
    if (wire::unknownCriticalPayload(message->payloads))
        return drop(std::move(state), header, Error{Fault::UnknownCriticalPayload, "IKE_SA_INIT response"}, turn);
    if (!wire::findPayload<wire::SaPayload>(message->payloads, wire::PayloadType::Sa))
        return onRefusal(std::move(state), *message, turn);

    auto handshake = readAnswer(state, *message, datagram, turn);
    if (!handshake)
        return drop(std::move(state), header, handshake.error(), turn);
    turn.report(EventDraft(EventCode::ProposalChosen, Level::Info, Phase::Phase1)
                    .message(api::Exchange::IkeSaInit, 0)
                    .direction(api::Direction::In)
                    .with(DetailKey::Chosen, api::toString(handshake->proposal)));
    turn.frame().remoteSpi = header.responderSpi;
    applyNat(handshake->nat, turn);
    return startAuth(std::move(*handshake), turn);
}

State onTick(AwaitSaInitReply state, Turn &turn)
{
    if (state.hint && state.hint->believedAt <= turn.now())
        return endAttempt(state.hint->failure, turn);
    if (!keepTrying(state.request, turn)) {
        if (state.hint)
            return endAttempt(state.hint->failure, turn);
        if (turn.frame().heardElsewhere && !turn.frame().heardPeer)
            return endAttempt(FailureCode::PeerMismatch, turn);
        return endAttempt(turn.frame().heardPeer ? FailureCode::Phase1NegotiationTimeout : FailureCode::NoResponse,
                          turn);
    }
    return state;
}

} // namespace tw::ikev2

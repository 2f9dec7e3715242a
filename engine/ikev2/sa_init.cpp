#include "engine/ikev2/sa_init.h"

#include "engine/crypto/algorithms.h"

#include <algorithm>

namespace tw::ikev2 {

std::vector<api::IkeProposal> usableProposals(const api::ConnectionConfig &config)
{
    std::vector<api::IkeProposal> usable;
    std::ranges::copy_if(config.ike.proposals, std::back_inserter(usable),
                         [](const api::IkeProposal &proposal) { return crypto::isAvailable(proposal); });
    return usable;
}

bool supportsFragments(std::span<const wire::Payload> payloads)
{
    return wire::findNotify(payloads, wire::NotifyType::FragmentationSupported) != nullptr;
}

State endAttempt(api::FailureCode failure, Turn &turn)
{
    turn.tell(ike::SessionEnded{ike::EndCause::AttemptFailed, failure});
    return Closed{};
}

Result<Channel> makeChannel(bool weInitiated, const api::IkeProposal &proposal, const IkeKeys &keys)
{
    auto sealing =
        weInitiated ? makeSealingCipher(proposal, keys.ei, keys.ai) : makeSealingCipher(proposal, keys.er, keys.ar);
    if (!sealing)
        return std::unexpected(sealing.error());
    auto opening =
        weInitiated ? makeOpeningCipher(proposal, keys.er, keys.ar) : makeOpeningCipher(proposal, keys.ei, keys.ai);
    if (!opening)
        return std::unexpected(opening.error());
    return Channel{MessageSealer(std::move(*sealing)), MessageOpener(std::move(*opening))};
}

void exposeKeys(const SessionFrame &frame, const api::IkeProposal &proposal, const IkeKeys &keys, Turn &turn)
{
    if (!turn.env().exposesKeys)
        return;
    turn.exposeKeys(api::Ikev2Keys{frame.initiatorSpi().value(), frame.responderSpi().value(), proposal,
                                   keys.ei.clone(), keys.er.clone(), keys.ai.clone(), keys.ar.clone()},
                    frame);
}

Result<Handshake> makeHandshake(const SessionFrame &frame, const api::IkeProposal &proposal, SecretBytes sharedSecret,
                                Bytes initiatorNonce, Bytes responderNonce, Turn &turn)
{
    IkeKeys keys = deriveIkeKeys(proposal, std::move(sharedSecret), initiatorNonce, responderNonce,
                                 frame.initiatorSpi(), frame.responderSpi());
    auto channel = makeChannel(frame.weInitiated, proposal, keys);
    if (!channel)
        return std::unexpected(channel.error());
    exposeKeys(frame, proposal, keys, turn);
    return Handshake{proposal,
                     std::move(keys),
                     std::move(*channel),
                     std::move(initiatorNonce),
                     std::move(responderNonce),
                     {},
                     {},
                     {},
                     {}};
}

} // namespace tw::ikev2

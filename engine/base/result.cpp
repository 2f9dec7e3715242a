#include "engine/base/result.h"

#include <utility>

namespace tw {

std::string_view faultName(Fault fault)
{
    switch (fault) {
    case Fault::Truncated: return "Truncated";
    case Fault::Malformed: return "Malformed";
    case Fault::NotAuthentic: return "NotAuthentic";
    case Fault::UnknownCriticalPayload: return "UnknownCriticalPayload";
    case Fault::UnexpectedMessage: return "UnexpectedMessage";
    case Fault::NoProposalChosen: return "NoProposalChosen";
    case Fault::InvalidKeyExchange: return "InvalidKeyExchange";
    case Fault::SelectorsUnacceptable: return "SelectorsUnacceptable";
    case Fault::AuthenticationFailed: return "AuthenticationFailed";
    case Fault::InvalidArgument: return "InvalidArgument";
    case Fault::Unsupported: return "Unsupported";
    case Fault::CryptoFailed: return "CryptoFailed";
    case Fault::System: return "System";
    }
    std::unreachable();
}

} // namespace tw

#include "engine/wire/protocol_id.h"

namespace tw::wire {

std::string_view protocolName(ProtocolId protocol)
{
    switch (protocol) {
    case ProtocolId::None: return {};
    case ProtocolId::Ike: return "IKE";
    case ProtocolId::Ah: return "AH";
    case ProtocolId::Esp: return "ESP";
    }
    return {};
}

} // namespace tw::wire

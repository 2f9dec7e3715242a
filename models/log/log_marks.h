#pragma once

#include "engine/api/event.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace tw::models {

// What a fact means for the timeline; as the store keeps it, so never renumber.
enum class LogMark : std::uint8_t { None = 0, Up = 1, Down = 2, Rekey = 3 };

// Facts one after the other -> their marks. A connection is up while a child SA of it stands. An SA that comes while
// another one with the same selectors stands (or, for an IKE SA, any other) is a rekey; one that comes after the old one was
// deleted is down and up, as it was.
class LogMarker
{
public:
    LogMark mark(const api::Event &event);

private:
    struct Child
    {
        std::string spi;
        std::string selectors;
    };
    struct Standing
    {
        std::vector<std::string> ikeSas; // initiator SPIs
        std::vector<Child> children;
    };
    static constexpr std::size_t kMaxPerConnection = 4096; // SAs whose deletion was never told

    std::map<std::string, Standing> m_standing;
};

} // namespace tw::models

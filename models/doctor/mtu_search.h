#pragma once

#include "engine/api/probe.h"
#include "models/doctor/doctor_report.h"

#include <optional>

namespace tw::models {

// The search for the largest packet that passes, by halves: whoever runs it sends what next() says and hands the outcome
// back. The first is a small one, whose answer shows that anything passes at all, the second the largest that should.
class MtuSearch
{
public:
    static constexpr int kSmall = 84; // octets of the IP packet, as a ping has it

    struct Step
    {
        int size = 0;
        int count = 0;
        Duration patience{};
    };
    std::optional<Step> next() const; // nothing: it is over
    void take(const api::EchoOutcome &outcome); // of the step that next() gave

    bool doesAnythingPass() const { return m_passes > 0; }
    int found() const { return m_passes; }
    // Who said that a packet was too big, other than this machine itself; nothing: nobody did, and it was lost in silence.
    std::optional<IpAddress> toldBy() const { return m_toldBy; }
    bool isSteady() const { return m_isSteady; } // no size passed in part
    const std::optional<api::TunnelFit> &fit() const { return m_fit; }
    int computed() const { return m_fit ? m_fit->largestInner : 0; }

private:
    std::optional<int> nextSize() const;

    int m_passes = 0; // the largest that came through; 0: none
    int m_fails = 0; // the least that did not; 0: none
    bool m_isOver = false;
    bool m_isSteady = true;
    Duration m_roundTrip{0};
    std::optional<IpAddress> m_toldBy;
    std::optional<api::TunnelFit> m_fit;
};

// The three checks and the sum, as far as the search has come.
void judgeMtu(DoctorReport &report, const MtuSearch &search, IpFamily inner, int configuredMss);

} // namespace tw::models

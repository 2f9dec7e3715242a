#include "engine/esp/burst_crypto.h"

namespace tw::esp {

void BurstCrypto::seal(std::span<SealJob> jobs)
{
    for (SealJob &job : jobs)
        job.isSealed = job.sealer->seal(job.packet, job.sequence).has_value();
}

void BurstCrypto::open(std::span<OpenJob> jobs)
{
    for (OpenJob &job : jobs) {
        auto plain = job.opener->open(job.packet, job.sequence);
        if (plain)
            job.plain = *plain;
        else
            job.fault = plain.error().fault;
    }
}

} // namespace tw::esp

#pragma once

#include "models/store/secret_store.h"

#include <QSemaphore>

#include <algorithm>
#include <atomic>

namespace tw::test {

// A key file on a disk that takes as long as the test likes: each write of a new key stands until release(), and fails
// where the disk is said to be full.
class SlowSecrets final : public models::SecretStore
{
public:
    ~SlowSecrets() override { m_mayWrite.release(kEnough); }

    models::StoreResult<std::optional<SecretBytes>> read(const models::SecretReference &reference) override
    {
        return m_inner.read(reference);
    }
    models::StoreResult<void> change(models::SecretMap added, const QSet<models::SecretReference> &removed) override
    {
        return m_inner.change(std::move(added), removed);
    }
    models::StoreResult<Write> stage(models::SecretMap added, const QSet<models::SecretReference> &removed) override
    {
        const bool isAwaited =
            std::ranges::any_of(added, [](const auto &entry) { return !models::isRetired(entry.first); });
        const auto staged = m_inner.change(std::move(added), removed);
        if (!staged || !isAwaited)
            return Write();
        return [this]() -> models::StoreResult<void> {
            ++begun;
            m_mayWrite.acquire();
            if (isFull)
                return std::unexpected(models::StoreError{models::StoreError::Kind::DiskFull, QStringLiteral("secrets"),
                                                          QStringLiteral("no room")});
            return {};
        };
    }
    models::StoreResult<QSet<models::SecretReference>> references() override { return m_inner.references(); }

    void release(int writes = 1) { m_mayWrite.release(writes); }

    std::atomic<int> begun = 0;
    std::atomic<bool> isFull = false;

private:
    static constexpr int kEnough = 1000;

    models::MemorySecretStore m_inner;
    QSemaphore m_mayWrite;
};

} // namespace tw::test

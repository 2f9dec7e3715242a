#pragma once

#include "engine/api/capture_writer.h"

#include <optional>

// Captures that go as a test says.
namespace tw::tests {

// What the writers share with their test, which outlives them.
struct CaptureScript
{
    api::CaptureTarget target; // of the newest one
    std::optional<api::CaptureFault> fault;
    api::CaptureProgress progress;
    int writers = 0;
};

class ScriptedCaptureWriter final : public api::CaptureWriter
{
public:
    explicit ScriptedCaptureWriter(CaptureScript &script) : m_script(script) { ++m_script.writers; }
    ~ScriptedCaptureWriter() override { --m_script.writers; }
    api::CaptureProgress progress() const override { return m_script.progress; }

private:
    CaptureScript &m_script;
};

inline api::CaptureOpener scriptedOpener(CaptureScript &script)
{
    return [&script](const api::CaptureTarget &target, const std::shared_ptr<api::CaptureChannel> &)
               -> std::expected<std::unique_ptr<api::CaptureWriter>, api::CaptureFault> {
        if (script.fault)
            return std::unexpected(*script.fault);
        script.target = target;
        return std::make_unique<ScriptedCaptureWriter>(script);
    };
}

} // namespace tw::tests

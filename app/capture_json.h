#pragma once

#include <QJsonObject>

namespace tw::models {
class CaptureController;
}

namespace tw::app {

// {"Capture": {...}}: what `tunnelwrightctl capture --json` prints (docs/tunnelwrightctl.md).
QJsonObject captureJson(const models::CaptureController &capture);

} // namespace tw::app

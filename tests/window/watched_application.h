#pragma once

#include <QApplication>

#include <chrono>
#include <vector>

namespace tw::window {

// Says on standard error what keeps the window from answering:
//
//     blocked 23 ms: MouseButtonRelease at QPushButton(ok)      a handler waited for something, for longer than a frame
//     busy 140 ms: LayoutRequest at QWidget(page)               or worked for so long that a person notices
//
// Time in which it could have worked, and other programs had the processor, is not counted. Nor are handlers that run an
// event loop of their own (a dialog): what happens within is counted by itself. Nothing of it is said before the first
// window has been painted, which is said as "painted".
class WatchedApplication final : public QApplication
{
public:
    static constexpr int kFrameMs = 16;
    static constexpr int kNoticeableMs = 100;

    using QApplication::QApplication;
    ~WatchedApplication() override; // says "longest 12 ms: ...": for how long it worked at most, without a pause

    bool notify(QObject *receiver, QEvent *event) override;

private:
    struct Handler
    {
        int loops; // event loops of the thread when it began
        bool hadLoop = false; // one of its own
        bool isTold = false; // what it called has been reported
    };

    std::vector<Handler> m_handlers; // each called by the one before
    std::chrono::nanoseconds m_longest{};
    QString m_longestWhere;
    bool m_wasPainted = false;
    bool m_isWatching = false;
};

} // namespace tw::window

#pragma once

#include "models/doctor/doctor_report.h"

#include <QObject>

#include <memory>

namespace tw::models {

class Catalog;
class LiveState;
class Prober;

struct DoctorRequest
{
    QString connectionId;
    QList<DoctorKind> kinds{DoctorKind::Traffic, DoctorKind::Path, DoctorKind::Mtu}; // one after the other
    QString destination; // an address in the peer's subnets; empty: the first host of the first
};

// One examination, from start() to finished(). It never waits and starts no timer: the engine answers its questions in
// its own time. Each check shows its progress by checkChanged(). Deleting it cancels it.
class DoctorRun : public QObject
{
    Q_OBJECT

public:
    // All must outlive the run.
    DoctorRun(const Catalog *catalog, const LiveState *live, Prober *prober, DoctorRequest request,
              QObject *parent = nullptr);
    ~DoctorRun() override;

    // A sentence where the request cannot be carried out: a destination that is no address, or outside the subnets.
    QString problem() const;
    void start(); // once; without effect where there is a problem()
    void cancel(); // what is not done yet becomes Skipped, Cancelled; finished() follows at once

    bool isRunning() const;
    bool isCancelled() const;
    const QList<DoctorReport> &reports() const; // one for each kind, from the beginning

Q_SIGNALS:
    // reports()[report].checks[check] changed; -1: something else of that report (addresses, pairs, sizes).
    void checkChanged(int report, int check);
    void finished();

private:
    class Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace tw::models

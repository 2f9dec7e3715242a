#include "app/doctor_desk.h"

#include "app/doctor_json.h"
#include "app/workspace.h"
#include "models/catalog/catalog.h"

#include <QCoreApplication>

namespace tw::app {

namespace {

QString words(const char *text) { return QCoreApplication::translate("tw::app::DoctorDesk", text); }

Reply unknownRun(int run)
{
    return Reply::failure(ExitCode::InvalidInput,
                          words(QT_TRANSLATE_NOOP("tw::app::DoctorDesk", "There is no examination %1.")).arg(run));
}

} // namespace

Reply DoctorDesk::begin(const models::DoctorRequest &request)
{
    auto run = std::make_unique<models::DoctorRun>(&m_workspace->catalog(), &m_workspace->live(),
                                                   &m_workspace->prober(), request);
    if (const QString problem = run->problem(); !problem.isEmpty())
        return Reply::failure(ExitCode::InvalidInput, problem);
    if (m_runs.size() >= kMost)
        m_runs.erase(m_runs.begin());
    run->start();
    m_runs.emplace(++m_last, std::move(run));
    return {ExitCode::Done, {{QStringLiteral("Run"), m_last}}, {}, {}};
}

Reply DoctorDesk::progress(int run)
{
    const auto found = m_runs.find(run);
    if (found == m_runs.end())
        return unknownRun(run);
    const bool isFinished = !found->second->isRunning();
    const Reply reply{ExitCode::Done,
                      {{QStringLiteral("Run"), run},
                       {QStringLiteral("Finished"), isFinished},
                       {QStringLiteral("Reports"), doctorJson(found->second->reports())}},
                      {},
                      {}};
    if (isFinished)
        m_runs.erase(found);
    return reply;
}

Reply DoctorDesk::cancel(int run) { return m_runs.erase(run) != 0 ? Reply{} : unknownRun(run); }

} // namespace tw::app

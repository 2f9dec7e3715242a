#pragma once

#include "app/reply.h"
#include "models/doctor/doctor_run.h"

#include <map>
#include <memory>

namespace tw::app {

class Workspace;

// Examinations that were asked for over the control socket. A request is answered at once and an examination takes
// seconds, so whoever asked for one comes back for what has come of it.
class DoctorDesk
{
public:
    // The oldest of more is forgotten, cancelled where it still runs.
    static constexpr std::size_t kMost = 8;

    // `workspace` must outlive the desk.
    explicit DoctorDesk(Workspace *workspace) : m_workspace(workspace) { }

    Reply begin(const models::DoctorRequest &request); // {"Run": 1}
    Reply progress(int run); // {"Run": 1, "Finished": false, "Reports": [...]}; forgets it once it is finished
    Reply cancel(int run);

private:
    Workspace *m_workspace;
    int m_last = 0;
    std::map<int, std::unique_ptr<models::DoctorRun>> m_runs;
};

} // namespace tw::app

#pragma once

namespace tw::app {

// What tunnelwrightctl ends with. Scripts rely on these numbers.
enum class ExitCode {
    Done = 0,
    Failed = 1, // the machine or the state of things: full disk, object in use, another writer
    Usage = 2, // unknown command or option, missing argument
    InvalidInput = 3, // a document, name or time that breaks a rule
    MissingPrivilege = 4,
    NoEngine = 5,
    FaultFound = 6, // diagnose: done, and something is wrong with the connection
    Different = 7, // compare: done, and the two sides differ
};

} // namespace tw::app

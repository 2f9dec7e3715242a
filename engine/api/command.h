#pragma once

#include "engine/api/capture.h"
#include "engine/api/connection_config.h"
#include "engine/api/probe.h"
#include "engine/base/secret_bytes.h"

#include <memory>
#include <variant>

// What the console asks of the engine. Move-only, since some carry a key.
namespace tw::api {

// Loads the connection. It negotiates at once where `negotiate` is set, else when traffic or the peer comes. For a
// connection that is loaded already this is an Update followed by a negotiation.
struct Start
{
    ConnectionConfigPtr config;
    SecretBytes secret; // what config->ike.authentication says
    bool negotiate = true;
};

// The connection was edited. Only what the edit touches is renegotiated; a connection that is not loaded is left alone.
struct Update
{
    ConnectionConfigPtr config;
    SecretBytes secret;
};

// Deletes the SAs at the peer and unloads the connection.
struct Stop
{
    ConnectionId connection;
};

// Deletes the SAs and negotiates both phases anew.
struct Renegotiate
{
    ConnectionId connection;
};

// Renews what stands now and not only when its lifetime says so, without an interruption: the children, or the IKE SA.
struct Rekey
{
    enum class Scope : std::uint8_t { Children, IkeSa };

    ConnectionId connection;
    Scope scope = Scope::Children;
};

// Asks the peer, without its connection being touched, which suites it takes: a wide list is offered, and what comes of it
// is in the log (SuiteProbeStarted, SuiteProbeAnswered, SuiteProbeEnded). Phase 1 ends it before anybody is authenticated. Phase 2 makes
// an IKE SA of its own and deletes it again; a peer that allows just one may drop what stands.
struct SuiteProbe
{
    enum class Scope : std::uint8_t { Phase1, Phase2 };

    ConnectionId connection;
    Scope scope = Scope::Phase1;
};

// Stops every connection; EngineStopped is reported when the peers were told (or a short time has passed).
struct Shutdown
{ };

class CaptureChannel;

// Copies of the connection's datagrams, and its keys where they are wanted, go into the channel from now on. One capture
// at a time: a second one's channel is closed at once.
struct StartCapture
{
    CaptureOrder order;
    std::shared_ptr<CaptureChannel> channel;
};

// Closes the channel when everything is in it.
struct StopCapture
{ };

using Command = std::variant<Start, Update, Stop, Renegotiate, Rekey, SuiteProbe, StartCapture, StopCapture, Probe,
                             CancelProbe, Shutdown>;

} // namespace tw::api

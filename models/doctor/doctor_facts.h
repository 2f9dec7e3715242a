#pragma once

#include "engine/api/probe.h"
#include "models/doctor/doctor_report.h"

#include <optional>
#include <span>
#include <vector>

// What the doctors know while they judge, and the small sums that they do with it.
namespace tw::models {

class Catalog;

struct DoctorFacts
{
    QString connectionId;
    std::vector<IpPrefix> local;
    std::vector<IpPrefix> remote;
    IpAddress destination;
    bool isUdpForced = false; // the form says so already
    std::optional<api::ConnectionStatus> status; // as of the judgement

    // What the engine answered; absent: not asked, or refused.
    bool isRefused = false;
    bool hasEngine = true;
    std::optional<api::RouteOutcome> route;
    std::optional<api::EchoOutcome> echo; // to the destination
    std::vector<api::EchoOutcome> others; // to the peer's gateway, by hop limit and by the addresses gateways have
    std::optional<api::PathOutcome> path;
};

std::vector<IpPrefix> subnetsIn(const QString &text); // those that can be read
QString textOf(const std::vector<IpPrefix> &prefixes);
// The addresses that hosts may have, at the ends: 10.0.0.1 and 10.0.0.254 of 10.0.0.0/24.
IpAddress firstHost(const IpPrefix &prefix);
IpAddress lastHost(const IpPrefix &prefix);

bool isEncapsulated(const DoctorFacts &facts); // the newest child SA is in UDP
bool hasChild(const DoctorFacts &facts);
quint64 inboundSince(const api::EchoOutcome &echo); // authentic packets of the connection, delivered or not
quint64 sinceBefore(const api::EchoOutcome &echo, api::DropReason reason);
// An answer of any kind that came through the tunnel; nullptr: none. Points into the echoes.
const api::IcmpAnswer *firstAnswer(std::span<const api::EchoOutcome> echoes);

QList<DoctorPair> pairsOf(const DoctorFacts &facts);
QList<DoctorOverlap> overlapsOf(const DoctorFacts &facts, const Catalog &catalog);

// Fills a check in; a failed one in front of all others is marked in the report.
void settle(DoctorReport &report, const DoctorCheck &check);
// All checks that are not settled: skipped, for this reason.
void skipRest(DoctorReport &report, DoctorFinding reason);

} // namespace tw::models

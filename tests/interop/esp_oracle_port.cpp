// One gateway's data path at the end of a pipe: a line of JSON in, a line of JSON out. test_esp_oracle.py holds it
// against other people's ESP. Octets are hexadecimal, 64-bit numbers decimal text (a number of JSON has 53 bits). A
// request that cannot be read ends the program, with a word on standard error: the test is wrong then, not the engine.
//
//     {"do": "suites"}
//     {"do": "add", "inboundSpi": 1, "outboundSpi": 2, "encryption": "aes", "integrity": "sha1", "esn": false,
//      "inboundKeys": ["...", "..."], "outboundKeys": ["...", "..."], "local": ["10.1.0.0/24"],
//      "remote": ["10.2.0.0/24"], "localEndpoint": ["192.0.2.2", 4500], "remoteEndpoint": ["198.51.100.2", 4500],
//      "udp": true, "window": 64, "mtu": 1500}
//     {"do": "remove", "inboundSpi": 1}
//     {"do": "skip", "inboundSpi": 1, "sequence": "4294967290"}    our next packet has the number behind it
//     {"do": "protect", "packets": ["45...", ...]}                 one burst
//     {"do": "unprotect", "bursts": [[{"bytes": "...", "segment": 0, "local": [...], "remote": [...], "tos": 0,
//      "udp": true}, ...], ...]}                                   bursts of runs, and an answer for each burst
//     {"do": "wait"}                                               whatever waits for an SA has waited long enough
//
// Answers to the last three say in "drops" how often each reason was counted meanwhile, of SAs and engine together.
#include "engine/esp/inbound.h"
#include "engine/esp/outbound.h"
#include "engine/esp/sa_database.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <string>

using namespace tw;
using namespace tw::esp;

namespace {

[[noreturn]] void giveUp(const std::string &what)
{
    std::fprintf(stderr, "esp_oracle_port: %s\n", what.c_str());
    std::exit(2);
}

template <typename T>
T orGiveUp(std::optional<T> value, const QString &text)
{
    if (!value)
        giveUp("cannot read \"" + text.toStdString() + '"');
    return *std::move(value);
}

Bytes readBytes(const QJsonValue &value) { return fromHex(value.toString().toStdString()); }
QString writeBytes(ByteView bytes) { return QString::fromStdString(toHex(bytes)); }

QString textOf(std::string_view text) { return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())); }

EspSpi readSpi(const QJsonValue &value) { return EspSpi{static_cast<std::uint32_t>(value.toInteger())}; }

Endpoint readEndpoint(const QJsonValue &value)
{
    const QString address = value[0].toString();
    return {orGiveUp(IpAddress::parse(address.toStdString()), address), static_cast<std::uint16_t>(value[1].toInt())};
}

QJsonArray writeEndpoint(const Endpoint &endpoint)
{
    return {QString::fromStdString(endpoint.address.toString()), endpoint.port};
}

std::vector<api::TrafficSelector> readSelectors(const QJsonValue &value)
{
    std::vector<api::TrafficSelector> selectors;
    for (const QJsonValue &prefix : value.toArray()) {
        const QString text = prefix.toString();
        selectors.push_back(api::TrafficSelector::fromPrefix(orGiveUp(IpPrefix::parse(text.toStdString()), text)));
    }
    return selectors;
}

crypto::EspKeys readKeys(const QJsonValue &value)
{
    return {SecretBytes(readBytes(value[0])), SecretBytes(readBytes(value[1]))};
}

crypto::ChildSa readSa(const QJsonObject &request)
{
    const auto word = [&](const char *name) { return request[QLatin1StringView(name)].toString(); };
    crypto::ChildSa sa;
    sa.connection = api::ConnectionId{"vco-oracle"};
    sa.inboundSpi = readSpi(request[u"inboundSpi"]);
    sa.outboundSpi = readSpi(request[u"outboundSpi"]);
    sa.proposal.encryption = orGiveUp(api::parseEncryption(word("encryption").toStdString()), word("encryption"));
    sa.proposal.integrity = orGiveUp(api::parseIntegrity(word("integrity").toStdString()), word("integrity"));
    sa.proposal.extendedSequenceNumbers = request[u"esn"].toBool();
    sa.inbound = readKeys(request[u"inboundKeys"]);
    sa.outbound = readKeys(request[u"outboundKeys"]);
    sa.local = readSelectors(request[u"local"]);
    sa.remote = readSelectors(request[u"remote"]);
    sa.localEndpoint = readEndpoint(request[u"localEndpoint"]);
    sa.remoteEndpoint = readEndpoint(request[u"remoteEndpoint"]);
    sa.udpEncapsulated = request[u"udp"].toBool();
    sa.replayWindow = static_cast<std::uint32_t>(request[u"window"].toInteger());
    sa.mtu = static_cast<std::uint16_t>(request[u"mtu"].toInt());
    return sa;
}

// All that a proposal may name, found by asking for the name of each possible value: a suite that is new in the table
// of names is in this list too, and the test fails until it has something to hold it against.
template <typename Id, typename Parse>
std::vector<Id> allOf(Parse parse)
{
    std::vector<Id> ids;
    for (int value = 0; value < 256; ++value) {
        const auto id = static_cast<Id>(value);
        if (parse(api::shortName(id)) == id) // an unknown value has the name of another
            ids.push_back(id);
    }
    return ids;
}

class OraclePort
{
public:
    QJsonObject answer(const QJsonObject &request)
    {
        const QString what = request[u"do"].toString();
        if (what == u"suites")
            return suites();
        if (what == u"add")
            return add(request);
        if (what == u"remove")
            m_database.remove(readSpi(request[u"inboundSpi"]));
        else if (what == u"skip")
            skip(request);
        else if (what == u"protect")
            return protect(request);
        else if (what == u"unprotect")
            return unprotect(request);
        else if (what == u"wait")
            return wait();
        else
            giveUp("cannot do \"" + what.toStdString() + '"');
        return {};
    }

private:
    QJsonObject suites() const
    {
        QJsonArray suites;
        for (const auto encryption : allOf<api::Encryption>(api::parseEncryption)) {
            for (const auto integrity : allOf<api::Integrity>(api::parseIntegrity)) {
                if (api::isAead(encryption) == (integrity == api::Integrity::None))
                    suites.append(QJsonArray{textOf(api::shortName(encryption)), textOf(api::shortName(integrity))});
            }
        }
        return {{QStringLiteral("suites"), suites}};
    }

    QJsonObject add(const QJsonObject &request)
    {
        if (const auto added = m_database.add(readSa(request)); !added)
            return {{QStringLiteral("error"), textOf(added.error().where)}};
        return {};
    }

    void skip(const QJsonObject &request)
    {
        const SaEntry *sa = m_database.snapshot()->findInbound(readSpi(request[u"inboundSpi"]));
        if (sa == nullptr)
            giveUp("no such SA");
        sa->outbound->skipTo(request[u"sequence"].toString().toULongLong());
    }

    QJsonObject protect(const QJsonObject &request)
    {
        const auto before = drops();
        std::vector<Bytes> memory;
        for (const QJsonValue &packet : request[u"packets"].toArray())
            memory.push_back(readBytes(packet));
        std::vector<InnerPacket> burst;
        for (Bytes &packet : memory)
            burst.push_back({packet, {}});

        QJsonArray trains;
        qint64 toInside = 0;
        for (std::span<InnerPacket> rest = burst; !rest.empty();) {
            m_arena.clear();
            m_sent.clear();
            const std::size_t taken = m_outbound.protect(rest, *m_database.snapshot(), m_arena, m_sent, m_now);
            if (taken == 0)
                giveUp("a packet that does not fit into an empty arena");
            rest = rest.subspan(taken);
            toInside += std::ssize(m_sent.toInside);
            for (const Train &train : m_sent.trains) {
                trains.append(QJsonObject{{QStringLiteral("block"), writeBytes(train.block)},
                                          {QStringLiteral("segment"), train.segmentSize},
                                          {QStringLiteral("local"), writeEndpoint(train.local)},
                                          {QStringLiteral("remote"), writeEndpoint(train.remote)},
                                          {QStringLiteral("tos"), train.tos},
                                          {QStringLiteral("udp"), train.udpEncapsulated},
                                          {QStringLiteral("sa"), static_cast<qint64>(train.sa.value())}});
            }
        }
        return {{QStringLiteral("trains"), trains},
                {QStringLiteral("toInside"), toInside},
                {QStringLiteral("drops"), dropsSince(before)}};
    }

    QJsonObject unprotect(const QJsonObject &request)
    {
        QJsonArray results;
        for (const QJsonValue &burst : request[u"bursts"].toArray()) {
            const auto before = drops();
            const QJsonArray arrived = burst.toArray();
            std::vector<Bytes> memory;
            std::vector<DatagramRun> runs;
            memory.reserve(static_cast<std::size_t>(arrived.size())); // the runs point into it
            for (const QJsonValue &run : arrived) {
                memory.push_back(readBytes(run[u"bytes"]));
                runs.push_back({memory.back(), static_cast<std::uint16_t>(run[u"segment"].toInt()),
                                readEndpoint(run[u"local"]), readEndpoint(run[u"remote"]),
                                static_cast<std::uint8_t>(run[u"tos"].toInt()), run[u"udp"].toBool()});
            }
            m_received.clear();
            m_inbound.unprotect(runs, *m_database.snapshot(), m_received, m_now);
            results.append(received(before));
        }
        return {{QStringLiteral("results"), results}};
    }

    QJsonObject wait()
    {
        const auto before = drops();
        m_now += EarlyPackets::kMaxAge;
        m_received.clear();
        m_inbound.takeEarly(*m_database.snapshot(), m_received, m_now);
        return received(before);
    }

    QJsonObject received(const api::DropCounters &before) const
    {
        QJsonArray packets;
        for (const InnerRun &run : m_received.runs) {
            Bytes packet;
            for (const ByteView slice : m_received.slicesOf(run))
                append(packet, slice);
            packets.append(QJsonObject{{QStringLiteral("bytes"), writeBytes(packet)},
                                       {QStringLiteral("finished"), run.offload.isFinished()}});
        }
        return {{QStringLiteral("packets"), packets},
                {QStringLiteral("ike"), static_cast<qint64>(m_received.ike.size())},
                {QStringLiteral("drops"), dropsSince(before)}};
    }

    api::DropCounters drops() const
    {
        api::DropCounters sum{};
        const auto addAll = [&](const api::DropCounters &more) {
            for (std::size_t i = 0; i < sum.size(); ++i)
                sum[i] += more[i];
        };
        addAll(m_outbound.drops().value());
        addAll(m_inbound.drops().value());
        for (const SaReading &reading : m_database.readings())
            addAll(reading.drops);
        return sum;
    }

    QJsonObject dropsSince(const api::DropCounters &before) const
    {
        const auto now = drops();
        QJsonObject difference;
        for (std::size_t i = 0; i < now.size(); ++i) {
            if (now[i] != before[i])
                difference[textOf(api::dropReasonName(static_cast<api::DropReason>(i)))] =
                    static_cast<qint64>(now[i] - before[i]);
        }
        return difference;
    }

    SaDatabase m_database;
    SendArena m_arena;
    Outbound m_outbound;
    OutboundBatch m_sent;
    Inbound m_inbound;
    InboundBatch m_received;
    TimePoint m_now{};
};

} // namespace

int main()
{
    std::ios::sync_with_stdio(false);
    OraclePort port;
    for (std::string line; std::getline(std::cin, line);) {
        const auto request = QJsonDocument::fromJson(QByteArray::fromStdString(line));
        if (!request.isObject())
            giveUp("no JSON object: " + line);
        std::cout << QJsonDocument(port.answer(request.object())).toJson(QJsonDocument::Compact).constData()
                  << std::endl;
    }
}

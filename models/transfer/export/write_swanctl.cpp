#include "models/transfer/export/swanctl_text.h"

#include <algorithm>

namespace tw::models {

namespace {

QString seconds(qint64 number) { return QString::number(number) + u's'; }

// A hard lifetime is said as the time of the renewal and what may pass after it. Written together with the spread:
// life_time alone lets versions before 5.9.9 renew at odd times.
struct Schedule
{
    explicit Schedule(qint64 lifetime)
        : over(std::min<qint64>(3600, lifetime / 10)), renew(lifetime - over), spread(std::min<qint64>(600, over / 6))
    { }

    qint64 over;
    qint64 renew;
    qint64 spread;
};

void writeChild(ExportWriter &out, const QString &name, const QString &local, const QString &remote)
{
    const PeerView &view = out.view();
    const Schedule schedule(view.espLifetime);
    out.line("      %1 {", name);
    out.line("        local_ts = %1", local);
    out.line("        remote_ts = %1", remote);
    out.line("        esp_proposals = %1", swanEspProposal(out));
    out.line("        rekey_time = %1", seconds(schedule.renew));
    out.line("        life_time = %1", seconds(view.espLifetime));
    out.line("        rand_time = %1", seconds(schedule.spread));
    out.line("        start_action = %1", view.startsAtOnce ? QStringLiteral("start") : QStringLiteral("trap"));
    out.line("        close_action = %1", view.startsAtOnce ? QStringLiteral("start") : QStringLiteral("trap"));
    if (view.probes)
        out.line("        dpd_action = restart");
    out.line("      }");
}

void writeSide(ExportWriter &out, const char *side, const QString &id)
{
    out.line("    %1 {", QString::fromLatin1(side));
    out.line("      auth = psk");
    out.line("      id = %1", quotedSwanId(id));
    out.line("    }");
}

} // namespace

QString swanIkeProposal(const ExportWriter &out)
{
    const QString hash = (out.isIkeAead() ? QStringLiteral("prf") : QString()) + out.hash(out.ikePhase());
    return QStringList{out.cipher(out.ikePhase()), hash, out.group(out.ikePhase())}.join(u'-');
}

QString swanEspProposal(const ExportWriter &out)
{
    QStringList parts = {out.cipher(PeerPhase::Esp)};
    if (!out.isEspAead())
        parts << out.hash(PeerPhase::Esp);
    if (out.hasPfs())
        parts << out.group(PeerPhase::Esp);
    return parts.join(u'-');
}

QString quotedSwanId(const QString &id)
{
    const QString text = swanId(id);
    const bool isPlain =
        std::ranges::all_of(text, [](QChar c) { return c.isLetterOrNumber() || QStringView(u".-_@:").contains(c); });
    return isPlain ? text : u'"' + text + u'"';
}

void writeSwanctlConnection(ExportWriter &out)
{
    const PeerView &view = out.view();
    const Schedule schedule(view.ikeLifetime);
    out.line("connections {");
    out.line("  %1 {", out.slug());
    out.line("    version = %1", view.isIkeV2 ? QStringLiteral("2") : QStringLiteral("1"));
    if (!view.isIkeV2)
        out.line("    aggressive = %1", view.isAggressive ? QStringLiteral("yes") : QStringLiteral("no"));
    out.line("    local_addrs = %1", view.local);
    out.line("    remote_addrs = %1", view.remote);
    out.line("    proposals = %1", swanIkeProposal(out));
    out.line("    %1 = %2", view.isIkeV2 ? QStringLiteral("rekey_time") : QStringLiteral("reauth_time"),
             seconds(schedule.renew));
    out.line("    over_time = %1", seconds(schedule.over));
    out.line("    rand_time = %1", seconds(schedule.spread));
    out.line("    dpd_delay = %1", seconds(view.probes ? kProbeDelay : 0));
    if (view.probes && !view.isIkeV2)
        out.line("    dpd_timeout = %1", seconds(kProbeTimeout));
    out.line("    keyingtries = 0");
    if (view.isIkeV2)
        out.line("    mobike = no");
    if (view.forcesEncapsulation)
        out.line("    encap = yes");
    writeSide(out, "local", view.localId);
    writeSide(out, "remote", view.remoteId);
    out.line("    children {");
    writeChild(out, out.slug() + QStringLiteral("-1"), view.localSubnets.join(u','), view.remoteSubnets.join(u','));
    out.line("    }");
    out.line("  }");
    out.line("}");
}

void writeSwanctlSecrets(ExportWriter &out)
{
    out.line("secrets {");
    out.line("  ike-%1 {", out.slug());
    out.line("    id-a = %1", quotedSwanId(out.view().localId));
    out.line("    id-b = %1", quotedSwanId(out.view().remoteId));
    out.put(QStringLiteral("    secret = "));
    out.putKey(KeyForm::Base64);
    out.line();
    out.line("  }");
    out.line("}");
}

void writeSwanctl(ExportWriter &out)
{
    out.header();
    out.line();
    writeSwanctlConnection(out);
    writeSwanctlSecrets(out);
}

} // namespace tw::models

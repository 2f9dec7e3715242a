#include "models/live/clock_text.h"

#include "models/catalog/catalog.h"

#include <QCoreApplication>

namespace tw::models {

namespace {

class Words final
{
    Q_DECLARE_TR_FUNCTIONS(tw::models::ClockText)

public:
    static QString length(std::chrono::milliseconds time)
    {
        const auto s = std::chrono::round<std::chrono::seconds>(std::chrono::abs(time)).count();
        if (s < 60)
            return tr("%1 s").arg(s);
        if (s < 3600)
            return tr("%1 min").arg((s + 30) / 60);
        if (s < 2 * 86400)
            return tr("%1 h %2 min").arg(s / 3600).arg(s % 3600 / 60);
        return tr("%1 days").arg(s / 86400);
    }

    static QString jumped(const ClockJump &jump)
    {
        const QString at = local(jump).toString(QStringLiteral("HH:mm"));
        return (jump.by.count() < 0 ? tr("Clock jumped %1 back at %2") : tr("Clock jumped %1 forward at %2"))
            .arg(length(jump.by), at);
    }

    static QString wasSet(const ClockJump &jump)
    {
        const QString at = local(jump).toString(QStringLiteral("yyyy-MM-dd HH:mm:ss"));
        return (jump.by.count() < 0 ? tr("It was set back by %1, to %2.") : tr("It was set forward by %1, to %2."))
            .arg(length(jump.by), at);
    }

    static QString state(ClockState state)
    {
        switch (state) {
        case ClockState::Ok: return tr("Clock ok");
        case ClockState::Unsynchronised: return tr("Clock not synchronised");
        default: return tr("Clock not known");
        }
    }

    static QString sync(ClockSync sync)
    {
        switch (sync) {
        case ClockSync::Yes: return tr("A time service keeps this machine's clock, says the system.");
        case ClockSync::No:
            return tr("No time service keeps this machine's clock, says the system. It may be right all the same: "
                      "compare it.");
        case ClockSync::Unknown: break;
        }
        return tr("The system does not say whether a time service keeps this machine's clock.");
    }

    static QString noJump() { return tr("It did not jump since the program was started."); }
    static QString use()
    {
        return tr("What goes by it: between which times certificates are valid, and the times and windows of the log. "
                  "Lifetimes and renewals of tunnels do not.");
    }
    static QString outside(const QStringList &titles)
    {
        return tr("By it, these certificates of connections are not valid now: %1")
            .arg(titles.join(tr(", ", "between certificates")));
    }

private:
    static QDateTime local(const ClockJump &jump)
    {
        return QDateTime::fromMSecsSinceEpoch(jump.at.time_since_epoch().count());
    }
};

} // namespace

QString clockText(const ClockWatch &clock)
{
    return clock.state() == ClockState::Jumped ? Words::jumped(clock.jumps().back()) : Words::state(clock.state());
}

QStringList clockFacts(const ClockWatch &clock, const Catalog *catalog, const QDateTime &now)
{
    QStringList facts{Words::sync(clock.sync())};
    for (const ClockJump &jump : clock.jumps())
        facts.append(Words::wasSet(jump));
    if (clock.jumps().empty())
        facts.append(Words::noJump());
    facts.append(Words::use());
    if (const QStringList titles = catalog ? certificatesOutOfTime(*catalog, now) : QStringList(); !titles.isEmpty())
        facts.append(Words::outside(titles));
    return facts;
}

QStringList certificatesOutOfTime(const Catalog &catalog, const QDateTime &now)
{
    QStringList titles;
    for (const Connection &connection : catalog.connections()) {
        if (connection.draft.authMethod != QLatin1String("certificate"))
            continue;
        for (const QString &id : {connection.draft.localCertificate, connection.draft.remoteCa}) {
            const Certificate *certificate = catalog.certificate(id);
            if (!certificate)
                continue;
            const Expiry::State state = expiryOf(certificate->facts, now).state;
            if (state == Expiry::State::Expired || state == Expiry::State::NotYetValid)
                titles.append(certificateTitle(*certificate));
        }
    }
    titles.removeDuplicates();
    return titles;
}

} // namespace tw::models

#include "ui/editor/draft_summary.h"

#include "models/catalog/connection_validator.h"
#include "models/catalog/weakness.h"

#include <QCoreApplication>

namespace tw::ui {

namespace {

class Words final
{
    Q_DECLARE_TR_FUNCTIONS(tw::ui::DraftSummary)

public:
    static QString consequence(const models::ConnectionDraft &draft, bool isNew, bool isUp, models::EditEffect effect)
    {
        if (isNew)
            return draft.effectImmediately ? tr("negotiates as soon as it is saved")
                                           : tr("negotiates when traffic arrives");
        if (!isUp)
            return tr("no tunnel is up, so nothing is interrupted");
        if (effect == models::EditEffect::Nothing || effect == models::EditEffect::InPlace)
            return tr("the tunnel stays as it is");
        if (!draft.effectImmediately)
            return tr("takes effect when traffic next needs the tunnel");
        return effect == models::EditEffect::Phase2 ? tr("renegotiates phase 2; traffic is interrupted")
                                                    : tr("renegotiates both phases; traffic is interrupted");
    }

    static QString pairs(const models::ConnectionDraft &draft)
    {
        const auto local = models::splitSubnets(draft.localSubnet).size();
        const auto remote = models::splitSubnets(draft.remoteSubnet).size();
        return local * remote == 0 ? tr("no subnets yet")
                                   : tr("%n subnet pair(s)", nullptr, static_cast<int>(local * remote));
    }

    static QString phase(const QString &encryption, const QString &authentication, const QString &group)
    {
        QStringList parts{models::choiceText(encryption)};
        if (authentication != QLatin1StringView("none"))
            parts.append(models::choiceText(authentication));
        parts.append(group == QLatin1StringView("disabled") ? tr("no PFS") : models::choiceText(group));
        return parts.join(tr(", "));
    }

    static QString weak(const models::ConnectionDraft &draft)
    {
        QStringList values;
        for (const models::ValidationIssue &issue : models::weaknesses(draft))
            values += issue.args.isEmpty() ? models::choiceText(draft.ikeMode) : issue.args.first();
        values.removeDuplicates();
        return values.isEmpty() ? QString() : tr("weak: %1").arg(values.join(tr(", ")));
    }

    static QString line(const QString &ike, const QString &ipsec) { return tr("IKE: %1 · IPsec: %2").arg(ike, ipsec); }
};

} // namespace

QString draftSummary(const models::ConnectionDraft &draft, bool isNew, bool isUp, models::EditEffect effect)
{
    const QString ike = Words::phase(draft.ikeEncAlg, draft.ikeAuthAlg, draft.ikePfs);
    const QString ipsec = Words::phase(draft.ipsecEncAlg, draft.ipsecAuthAlg, draft.ipsecPfs);
    QStringList parts{models::choiceText(draft.ikeVersion), Words::line(ike, ipsec), Words::weak(draft),
                      Words::pairs(draft), Words::consequence(draft, isNew, isUp, effect)};
    parts.removeAll(QString());
    return parts.join(QStringLiteral(" · "));
}

} // namespace tw::ui

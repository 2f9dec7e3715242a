#include "models/catalog/weakness.h"

#include <array>
#include <optional>
#include <string_view>

namespace tw::models {

namespace {

struct WeakWord
{
    std::string_view word;
    Reason reason;
    const char *better;
};

// RFC 8247 for IKEv2, RFC 8221 for ESP.
constexpr std::array kWeakWords = {
    WeakWord{"des", Reason::WeakDes, "aes256"},
    WeakWord{"3des", Reason::WeakTripleDes, "aes256"},
    WeakWord{"md5", Reason::WeakMd5, "sha256"},
    WeakWord{"sha1", Reason::WeakSha1, "sha256"},
    WeakWord{"group1", Reason::WeakGroupBroken, "group14"},
    WeakWord{"group2", Reason::WeakGroupShort, "group14"},
    WeakWord{"group5", Reason::WeakGroupShort, "group14"},
    WeakWord{"group22", Reason::WeakGroupSubgroup, "group14"},
    WeakWord{"group23", Reason::WeakGroupSubgroup, "group14"},
    WeakWord{"group24", Reason::WeakGroupSubgroup, "group14"},
};

void judge(ValidationIssues &issues, Field field, const QString &word)
{
    for (const WeakWord &weak : kWeakWords) {
        if (word == QLatin1StringView(weak.word.data(), static_cast<qsizetype>(weak.word.size())))
            issues.append({field,
                           weak.reason,
                           {choiceText(word)},
                           std::nullopt,
                           Severity::Weakness,
                           {{field, QString::fromLatin1(weak.better)}}});
    }
}

void judgeKey(ValidationIssues &issues, Field field, const QString &text, const QList<Certificate> &certificates)
{
    const auto meant = certificatesMeant(certificates, text);
    if (meant.size() != 1 || !meant.first()->facts.hasShortKey)
        return;
    issues.append({field,
                   Reason::WeakCertificateKey,
                   {certificateTitle(*meant.first()), QString::fromStdString(meant.first()->facts.keyAlgorithm)},
                   std::nullopt,
                   Severity::Weakness,
                   {}});
}

} // namespace

ValidationIssues weaknesses(const ConnectionDraft &draft, const QList<Certificate> &certificates)
{
    ValidationIssues issues;
    if (draft.authMethod == QLatin1StringView("certificate")) {
        judgeKey(issues, Field::LocalCertificate, draft.localCertificate, certificates);
        judgeKey(issues, Field::RemoteCa, draft.remoteCa, certificates);
    }
    if (draft.ikeVersion == QLatin1StringView("ikev1") && draft.ikeMode == QLatin1StringView("aggressive"))
        issues.append({Field::IkeMode,
                       Reason::WeakAggressiveMode,
                       {},
                       Field::Psk,
                       Severity::Weakness,
                       {{Field::IkeVersion, QStringLiteral("ikev2")}}});
    judge(issues, Field::IkeEncAlg, draft.ikeEncAlg);
    judge(issues, Field::IkeAuthAlg, draft.ikeAuthAlg);
    judge(issues, Field::IkePfs, draft.ikePfs);
    judge(issues, Field::IpsecEncAlg, draft.ipsecEncAlg);
    judge(issues, Field::IpsecAuthAlg, draft.ipsecAuthAlg);
    judge(issues, Field::IpsecPfs, draft.ipsecPfs);
    return issues;
}

} // namespace tw::models

#include "models/transfer/compare/comparison_text.h"

#include "models/diagnosis/diagnosis_text.h"
#include "models/log/joined_text.h"
#include "models/log/printable_text.h"

#include <QCoreApplication>

#include <algorithm>

namespace tw::models {

namespace {

constexpr char kContext[] = "tw::models::Comparison";

QString word(const char *text) { return QCoreApplication::translate(kContext, text); }
QString counted(const char *text, qsizetype number)
{
    return QCoreApplication::translate(kContext, text, nullptr, static_cast<int>(number));
}

bool isYesOrNo(Field field) { return field == Field::EffectImmediately || field == Field::EnableDpd; }
bool isLifetime(Field field) { return field == Field::IkeLifetime || field == Field::IpsecLifetime; }
bool isList(Field field) { return field == Field::LocalSubnet || field == Field::RemoteSubnet; }

const char *effectSource(Effect effect)
{
    switch (effect) {
    case Effect::OtherAddress:
        return QT_TRANSLATE_NOOP("tw::models::Comparison",
                                 "The two look for each other at different addresses: there is no answer, or messages "
                                 "come from an address that is not the peer's.");
    case Effect::BehindNat:
        return QT_TRANSLATE_NOOP("tw::models::Comparison",
                                 "The device seems to stand behind a NAT, and knows its private address where we know "
                                 "the public one. NAT traversal sees to that; the identities must still fit.");
    case Effect::NotComparable:
        return QT_TRANSLATE_NOOP("tw::models::Comparison",
                                 "One side has a name and the other an address. Whether they are the same is not "
                                 "looked up here.");
    case Effect::OtherVersion:
        return QT_TRANSLATE_NOOP("tw::models::Comparison",
                                 "The first message is refused (NO_PROPOSAL_CHOSEN) or gets no answer.");
    case Effect::OtherMode:
        return QT_TRANSLATE_NOOP("tw::models::Comparison",
                                 "The first message is refused (AUTHENTICATION_FAILED) or gets no answer.");
    case Effect::OtherMethod:
        return QT_TRANSLATE_NOOP("tw::models::Comparison",
                                 "Here a certificate proves who we are, and there a key: authentication is refused.");
    case Effect::OtherKey:
        return QT_TRANSLATE_NOOP("tw::models::Comparison",
                                 "Authentication is refused (AUTHENTICATION_FAILED); with IKEv1 a message cannot be "
                                 "decrypted, and often there is silence.");
    case Effect::OtherIdentity:
        return QT_TRANSLATE_NOOP("tw::models::Comparison",
                                 "Authentication is refused (AUTHENTICATION_FAILED), which looks like a wrong key.");
    case Effect::Phase1Refused:
        return QT_TRANSLATE_NOOP("tw::models::Comparison", "Phase 1 is refused at once (NO_PROPOSAL_CHOSEN).");
    case Effect::Phase2Refused:
        return QT_TRANSLATE_NOOP("tw::models::Comparison",
                                 "Phase 1 stands, and phase 2 is refused (NO_PROPOSAL_CHOSEN).");
    case Effect::RekeyRefused:
        return QT_TRANSLATE_NOOP("tw::models::Comparison",
                                 "The tunnel comes up and carries traffic, since with IKEv2 the first SA has no group "
                                 "of its own. The first rekey is refused, and the tunnel drops at the end of the "
                                 "lifetime.");
    case Effect::SelectorsRefused:
        return QT_TRANSLATE_NOOP("tw::models::Comparison",
                                 "Phase 1 stands, and the subnets are refused (TS_UNACCEPTABLE, with IKEv1 "
                                 "INVALID_ID_INFORMATION).");
    case Effect::SelectorsNarrowed:
        return QT_TRANSLATE_NOOP("tw::models::Comparison",
                                 "The tunnel comes up for what both sides have, and nothing else passes; some devices "
                                 "refuse it as a whole (TS_UNACCEPTABLE).");
    case Effect::OwnLifetimes:
        return QT_TRANSLATE_NOOP("tw::models::Comparison",
                                 "With IKEv2 each side has its own lifetime, and the shorter one renews first.");
    case Effect::ShorterLifetime:
        return QT_TRANSLATE_NOOP("tw::models::Comparison",
                                 "Mostly the shorter one counts. Some devices refuse another lifetime than their own, "
                                 "or keep an SA that the other side has given up.");
    case Effect::OtherStarts:
        return QT_TRANSLATE_NOOP("tw::models::Comparison",
                                 "One side begins at once and the other waits for traffic. One that begins is enough.");
    case Effect::OtherProbes:
        return QT_TRANSLATE_NOOP("tw::models::Comparison",
                                 "One side alone notices when the other is gone, and answers are given all the same.");
    case Effect::OtherEncapsulation:
        return QT_TRANSLATE_NOOP("tw::models::Comparison",
                                 "The device wants UDP encapsulation even without a NAT. We follow it.");
    case Effect::None: break;
    }
    return "";
}

// To so many columns of a terminal, in which a Chinese character takes two.
QString padded(const QString &text, qsizetype width)
{
    const auto wide = std::ranges::count_if(text, [](QChar c) { return c.unicode() >= 0x2e80; });
    return text.leftJustified(std::max<qsizetype>(width - wide, text.size() + 1));
}

} // namespace

QString comparedLabel(Field field)
{
    switch (field) {
    case Field::InternetIp: return word(QT_TRANSLATE_NOOP("tw::models::Comparison", "Address of the VPN gateway"));
    case Field::IpAddress: return word(QT_TRANSLATE_NOOP("tw::models::Comparison", "Address of the customer gateway"));
    default: return fieldLabel(field);
    }
}

QString comparedText(const ComparisonRow &row, const QString &value)
{
    if (value.isEmpty())
        return {};
    if (isYesOrNo(row.field))
        return value == QLatin1String("true") ? word(QT_TRANSLATE_NOOP("tw::models::Comparison", "Yes"))
                                              : word(QT_TRANSLATE_NOOP("tw::models::Comparison", "No"));
    if (isLifetime(row.field))
        return word(QT_TRANSLATE_NOOP("tw::models::Comparison", "%1 s")).arg(value);
    if (isList(row.field))
        return printableText(QString(value).replace(u',', QStringLiteral(", ")));
    return printableText(comparedValueText({row.field, {}, {}, {}}, value));
}

QString oursText(const ComparisonRow &row)
{
    if (row.field == Field::Psk)
        return word(QT_TRANSLATE_NOOP("tw::models::Comparison", "a key"));
    return comparedText(row, row.ours);
}

QString theirsText(const ComparisonRow &row)
{
    if (row.fit == Fit::NotUnderstood)
        return word(QT_TRANSLATE_NOOP("tw::models::Comparison", "not understood"));
    if (row.field == Field::Psk && row.fit == Fit::Fits)
        return word(QT_TRANSLATE_NOOP("tw::models::Comparison", "the same key"));
    if (row.field == Field::Psk && row.differs())
        return word(QT_TRANSLATE_NOOP("tw::models::Comparison", "another key"));
    if (row.theirs.isEmpty() && row.fit == Fit::NotSaid)
        return word(QT_TRANSLATE_NOOP("tw::models::Comparison", "not said"));
    if (row.theirs.isEmpty()) // nothing that would contradict
        return comparedText(row, row.ours);
    return comparedText(row, row.theirs);
}

QString fitText(const ComparisonRow &row)
{
    switch (row.fit) {
    case Fit::Breaks:
        if (row.effect == Effect::RekeyRefused)
            return word(QT_TRANSLATE_NOOP("tw::models::Comparison", "the first rekey fails"));
        if (row.effect == Effect::SelectorsNarrowed)
            return word(QT_TRANSLATE_NOOP("tw::models::Comparison", "part of the traffic fails"));
        return row.phase == api::Phase::Phase1 ? word(QT_TRANSLATE_NOOP("tw::models::Comparison", "phase 1 fails"))
                                               : word(QT_TRANSLATE_NOOP("tw::models::Comparison", "phase 2 fails"));
    case Fit::Risky: return word(QT_TRANSLATE_NOOP("tw::models::Comparison", "may be refused"));
    case Fit::Harmless: return word(QT_TRANSLATE_NOOP("tw::models::Comparison", "harmless"));
    case Fit::NotUnderstood: return word(QT_TRANSLATE_NOOP("tw::models::Comparison", "not compared"));
    case Fit::NotSaid: return word(QT_TRANSLATE_NOOP("tw::models::Comparison", "unknown"));
    case Fit::Fits: break;
    }
    return word(QT_TRANSLATE_NOOP("tw::models::Comparison", "fits"));
}

QString effectText(const ComparisonRow &row)
{
    if (row.effect != Effect::None)
        return word(effectSource(row.effect));
    if (row.fit == Fit::NotSaid)
        return word(QT_TRANSLATE_NOOP("tw::models::Comparison",
                                      "The text does not say it. What the device does then is up to its release: say "
                                      "it there to be sure."));
    if (row.fit == Fit::NotUnderstood)
        return word(QT_TRANSLATE_NOOP("tw::models::Comparison",
                                      "The text says it in words that are not known here; they are among the lines "
                                      "that were not understood."));
    return {};
}

QString mendHereText(const ComparisonRow &row)
{
    const auto mend = row.mendHere();
    if (!mend)
        return {};
    if (mend->value.isEmpty())
        return word(QT_TRANSLATE_NOOP("tw::models::Comparison", "Enter the key here"));
    if (isYesOrNo(row.field))
        return word(QT_TRANSLATE_NOOP("tw::models::Comparison", "Set it here to: %1"))
            .arg(comparedText(row, mend->value));
    return word(QT_TRANSLATE_NOOP("tw::models::Comparison", "Use %1 here")).arg(comparedText(row, mend->value));
}

QString mendThereText(const ComparisonRow &row)
{
    if (!row.differs() && row.fit != Fit::NotSaid && row.fit != Fit::NotUnderstood)
        return {};
    if (row.effect == Effect::BehindNat || row.effect == Effect::NotComparable)
        return {};
    if (row.field == Field::Psk)
        return word(QT_TRANSLATE_NOOP("tw::models::Comparison", "Enter the connection's key on the device."));
    return word(QT_TRANSLATE_NOOP("tw::models::Comparison", "On the device, as this connection has it: %1."))
        .arg(comparedText(row, row.ours));
}

QString whoseText(Whose whose)
{
    switch (whose) {
    case Whose::Ours:
        return word(QT_TRANSLATE_NOOP("tw::models::Comparison",
                                      "This seems to be the configuration of our own end: its local and remote are "
                                      "ours. It was turned round and compared all the same."));
    case Whose::Strangers:
        return word(QT_TRANSLATE_NOOP("tw::models::Comparison",
                                      "Neither an address nor a subnet of it is this connection's. Is it the "
                                      "configuration of another tunnel?"));
    case Whose::Peers: break;
    }
    return {};
}

QString comparisonSummary(const Comparison &comparison)
{
    QStringList sentences;
    if (comparison.differences() == 0)
        sentences << word(QT_TRANSLATE_NOOP("tw::models::Comparison", "Nothing that was said differs."));
    else
        sentences << counted(QT_TRANSLATE_N_NOOP("tw::models::Comparison", "%n setting(s) differ."),
                             comparison.differences());
    const qsizetype first = comparison.breaking(api::Phase::Phase1);
    const qsizetype second = comparison.breaking(api::Phase::Phase2);
    if (comparison.differences() == 1 && first + second == 1) {
        sentences << (first == 1 ? word(QT_TRANSLATE_NOOP("tw::models::Comparison", "It breaks phase 1."))
                                 : word(QT_TRANSLATE_NOOP("tw::models::Comparison", "It breaks phase 2.")));
    } else {
        if (first > 0)
            sentences << counted(QT_TRANSLATE_N_NOOP("tw::models::Comparison", "%n of them break(s) phase 1."), first);
        if (second > 0)
            sentences << counted(QT_TRANSLATE_N_NOOP("tw::models::Comparison", "%n of them break(s) phase 2."), second);
    }
    if (comparison.differences() > 0 && comparison.count(Fit::Breaks) == 0)
        sentences << (comparison.count(Fit::Risky) > 0
                          ? word(
                                QT_TRANSLATE_NOOP("tw::models::Comparison", "The tunnel mostly comes up all the same."))
                          : word(QT_TRANSLATE_NOOP("tw::models::Comparison", "The tunnel comes up all the same.")));
    if (const qsizetype count = comparison.count(Fit::NotSaid))
        sentences << counted(QT_TRANSLATE_N_NOOP("tw::models::Comparison", "%n setting(s) are not said in the text."),
                             count);
    if (!comparison.ignored.isEmpty())
        sentences << (comparison.ignoresMore
                          ? word(QT_TRANSLATE_NOOP("tw::models::Comparison", "More than %1 lines were not understood."))
                                .arg(comparison.ignored.size())
                          : counted(QT_TRANSLATE_N_NOOP("tw::models::Comparison", "%n line(s) were not understood."),
                                    comparison.ignored.size()));
    return joinedSentences(sentences);
}

QString comparisonReport(const QString &connection, const Comparison &comparison)
{
    QStringList lines = {
        word(QT_TRANSLATE_NOOP("tw::models::Comparison", "Comparison of “%1” with the configuration of its peer"))
            .arg(connection),
        comparisonSummary(comparison)};
    if (const QString whose = whoseText(comparison.whose); !whose.isEmpty())
        lines << whose;
    lines << QString();
    for (const ComparisonRow &row : comparison.rows) {
        lines << padded(comparedLabel(row.field) + u':', 34) + fitText(row);
        if (row.fit == Fit::Fits)
            continue;
        lines << QStringLiteral("    ")
                + word(QT_TRANSLATE_NOOP("tw::models::Comparison", "here: %1; there: %2"))
                      .arg(oursText(row), theirsText(row));
        if (row.differs())
            lines << QStringLiteral("    ") + effectText(row);
    }
    for (const IgnoredLine &line : comparison.ignored)
        lines << word(QT_TRANSLATE_NOOP("tw::models::Comparison", "Line %1 was not understood: %2"))
                     .arg(QString::number(line.line), printableText(line.words));
    return lines.join(u'\n') + u'\n';
}

} // namespace tw::models

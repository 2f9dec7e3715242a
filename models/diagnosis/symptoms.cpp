#include "models/diagnosis/symptoms.h"

#include "models/diagnosis/diagnosis_text.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

namespace tw::models {

namespace {

using enum DiagnosisCode;

// Of equal scores the first one counts: what is special stands before what is general.
//
// In both languages at once, whichever the console speaks: what people type is not what they read. Words that stand for
// one another are joined by '|'; each group that occurs counts once.
struct SymptomRow
{
    Symptom symptom;
    const char *english;
    const char *chinese;
    std::array<DiagnosisCode, 5> codes; // the last ones may repeat
    int codeCount;
    const char *title;
    const char *text;
};

constexpr std::array kSymptoms = {
    SymptomRow{Symptom::OneWayOnly,
               "one-way|oneway|one|single|only way|direction|side receive|send|inbound|outbound",
               "单向|单通|一个方向|一边 只能",
               {NoTraffic, PeerInstallFailed},
               2,
               QT_TRANSLATE_NOOP("tw::models::Symptoms", "One way only"),
               QT_TRANSLATE_NOOP(
                   "tw::models::Symptoms",
                   "Often source NAT on the outside interface of the other gateway, or a route that is missing.")},
    SymptomRow{
        Symptom::UpNoTraffic,
        "up|connected|established phase|tunnel|vpn no|nothing|not|cannot|can't|without traffic|ping|packets|data",
        "已建立|已连接|成功|通了|第二阶段 不通|无法|没有|不能 流量|访问|ping|数据",
        {NoTraffic, TrafficSelectorMismatch, PeerInstallFailed},
        3,
        QT_TRANSLATE_NOOP("tw::models::Symptoms", "Up, but no traffic"),
        QT_TRANSLATE_NOOP("tw::models::Symptoms",
                          "Routes, a firewall, NAT of inner addresses, ESP that is dropped, or the MTU.")},
    SymptomRow{Symptom::Flaps,
               "flap|flaps|flapping|unstable|reconnects|reconnecting|up-down|intermittent|again",
               "抖动|反复|频繁|不稳定|时断时续|闪断|重连",
               {DpdTimeout, ReceiveDeleteNotify, TrafficSelectorMismatch},
               3,
               QT_TRANSLATE_NOOP("tw::models::Symptoms", "Flaps"),
               QT_TRANSLATE_NOOP("tw::models::Symptoms",
                                 "DPD on a path that loses packets, or two connections with the same subnets.")},
    SymptomRow{
        Symptom::DropsAfterAWhile,
        "hour|hours|while|minutes|day|after drop|drops|dies|disconnect|disconnects|stops|works|worked",
        "小时|分钟|一段时间|之后|一天 断|断开|中断|掉线",
        {PfsMismatch, LifetimeMismatch, LifetimeExpired, ReceiveDeleteNotify},
        4,
        QT_TRANSLATE_NOOP("tw::models::Symptoms", "Works for a while, then drops"),
        QT_TRANSLATE_NOOP("tw::models::Symptoms",
                          "PFS or the lifetimes differ, or the other side has a lifetime by volume: test a rekey.")},
    SymptomRow{Symptom::OnlyFirstSubnet,
               "only|some|one|first|second subnet|subnets|network|networks|segment",
               "只有|部分|第一个|第二个|多个 网段|子网|感兴趣流",
               {TrafficSelectorMismatch, NoTraffic},
               2,
               QT_TRANSLATE_NOOP("tw::models::Symptoms", "Only the first subnet works"),
               QT_TRANSLATE_NOOP(
                   "tw::models::Symptoms",
                   "The other side makes one SA per pair of subnets: several need IKEv2, or a child for each pair.")},
    SymptomRow{
        Symptom::NeverComesUp,
        "never|not|doesn't|does|won't|cannot|timeout|answer|respond|response come|connect|start|establish|silent",
        "连不上|无法|不能|超时|没有 连接|建立|响应|协商|应答",
        {NoResponse, ProposalMismatch, NatPathBlocked, RouteMissing, PeerMismatch},
        5,
        QT_TRANSLATE_NOOP("tw::models::Symptoms", "Never comes up"),
        QT_TRANSLATE_NOOP("tw::models::Symptoms",
                          "No answer at all is the path or the address; a refusal is the settings.")},
    SymptomRow{Symptom::BigPacketsHang,
               "large|big|mtu|mss|fragment|fragments packets|hang|hangs|slow|web|download|scp|certificate",
               "大包|分片|卡住|卡死|网页|下载|慢|证书",
               {NoTraffic, FragmentsLost},
               2,
               QT_TRANSLATE_NOOP("tw::models::Symptoms", "Ping works, large packets hang"),
               QT_TRANSLATE_NOOP("tw::models::Symptoms",
                                 "The MTU of the path is smaller than it looks, or fragments are dropped.")},
    SymptomRow{Symptom::KeyRefused,
               "key|psk|password|secret|authentication|authenticate|identity|id|refused wrong|failed|fails|mismatch",
               "密钥|密码|认证|身份|预共享密钥|标识 错误|失败|不匹配|拒绝",
               {PskMismatch, AuthenticationRefused, PeerIdMismatch, CertificateProblem},
               4,
               QT_TRANSLATE_NOOP("tw::models::Symptoms", "Authentication fails"),
               QT_TRANSLATE_NOOP("tw::models::Symptoms",
                                 "The key or an identity differs; the comparison shows which names were said.")},
};

bool isChinese(const QString &word)
{
    return std::ranges::any_of(word, [](QChar letter) { return letter.unicode() >= 0x2E80; });
}

// Of a row's groups, how many occur. English by whole words; Chinese has none, and is looked for anywhere.
int scoreOf(const SymptomRow &row, const QString &text, const QStringList &words)
{
    int score = 0;
    for (const QString &group : QString::fromUtf8(row.english).split(QLatin1Char(' '))) {
        const QStringList synonyms = group.split(QLatin1Char('|'));
        score += std::ranges::any_of(synonyms, [&](const QString &one) { return words.contains(one); }) ? 1 : 0;
    }
    for (const QString &group : QString::fromUtf8(row.chinese).split(QLatin1Char(' '))) {
        const QStringList synonyms = group.split(QLatin1Char('|'));
        score += std::ranges::any_of(synonyms, [&](const QString &one) { return isChinese(one) && text.contains(one); })
            ? 1
            : 0;
    }
    return score;
}

const SymptomRow &rowOf(Symptom symptom) { return *std::ranges::find(kSymptoms, symptom, &SymptomRow::symptom); }

} // namespace

QList<SymptomMatch> findSymptoms(const QString &input)
{
    const QString text = input.toLower();
    QStringList words;
    for (const QString &word : text.split(QLatin1Char(' '), Qt::SkipEmptyParts)) {
        QString bare = word;
        while (!bare.isEmpty() && bare.back().isPunct())
            bare.chop(1);
        words << bare;
    }
    QList<SymptomMatch> matches;
    for (const SymptomRow &row : kSymptoms) {
        const int score = scoreOf(row, text, words);
        if (score == 0)
            continue;
        matches << SymptomMatch{row.symptom, score, codesOf(row.symptom)};
    }
    std::ranges::stable_sort(matches, std::ranges::greater{}, &SymptomMatch::score);
    return matches;
}

QList<DiagnosisCode> findCodes(const QString &words)
{
    const QStringList parts = words.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    QList<DiagnosisCode> codes;
    if (parts.isEmpty())
        return codes;
    for (const DiagnosisCode code : allDiagnosisCodes()) {
        const std::string_view name = diagnosisName(code);
        const QString text = QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size())) + QLatin1Char(' ')
            + diagnosisTitle(code);
        if (std::ranges::all_of(parts, [&](const QString &part) { return text.contains(part, Qt::CaseInsensitive); }))
            codes << code;
    }
    return codes;
}

QList<Symptom> allSymptoms()
{
    QList<Symptom> symptoms;
    for (const SymptomRow &row : kSymptoms)
        symptoms << row.symptom;
    return symptoms;
}

QList<DiagnosisCode> codesOf(Symptom symptom)
{
    const SymptomRow &row = rowOf(symptom);
    return {row.codes.begin(), row.codes.begin() + row.codeCount};
}

QString symptomTitle(Symptom symptom)
{
    return QCoreApplication::translate("tw::models::Symptoms", rowOf(symptom).title);
}
QString symptomText(Symptom symptom)
{
    return QCoreApplication::translate("tw::models::Symptoms", rowOf(symptom).text);
}

} // namespace tw::models

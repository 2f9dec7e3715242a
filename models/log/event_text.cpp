#include "models/log/event_text.h"

#include "models/live/status_text.h"
#include "models/log/event_wording.h"
#include "models/log/printable_text.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>
#include <iterator>

namespace tw::models {

namespace {

QString printable(std::string_view text)
{
    return printableText(QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())));
}

std::string_view withoutPort(std::string_view endpoint) { return endpoint.substr(0, endpoint.rfind('[')); }

QString failureWords(const std::string &name)
{
    const auto code = api::parseFailure(name);
    return code ? failureText(*code) : printable(name);
}

QString dropWords(const std::string &name)
{
    for (std::size_t i = 0; i < api::kDropReasonCount; ++i) {
        const auto reason = static_cast<api::DropReason>(i);
        if (api::dropReasonName(reason) == name)
            return dropReasonText(reason);
    }
    return printable(name);
}

struct Trigger
{
    std::string_view name; // as the engine writes it (api::EventCode::NegotiationTriggered)
    const char *source;
};

constexpr Trigger kTriggers[] = {
    {"operator", QT_TRANSLATE_NOOP("tw::models::EventText", "wanted by the operator")},
    {"traffic", QT_TRANSLATE_NOOP("tw::models::EventText", "traffic without an SA")},
    {"retry", QT_TRANSLATE_NOOP("tw::models::EventText", "another try")},
    {"renegotiate", QT_TRANSLATE_NOOP("tw::models::EventText", "renegotiation")},
    {"delete", QT_TRANSLATE_NOOP("tw::models::EventText", "the peer deleted the SA")},
    {"dpd", QT_TRANSLATE_NOOP("tw::models::EventText", "the peer was dead")},
    {"lifetime", QT_TRANSLATE_NOOP("tw::models::EventText", "the lifetime is over")},
    {"network", QT_TRANSLATE_NOOP("tw::models::EventText", "the network of this machine changed")},
};

QString triggerWords(const std::string &name)
{
    const auto *known = std::ranges::find(kTriggers, name, &Trigger::name);
    return known == std::end(kTriggers) ? printable(name)
                                        : QCoreApplication::translate("tw::models::EventText", known->source);
}

QString certificateWords(const std::string &name)
{
    const auto fault = api::parseCertificateFault(name);
    return fault ? certificateFaultText(*fault) : printable(name);
}

std::optional<QString> slotText(const api::Event &event, const Slot &slot)
{
    if (slot.kind == Slot::Kind::Exchange) {
        return event.exchange == api::Exchange::None ? std::nullopt
                                                     : std::optional(printable(api::exchangeName(event.exchange)));
    }
    if (slot.kind == Slot::Kind::MessageId)
        return event.messageId ? std::optional(QString::number(*event.messageId)) : std::nullopt;

    const std::string *value = event.find(slot.key);
    if (!value)
        return std::nullopt;
    switch (slot.kind) {
    case Slot::Kind::HostOf: return printable(withoutPort(*value));
    case Slot::Kind::FailureText: return failureWords(*value);
    case Slot::Kind::DropText: return dropWords(*value);
    case Slot::Kind::TriggerText: return triggerWords(*value);
    case Slot::Kind::CertificateText: return certificateWords(*value);
    case Slot::Kind::YesNo: return yesNoText(*value);
    default: return printable(*value);
    }
}

// The slots' texts, or nothing where one of them is missing.
std::optional<QStringList> slotTexts(const api::Event &event, const Wording &wording)
{
    QStringList texts;
    for (const Slot &slot : wording.slots) {
        if (slot.kind == Slot::Kind::None)
            break;
        const auto text = slotText(event, slot);
        if (!text)
            return std::nullopt;
        texts << *text;
    }
    return texts;
}

// In one pass, unlike a chain of arg(): a peer may well call itself "%2".
QString fill(const QString &sentence, const QStringList &values)
{
    QString filled;
    for (qsizetype i = 0; i < sentence.size(); ++i) {
        const int place = sentence.at(i) == u'%' && i + 1 < sentence.size() ? sentence.at(i + 1).digitValue() : -1;
        if (place >= 1 && place <= values.size()) {
            filled += values.at(place - 1);
            ++i;
        } else {
            filled += sentence.at(i);
        }
    }
    return filled;
}

} // namespace

QString eventText(const api::Event &event)
{
    for (const Wording &wording : wordings()) {
        if (wording.code != event.code)
            continue;
        if (wording.direction != api::Direction::None && wording.direction != event.direction)
            continue;
        if (const auto values = slotTexts(event, wording))
            return fill(QCoreApplication::translate("tw::models::EventText", wording.source), *values);
    }
    // Only a fact of a newer program gets here, since the table has a bare sentence for each of ours.
    return printable(api::eventName(event.code));
}

QString eventDetails(const api::Event &event)
{
    QStringList lines;
    for (const api::Detail &detail : event.details)
        lines << printable(api::detailName(detail.key)) + QStringLiteral(": ") + printable(detail.value);
    return lines.join(u'\n');
}

QString yesNoText(std::string_view answer)
{
    if (answer == "yes")
        return QCoreApplication::translate("tw::models::EventText", "yes");
    if (answer == "no")
        return QCoreApplication::translate("tw::models::EventText", "no");
    return printable(answer);
}

} // namespace tw::models

#include "models/log/log_value.h"

#include "models/live/status_text.h"

#include <QCoreApplication>

namespace tw::models {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(tw::models::LogValue)
};

QString nameText(std::string_view name) { return QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size())); }

QString orNone(const QString &text) { return text.isEmpty() ? Words::tr("none") : text; }

struct Title
{
    QString operator()(api::Level level) const { return Words::tr("Level: %1").arg(levelText(level)); }
    QString operator()(api::Phase phase) const { return Words::tr("Phase: %1").arg(orNone(phaseText(phase))); }
    QString operator()(api::Direction direction) const
    {
        return Words::tr("Direction: %1").arg(orNone(directionText(direction)));
    }
    QString operator()(api::Exchange exchange) const
    {
        return Words::tr("Exchange: %1")
            .arg(exchange == api::Exchange::None ? Words::tr("none") : nameText(api::exchangeName(exchange)));
    }
    QString operator()(api::EventCode code) const { return Words::tr("Event: %1").arg(nameText(api::eventName(code))); }
    QString operator()(LogMessageId id) const { return Words::tr("Message ID: %1").arg(id.number); }
};

// The chips of the column that a value stands in, and the value as they hold it.
template <typename Do>
void withColumn(LogFacets &facets, const LogValue &value, Do what)
{
    struct Visitor
    {
        LogFacets &facets;
        Do &what;
        void operator()(api::Level level) { what(facets.levels, level); }
        void operator()(api::Phase phase) { what(facets.phases, phase); }
        void operator()(api::Direction direction) { what(facets.directions, direction); }
        void operator()(api::Exchange exchange) { what(facets.exchanges, exchange); }
        void operator()(api::EventCode code) { what(facets.codes, code); }
        void operator()(LogMessageId id) { what(facets.messageIds, id.number); }
    };
    std::visit(Visitor{facets, what}, value);
}

template <typename T, typename Wrap = std::identity>
void append(QList<LogChip> &chips, const LogChips<T> &column, Wrap wrap = {})
{
    for (const T &value : column.included)
        chips.append({wrap(value), false});
    for (const T &value : column.excluded)
        chips.append({wrap(value), true});
}

} // namespace

QString valueTitle(const LogValue &value) { return std::visit(Title(), value); }

QString chipTitle(const LogChip &chip)
{
    return chip.isExcluded ? Words::tr("not %1").arg(valueTitle(chip.value)) : valueTitle(chip.value);
}

QList<LogValue> valuesOf(const LogRecord &record)
{
    const api::Event &event = record.event;
    QList<LogValue> values{event.level, event.phase, event.exchange};
    if (event.messageId)
        values.append(LogMessageId{*event.messageId});
    values.append(event.direction);
    values.append(event.code);
    return values;
}

QList<LogChip> chipsOf(const LogFacets &facets)
{
    QList<LogChip> chips;
    append(chips, facets.levels);
    append(chips, facets.phases);
    append(chips, facets.exchanges);
    append(chips, facets.messageIds, [](std::uint32_t number) { return LogMessageId{number}; });
    append(chips, facets.directions);
    append(chips, facets.codes);
    return chips;
}

LogFacets withChip(LogFacets facets, const LogChip &chip)
{
    facets = withoutChip(std::move(facets), chip);
    withColumn(facets, chip.value, [&chip](auto &column, auto value) {
        (chip.isExcluded ? column.excluded : column.included).insert(value);
    });
    return facets;
}

LogFacets withoutChip(LogFacets facets, const LogChip &chip)
{
    withColumn(facets, chip.value, [](auto &column, auto value) {
        column.included.erase(value);
        column.excluded.erase(value);
    });
    return facets;
}

} // namespace tw::models

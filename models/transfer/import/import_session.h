#pragma once

#include "models/transfer/import/import_plan.h"

#include <QByteArray>
#include <QObject>

namespace tw::models {

// One import, from the text to what is stored: the state of the wizard, without a widget. Each change of the text, or of
// what the user decides, makes the plan anew; the catalogue changes in store() alone. Texts and keys are wiped.
class ImportSession final : public QObject
{
    Q_OBJECT

public:
    ImportSession(Catalog &catalog, const QString &regionId, QObject *parent = nullptr);
    ~ImportSession() override;

    // A new text is a new import: what was decided is forgotten. The secrets are the second file of some formats.
    void setText(const QByteArray &utf8);
    void setSecrets(const QByteArray &utf8);
    void setFormat(std::optional<PeerFormat> format); // nothing: by how the text looks
    const QByteArray &text() const { return m_text; }
    const QByteArray &secrets() const { return m_secrets; }

    std::optional<PeerFormat> format() const { return m_format; } // in effect; nothing: not recognised
    bool isFormatChosen() const { return m_chosenFormat.has_value(); }
    bool isEmpty() const { return m_text.trimmed().isEmpty(); }
    const std::optional<ReadFault> &fault() const { return m_fault; }
    bool isFaultOfSecrets() const { return m_isFaultOfSecrets; }
    bool isUnderstood() const { return !m_readings.empty(); }
    const PeerReadings &readings() const { return m_readings; }

    void setSide(ImportSide side);
    void choose(std::size_t at, const std::function<void(ImportChoice &)> &change);
    const ImportChoice &choice(std::size_t at) const { return m_options.choices[at]; }
    void setKey(std::size_t at, SecretBytes key); // empty: back to what the text has
    const ImportPlan &plan() const { return m_plan; }
    const Catalog &catalog() const { return m_catalog; }
    const QString &region() const { return m_options.regionId; }

    std::expected<ChangeReport, CatalogErrors> store();

Q_SIGNALS:
    void read(); // the text was
    void planned();

private:
    void readAgain();
    void planAgain();

    Catalog &m_catalog;
    QByteArray m_text;
    QByteArray m_secrets;
    std::optional<PeerFormat> m_chosenFormat;
    std::optional<PeerFormat> m_format;
    std::optional<ReadFault> m_fault;
    bool m_isFaultOfSecrets = false;
    PeerReadings m_readings;
    ImportOptions m_options;
    ImportKeys m_keys;
    ImportPlan m_plan;
};

} // namespace tw::models

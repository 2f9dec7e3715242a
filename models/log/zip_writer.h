#pragma once

#include <QIODevice>
#include <QString>

#include <memory>

struct archive;

namespace tw::models {

// A zip file written to a device from front to back, entry by entry.
class ZipWriter
{
public:
    explicit ZipWriter(QIODevice &device);
    ~ZipWriter();
    ZipWriter(const ZipWriter &) = delete;
    ZipWriter &operator=(const ZipWriter &) = delete;

    // Begins an entry; what is written to the device that it gives is the entry's, until the next call. Nothing where it
    // failed.
    QIODevice *begin(const QString &name);
    // False where any of it failed.
    bool finish();
    QString errorString() const { return m_error; }

private:
    class Entry;
    void check(int result);

    archive *m_archive;
    std::unique_ptr<Entry> m_entry;
    QString m_error;
};

} // namespace tw::models

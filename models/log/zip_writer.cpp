#include "models/log/zip_writer.h"

#include <archive.h>
#include <archive_entry.h>

#include <ctime>

namespace tw::models {

namespace {

la_ssize_t writeToDevice(archive *, void *device, const void *bytes, std::size_t size)
{
    const auto written =
        static_cast<QIODevice *>(device)->write(static_cast<const char *>(bytes), static_cast<qint64>(size));
    return written == static_cast<qint64>(size) ? static_cast<la_ssize_t>(written) : -1;
}

} // namespace

class ZipWriter::Entry : public QIODevice
{
public:
    explicit Entry(archive *zip) : m_archive(zip) { open(QIODevice::WriteOnly | QIODevice::Unbuffered); }

protected:
    qint64 readData(char *, qint64) override { return -1; }
    qint64 writeData(const char *bytes, qint64 size) override
    {
        const la_ssize_t written = archive_write_data(m_archive, bytes, static_cast<std::size_t>(size));
        if (written == static_cast<la_ssize_t>(size))
            return size;
        setErrorString(QString::fromUtf8(archive_error_string(m_archive)));
        return -1;
    }

private:
    archive *m_archive;
};

ZipWriter::ZipWriter(QIODevice &device) : m_archive(archive_write_new())
{
    check(archive_write_set_format_zip(m_archive));
    check(archive_write_set_bytes_in_last_block(m_archive, 1)); // it pads for tapes, which some readers complain of
    check(archive_write_open(m_archive, &device, nullptr, writeToDevice, nullptr));
}

ZipWriter::~ZipWriter() { archive_write_free(m_archive); }

void ZipWriter::check(int result)
{
    if (result < ARCHIVE_WARN && m_error.isEmpty())
        m_error = QString::fromUtf8(archive_error_string(m_archive));
}

QIODevice *ZipWriter::begin(const QString &name)
{
    if (!m_error.isEmpty())
        return nullptr;
    archive_entry *entry = archive_entry_new();
    archive_entry_set_pathname_utf8(entry, name.toUtf8().constData());
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_perm(entry, 0600);
    archive_entry_set_mtime(entry, std::time(nullptr), 0);
    check(archive_write_header(m_archive, entry));
    archive_entry_free(entry);
    m_entry = m_error.isEmpty() ? std::make_unique<Entry>(m_archive) : nullptr;
    return m_entry.get();
}

bool ZipWriter::finish()
{
    check(archive_write_close(m_archive));
    return m_error.isEmpty();
}

} // namespace tw::models

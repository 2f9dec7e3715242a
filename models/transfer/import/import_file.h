#pragma once

#include <QByteArray>
#include <QString>

#include <expected>

// A file that was opened or dropped: what it is, before anything is made of it.
namespace tw::models {

struct ImportFile
{
    enum class Kind : std::uint8_t {
        Configuration, // of a device that is known
        Secrets, // the second file of strongSwan and Libreswan
        Document, // of `tunnelwrightctl apply`
        Certificates, // a file of PEM or DER
        Text, // perhaps a configuration: what its format is has to be said
    };

    QString name; // without its folder
    Kind kind = Kind::Text;
    QByteArray content;
};

// What stands in the way, and what to do with such a file: a whole sentence or two. Folders, devices and files that are
// larger than a configuration may be are refused unread; of captures, archives, pictures and the like only the first
// octets are looked at.
std::expected<ImportFile, QString> openImportFile(const QString &path);

// Nothing is at that path any more. Not so where it only cannot be reached or read.
bool isGone(const QString &path);

// What openImportFile() finds, of what was read already.
std::expected<ImportFile::Kind, QString> importKindOf(const QString &name, const QByteArray &content);

// Of one that is nothing known: all that it could have been; and of one that is no text, in which line.
QString unknownFileText(const QString &name, const QByteArray &content);

} // namespace tw::models

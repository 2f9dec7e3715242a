#include "certificates.h"

#include "engine/crypto/certificate_file.h"
#include "tests/support/certificate_files.h"

namespace tw::gallery {

QString importCertificate(tests::WidgetBench &bench, const std::string &name, const std::string &key)
{
    const auto &reader = crypto::certificateReader();
    api::Credentials all = std::move(*reader.read(test::certificateFile(name), SecretBytes()));
    if (!key.empty())
        all.privateKey = std::move(reader.read(test::certificateFile(key), SecretBytes())->privateKey);
    const auto done = bench.catalog->importCertificates(std::move(all));
    return (done->added + done->known).value(0);
}

QString useCertificate(tests::WidgetBench &bench, const QString &connection)
{
    models::ConnectionDraft draft = bench.draft(connection);
    draft.authMethod = QStringLiteral("certificate");
    draft.ikeVersion = QStringLiteral("ikev2");
    draft.localCertificate = importCertificate(bench, "rsa-left.pem", "rsa-left.key.pem");
    draft.remoteCa = importCertificate(bench, "rsa-root.pem");
    draft.localId = QStringLiteral("left.example.org");
    draft.remoteId = QStringLiteral("right.example.org");
    if (!bench.catalog->save(draft))
        qFatal("the connection with a certificate cannot be saved");
    return draft.localCertificate;
}

} // namespace tw::gallery

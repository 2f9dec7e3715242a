#pragma once

#include "widget_bench.h"

namespace tw::gallery {

// Of tests/certificates, with its private key where there is one of the same name. The id.
QString importCertificate(tests::WidgetBench &bench, const std::string &name, const std::string &key = {});

// From now on the connection proves itself by a certificate, whose id this is.
QString useCertificate(tests::WidgetBench &bench, const QString &connection);

} // namespace tw::gallery

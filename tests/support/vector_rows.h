#pragma once

#include "tests/support/vector_file.h"

#include <QTest>

#include <map>

// Known answers as rows of a Qt Test data function.
namespace tw::test {

using VectorPointer = const VectorRecord *;

// One row for each record, named after it, with the column `record`: QFETCH(VectorPointer, record).
inline void addVectorRows(const std::string &fileName)
{
    static std::map<std::string, std::vector<VectorRecord>> files; // rows point into it until the program ends
    if (!files.contains(fileName))
        files.emplace(fileName, readVectors(fileName));
    QTest::addColumn<VectorPointer>("record");
    for (const VectorRecord &record : files.at(fileName))
        QTest::newRow(record.name().c_str()) << &record;
}

// QCOMPARE shows QByteArrays where they differ.
inline QByteArray hex(ByteView bytes) { return QByteArray::fromStdString(toHex(bytes)); }

} // namespace tw::test

#pragma once

#include "engine/api/event.h"

#include <QSqlDatabase>
#include <QSqlError>

#include <array>
#include <expected>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace tw::models {

// The dictionary of a log file: the names of codes, levels and connections, each kept once and numbered, so that a line
// and its index are small and a newer program may still number its enumerations anew.
// Thread: the one of its database.
class LogWords
{
public:
    enum class Kind { Connection, Code, Level, Phase, Exchange, Direction };

    static const char *table();

    // The number of a word, which is added where it is new; within the caller's transaction.
    std::expected<int, QSqlError> numberOf(const QSqlDatabase &database, Kind kind, std::string_view word);
    // 0, which no word has, where the file does not know it.
    int find(const QSqlDatabase &database, Kind kind, const std::string &word);
    // Empty where the file does not know it.
    const std::string &wordOf(const QSqlDatabase &database, Kind kind, int number);
    const std::map<std::string, int, std::less<>> &all(Kind kind) const { return m_numbers[index(kind)]; }

    // Takes up what another process or thread has added.
    void reload(const QSqlDatabase &database);
    // After a transaction that was undone.
    void forget();

private:
    static std::size_t index(Kind kind) { return static_cast<std::size_t>(kind); }
    void remember(Kind kind, int number, const std::string &word);

    static constexpr std::size_t kKinds = 6;
    std::array<std::map<std::string, int, std::less<>>, kKinds> m_numbers;
    std::array<std::map<int, std::string>, kKinds> m_words;
};

} // namespace tw::models

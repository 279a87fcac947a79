// A ledger with cases that a test tells, and the indicators of it.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

#include "core/calendar/berlin.h"
#include "core/events/catalogue.h"
#include "core/events/event_store.h"
#include "projections/engine/case_walk.h"
#include "projections/indicators/indicator.h"
#include "tests/support/casework_case.h"
#include "tests/support/casework_types.h"
#include "tests/support/fake_clock.h"
#include "tests/support/faulty_file.h"
#include "tests/support/imported_lines.h"
#include "tests/support/seeded_random.h"

namespace fallbuch::indicators {

// The year 2025, everywhere, however small a group is.
inline IndicatorQuestion year_2025() {
    IndicatorQuestion question;
    question.from = day_of("2025-01-01");
    question.to = day_of("2025-12-31");
    question.group_min = 1;
    return question;
}

// Every step must succeed, or the test fails.
class Register {
public:
    Register();

    // One event of the case, at 10:00 in Berlin.
    void add(const std::string& case_name, const CaseEvent& event);
    // Opens a case on the day for a caseworker of a team of the unit "JC".
    void open(const std::string& case_name, const std::string& day,
              const std::string& caseworker = "U-1", const std::string& team = "T1");
    // CloudEvents as JSON, one a line.
    void import(const std::vector<std::string>& lines) { import_lines(*store_, lines); }

    IndicatorReport ask(const IndicatorQuestion& question, const CaseWalkOptions& options = {});

private:
    FaultyFileSystem files_;  // in memory
    FakeClock clock_{noon()};
    SeededRandom random_{1};
    std::shared_ptr<const Catalogue> catalogue_ = casework_catalogue();
    std::unique_ptr<EventStore> store_;
    BerlinTime berlin_ = *BerlinTime::load();
    std::vector<std::string> pending_;  // what was added since somebody asked
    int count_ = 0;
};

// nullptr: there is no such table.
const IndicatorTable* find_table(const IndicatorReport& report, const std::string& indicator,
                                 const std::string& table);
// A cell of the line with that key, "total" too; with no cell of that name one without cases.
Cell cell_of(const IndicatorReport& report, const std::string& path);

// All of them, by the paths of their lines.
std::vector<std::pair<std::string, Cell>> all_cells(const IndicatorReport& report);

// Of a cell: "7 in 3", "few", "protects".
std::string told(const Cell& cell);
// "PK-01/by_instrument/all/AGH"
inline std::string told(const IndicatorReport& report, const std::string& path) {
    return told(cell_of(report, path));
}

}  // namespace fallbuch::indicators

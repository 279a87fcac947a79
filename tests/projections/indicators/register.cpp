#include "tests/projections/indicators/register.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <sstream>
#include <utility>

#include "core/base/clock.h"
#include "core/calendar/timestamp.h"
#include "core/events/event_store.h"
#include "core/events/event_type.h"
#include "core/ledger/ledger.h"
#include "core/ledger/ledger_place.h"
#include "core/vault/master_key.h"
#include "projections/indicators/indicators.h"
#include "tests/support/imported_lines.h"

namespace fallbuch::indicators {
Register::Register() {
    const auto master = MasterKey::generate(random_);
    REQUIRE(master);
    const LedgerPlace place{files_, clock_, random_, "ledger"};
    REQUIRE(Ledger::create(place, *master, "test.local/register"));
    auto opened = EventStore::open(place, *master, catalogue_);
    REQUIRE(opened);
    store_ = *std::move(opened);
}

void Register::add(const std::string& case_name, const CaseEvent& event) {
    const EventType* type = nullptr;
    for (const EventType* one : catalogue_->types()) {
        if (one->name() == event.name) type = one;
    }
    REQUIRE(type != nullptr);
    const Instant ten = berlin_.start_of_day(day_of(event.day)) + std::chrono::hours(10);
    pending_.push_back(R"({"specversion":"1.0","id":"e)" + std::to_string(++count_) +
                       R"(","source":"urn:test","subject":")" + case_name +
                       R"(","actor":"ifk-1","type":")" + type->wire_type() + R"(","time":")" +
                       timestamp_text(ten) + R"(","data":)" + event.data + "}");
}

void Register::open(const std::string& case_name, const std::string& day,
                    const std::string& caseworker, const std::string& team) {
    add(case_name, {day, "CaseOpened", R"({"kundennummer":")" + case_name + R"("})"});
    add(case_name, {day, "ResponsibilityAssigned",
                    R"({"caseworker":")" + caseworker + R"(","unit":"JC","team":")" + team +
                        R"(","from":")" + day + R"("})"});
}

IndicatorReport Register::ask(const IndicatorQuestion& question, const CaseWalkOptions& options) {
    import_lines(*store_, std::exchange(pending_, {}));
    auto& ledger = store_->ledger();
    auto report =
        compute_indicators({ledger.log(), ledger.vault(), catalogue_}, berlin_, question, options);
    REQUIRE(report);
    return *std::move(report);
}

const IndicatorTable* find_table(const IndicatorReport& report, const std::string& indicator,
                                 const std::string& table) {
    for (const Indicator& one : report.indicators) {
        if (one.text->id != indicator) continue;
        const auto found = std::ranges::find(one.tables, table, &IndicatorTable::key);
        return found == one.tables.end() ? nullptr : &*found;
    }
    FAIL("no indicator " + indicator);
    return nullptr;
}

Cell cell_of(const IndicatorReport& report, const std::string& path) {
    std::istringstream parts(path);
    std::string indicator;
    std::string table;
    std::string line;
    std::string cell;
    std::getline(parts, indicator, '/');
    std::getline(parts, table, '/');
    std::getline(parts, line, '/');
    std::getline(parts, cell);
    INFO(path);
    const IndicatorTable* const found = find_table(report, indicator, table);
    REQUIRE(found != nullptr);
    for (const Line& one : found->lines) {
        if (one.key != line) continue;
        if (cell == "total") return one.total;
        const auto at = std::ranges::find(one.cells, cell, &Cell::key);
        return at == one.cells.end() ? Cell{cell, "", 0, 0, Withheld::no} : *at;
    }
    FAIL("no line");
    return {};
}

std::vector<std::pair<std::string, Cell>> all_cells(const IndicatorReport& report) {
    std::vector<std::pair<std::string, Cell>> out;
    const auto add = [&](const std::string& place, const Line& line) {
        for (const Cell& cell : line.cells) out.emplace_back(place + line.key, cell);
    };
    for (const Indicator& one : report.indicators) {
        for (const IndicatorTable& table : one.tables) {
            const std::string place = std::string(one.text->id) + '/' + table.key + '/';
            for (const Line& line : table.lines) add(place, line);
        }
    }
    return out;
}

std::string told(const Cell& cell) {
    switch (cell.withheld) {
        case Withheld::few_cases: return "few";
        case Withheld::protects_another: return "protects";
        case Withheld::no: break;
    }
    return std::to_string(cell.count) + " in " + std::to_string(cell.case_count);
}

}  // namespace fallbuch::indicators

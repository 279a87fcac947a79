#include "projections/rules/mutation.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <numeric>
#include <set>
#include <string_view>
#include <thread>
#include <utility>

#include "core/base/assert.h"
#include "projections/rules/faults.h"
#include "projections/rules/mutants.h"
#include "projections/rules/rule_set.h"
#include "projections/rules/scenario_runner.h"

namespace fallbuch::rules {
namespace {

enum class Fate : std::uint8_t { unreadable, killed, survived };

// One scenario, which is run alone.
struct Probe {
    std::vector<Scenario> alone;
    std::set<std::string, std::less<>> rules;  // that it expects something of
};

std::vector<Probe> probes_of(const std::vector<Scenario>& scenarios) {
    std::vector<Probe> probes;
    for (const Scenario& scenario : scenarios) {
        Probe probe{{scenario}, {}};
        for (const Snapshot& snapshot : scenario.snapshots) {
            for (const Expectation& one : snapshot.expected) probe.rules.insert(one.rule);
        }
        probes.push_back(std::move(probe));
    }
    return probes;
}

// The scenarios of one rulebook, those first that are most likely to notice something.
class Probes {
public:
    explicit Probes(const std::vector<Probe>& all) : all_(all), recent_(all.size()) {
        std::iota(recent_.begin(), recent_.end(), std::size_t{0});
    }

    bool notice(const RuleSet& rules, const MutationParts& parts, std::string_view rule) {
        std::vector<std::size_t> order = recent_;
        std::stable_partition(order.begin(), order.end(),
                              [&](std::size_t i) { return all_[i].rules.contains(rule); });
        for (const std::size_t i : order) {
            const ScenarioReport report = run_scenarios(
                all_[i].alone, {rules, *parts.catalogue, parts.calendars, parts.berlin});
            if (report.mismatches.empty() && report.faults.none()) continue;
            // What is changed next lies near by, and so does what notices it.
            const auto found = std::find(recent_.begin(), recent_.end(), i);
            std::rotate(recent_.begin(), found, found + 1);
            return true;
        }
        return false;
    }

private:
    const std::vector<Probe>& all_;
    std::vector<std::size_t> recent_;
};

// Changes and tries; one for each thread.
class Laboratory {
public:
    Laboratory(const MutationParts& parts, const JsonNode& rulebook,
               const std::vector<std::vector<Probe>>& probes)
        : parts_(parts), rulebook_(rulebook) {
        for (const std::vector<Probe>& of_book : probes) probes_.emplace_back(of_book);
        // The changed one is found before the one that it was.
        files_.push_back(parts.books.front().file);
        files_.insert(files_.end(), parts.files.begin(), parts.files.end());
    }

    Fate fate_of(const Mutant& mutant) {
        files_.front().text = text_with(mutant, rulebook_);
        for (std::size_t i = 0; i < parts_.books.size(); ++i) {
            const std::string& text = i == 0 ? files_.front().text : parts_.books[i].file.text;
            const auto family = read_family(text, parts_.catalogue, files_);
            if (!family || !family->faults.none()) return i == 0 ? Fate::unreadable : Fate::killed;
            if (probes_[i].notice(*family->rules, parts_, mutant.rule)) return Fate::killed;
        }
        return Fate::survived;
    }

private:
    const MutationParts& parts_;
    const JsonNode& rulebook_;
    std::vector<Probes> probes_;
    std::vector<RulebookFile> files_;
};

// What is only said to people is not judged, and a text without it is read in half the time.
void blank_prose(JsonNode& node) {
    constexpr std::array<std::string_view, 3> kSaid{"title", "statement", "note"};
    for (std::size_t i = 0; i < node.items.size(); ++i) {
        JsonNode& item = node.items[i];
        std::string_view name;
        if (!node.members.empty()) name = node.members[i].name;
        if (name == "explain") {
            for (JsonNode& text : item.items) text.text = "-";
        } else if (!item.is(JsonKind::text)) {
            blank_prose(item);
        } else if (std::find(kSaid.begin(), kSaid.end(), name) != kSaid.end()) {
            item.text = "-";
        }
    }
}

Status check_unchanged(const MutationParts& parts) {
    for (const TestedRulebook& book : parts.books) {
        ASSIGN_OR_RETURN(const RulebookFamily family,
                         read_family(book.file.text, parts.catalogue, parts.files));
        if (!family.faults.none()) {
            return Error{ErrorCode::invalid, "rulebook " + book.file.name + ": it has faults\n" +
                                                 describe(family.faults.all())};
        }
        const ScenarioReport report = run_scenarios(
            book.scenarios, {*family.rules, *parts.catalogue, parts.calendars, parts.berlin});
        if (report.mismatches.empty() && report.faults.none()) continue;
        return Error{ErrorCode::invalid,
                     "rulebook " + book.file.name +
                         ": its scenarios have to hold before anything is changed"};
    }
    return {};
}

MutationReport report_of(const std::vector<Mutant>& mutants, const std::vector<Fate>& fates) {
    MutationReport report;
    for (std::size_t i = 0; i < mutants.size(); ++i) {
        const Mutant& mutant = mutants[i];
        if (fates[i] == Fate::unreadable) {
            ++report.unreadable_count;
            continue;
        }
        ++report.mutant_count;
        if (fates[i] == Fate::killed) {
            ++report.killed_count;
        } else {
            report.survivors.push_back({mutant.key, mutant.change, mutant.place});
        }
    }
    LEDGER_ASSERT(report.killed_count + report.survivors.size() == report.mutant_count);
    return report;
}

}  // namespace

Result<MutationReport> run_mutations(const MutationParts& parts, unsigned thread_count) {
    LEDGER_ASSERT(!parts.books.empty());
    LEDGER_ASSERT(thread_count > 0);
    RETURN_IF_ERROR(check_unchanged(parts));
    JsonParsed parsed = parse_json_text(parts.books.front().file.text);
    blank_prose(parsed.root);
    const std::vector<Mutant> mutants = mutants_of(parsed.root);
    std::vector<std::vector<Probe>> probes;
    for (const TestedRulebook& book : parts.books) probes.push_back(probes_of(book.scenarios));
    std::vector<Fate> fates(mutants.size(), Fate::unreadable);
    std::atomic<std::size_t> next = 0;
    const auto work = [&] {
        Laboratory laboratory(parts, parsed.root, probes);
        for (std::size_t i = next++; i < mutants.size(); i = next++) {
            fates[i] = laboratory.fate_of(mutants[i]);
        }
    };
    std::vector<std::thread> threads;
    for (unsigned i = 1; i < thread_count; ++i) threads.emplace_back(work);
    work();
    for (std::thread& one : threads) one.join();
    return report_of(mutants, fates);
}

}  // namespace fallbuch::rules

// Random histories of cases, from the examples of the catalogue; and a ledger that they are told
// to.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/clock.h"
#include "core/base/ids.h"
#include "core/events/event_reader.h"
#include "projections/case/case_model.h"
#include "projections/case/case_state.h"
#include "projections/engine/case_history.h"
#include "tests/projections/case/naive_case.h"
#include "tests/support/event_office.h"

namespace fallbuch {

class Histories {
public:
    Histories();
    ~Histories();

    // Events of all types, many of them on one moment; a tenth of them corrects an earlier one.
    std::vector<Told> make(std::uint64_t seed, std::size_t count_max = 24) const;
    // Of each type and each of its examples one event.
    std::vector<Told> examples() const;
    Told example(std::string_view event, const std::string& id) const;
    std::string text_of(const Told& told, const std::string& case_name) const;

private:
    struct Kind;
    std::string random_data(const Kind& kind, std::mt19937_64& random) const;
    Told correction_of(const Told& target, std::mt19937_64& random) const;
    const Kind& kind(std::string_view event) const;

    std::vector<Kind> kinds_;
};

// Another order in which the same events may arrive: what counts on one moment keeps its order, and
// so do the corrections of one event.
std::vector<Told> shuffled(const std::vector<Told>& told, std::mt19937_64& random);

// Every step must succeed, or the test fails.
class ToldOffice {
public:
    explicit ToldOffice(const Histories& histories);

    // One unit: all of it is recorded at the moment that is returned; the next unit is later.
    Instant append(const std::string& name, const std::vector<Told>& told);
    CaseState fold(const std::string& name, const HistoryBounds& bounds = {});
    // What fold() says, in the words of NaiveCase.
    Truth truth(const std::string& name, const HistoryBounds& bounds = {});
    StreamId stream_of(const std::string& name);
    const CaseModel& model() const { return model_; }
    EventOffice& office() { return office_; }

private:
    const Histories& histories_;
    CaseModel model_;
    EventOffice office_;
    std::map<std::string, std::vector<std::string>> ids_;  // of each case, as they arrived
    std::unique_ptr<EventReader> reader_;
};

// When events of this minute happen.
Instant minute_of(int minute);

}  // namespace fallbuch

#include "tools/simulate/population.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <utility>

#include "core/base/assert.h"
#include "tools/simulate/history.h"
#include "tools/simulate/plant.h"
#include "tools/simulate/random.h"

namespace fallbuch::simulate {

namespace {

using std::chrono::days;

struct Window {
    CivilDay from;
    CivilDay to;
};

// When new histories of a time begin, each early enough to end within it.
constexpr Window kCareLevels{kOfficeOpens, day(2009, 10, 30)};
constexpr Window kProfileTiers{day(2010, 1, 4), day(2023, 5, 19)};
constexpr Window kFourPhases{day(2023, 7, 3), day(2026, 9, 18)};
constexpr std::uint64_t kFourPhasesWeight = 5;  // the present is what an office looks at most
constexpr std::uint32_t kAgencyPercent = 35;

// January to December.
constexpr std::array<std::uint64_t, 12> kSeason{15, 12, 10, 10, 8, 8, 9, 12, 13, 10, 11, 5};

constexpr std::uint64_t kPlantStreams = std::uint64_t{1} << 40;
constexpr std::uint64_t kPopulationStream = std::uint64_t{1} << 41;
constexpr std::uint64_t kPartnerStreams = std::uint64_t{1} << 45;
constexpr std::uint32_t kPartnerPercent = 60;
constexpr std::uint64_t kCasesPerPlant = 20;    // in large offices
constexpr std::uint64_t kPlantPercentMax = 52;  // an office of 500 has all of them
constexpr int kTriesMax = 250;

bool within(const Window& window, CivilDay day) { return window.from <= day && day <= window.to; }

// Where a planted history may begin: it has to end before its time does.
Window window_of(const PlantRule& rule) {
    if (rule.fault == Fault::reduction_under_new_law) return {day(2026, 6, 1), day(2026, 6, 10)};
    if (rule.fault == Fault::reduction_in_gap) return {day(2026, 2, 2), day(2026, 2, 16)};
    if (rule.fault == Fault::childcare_ground_ended) return {day(2026, 1, 12), day(2026, 2, 10)};
    if (rule.fault == Fault::old_agreement_lapsed) return {day(2023, 3, 6), day(2023, 3, 24)};
    switch (rule.flow) {
        case Flow::care_levels: return {day(2005, 2, 1), day(2008, 12, 15)};
        case Flow::profile_tiers: return {day(2010, 12, 6), day(2021, 12, 15)};
        case Flow::cooperation_2026: return {day(2026, 7, 1), day(2026, 7, 22)};
        case Flow::cooperation:
        case Flow::agreement: break;
    }
    return {day(2023, 7, 3), day(2025, 4, 30)};
}

// Moves the opening forward to the first working day from which all days of the plant are worked.
HistoryOrder settled(const OfficeDays& office, HistoryOrder order) {
    for (int tries = 0;; ++tries) {
        LEDGER_ASSERT(tries < kTriesMax);
        order.opened = office.open_on_or_after(order.opened);
        if (build_history(office, order).fits()) return order;
        order.opened += days(1);
    }
}

}  // namespace

std::uint64_t cases_for_all_plants() {
    const std::uint64_t both_sides = plant_rules().size() * 2;
    return (both_sides * 100 + kPlantPercentMax - 1) / kPlantPercentMax;
}

Population::Population(const OfficeDays& office_days, std::uint64_t seed, std::uint64_t cases)
    : days_(office_days), seed_(seed), clean_count_(0) {
    const std::uint64_t both_sides = plant_rules().size() * 2;
    const std::uint64_t rounds = std::max<std::uint64_t>(1, cases / kCasesPerPlant / both_sides);
    const std::uint64_t plants = std::min(rounds * both_sides, cases * kPlantPercentMax / 100);
    clean_count_ = cases - plants;
    weigh_days();
    place_plants(plants);
}

void Population::weigh_days() {
    for (CivilDay day = kOfficeOpens; day <= kFourPhases.to; day += std::chrono::days(1)) {
        const bool present = within(kFourPhases, day);
        if (!present && !within(kCareLevels, day) && !within(kProfileTiers, day)) continue;
        if (!days_.opens(day)) continue;
        const std::chrono::year_month_day date{day};
        opening_days_.push_back({day, weight_total_});
        weight_total_ +=
            kSeason[static_cast<unsigned>(date.month()) - 1] * (present ? kFourPhasesWeight : 1);
    }
}

void Population::place_plants(std::uint64_t count) {
    const auto rules = plant_rules();
    Random random(seed_, kPopulationStream);
    // In a small office only some of the faults find a place; which ones is chance.
    const std::uint64_t shift = random.below(static_cast<std::uint32_t>(rules.size()));
    for (std::uint64_t i = 0; i < count; ++i) {
        const PlantRule& rule = rules[(i / 2 + shift) % rules.size()];
        const Window window = window_of(rule);
        const auto width = static_cast<int>((window.to - window.from).count());
        const Side side = i % 2 == 0 ? Side::violated : Side::inside;
        const CivilDay drawn = window.from + days(random.between(0, width));
        plants_.push_back(settled(
            days_, {seed_, kPlantStreams + i, i + 1, drawn, rule.flow, Plant{&rule, side}}));
    }
    std::stable_sort(plants_.begin(), plants_.end(), [](const auto& left, const auto& right) {
        return left.opened < right.opened;
    });
}

// The day on which the next share of the year's weight is reached.
CivilDay Population::clean_day() {
    const std::uint64_t wanted = (2 * clean_made_ + 1) * weight_total_ / (2 * clean_count_);
    while (opening_index_ + 1 < opening_days_.size() &&
           opening_days_[opening_index_ + 1].weight_before <= wanted) {
        ++opening_index_;
    }
    return opening_days_[opening_index_].day;
}

HistoryOrder Population::clean(CivilDay opened) const {
    Random random(seed_, kPopulationStream + clean_made_ + 1);
    Flow flow = Flow::profile_tiers;
    if (within(kCareLevels, opened)) flow = Flow::care_levels;
    if (within(kFourPhases, opened)) {
        flow = random.chance(kAgencyPercent) ? Flow::agreement : Flow::cooperation;
    }
    return {seed_, clean_made_ + 1, 0, opened, flow, {}};
}

// Both apply on the same day; under SGB III there is no Bedarfsgemeinschaft.
void Population::know(const HistoryOrder& order, const Person& person) {
    if (order.plant || order.joins || order.flow == Flow::agreement) return;
    if (clean_made_ == clean_count_) return;
    Random random(seed_, kPartnerStreams + order.stream);
    if (!random.chance(kPartnerPercent)) return;
    if (auto household = household_of_partner(person)) {
        partner_ = HistoryOrder{seed_, clean_made_ + 1,     0, order.opened, order.flow,
                                {},    std::move(household)};
    }
}

std::optional<HistoryOrder> Population::next() {
    const bool has_plant = plants_made_ < plants_.size();
    const bool has_clean = clean_made_ < clean_count_;
    if (!has_plant && !has_clean) return std::nullopt;
    std::optional<HistoryOrder> order = std::exchange(partner_, std::nullopt);
    if (order) {
        ++clean_made_;
        order->number = ++made_;
        return order;
    }
    if (has_clean) order = clean(clean_day());
    if (!has_clean || (has_plant && plants_[plants_made_].opened <= order->opened)) {
        order = plants_[plants_made_++];
    } else {
        ++clean_made_;
    }
    order->number = ++made_;
    return order;
}

}  // namespace fallbuch::simulate

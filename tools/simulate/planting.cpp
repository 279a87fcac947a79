#include "tools/simulate/planting.h"

#include "core/base/assert.h"

namespace fallbuch::simulate {

bool Planting::planted(Fault fault) const {
    return order.plant.has_value() && order.plant->rule->fault == fault;
}

bool Planting::violates(Fault fault) const {
    return planted(fault) && order.plant->side == Side::violated;
}

void Planting::expect(Fault fault, Truth truth) {
    if (!planted(fault)) return;
    if (truth.due) must_work(*truth.due);
    if (!violates(fault)) truth.kind = "inside";
    truth_.push_back(truth);
}

void Planting::expect_at_close(Fault fault, const Truth& truth) {
    LEDGER_ASSERT(!truth.due);
    if (planted(fault)) due_at_close_.emplace_back(fault, truth);
}

CivilDay Planting::last_day_or_next(Fault fault, CivilDay last) const {
    return violates(fault) ? last + std::chrono::days(1) : last;
}

void Planting::fall_due(CivilDay closed) {
    for (auto& [fault, truth] : due_at_close_) {
        truth.due = closed;
        expect(fault, truth);
    }
    due_at_close_.clear();
}

}  // namespace fallbuch::simulate

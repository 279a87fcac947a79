#include "core/events/upcast.h"

#include <simdjson.h>

#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "core/base/assert.h"
#include "core/events/faults.h"
#include "core/events/value_encoder.h"

namespace fallbuch {
namespace {

Error wrong(std::string_view why, const std::string& field) {
    return Error{ErrorCode::invalid, "upcast: " + std::string(why) + " (" + field + ")"};
}

Result<Bytes> encode_default(const UpcastStep& step, const EventField& field) {
    simdjson::dom::parser parser;
    simdjson::dom::element value;
    if (parser.parse(step.value).get(value) != simdjson::SUCCESS) {
        return wrong("a default that is no JSON", step.field);
    }
    Bytes out;
    Faults faults;
    ValueEncoder().encode(field.check, value, JsonPath(), {out, faults});
    if (!faults.empty()) return wrong("a default that the schema refuses", step.field);
    return out;
}

// Follows the names of the older version through the steps.
class Names {
public:
    explicit Names(const EventType& older) {
        for (std::size_t i = 0; i < older.fields().size(); ++i) {
            index_of_[older.fields()[i].name] = i;
        }
    }

    Status rename(const UpcastStep& step) {
        const auto found = index_of_.find(step.field);
        if (found == index_of_.end()) return wrong("renames what is not there", step.field);
        if (index_of_.contains(step.to)) return wrong("renames to what is there", step.to);
        index_of_[step.to] = found->second;
        index_of_.erase(step.field);
        return {};
    }
    Status drop(const UpcastStep& step) {
        if (index_of_.erase(step.field) == 0) return wrong("drops what is not there", step.field);
        return {};
    }
    bool has(const std::string& name) const { return index_of_.contains(name); }
    const std::map<std::string, std::size_t>& all() const { return index_of_; }

private:
    std::map<std::string, std::size_t> index_of_;  // newer name -> older index
};

}  // namespace

Result<std::unique_ptr<const Upcast>> Upcast::between(const EventType& older,
                                                      const EventType& newer) {
    if (newer.upcast_from() != older.version() || newer.type() != older.type()) {
        return wrong("the version has no steps from it", older.wire_type());
    }
    std::unique_ptr<Upcast> upcast(new Upcast);
    upcast->target_ = &newer;
    upcast->numbers_.resize(older.fields().size());
    Names names(older);
    for (const UpcastStep& step : newer.upcast_steps()) {
        if (step.kind == UpcastStep::Kind::rename) RETURN_IF_ERROR(names.rename(step));
        if (step.kind == UpcastStep::Kind::drop) RETURN_IF_ERROR(names.drop(step));
        if (step.kind != UpcastStep::Kind::default_value) continue;
        const auto index = newer.find_field(step.field);
        if (!index) return wrong("a default for a field that does not exist", step.field);
        ASSIGN_OR_RETURN(Bytes value, encode_default(step, newer.fields()[*index]));
        upcast->defaults_.push_back({kFirstFieldNumber + static_cast<std::uint32_t>(*index),
                                     std::move(value), !names.has(step.field)});
    }
    for (const auto& [name, old_index] : names.all()) {
        upcast->numbers_[old_index] = newer.number_of(name);
        if (!upcast->numbers_[old_index]) return wrong("leaves a field without a place", name);
    }
    for (const EventField& field : newer.fields()) {
        const auto number = newer.number_of(field.name);
        bool given = !field.required;
        for (const Default& value : upcast->defaults_) given |= value.number == number;
        for (std::size_t i = 0; i < upcast->numbers_.size(); ++i) {
            given |= upcast->numbers_[i] == number && older.fields()[i].required;
        }
        if (!given) return wrong("leaves a required field without a value", field.name);
    }
    return std::unique_ptr<const Upcast>(std::move(upcast));
}

std::optional<std::uint32_t> Upcast::new_number(std::uint32_t old_number) const {
    LEDGER_ASSERT(old_number >= kFirstFieldNumber);
    LEDGER_ASSERT(old_number - kFirstFieldNumber < numbers_.size());
    return numbers_[old_number - kFirstFieldNumber];
}

}  // namespace fallbuch

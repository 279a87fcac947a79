// A ledger that random histories are appended to, and the naive truth about them.
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

#include "core/events/admission.h"
#include "core/events/checked_event.h"
#include "core/events/event_reader.h"
#include "core/storage/log.h"
#include "core/vault/vault.h"
#include "tests/support/event_office.h"

namespace fallbuch {

class Casebook {
public:
    explicit Casebook(std::uint64_t seed = 1) : random_(seed) {}

    // Appends events to random cases; `correction_percent` of them correct an earlier one of their
    // case, and a few of them one that comes later, perhaps in another case.
    void append(int count, unsigned correction_percent = 0) {
        for (int i = 0; i < count; ++i) {
            const auto number = static_cast<std::size_t>(random_() % kCases);
            auto& told = told_[name_of(number)];
            std::string corrects;
            if (!told.empty() && random_() % 100 < correction_percent) {
                corrects = told[random_() % told.size()].id;
                if (random_() % 4 == 0) corrects = "e" + std::to_string(count_ + random_() % 9 + 1);
            }
            append_event(name_of(number), static_cast<int>(random_() % 28 + 1), corrects);
        }
    }

    // The next one gets the id "e" and the number of events so far.
    void append_event(const std::string& name, int day, const std::string& corrects = "") {
        append_told(name, next(day, corrects), "");
    }

    // One of another system, whose ids are its own; the naive truth knows nothing of sources.
    void append_from(const std::string& source, const std::string& id, const std::string& name,
                     int day) {
        Told event = next(day, "");
        event.id = id;
        append_told(name, std::move(event), "", source);
    }

    void append_acted(const std::string& name, int day) {
        append_told(name, next(day, ""), R"("actor":"sb-1","actorrole":"integrationsfachkraft",)");
    }

    // With a note of that many bytes.
    void append_long(const std::string& name, int day, std::size_t bytes) {
        Told event = next(day, "");
        event.attributes = R"(,"attributes":{"note":")" + std::string(bytes, 'x') + R"("})";
        append_told(name, std::move(event), "");
    }

    // The activities of a case in their order, corrections in their places: sorted and replaced,
    // one event after the other.
    std::string truth(const std::string& name) const {
        std::map<std::string, Told> by_id;
        for (const Told& event : told_.at(name)) by_id[event.id] = event;
        std::vector<Told> kept;
        for (const Told& event : told_.at(name)) {
            if (!by_id.contains(event.corrects)) kept.push_back(event);
        }
        for (const Told& event : told_.at(name)) {
            std::string target = event.id;
            while (by_id.contains(by_id[target].corrects)) target = by_id[target].corrects;
            for (Told& one : kept) {
                if (one.id != target || one.id == event.id) continue;
                one.activity = event.activity;
                one.day = event.day;
            }
        }
        std::stable_sort(kept.begin(), kept.end(), [](const Told& left, const Told& right) {
            return std::pair(left.day, left.order) < std::pair(right.day, right.order);
        });
        std::string text;
        for (const Told& event : kept) text += event.activity + ";";
        return text;
    }

    EventOffice& office() { return office_; }
    Log& log() { return office_.store().ledger().log(); }
    Vault& vault() { return office_.store().ledger().vault(); }
    std::vector<std::string> names() const {
        std::vector<std::string> names;
        for (const auto& [name, told] : told_) {
            if (!told.empty()) names.push_back(name);
        }
        return names;
    }
    std::unique_ptr<EventReader> reader() {
        auto reader = EventReader::open(log(), vault(), nullptr);
        REQUIRE(reader);
        return *std::move(reader);
    }

private:
    static constexpr std::size_t kCases = 12;
    struct Told {
        std::string id;
        std::string activity;
        int day = 0;
        int order = 0;
        std::string corrects;
        std::string attributes = {};
    };
    Told next(int day, const std::string& corrects) const {
        return {"e" + std::to_string(count_), "a" + std::to_string(count_), day, count_, corrects};
    }
    // `extensions` are members of the envelope, each with its comma.
    void append_told(const std::string& name, Told event, const std::string& extensions,
                     const std::string& source = "urn:test") {
        const std::string two_digits = (event.day < 10 ? "0" : "") + std::to_string(event.day);
        const std::string text =
            R"({"specversion":"1.0","id":")" + event.id + R"(","source":")" + source +
            R"(","subject":")" + name + R"(","time":"2026-05-)" + two_digits +
            R"(T08:00:00Z","type":"de.fallbuch.trace.event.v2",)" + extensions +
            (event.corrects.empty() ? "" : R"("corrects":")" + event.corrects + R"(",)") +
            R"("data":{"activity":")" + event.activity + R"(","lifecycle":"complete")" +
            event.attributes + "}}";
        AdmissionParser parser(office_.store().admission());
        CheckedEvent checked;
        REQUIRE(parser.check(text, office_.store().arrival(Entrance::ordinary), checked).empty());
        REQUIRE(office_.store().append({&checked, 1}));
        told_[name].push_back(std::move(event));
        ++count_;
    }
    static std::string name_of(std::size_t number) { return "fall-" + std::to_string(number); }

    EventOffice office_;
    std::mt19937_64 random_;
    std::map<std::string, std::vector<Told>> told_;
    int count_ = 0;
};

}  // namespace fallbuch

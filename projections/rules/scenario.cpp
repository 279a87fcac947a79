#include "projections/rules/scenario.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <map>
#include <system_error>

#include "core/calendar/timestamp.h"

namespace fallbuch::rules {
namespace {

constexpr std::array<std::pair<std::string_view, Verdict>, 6> kVerdicts{{
    {"erfüllt", Verdict::satisfied},
    {"verletzt", Verdict::violated},
    {"offen", Verdict::pending},
    {"entfällt", Verdict::not_applicable},
    {"begründet", Verdict::waived},
    {"unbestimmt", Verdict::undetermined},
}};
constexpr std::array<std::pair<std::string_view, Severity>, 4> kSeverities{{
    {"Hinweis", Severity::hinweis},
    {"prüfen", Severity::pruefen},
    {"Auffälligkeit", Severity::auffaelligkeit},
    {"Mangel", Severity::mangel},
}};

template <typename Pairs>
auto find_word(const Pairs& pairs, std::string_view word) {
    return std::find_if(pairs.begin(), pairs.end(),
                        [&](const auto& one) { return one.first == word; });
}

// Words are parted by blanks, but for those within quotes or brackets.
std::vector<std::string> words_of(std::string_view line) {
    std::vector<std::string> words;
    bool is_in_word = false;
    bool is_quoted = false;
    int depth = 0;
    for (std::size_t i = 0; i < line.size(); ++i) {
        const char c = line[i];
        const bool is_escaped = i > 0 && line[i - 1] == '\\';
        if (c == '"' && !is_escaped) is_quoted = !is_quoted;
        if (!is_quoted && (c == '[' || c == '{')) ++depth;
        if (!is_quoted && (c == ']' || c == '}')) --depth;
        const bool is_blank = (c == ' ' || c == '\t') && !is_quoted && depth <= 0;
        if (is_blank) {
            is_in_word = false;
            continue;
        }
        if (!is_in_word) words.emplace_back();
        is_in_word = true;
        words.back() += c;
    }
    return words;
}

// "2025-02-28", "2025-02-28T09:30" or with seconds.
std::optional<ScenarioMoment> moment_of(std::string_view text) {
    constexpr std::size_t kDayBytes = 10;
    const auto day = parse_day(text.substr(0, kDayBytes));
    if (!day) return std::nullopt;
    ScenarioMoment moment{*day, {}};
    if (text.size() == kDayBytes) return moment;
    text.remove_prefix(kDayBytes);
    if ((text.size() != 6 && text.size() != 9) || text[0] != 'T' || text[3] != ':') return {};
    const auto two_digits = [&](std::size_t at) {
        int number = -1;
        std::from_chars(text.data() + at, text.data() + at + 2, number);
        return number;
    };
    const int hours = two_digits(1);
    const int minutes = two_digits(4);
    const int seconds = text.size() == 9 ? two_digits(7) : 0;
    const bool is_time =
        hours >= 0 && hours < 24 && minutes >= 0 && minutes < 60 && seconds >= 0 && seconds < 60;
    if (!is_time) return std::nullopt;
    moment.second_of_day = (hours * 60 + minutes) * 60 + seconds;
    return moment;
}

std::pair<std::string, std::string> name_and_value(const std::string& word) {
    const std::size_t equals = word.find('=');
    if (equals == std::string::npos) return {word, ""};
    return {word.substr(0, equals), word.substr(equals + 1)};
}

class ScenarioParser {
public:
    explicit ScenarioParser(std::string_view text) : text_(text) {}

    ParsedScenarios parse() {
        for (; !text_.empty(); ++place_.line) {
            const std::size_t end = text_.find('\n');
            take_line(text_.substr(0, end));
            text_.remove_prefix(
                std::min(text_.size(), end == std::string_view::npos ? text_.size() : end + 1));
        }
        for (const Scenario& one : out_.scenarios) {
            if (one.snapshots.empty()) out_.faults.add(one.place, "the scenario expects nothing");
        }
        return std::move(out_);
    }

private:
    void fail(std::string what) { out_.faults.add(place_, std::move(what)); }

    void take_line(std::string_view line) {
        const std::size_t indent = line.find_first_not_of(" \t\r");
        if (indent == std::string_view::npos || line[indent] == '#') return;
        while (!line.empty() && (line.back() == ' ' || line.back() == '\r')) line.remove_suffix(1);
        place_.column = static_cast<std::uint32_t>(indent) + 1;
        line.remove_prefix(indent);
        constexpr std::string_view kScenario = "Szenario:";
        constexpr std::string_view kBasis = "Grundlage ";
        constexpr std::string_view kMoment = "Stand ";
        if (line.starts_with(kScenario)) return begin_scenario(line.substr(kScenario.size()));
        if (line.starts_with(kBasis)) return take_basis(line.substr(kBasis.size()));
        if (line.starts_with(kMoment)) return begin_snapshot(line.substr(kMoment.size()));
        const auto words = words_of(line);
        if (moment_of(words.front())) return take_event(words);
        take_expectation(words);
    }

    void begin_scenario(std::string_view title) {
        while (title.starts_with(' ')) title.remove_prefix(1);
        out_.scenarios.push_back({std::string(title), place_, {}, {}});
        basis_ = nullptr;
    }

    // "Grundlage NAME:" begins one, "Grundlage NAME" takes its events over.
    void take_basis(std::string_view name) {
        if (name.ends_with(':')) {
            name.remove_suffix(1);
            basis_ = &bases_[std::string(name)];
            basis_->clear();
            return;
        }
        const auto found = bases_.find(std::string(name));
        if (found == bases_.end()) return fail("no Grundlage is called " + std::string(name));
        for (const ScenarioEvent& event : found->second) add(event);
    }

    void add(ScenarioEvent event) {
        if (basis_ != nullptr) {
            basis_->push_back(std::move(event));
        } else if (out_.scenarios.empty()) {
            fail("an event stands before the first scenario");
        } else {
            out_.scenarios.back().events.push_back(std::move(event));
        }
    }

    void begin_snapshot(std::string_view text) {
        const auto moment = moment_of(text);
        if (!moment) return fail("Stand is a day or a moment: 2025-02-28 or 2025-02-28T09:30");
        if (out_.scenarios.empty()) return fail("no scenario has begun");
        out_.scenarios.back().snapshots.push_back({*moment, {}});
    }

    void take_event(const std::vector<std::string>& words) {
        ScenarioEvent event;
        event.place = place_;
        event.occurred = *moment_of(words.front());
        std::size_t at = 1;
        if (at < words.size() && words[at].starts_with('#')) event.label = words[at++].substr(1);
        if (at == words.size()) return fail("which event? After the day comes its name");
        event.type = words[at++];
        for (; at < words.size(); ++at) {
            auto [name, value] = name_and_value(words[at]);
            if (name == "erfasst") {
                event.recorded = moment_of(value);
                if (!event.recorded) fail("erfasst is a day or a moment (" + value + ")");
            } else if (name == "berichtigt") {
                event.corrects = value.starts_with('#') ? value.substr(1) : value;
            } else if (words[at].find('=') == std::string::npos) {
                fail("a value is written as name=value (" + words[at] + ")");
            } else {
                event.values.emplace_back(std::move(name), std::move(value));
            }
        }
        add(std::move(event));
    }

    void take_expectation(const std::vector<std::string>& words) {
        if (out_.scenarios.empty() || out_.scenarios.back().snapshots.empty()) {
            return fail("neither an event nor an expectation: a day, or Stand before it");
        }
        Expectation expected;
        expected.place = place_;
        const std::size_t slash = words.front().find('/');
        expected.rule = words.front().substr(0, slash);
        if (slash != std::string::npos) expected.part = words.front().substr(slash + 1);
        bool has_verdict = false;
        for (std::size_t i = 1; i < words.size(); ++i) {
            has_verdict = take_word(words[i], expected) || has_verdict;
        }
        if (!has_verdict) {
            return fail(
                "a verdict is erfüllt, verletzt, offen, entfällt, begründet, unbestimmt or "
                "nicht_aktiviert");
        }
        out_.scenarios.back().snapshots.back().expected.push_back(std::move(expected));
    }

    // True for a verdict.
    bool take_word(const std::string& word, Expectation& expected) {
        const auto verdict = find_word(kVerdicts, word);
        if (verdict != kVerdicts.end()) {
            expected.verdict = verdict->second;
            return true;
        }
        if (word == "nicht_aktiviert") {
            expected.is_activated = false;
            return true;
        }
        const auto severity = find_word(kSeverities, word);
        if (severity != kSeverities.end()) {
            expected.severity = severity->second;
        } else if (word == "vorläufig" || word == "endgültig") {
            expected.is_final = word == "endgültig";
        } else if (word == "Auslegungsfall" || word == "eindeutig") {
            expected.is_matter_of_reading = word == "Auslegungsfall";
        } else if (word == "durch_Verschiebung") {
            expected.is_only_by_shift = true;
        } else {
            take_value(word, expected);
        }
        return false;
    }

    void take_value(const std::string& word, Expectation& expected) {
        const auto [name, value] = name_and_value(word);
        if (name == "fällig") {
            expected.due = parse_day(value);
            if (!expected.due) fail("fällig is a day (" + value + ")");
        } else if (name == "bei") {
            expected.event = value.starts_with('#') ? value.substr(1) : value;
        } else if (name == "für") {
            expected.stands_for = value;
        } else if (name == "verspätet" || name == "Anzahl") {
            int number = 0;
            const auto [end, error] =
                std::from_chars(value.data(), value.data() + value.size(), number);
            if (error != std::errc() || end != value.data() + value.size()) {
                return fail(name + " is a number (" + value + ")");
            }
            (name == "Anzahl" ? expected.count : expected.late_by_days) = number;
        } else {
            fail("an expectation has no \"" + word + "\"");
        }
    }

    std::string_view text_;
    TextPlace place_;
    ParsedScenarios out_;
    std::map<std::string, std::vector<ScenarioEvent>> bases_;
    std::vector<ScenarioEvent>* basis_ = nullptr;  // that is being written
};

}  // namespace

ParsedScenarios parse_scenarios(std::string_view text) { return ScenarioParser(text).parse(); }

std::string_view german(Verdict verdict) {
    const auto found = std::find_if(kVerdicts.begin(), kVerdicts.end(),
                                    [&](const auto& one) { return one.second == verdict; });
    return found->first;
}

std::string_view german(Severity severity) {
    const auto found = std::find_if(kSeverities.begin(), kSeverities.end(),
                                    [&](const auto& one) { return one.second == severity; });
    return found->first;
}

}  // namespace fallbuch::rules

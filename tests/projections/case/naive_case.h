// What is known of a case, told without the model: a table of the events of casework, written from
// the words of the domain and of the catalogue's schemas, and a fold that sorts and overwrites.
#pragma once

#include <limits>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace fallbuch {

// What was told, as a clerk would write it down.
struct Told {
    std::string event;  // "GoalSet"
    std::string id;
    std::string corrects;
    int minute = 0;    // of a long day: when it happened
    std::string data;  // JSON
};

// Of which thing does an event speak, and how is that thing from then on?
struct NaiveRow {
    std::string_view event;
    std::string_view thing;
    std::string_view id;  // field that names it; empty: there is one; kEachOne
    std::string_view status;
    int phase = 0;  // of the four of the 4-Phasen-Modell; 5: the follow-up
};

// In the place of a field: each event is a thing of its own.
inline constexpr std::string_view kNaiveEachOne = "#";

// Kind of thing, name of the thing and field -> value, JSON. What only its event names is "#" and
// the id of that event.
using Truth = std::map<std::string, std::string>;
// What only one of two says, or both otherwise, a line each; empty if they are equal.
std::string difference(const Truth& left, const Truth& right);

// The events whose corrections stand in for `told` of the same name are put into one line each.
class NaiveCase {
public:
    // nullptr for a type that concerns no thing of a case: each event is one of its own.
    static const NaiveRow* find(std::string_view event);
    static std::vector<std::string_view> events();

    // Without what happened later than this minute.
    Truth fold(const std::vector<Told>& told,
               int minute_max = std::numeric_limits<int>::max()) const;

private:
    struct Line;
    static std::vector<Line> lines_of(const std::vector<Told>& told);
    static NaiveRow row_of(const Line& line);
    static void write(const Line& line, Truth& truth);
};

}  // namespace fallbuch

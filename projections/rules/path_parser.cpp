#include "projections/rules/path_parser.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "core/events/envelope.h"
#include "core/events/event_type.h"
#include "core/events/value_check.h"
#include "projections/rules/definitions.h"
#include "projections/rules/json_text.h"
#include "projections/rules/vocabulary.h"

namespace fallbuch::rules {
namespace {

constexpr std::string_view kFact = "fact";
constexpr std::string_view kCase = "case";

std::vector<std::string> segments_of(std::string_view text) {
    std::vector<std::string> segments(1);
    for (const char c : text) {
        if (c == '.') {
            segments.emplace_back();
        } else {
            segments.back() += c;
        }
    }
    return segments;
}

const ValueCheck* property_of(const ValueCheck* check, std::string_view name) {
    if (check == nullptr) return nullptr;
    for (const PropertyCheck& property : check->properties) {
        if (property.name == name) return property.check;
    }
    return nullptr;
}

// Reads one path.
class PathParser {
public:
    PathParser(const JsonNode& node, const Roots& roots, Names& names)
        : node_(node), roots_(roots), names_(names), segments_(segments_of(node.text)) {}

    std::optional<Path> parse() {
        const std::string& root = segments_.front();
        if (root == kFact) return fact_path();
        if (root == kCase) return stream_path();
        if (root == "i") return item_path();
        const TypeSet* types = event_types(root);
        if (types == nullptr || types->empty()) {
            return fail("no event, object or item \"" + root + "\" is at hand here");
        }
        return event_path(*types, 1);
    }

private:
    std::optional<Path> fail(std::string what) {
        names_.faults.add(node_.place, std::move(what) + " (" + node_.text + ")");
        return std::nullopt;
    }

    const TypeSet* event_types(const std::string& root) {
        if (root == "a") return set(PathRoot::activation, roots_.activation);
        if (root == "t") return set(PathRoot::target, roots_.target);
        if (root == "e") return set(PathRoot::target, roots_.own);
        if (root == "x") return set(PathRoot::other, roots_.other);
        if (root == "o" && roots_.object) {
            object_types_ = types_of(names_.objects[*roots_.object]);
            return set(PathRoot::object, object_types_);
        }
        return nullptr;
    }
    const TypeSet* set(PathRoot root, const TypeSet& types) {
        path_.root = root;
        return &types;
    }

    std::optional<Path> fact_path() {
        if (segments_.size() < 2) return fail("a fact has a name");
        const auto index = index_of(names_.facts, segments_[1]);
        if (!index) return fail("no fact has this name");
        path_.root = PathRoot::fact;
        path_.fact = *index;
        const Fact& fact = names_.facts[*index];
        if (fact.counts) {
            path_.what = PathWhat::count;
            return segments_.size() == 2 ? std::optional(path_)
                                         : fail("a fact that counts has no attributes");
        }
        if (segments_.size() < 3) return fail("an attribute of the fact is missing");
        return event_path(types_of(fact.events), 2);
    }

    std::optional<Path> stream_path() {
        path_.root = PathRoot::stream;
        path_.what = PathWhat::number;
        if (segments_.size() == 2 && segments_[1] == "number") return path_;
        return fail("of the case there is only \"case.number\"");
    }

    std::optional<Path> item_path() {
        if (!roots_.has_item) return fail("no item is at hand here");
        path_.root = PathRoot::item;
        path_.what = segments_.size() == 1 ? PathWhat::whole : PathWhat::field;
        path_.inner.assign(segments_.begin() + 1, segments_.end());
        return described(roots_.items.empty() ? nullptr : roots_.items.front(), path_.inner);
    }

    std::optional<Path> event_path(const TypeSet& types, std::size_t at) {
        if (segments_.size() <= at) return fail("an attribute is missing");
        const std::string& first = segments_[at];
        if (first == "occurred" || first == "recorded") {
            path_.what = first == "occurred" ? PathWhat::occurred : PathWhat::recorded;
            return segments_.size() == at + 1 ? std::optional(path_)
                                              : fail("a moment has no attributes");
        }
        if (!first.empty() && first[0] == '@') return attribute_path(types, first.substr(1));
        return field_path(types, at);
    }

    std::optional<Path> attribute_path(const TypeSet& types, std::string_view name) {
        const auto field = envelope_field(name);
        if (!field) return fail("the envelope has no such attribute");
        if (*field >= EnvelopeField::actor) note_actor(types, names_);
        path_.what = PathWhat::attribute;
        path_.attribute = *field;
        return path_;
    }

    // Of a log the whole rest is one key, whatever points are in it.
    std::optional<Path> field_path(const TypeSet& types, std::size_t at) {
        path_.what = PathWhat::field;
        if (names_.vocabulary.events() == EventsOf::log) {
            std::string key;
            for (std::size_t i = at; i < segments_.size(); ++i) {
                key += (i == at ? "" : ".") + segments_[i];
            }
            path_.field = names_.vocabulary.intern_field(key);
            path_.key = std::move(key);
            return path_;
        }
        path_.field = names_.vocabulary.intern_field(segments_[at]);
        const EventField* field = nullptr;
        for (const TypeIndex type : types) {
            if (field == nullptr) field = names_.vocabulary.describe(type, path_.field);
        }
        if (field == nullptr) return fail("the catalogue has no such field in " + list(types));
        path_.inner.assign(segments_.begin() + static_cast<std::ptrdiff_t>(at) + 1,
                           segments_.end());
        return described(field->check, path_.inner);
    }

    std::optional<Path> described(const ValueCheck* check, const std::vector<std::string>& inner) {
        for (const std::string& name : inner) {
            const ValueCheck* next = property_of(check, name);
            if (check != nullptr && next == nullptr) return fail("it has no part \"" + name + "\"");
            check = next;
        }
        if (check == nullptr) return path_;
        path_.is_date = check->format == TextFormat::date;
        path_.codes = check->codes;
        if (path_.codes == nullptr && check->items != nullptr) path_.codes = check->items->codes;
        return path_;
    }

    std::string list(const TypeSet& types) const {
        std::string text;
        for (const TypeIndex type : types) {
            text += (text.empty() ? "" : ", ") + names_.vocabulary.type_name(type);
        }
        return text;
    }

    const JsonNode& node_;
    const Roots& roots_;
    Names& names_;
    const std::vector<std::string> segments_;
    TypeSet object_types_;
    Path path_;
};

TypeSet types_behind(const Path& path, const Roots& roots, const Names& names) {
    switch (path.root) {
        case PathRoot::activation: return roots.activation;
        case PathRoot::target: return roots.target.empty() ? roots.own : roots.target;
        case PathRoot::other: return roots.other;
        case PathRoot::object: return types_of(names.objects[*roots.object]);
        case PathRoot::fact: return types_of(names.facts[path.fact].events);
        default: return {};
    }
}

}  // namespace

bool is_path(std::string_view text) {
    constexpr std::array<std::string_view, 8> kRoots{"a.", "t.", "x.",    "o.",
                                                     "i.", "e.", "fact.", "case."};
    for (const std::string_view root : kRoots) {
        if (text.starts_with(root)) return true;
    }
    return text == "i";
}

void note_actor(const TypeSet& types, Names& names) {
    for (const TypeIndex type : types) {
        auto& known = names.actor_types;
        if (std::find(known.begin(), known.end(), type) == known.end()) known.push_back(type);
    }
}

std::optional<Path> parse_path(const JsonNode& node, const Roots& roots, Names& names) {
    return PathParser(node, roots, names).parse();
}

std::vector<const ValueCheck*> checks_of(const Path& path, const Roots& roots, const Names& names) {
    std::vector<const ValueCheck*> checks;
    if (path.root == PathRoot::item) {
        checks = roots.items;
    } else if (path.what == PathWhat::field) {
        for (const TypeIndex type : types_behind(path, roots, names)) {
            const EventField* field = names.vocabulary.describe(type, path.field);
            if (field != nullptr) checks.push_back(field->check);
        }
    }
    for (const std::string& name : path.inner) {
        for (const ValueCheck*& check : checks) check = property_of(check, name);
    }
    return checks;
}

std::vector<const ValueCheck*> checks_of_items(const Path& path, const Roots& roots,
                                               const Names& names) {
    std::vector<const ValueCheck*> checks = checks_of(path, roots, names);
    for (const ValueCheck*& check : checks) check = check == nullptr ? nullptr : check->items;
    return checks;
}

}  // namespace fallbuch::rules

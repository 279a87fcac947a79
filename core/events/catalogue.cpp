#include "core/events/catalogue.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "core/base/bytes.h"
#include "core/events/upcast.h"

namespace fallbuch {
namespace {

bool is_code_list(const std::string& file_name) { return file_name.ends_with(".codes.json"); }

// A list may grow and retire codes; it must not lose one, or events that were accepted with it
// would be refused when they are moved.
Status check_replacement(const CodeList& older, const CodeList& newer) {
    for (const Code& code : older.codes()) {
        if (newer.find(code.code) != nullptr) continue;
        return Error{ErrorCode::conflict, "code list " + newer.name() + ": lacks the code " +
                                              code.code + " of the list it replaces"};
    }
    return {};
}

}  // namespace

// Reads all files, collects what is wrong with each.
class CatalogueBuilder {
public:
    Result<std::shared_ptr<const Catalogue>> build(std::span<const CatalogueFile> files) {
        for (const CatalogueFile& file : files) {
            if (is_code_list(file.name)) note(file.name, add_codes(file.text));
        }
        for (const CatalogueFile& file : files) {
            if (!is_code_list(file.name)) note(file.name, add_type(file.text));
        }
        if (!failed_) check_upcasts();
        if (failed_) return *std::move(failed_);
        return std::shared_ptr<const Catalogue>(std::move(catalogue_));
    }

    CatalogueForReading build_for_reading(std::span<const CatalogueFile> published,
                                          std::span<const CatalogueFile> files) {
        CatalogueForReading out;
        const auto try_file = [&](const CatalogueFile& file, const Status& status) {
            if (!status) out.passed_over.push_back(status.error().in(file.name).message);
        };
        for (const CatalogueFile& file : files) {
            if (is_code_list(file.name)) try_file(file, add_codes(file.text));
        }
        for (const CatalogueFile& schema : published) try_file(schema, add_published(schema.text));
        const std::set<std::string> kept = names();
        for (const CatalogueFile& file : files) {
            if (!is_code_list(file.name)) try_file(file, add_type(file.text));
        }
        drop_misfits(kept, out.passed_over);
        out.types = std::move(catalogue_);
        return out;
    }

private:
    // Its code lists may be gone, which reading can do without.
    Status add_published(const std::string& text) {
        if (add_type(text)) return {};
        ASSIGN_OR_RETURN(auto type, EventType::parse(text, nullptr));
        catalogue_->types_.emplace(type->wire_type(), std::move(type));
        return {};
    }

    std::set<std::string> names() const {
        std::set<std::string> out;
        for (const auto& [wire_type, type] : catalogue_->types_) out.insert(wire_type);
        return out;
    }

    // Takes away what stands in the way of reading: of two versions that do not fit together the
    // one that the ledger has not published.
    void drop_misfits(const std::set<std::string>& kept, std::vector<std::string>& passed_over) {
        for (bool again = true; again;) {
            again = false;
            for (const EventType* newer : catalogue_->types()) {
                const Status fits = check_upcast(*newer);
                if (fits) continue;
                const std::string dropped =
                    kept.contains(newer->wire_type()) ? older_of(*newer) : newer->wire_type();
                if (kept.contains(dropped) || catalogue_->types_.erase(dropped) == 0) continue;
                passed_over.push_back(fits.error().in(dropped).message);
                again = true;
                break;
            }
        }
    }

    void note(const std::string& place, const Status& status) {
        if (status) return;
        const Error error = status.error().in(place);
        if (failed_) {
            failed_->message += '\n' + error.message;
        } else {
            failed_ = error;
        }
    }

    Status add_codes(const std::string& text) {
        ASSIGN_OR_RETURN(auto list, CodeList::parse(text));
        auto& place = catalogue_->lists_[list->name()];
        if (place != nullptr) RETURN_IF_ERROR(check_replacement(*place, *list));
        place = std::move(list);
        return {};
    }

    Status add_type(const std::string& text) {
        ASSIGN_OR_RETURN(auto type, EventType::parse(text, &catalogue_->lists_));
        const auto found = catalogue_->types_.find(type->wire_type());
        if (found == catalogue_->types_.end()) {
            catalogue_->types_.emplace(type->wire_type(), std::move(type));
        } else if (found->second->canonical_text() != type->canonical_text()) {
            return Error{ErrorCode::conflict,
                         type->wire_type() +
                             ": another schema has this type and version; raise the version"};
        }
        return {};
    }

    static std::string older_of(const EventType& newer) {
        return newer.type() + ".v" + std::to_string(newer.upcast_from());
    }

    Status check_upcast(const EventType& newer) const {
        if (newer.upcast_from() == 0) return {};
        const EventType* older = catalogue_->find(older_of(newer));
        if (older == nullptr) return Error{ErrorCode::invalid, "upcast: no version to begin at"};
        const auto upcast = Upcast::between(*older, newer);
        return upcast ? Status{} : upcast.error();
    }

    void check_upcasts() {
        for (const EventType* newer : catalogue_->types()) {
            note(newer->wire_type(), check_upcast(*newer));
        }
    }

    std::shared_ptr<Catalogue> catalogue_{new Catalogue};
    std::optional<Error> failed_;
};

Result<std::shared_ptr<const Catalogue>> Catalogue::from_files(
    std::span<const CatalogueFile> files) {
    return CatalogueBuilder().build(files);
}

CatalogueForReading Catalogue::for_reading(std::span<const CatalogueFile> published,
                                           std::span<const CatalogueFile> files) {
    return CatalogueBuilder().build_for_reading(published, files);
}

const EventType* Catalogue::find(std::string_view wire_type) const {
    const auto found = types_.find(wire_type);
    return found == types_.end() ? nullptr : found->second.get();
}

std::vector<const EventType*> Catalogue::types() const {
    std::vector<const EventType*> out;
    for (const auto& [wire_type, type] : types_) out.push_back(type.get());
    return out;
}

std::vector<const EventType*> Catalogue::versions(std::string_view type) const {
    std::vector<const EventType*> out = types();
    std::erase_if(out, [&](const EventType* found) { return found->type() != type; });
    std::sort(out.begin(), out.end(), [](const EventType* left, const EventType* right) {
        return left->version() < right->version();
    });
    return out;
}

const CodeList* Catalogue::find_codes(std::string_view name) const {
    const auto found = lists_.find(name);
    return found == lists_.end() ? nullptr : found->second.get();
}

std::vector<const CodeList*> Catalogue::code_lists() const {
    std::vector<const CodeList*> out;
    for (const auto& [name, list] : lists_) out.push_back(list.get());
    return out;
}

Result<std::vector<CatalogueFile>> read_catalogue(FileSystem& files, const std::string& directory) {
    ASSIGN_OR_RETURN(const std::vector<std::string> names, files.list(directory));
    std::vector<CatalogueFile> out;
    for (const std::string& name : names) {
        if (!name.ends_with(".json")) continue;
        ASSIGN_OR_RETURN(const Bytes text,
                         read_file(files, directory + "/" + name, kCatalogueFileBytesMax));
        out.push_back({name, std::string(as_text(text))});
    }
    return out;
}

}  // namespace fallbuch

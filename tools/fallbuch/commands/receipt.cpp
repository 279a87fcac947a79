// fallbuch receipt and verify: a proof that a stranger can check.
#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <string>
#include <variant>

#include "core/base/bytes.h"
#include "core/base/file.h"
#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/calendar/timestamp.h"
#include "core/codec/digest.h"
#include "core/codec/hex.h"
#include "core/codec/record.h"
#include "core/events/event_reader.h"
#include "core/ledger/checkpoints.h"
#include "core/ledger/ledger.h"
#include "core/ledger/ledger_reader.h"
#include "core/merkle/checkpoint.h"
#include "core/merkle/note_key.h"
#include "core/merkle/proof.h"
#include "core/merkle/tile_reader.h"
#include "core/merkle/tlog_proof.h"
#include "core/storage/segment_files.h"
#include "tools/fallbuch/commands/commands.h"
#include "tools/fallbuch/context.h"
#include "tools/fallbuch/output.h"
#include "tools/fallbuch/text_cells.h"

namespace fallbuch {
namespace {

struct ReceiptOptions {
    std::string event_id;
    std::optional<std::string> source;
    std::string output;
};

struct VerifyOptions {
    std::string file;
    std::string vkey;
};

// As a word of a command line that a shell reads.
std::string quoted(const std::string& text) {
    std::string out = "'";
    for (const char c : text) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return out + "'";
}

Result<Position> find_event(EventReader& events, const ReceiptOptions& options) {
    ASSIGN_OR_RETURN(const auto found, events.find_events(options.event_id, options.source));
    if (found.size() == 1) return found.front().position;
    std::string message = "event: " + std::to_string(found.size()) + " sources have this id (" +
                          options.event_id + "); say which:";
    for (const FoundEvent& event : found) {
        message += "\n  fallbuch receipt " + quoted(options.event_id) + " --source " +
                   quoted(visible(event.source));
    }
    return Error{ErrorCode::conflict, message};
}

// A published checkpoint that covers the position, signed now if none does yet.
Result<StoredCheckpoint> covering_checkpoint(Context& context, LedgerReader& reader,
                                             Position position) {
    ASSIGN_OR_RETURN(StoredCheckpoint published, reader.checkpoint());
    if (published.head.size > position.value) return published;
    ASSIGN_OR_RETURN(const auto ledger, context.open_ledger());
    ASSIGN_OR_RETURN(const std::string note, ledger->cover(position.value + 1));
    static_cast<void>(note);
    RETURN_IF_ERROR(ledger->close());
    return reader.checkpoint();
}

struct Receipt {
    TlogProof proof;
    TreeHead head;
    std::string vkey;
};

// Builds the receipt and finds what a stranger would find before he does: corrupt, naming the tiles
// that it was made from, if it does not hold.
Result<Receipt> make_receipt(const LedgerReader& reader, const StoredRecord& record,
                             Position position, const StoredCheckpoint& checkpoint) {
    TlogProof proof;
    proof.extra.assign(record.header().begin(), record.header().end());
    proof.index = position;
    proof.checkpoint = checkpoint.note;
    std::string tiles;
    const TileReader read = [&tiles, stored = reader.tiles()](const std::string& path) {
        tiles += " " + path;
        return stored(path);
    };
    ASSIGN_OR_RETURN(proof.proof, build_inclusion_proof(position, checkpoint.head.size, read));
    ASSIGN_OR_RETURN(const Verifier verifier, Verifier::parse(reader.file().vkey));
    const Digest entry = entry_of(proof.extra);
    const auto opened = verify_tlog_proof_of_entry(proof, entry.view(), std::span(&verifier, 1));
    if (opened) return Receipt{proof, checkpoint.head, reader.file().vkey};
    return Error{ErrorCode::corrupt, "receipt: the proof does not hold (" + opened.error().message +
                                         "); run fallbuch fsck; it was made from" + tiles};
}

void print_receipt(const Context& context, const ReceiptOptions& options, const Receipt& receipt) {
    const bool to_file = !options.output.empty() && options.output != "-";
    if (context.json()) {
        nlohmann::json out{{"position", receipt.proof.index.value},
                           {"tree_size", receipt.head.size}};
        if (to_file) {
            out["file"] = options.output;
        } else {
            out["proof"] = to_text(receipt.proof);
        }
        std::cout << out.dump() << '\n';
    } else if (!to_file) {
        std::cout << to_text(receipt.proof);
    } else {
        std::cout << "Wrote " << options.output << ": record " << receipt.proof.index.value
                  << " is in the signed tree of " << receipt.head.size << " records.\n"
                  << "Next: fallbuch verify " << options.output << " --key " << receipt.vkey
                  << "\n";
    }
}

Result<Exit> run_receipt(Context& context, const ReceiptOptions& options) {
    ASSIGN_OR_RETURN(const auto reader, context.open_reader());
    ASSIGN_OR_RETURN(const auto events, context.open_events(*reader));
    ASSIGN_OR_RETURN(const Position position, find_event(*events, options));
    ASSIGN_OR_RETURN(const StoredCheckpoint checkpoint,
                     covering_checkpoint(context, *reader, position));
    ASSIGN_OR_RETURN(const StoredRecord record, reader->records().read(position));
    ASSIGN_OR_RETURN(const Receipt receipt, make_receipt(*reader, record, position, checkpoint));
    if (!options.output.empty() && options.output != "-") {
        RETURN_IF_ERROR(write_output(context.files(), options.output, to_text(receipt.proof)));
    }
    print_receipt(context, options, receipt);
    return Exit::ok;
}

std::string expected_text(const ExpectedVersion& expected) {
    const auto* exactly = std::get_if<Exactly>(&expected);
    return exactly == nullptr ? "any" : std::to_string(exactly->version.value);
}

nlohmann::json header_json(const RecordHeader& header) {
    nlohmann::json out{
        {"kind", header.prefix.kind == RecordKind::system ? "system" : "case"},
        {"event_id", to_hex(header.prefix.event_id.view())},
        {"stream_id", to_hex(header.prefix.stream_id.view())},
        {"stream_version", header.prefix.stream_version.value},
        {"expected_version", expected_text(header.prefix.expected)},
        {"recorded", timestamp_text(header.prefix.recorded)},
        {"recorded_is_claimed", header.prefix.claimed},
        {"type", std::string(header.type) + ".v" + std::to_string(header.type_version)}};
    out["subjects"] = nlohmann::json::array();
    for (const SubjectId& subject : header.subjects) {
        out["subjects"].push_back(to_hex(subject.view()));
    }
    out["spans"] = nlohmann::json::array();
    for (const SpanHeader& span : header.spans) {
        out["spans"].push_back({{"subject", to_hex(header.subjects[span.subject_index].view())},
                                {"category", span.category},
                                {"retention_class", span.bucket.retention_class},
                                {"year", span.bucket.year},
                                {"generation", span.bucket.generation},
                                {"sealed_bytes", span.sealed_bytes},
                                {"sealed_sha256", to_hex(span.sealed_hash.view())},
                                {"content_tag", to_hex(span.content_tag.view())}});
    }
    return out;
}

void print_header(const RecordHeader& header) {
    std::cout << "It commits to:\n"
              << "  type      " << header.type << ".v" << header.type_version << '\n'
              << "  recorded  " << timestamp_text(header.prefix.recorded)
              << (header.prefix.claimed ? " (claimed by the import)" : "") << '\n'
              << "  event     " << to_hex(header.prefix.event_id.view()) << '\n'
              << "  stream    " << to_hex(header.prefix.stream_id.view()) << ", version "
              << header.prefix.stream_version.value << '\n'
              << "  concerns  " << header.subjects.size() << " data subject(s)\n";
    for (const SpanHeader& span : header.spans) {
        std::cout << "  sealed    " << span.sealed_bytes << " bytes, " << span.category << ", "
                  << span.bucket.retention_class << ' ' << span.bucket.year << ", SHA-256 "
                  << to_hex(span.sealed_hash.view()).substr(0, 16) << "...\n";
    }
}

void print_no(const Context& context, const VerifyOptions& options, const Error& why) {
    if (context.json()) {
        std::cout << nlohmann::json{{"verified", false}, {"reason", why.message}}.dump() << '\n';
    } else {
        std::cout << options.file << ": NOT verified: " << why.message << '\n';
    }
}

Result<Exit> run_verify(Context& context, const VerifyOptions& options) {
    ASSIGN_OR_RETURN(const Verifier verifier, Verifier::parse(options.vkey));
    auto file = read_file(context.files(), options.file, kTlogProofBytesMax);
    if (!file && file.error().code == ErrorCode::not_found) {
        return Error{ErrorCode::unavailable, file.error().message};
    }
    if (!file) return file.error();
    auto proof = TlogProof::parse(as_text(*file));
    if (!proof) return proof.error().in(options.file);
    const Digest entry = entry_of(proof->extra);
    const auto opened = verify_tlog_proof_of_entry(*proof, entry.view(), std::span(&verifier, 1));
    RecordHeader header;
    const Status decoded = opened ? decode_header(proof->extra, header) : Status{};
    if (!opened || !decoded) {
        print_no(context, options, opened ? decoded.error() : opened.error());
        return Exit::answer_is_no;
    }
    if (context.json()) {
        std::cout << nlohmann::json{{"verified", true},
                                    {"position", proof->index.value},
                                    {"tree_size", opened->checkpoint.size},
                                    {"origin", opened->checkpoint.origin},
                                    {"header", header_json(header)}}
                         .dump()
                  << '\n';
        return Exit::ok;
    }
    std::cout << options.file << ": verified. Record " << proof->index.value
              << " is in the tree of " << opened->checkpoint.size << " records that "
              << opened->checkpoint.origin << " signed.\n";
    print_header(header);
    return Exit::ok;
}

}  // namespace

void add_receipt(CLI::App& app, Invocation& invocation) {
    auto options = std::make_shared<ReceiptOptions>();
    CLI::App* command = app.add_subcommand("receipt", "Write the proof that an event is recorded");
    command->add_option("EVENT-ID", options->event_id, "The event's CloudEvents id")->required();
    command
        ->add_option("--source", options->source,
                     "The event's CloudEvents source, if several have this id")
        ->type_name("S");
    command->add_option("-o,--output", options->output, "File to write (default: print it)")
        ->type_name("FILE");
    command->footer(
        "The receipt is a C2SP tlog-proof; its extra line is the record's header. It tells\n"
        "nothing about anyone. Whoever has it and the log's key can check it without us.\n"
        "Example:\n  fallbuch --ledger demo receipt 4f1c2a -o note.tlog-proof");
    command->callback([&invocation, options] {
        invocation.run = [options](Context& context) { return run_receipt(context, *options); };
    });
}

void add_verify(CLI::App& app, Invocation& invocation) {
    auto options = std::make_shared<VerifyOptions>();
    CLI::App* command = app.add_subcommand("verify", "Check a receipt; needs no ledger");
    command->add_option("FILE", options->file, "The receipt (.tlog-proof)")->required();
    command
        ->add_option("--key", options->vkey, "The log's vkey, as 'fallbuch key public' prints it")
        ->type_name("VKEY")
        ->required();
    command->footer(
        "Exit code 1 if the receipt does not hold.\nExample:\n"
        "  fallbuch verify note.tlog-proof --key \"$(cat log.vkey)\"");
    command->callback([&invocation, options] {
        invocation.run = [options](Context& context) { return run_verify(context, *options); };
    });
}

}  // namespace fallbuch

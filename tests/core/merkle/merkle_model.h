// The slow, obvious tree that the fast one is compared with, and small things to build trees from.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/bytes.h"
#include "core/codec/digest.h"
#include "core/codec/hex.h"
#include "core/merkle/hash.h"
#include "core/merkle/tile_builder.h"
#include "core/merkle/tile_reader.h"

namespace fallbuch::testing {

// Entry i of a tree of ours: 32 bytes, as the ledger's entries are.
Digest some_entry(std::uint64_t index);
// The leaf hashes of some_entry(0..count).
std::vector<Digest> some_leaves(std::size_t count);

inline Digest digest(std::string_view hex) { return digest_from_hex(hex).value(); }

// RFC 6962 section 2.1, transcribed. It remembers what it has computed, and nothing else.
class NaiveTree {
public:
    explicit NaiveTree(std::vector<Digest> leaves) : leaves_(std::move(leaves)) {}

    Digest root(std::size_t begin, std::size_t end);  // MTH(D[begin:end])
    std::vector<Digest> path(std::size_t leaf, std::size_t begin, std::size_t end);  // PATH
    std::vector<Digest> consistency(std::size_t old_size, std::size_t new_size);     // PROOF
    TreeHead head(std::size_t size) { return {size, root(0, size)}; }

private:
    std::vector<Digest> subproof(std::size_t m, std::size_t begin, std::size_t end, bool known);

    std::vector<Digest> leaves_;
    std::map<std::pair<std::size_t, std::size_t>, Digest> roots_;
};

// A log directory in memory.
struct MemoryLog {
    TileBuilder builder;
    std::map<std::string, Bytes> files;

    void append(ByteView entry);
    void append_some(std::size_t count);  // the next some_entry()s
    void publish();                       // stores the partial files of the current size
    TileReader reader() const;
};

// The entries of Tessera's golden log; its tree of size n has the first n.
extern const std::vector<std::string> kGoldenEntries;
inline constexpr std::string_view kGoldenOrigin = "example.com/log/testdata";
inline constexpr std::string_view kGoldenPrivateKey =
    "PRIVATE+KEY+example.com/log/testdata+33d7b496+AeymY/SZAX0jZcJ8enZ5FY1Dz+wTML2yWSkK+9DSF3eg";
inline constexpr std::string_view kGoldenVkey =
    "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx";

// The checkpoint of size 15 as Tessera signed it.
inline constexpr std::string_view kGoldenCheckpointText =
    "example.com/log/testdata\n15\nrKbDipCvhuX1GZ7g5BBe8sA6BbJ7ja/1nk427v383cs=\n";
inline constexpr std::string_view kGoldenCheckpoint =
    "example.com/log/testdata\n15\nrKbDipCvhuX1GZ7g5BBe8sA6BbJ7ja/1nk427v383cs=\n\n"
    "\u2014 example.com/log/testdata "
    "M9e0luh4jTG+UMBqOUo9/q+yAEvx1ilBEniMvjf1zfcBOhg+CKubMt53MvIt/uEWP6zdkdIQzd/fmwlM/dlPWF74ewI="
    "\n";

// A cosignature of that checkpoint, made with Go and checked with OpenSSL.
inline constexpr std::string_view kWitnessName = "witness.example/w1";
inline constexpr std::string_view kWitnessSeedHex =
    "a2dafdd7f2061ca8fe6d19ed60a2f7c10d5595adacff29c6044daf1eed216880";
inline constexpr std::string_view kWitnessVkey =
    "witness.example/w1+5c5ec3d8+BNYV1Ztajd9BvyjP2HgpwrqYL6TjOwIjGMOq8Bu42xbN";
inline constexpr std::int64_t kWitnessTime = 1679315147;
inline constexpr std::string_view kWitnessLine =
    "\u2014 witness.example/w1 XF7D2AAAAABkGFDLUWGc9TBIvb66RoDBYPA1aHrgHaurdHoAptD0iaikyjsBtQeDvBO2"
    "VpCQEoJv6u+EWy1DB7VhBANWO0n0H/GVBg==\n";

}  // namespace fallbuch::testing

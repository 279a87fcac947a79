#include "core/codec/cbor.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <functional>
#include <nlohmann/json.hpp>
#include <random>
#include <string>
#include <utility>
#include <vector>

using namespace fallbuch;
using nlohmann::json;

namespace {

Bytes from_hex(std::string_view hex) {
    Bytes out;
    for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
        out.push_back(
            static_cast<std::uint8_t>(std::stoi(std::string(hex.substr(i, 2)), nullptr, 16)));
    }
    return out;
}

Bytes written(const std::function<void(CborWriter&)>& write) {
    Bytes out;
    CborWriter writer(out);
    write(writer);
    return out;
}

// Writes any JSON document: keys in the order of the writer's contract.
void write_json(const json& value, CborWriter& writer) {
    if (value.is_null()) writer.null();
    if (value.is_boolean()) writer.boolean(value.get<bool>());
    if (value.is_number_integer()) writer.integer(value.get<std::int64_t>());
    if (value.is_number_float()) writer.number(value.get<double>());
    if (value.is_string()) writer.text(value.get<std::string>());
    if (value.is_array()) {
        writer.array(value.size());
        for (const json& item : value) write_json(item, writer);
    }
    if (value.is_object()) {
        std::vector<std::string> keys;
        for (const auto& [key, member] : value.items()) keys.push_back(key);
        std::sort(keys.begin(), keys.end(), cbor_key_less);
        writer.map(keys.size());
        for (const std::string& key : keys) {
            writer.text(key);
            write_json(value[key], writer);
        }
    }
}

json random_json(std::mt19937_64& random, int depth) {
    const auto pick = [&](std::uint64_t count) { return random() % count; };
    switch (pick(depth > 0 ? 8 : 6)) {
        case 0: return nullptr;
        case 1: return pick(2) == 0;
        case 2: return static_cast<std::int64_t>(random() >> pick(64));
        case 3: return -static_cast<std::int64_t>(random() >> (1 + pick(62)));
        case 4:
            return std::ldexp(static_cast<double>(random() >> 12), static_cast<int>(pick(99)) - 50);
        case 5: return std::string(pick(300), 'x') + (pick(2) == 0 ? "ä€😀" : "");
        case 6: {
            json out = json::array();
            for (std::uint64_t i = pick(30); i > 0; --i)
                out.push_back(random_json(random, depth - 1));
            return out;
        }
        default: {
            json out = json::object();
            for (std::uint64_t i = pick(30); i > 0; --i) {
                out[std::to_string(random() >> pick(64))] = random_json(random, depth - 1);
            }
            return out;
        }
    }
}

}  // namespace

TEST_CASE("the writer gives the bytes of RFC 8949 appendix A", "[core][codec]") {
    const std::vector<std::pair<std::int64_t, std::string>> integers{
        {0, "00"},
        {1, "01"},
        {10, "0a"},
        {23, "17"},
        {24, "1818"},
        {25, "1819"},
        {100, "1864"},
        {1000, "1903e8"},
        {1000000, "1a000f4240"},
        {-1, "20"},
        {-10, "29"},
        {-100, "3863"},
        {-1000, "3903e7"},
        {1000000000000, "1b000000e8d4a51000"}};
    for (const auto& [value, hex] : integers) {
        CAPTURE(value);
        const Bytes bytes = written([v = value](CborWriter& w) { w.integer(v); });
        CHECK(bytes == from_hex(hex));
        CHECK(CborReader(bytes).integer() == value);
        CHECK(check_cbor(bytes));
    }
    const std::vector<std::pair<double, std::string>> numbers{{1.1, "fb3ff199999999999a"},
                                                              {1.0e+300, "fb7e37e43c8800759c"},
                                                              {-4.1, "fbc010666666666666"}};
    for (const auto& [value, hex] : numbers) {
        const Bytes bytes = written([v = value](CborWriter& w) { w.number(v); });
        CHECK(bytes == from_hex(hex));
        CHECK(CborReader(bytes).number() == value);
    }
    const std::vector<std::pair<std::string, std::string>> texts{
        {"", "60"},      {"a", "6161"},      {"IETF", "6449455446"}, {"\"\\", "62225c"},
        {"ü", "62c3bc"}, {"水", "63e6b0b4"}, {"𐅑", "64f0908591"}};
    for (const auto& [value, hex] : texts) {
        const Bytes bytes = written([v = value](CborWriter& w) { w.text(v); });
        CHECK(bytes == from_hex(hex));
        CHECK(CborReader(bytes).text() == value);
    }
}

TEST_CASE("the writer gives the bytes of RFC 8949 appendix A for documents, too", "[core][codec]") {
    CHECK(written([](CborWriter& w) { w.boolean(false); }) == from_hex("f4"));
    CHECK(written([](CborWriter& w) { w.boolean(true); }) == from_hex("f5"));
    CHECK(written([](CborWriter& w) { w.null(); }) == from_hex("f6"));
    const std::vector<std::pair<std::string, std::string>> documents{
        {"[]", "80"},
        {"[1,2,3]", "83010203"},
        {"[1,[2,3],[4,5]]", "8301820203820405"},
        {"[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25]",
         "98190102030405060708090a0b0c0d0e0f101112131415161718181819"},
        {"{}", "a0"},
        {R"({"a":1,"b":[2,3]})", "a26161016162820203"},
        {R"(["a",{"b":"c"}])", "826161a161626163"},
        {R"({"a":"A","b":"B","c":"C","d":"D","e":"E"})",
         "a56161614161626142616361436164614461656145"}};
    for (const auto& [text, hex] : documents) {
        CAPTURE(text);
        const Bytes bytes = written([v = json::parse(text)](CborWriter& w) { write_json(v, w); });
        CHECK(bytes == from_hex(hex));
        CHECK(check_cbor(bytes));
    }
    CHECK(check_cbor(from_hex("a201020304")));
}

TEST_CASE("the reader refuses everything that has another, the only right encoding",
          "[core][codec]") {
    const std::vector<std::pair<std::string, std::string>> cases{
        {"", "nothing"},
        {"1817", "a longer head than needed"},
        {"1900ff", "two bytes for one"},
        {"1a0000ffff", "four bytes for two"},
        {"1b00000000ffffffff", "eight bytes for four"},
        {"1bffffffffffffffff", "an integer beyond 64 bits with a sign"},
        {"3bffffffffffffffff", "a negative beyond 64 bits with a sign"},
        {"f93c00", "a half float"},
        {"fa47c35000", "a single float"},
        {"fb7ff0000000000000", "infinity"},
        {"fb7ff8000000000000", "no number"},
        {"f7", "undefined"},
        {"f0", "an unassigned simple value"},
        {"f818", "a simple value of two bytes"},
        {"40", "a byte string"},
        {"c074323031332d30332d32315432303a30343a30305a", "a tag"},
        {"5f42010243030405ff", "an indefinite byte string"},
        {"7f657374726561646d696e67ff", "an indefinite text"},
        {"9fff", "an indefinite array"},
        {"bfff", "an indefinite map"},
        {"1c", "a reserved head"},
        {"a2616201616102", "keys out of order"},
        {"a2616101616102", "a key twice"},
        {"a262616101616202", "a longer key before a shorter"},
        {"a1f401", "a boolean as key"},
        {"a1800a", "an array as key"},
        {"a16161", "a key without a value"},
        {"8201", "too few items"},
        {"9affffffff", "a count that cannot be"},
        {"6261", "a text cut short"},
        {"62c328", "bytes that are no UTF-8"},
        {"63eda080", "a surrogate"},
        {"62c080", "an overlong form"},
        {"64f4908080", "beyond Unicode"},
        {"fb3ff1", "a number cut short"},
        {"0000", "trailing bytes"}};
    for (const auto& [hex, why] : cases) {
        CAPTURE(hex, why);
        const Status status = check_cbor(from_hex(hex));
        REQUIRE_FALSE(status);
        CHECK(status.error().code == ErrorCode::corrupt);
    }
}

TEST_CASE("CBOR nests up to its limit and no deeper", "[core][codec]") {
    Bytes deepest(kCborDepthMax - 1, 0x81);
    deepest.push_back(0x01);
    CHECK(check_cbor(deepest));
    deepest.insert(deepest.begin(), 0x81);
    CHECK_FALSE(check_cbor(deepest));
}

TEST_CASE("an independent reader reads what we write, for random documents", "[core][codec]") {
    const std::uint64_t seed = std::random_device{}();
    INFO("seed " << seed);
    std::mt19937_64 random(seed);
    for (int round = 0; round < 300; ++round) {
        const json document = random_json(random, 3);
        const Bytes bytes = written([&](CborWriter& w) { write_json(document, w); });
        REQUIRE(check_cbor(bytes));
        REQUIRE(json::from_cbor(bytes) == document);
        CborReader reader(bytes);
        REQUIRE(reader.item().size() == bytes.size());
        REQUIRE(reader.at_end());
    }
}

TEST_CASE("no damaged byte is read as the document that was written", "[core][codec]") {
    const std::uint64_t seed = std::random_device{}();
    INFO("seed " << seed);
    std::mt19937_64 random(seed);
    for (int round = 0; round < 2000; ++round) {
        const json document = random_json(random, 2);
        Bytes bytes = written([&](CborWriter& w) { write_json(document, w); });
        bytes[random() % bytes.size()] ^= static_cast<std::uint8_t>(1U << random() % 8);
        if (!check_cbor(bytes)) continue;
        // Still one document, then; and re-encoding it gives the same bytes: nothing is ambiguous.
        const json changed = json::from_cbor(bytes, true, false);
        if (changed.is_discarded() || changed == document) continue;
        const bool text_keys_only =
            bytes == written([&](CborWriter& w) { write_json(changed, w); });
        REQUIRE(text_keys_only);
    }
}

TEST_CASE("a reader that failed once gives nothing more", "[core][codec]") {
    const Bytes bytes = from_hex("0102");
    CborReader reader(bytes);
    CHECK(reader.text().empty());
    CHECK_FALSE(reader.ok());
    CHECK(reader.integer() == 0);
    CHECK(reader.kind() == CborKind::none);
    CHECK_FALSE(reader.at_end());
}

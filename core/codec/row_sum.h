// A sum over rows, each given by its digest, that does not depend on their order and from which a
// row can be taken again: numbers of 256 bits modulo 2^256.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "core/codec/digest.h"

namespace fallbuch {

class RowSum {
public:
    static constexpr std::size_t kBytes = 32;

    RowSum() = default;
    explicit RowSum(const Digest& bytes);
    void add(const Digest& row);
    void remove(const Digest& row);
    Digest digest() const;
    bool operator==(const RowSum&) const = default;

private:
    std::array<std::uint64_t, 4> limbs_{};  // lowest first
};

}  // namespace fallbuch

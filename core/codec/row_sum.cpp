#include "core/codec/row_sum.h"

#include <cstring>

namespace fallbuch {

RowSum::RowSum(const Digest& bytes) {
    std::memcpy(limbs_.data(), bytes.bytes.data(), bytes.bytes.size());
}

void RowSum::add(const Digest& row) {
    const RowSum other(row);
    std::uint64_t carry = 0;
    for (std::size_t i = 0; i < limbs_.size(); ++i) {
        const std::uint64_t with_carry = limbs_[i] + carry;
        const std::uint64_t sum = with_carry + other.limbs_[i];
        carry = (with_carry < carry ? 1U : 0U) + (sum < with_carry ? 1U : 0U);
        limbs_[i] = sum;
    }
}

void RowSum::remove(const Digest& row) {
    const RowSum other(row);
    std::uint64_t borrow = 0;
    for (std::size_t i = 0; i < limbs_.size(); ++i) {
        const std::uint64_t before = limbs_[i];
        const std::uint64_t difference = before - other.limbs_[i];
        limbs_[i] = difference - borrow;
        borrow = (before < other.limbs_[i] ? 1U : 0U) + (difference < borrow ? 1U : 0U);
    }
}

Digest RowSum::digest() const {
    Digest digest;
    std::memcpy(digest.bytes.data(), limbs_.data(), digest.bytes.size());
    return digest;
}

}  // namespace fallbuch

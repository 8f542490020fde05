#pragma once
#include <cstddef>
#include <cstdint>
#include <cstring>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace ecoute::forms {

/// Sixteen bytes of a text, looked at together. Every x86-64 has instructions for it (SSE2); other processors go byte by byte.
class SixteenBytes {
public:
    static constexpr std::size_t count = 16;
    /// Stands in no UTF-8.
    static constexpr char filler = '\xFF';

    SixteenBytes() noexcept : SixteenBytes(fillers_behind + count) {}
    explicit SixteenBytes(const char* from) noexcept { std::memcpy(&bytes_, from, count); }

    /// The first so many of them, at most all; fillers in place of the others.
    SixteenBytes cut(std::size_t size) const noexcept { return or_with(SixteenBytes{fillers_behind + count - size}); }
    /// All of them in eight.
    std::uint64_t folded() const noexcept {
        std::uint64_t words[2];
        std::memcpy(words, &bytes_, count);
        return words[0] ^ words[1];
    }

    // Which of them are so: a bit a byte, the lowest for the first.
#if defined(__SSE2__)
    unsigned that_are(char c) const noexcept { return bits_of(_mm_cmpeq_epi8(bytes_, _mm_set1_epi8(c))); }
    /// Control characters: those below the space.
    unsigned that_control() const noexcept { return bits_of(_mm_cmpeq_epi8(_mm_min_epu8(bytes_, _mm_set1_epi8(0x1F)), bytes_)); }
    unsigned that_are_as(const SixteenBytes& other) const noexcept { return bits_of(_mm_cmpeq_epi8(bytes_, other.bytes_)); }
    SixteenBytes or_with(const SixteenBytes& other) const noexcept {
        auto both = *this;
        both.bytes_ = _mm_or_si128(bytes_, other.bytes_);
        return both;
    }
#else
    unsigned that_are(char c) const noexcept {
        return bits_of([&](std::size_t i) { return bytes_[i] == static_cast<unsigned char>(c); });
    }
    unsigned that_control() const noexcept {
        return bits_of([&](std::size_t i) { return bytes_[i] < ' '; });
    }
    unsigned that_are_as(const SixteenBytes& other) const noexcept {
        return bits_of([&](std::size_t i) { return bytes_[i] == other.bytes_[i]; });
    }
    SixteenBytes or_with(const SixteenBytes& other) const noexcept {
        auto both = *this;
        for (std::size_t i = 0; i < count; ++i) both.bytes_[i] |= other.bytes_[i];
        return both;
    }
#endif
    friend bool operator==(const SixteenBytes& one, const SixteenBytes& other) noexcept { return one.that_are_as(other) == 0xFFFF; }

private:
    static constexpr char fillers_behind[2 * count + 1] = "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF";
#if defined(__SSE2__)
    static unsigned bits_of(__m128i truths) noexcept { return static_cast<unsigned>(_mm_movemask_epi8(truths)); }
    __m128i bytes_;
#else
    template <class Which>
    static unsigned bits_of(Which which) noexcept {
        unsigned bits = 0;
        for (std::size_t i = 0; i < count; ++i) bits |= static_cast<unsigned>(which(i)) << i;
        return bits;
    }
    unsigned char bytes_[count];
#endif
};

}  // namespace ecoute::forms

#include "forms/expression/pattern.hpp"

#include <algorithm>

#include "forms/expression/unicode.hpp"

namespace ecoute::forms::expression {
namespace {

bool is_word(char32_t c) noexcept {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_';
}

bool ends_line(char32_t c) noexcept { return c == '\n' || c == '\r' || c == 0x2028 || c == 0x2029; }

/// All ways through the program at once, one character at a time.
class Matcher {
public:
    Matcher(const std::vector<Pattern::Instruction>& program, const std::vector<Pattern::Set>& sets,
            std::vector<char32_t> text)
        : program_(program), sets_(sets), text_(std::move(text)) {}

    /// From instruction `start` at character `at`. `whole`: acceptance counts at the end of the text only.
    bool run(std::size_t start, std::size_t at, bool whole) {
        std::vector<std::size_t> now, next;
        std::vector<bool> seen(program_.size());
        bool accepted = enter(start, at, whole, now, seen);
        for (; !accepted && at < text_.size() && !now.empty(); ++at) {
            next.clear();
            std::fill(seen.begin(), seen.end(), false);
            for (const auto place : now) {
                if (!spend()) return false;
                if (reads(program_[place], text_[at]) && enter(place + 1, at + 1, whole, next, seen)) accepted = true;
            }
            std::swap(now, next);
        }
        return accepted && steps_ <= most_pattern_steps;
    }

private:
    bool spend() noexcept { return ++steps_ <= most_pattern_steps; }

    bool reads(const Pattern::Instruction& instruction, char32_t c) const noexcept {
        switch (instruction.what) {
            case Pattern::Do::character:
                return static_cast<char32_t>(instruction.to) == c;
            case Pattern::Do::set:
                return sets_[static_cast<std::size_t>(instruction.to)].holds(c);
            default:
                return !ends_line(c);
        }
    }

    bool at_edge(std::size_t at) const noexcept {
        const bool before = at > 0 && is_word(text_[at - 1]);
        const bool after = at < text_.size() && is_word(text_[at]);
        return before != after;
    }

    /// Follows everything that reads no character; true when acceptance was met.
    bool enter(std::size_t start, std::size_t at, bool whole, std::vector<std::size_t>& list, std::vector<bool>& seen) {
        bool accepted = false;
        std::vector<std::size_t> open{start};
        while (!open.empty()) {
            const auto place = open.back();
            open.pop_back();
            if (seen[place] || !spend()) continue;
            seen[place] = true;
            const auto& instruction = program_[place];
            const auto target = [&](std::int32_t distance) {
                return static_cast<std::size_t>(static_cast<std::ptrdiff_t>(place) + distance);
            };
            using Do = Pattern::Do;
            switch (instruction.what) {
                case Do::accept:
                    accepted = accepted || !whole || at == text_.size();
                    break;
                case Do::jump:
                    open.push_back(target(instruction.to));
                    break;
                case Do::split:
                    open.push_back(target(instruction.or_to));
                    open.push_back(target(instruction.to));
                    break;
                case Do::begin:
                    if (at == 0) open.push_back(place + 1);
                    break;
                case Do::end:
                    if (at == text_.size()) open.push_back(place + 1);
                    break;
                case Do::edge:
                case Do::no_edge:
                    if (at_edge(at) == (instruction.what == Do::edge)) open.push_back(place + 1);
                    break;
                case Do::ahead:
                case Do::not_ahead:
                    if (run(place + 1, at, false) == (instruction.what == Do::ahead))
                        open.push_back(target(instruction.or_to));
                    break;
                default:
                    list.push_back(place);
                    break;
            }
        }
        return accepted;
    }

    const std::vector<Pattern::Instruction>& program_;
    const std::vector<Pattern::Set>& sets_;
    std::vector<char32_t> text_;
    std::size_t steps_ = 0;
};

}  // namespace

bool Pattern::Set::holds(char32_t c) const noexcept {
    if (c < 128) return ascii[c] != negated;
    const auto above = std::ranges::upper_bound(ranges, c, {}, &std::pair<char32_t, char32_t>::first);
    // Ranges may overlap, so the one that holds c need not be the last that begins before it.
    const bool held = std::any_of(ranges.begin(), above, [c](const auto& range) { return c <= range.second; });
    return held != negated;
}

bool Pattern::matches(std::string_view text) const {
    std::vector<char32_t> characters;
    characters.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const auto length = character_length(text.substr(at));
        characters.push_back(code_point(text.substr(at, length)));
        at += length;
    }
    return Matcher(program_, sets_, std::move(characters)).run(0, 0, true);
}

}  // namespace ecoute::forms::expression

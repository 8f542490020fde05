#include <algorithm>

#include "forms/expression/pattern.hpp"
#include "forms/expression/unicode.hpp"

namespace ecoute::forms::expression {
namespace {

constexpr int deepest_pattern = 60;  // brackets in brackets; nobody reads more
constexpr int most_repetitions = 1'000;
constexpr char32_t last_character = 0x10FFFF;

using Do = Pattern::Do;
using Set = Pattern::Set;
using Ranges = std::vector<std::pair<char32_t, char32_t>>;

constexpr char32_t dot_excepts[] = {'\n', '\r', 0x2028, 0x2029};

Ranges digits() { return {{'0', '9'}}; }
Ranges word_characters() { return {{'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}}; }
/// What \s means in JavaScript.
Ranges spaces() {
    return {{9, 13},          {' ', ' '},       {0xA0, 0xA0},     {0x1680, 0x1680}, {0x2000, 0x200A},
            {0x2028, 0x2029}, {0x202F, 0x202F}, {0x205F, 0x205F}, {0x3000, 0x3000}, {0xFEFF, 0xFEFF}};
}

Ranges complement(const Ranges& sorted) {
    Ranges result;
    char32_t next = 0;
    for (const auto& [low, high] : sorted) {
        if (low > next) result.emplace_back(next, low - 1);
        next = high + 1;
    }
    if (next <= last_character) result.emplace_back(next, last_character);
    return result;
}

/// Ranges of \d \D \w \W \s \S; nothing for other letters.
Ranges class_of(char32_t letter) {
    switch (letter) {
        case 'd':
            return digits();
        case 'D':
            return complement(digits());
        case 'w':
            return word_characters();
        case 'W':
            return complement(word_characters());
        case 's':
            return spaces();
        case 'S':
            return complement(spaces());
        default:
            return {};
    }
}

Set set_of(Ranges ranges, bool negated) {
    std::ranges::sort(ranges);
    Set set{{}, std::move(ranges), negated};
    for (const auto& [low, high] : set.ranges)
        for (char32_t c = low; c <= high && c < 128; ++c) set.ascii.set(c);
    return set;
}

}  // namespace

/// Reads by recursive descent and emits programs whose jumps are relative, so that a part is repeated by copying it.
class PatternReader {
public:
    explicit PatternReader(std::string_view pattern) {
        for (std::size_t at = 0; at < pattern.size();) {
            const auto length = character_length(pattern.substr(at));
            text_.push_back(code_point(pattern.substr(at, length)));
            offsets_.push_back(at);
            at += length;
        }
        offsets_.push_back(pattern.size());
    }

    std::optional<Pattern> run(std::size_t& mistake) {
        auto program = alternatives();
        if (!failed_ && at_ < text_.size()) fail();  // a ")" too many
        if (failed_) {
            mistake = offsets_[std::min(at_, text_.size())];
            return std::nullopt;
        }
        program.push_back({Do::accept, 0, 0});
        Pattern pattern;
        pattern.program_ = std::move(program);
        pattern.sets_ = std::move(sets_);
        return pattern;
    }

private:
    using Program = std::vector<Pattern::Instruction>;

    bool done() const noexcept { return at_ >= text_.size(); }
    char32_t peek(std::size_t ahead = 0) const noexcept { return at_ + ahead < text_.size() ? text_[at_ + ahead] : 0; }
    bool take(char32_t c) noexcept {
        if (done() || text_[at_] != c) return false;
        ++at_;
        return true;
    }
    Program fail() noexcept {
        failed_ = true;
        return {};
    }
    static std::int32_t size(const Program& program) noexcept { return static_cast<std::int32_t>(program.size()); }

    void append(Program& to, const Program& part) {
        if (to.size() + part.size() > largest_pattern_program)
            failed_ = true;
        else
            to.insert(to.end(), part.begin(), part.end());
    }

    Program alternatives() {
        std::vector<Program> ways{sequence()};
        while (!failed_ && take('|')) ways.push_back(sequence());
        Program all = std::move(ways.back());
        for (auto way = ways.rbegin() + 1; way != ways.rend() && !failed_; ++way) {
            Program either{{Do::split, 1, size(*way) + 2}};
            append(either, *way);
            either.push_back({Do::jump, size(all) + 1, 0});
            append(either, all);
            all = std::move(either);
        }
        return all;
    }

    Program sequence() {
        Program all;
        while (!failed_ && !done() && peek() != '|' && peek() != ')') append(all, repeated(atom()));
        return all;
    }

    Program repeated(Program part) {
        if (failed_ || done()) return part;
        int least = 0, most = -1;  // -1: no limit
        if (take('*')) {
        } else if (take('+')) {
            least = 1;
        } else if (take('?')) {
            most = 1;
        } else if (!bounds(least, most)) {
            return part;
        }
        take('?');  // lazy or not, the whole text is described or it is not
        if (peek() == '+' || peek() == '*' || peek() == '?') return fail();
        if (most >= 0 && (least > most || most > most_repetitions)) return fail();
        if (least > most_repetitions) return fail();
        return times(part, least, most);
    }

    /// "{2}", "{2,}", "{2,5}". Anything else in braces is text.
    bool bounds(int& least, int& most) {
        if (peek() != '{') return false;
        const auto start = at_++;
        const bool number = whole_number(least);
        most = least;
        if (number && take(',') && !whole_number(most)) most = -1;
        if (number && take('}')) return true;
        at_ = start;
        least = 0;
        return false;
    }

    bool whole_number(int& number) noexcept {
        const auto start = at_;
        for (number = 0; peek() >= '0' && peek() <= '9'; ++at_)
            number = std::min(number * 10 + static_cast<int>(peek() - '0'), most_repetitions + 1);
        return at_ > start;
    }

    Program times(const Program& part, int least, int most) {
        Program all;
        for (int i = 0; i < least && !failed_; ++i) append(all, part);
        if (most < 0) {
            append(all, {{Do::split, 1, size(part) + 2}});
            append(all, part);
            append(all, {{Do::jump, -size(part) - 1, 0}});
        }
        for (int i = most - least; i > 0 && !failed_; --i) {
            append(all, {{Do::split, 1, (size(part) + 1) * i}});
            append(all, part);
        }
        return all;
    }

    Program atom() {
        const char32_t c = peek();
        ++at_;
        switch (c) {
            case '(':
                return group();
            case '[':
                return bracket();
            case '.':
                return {{Do::any, 0, 0}};
            case '^':
                return {{Do::begin, 0, 0}};
            case '$':
                return {{Do::end, 0, 0}};
            case '\\':
                return escape();
            case '*':
            case '+':
            case '?':
                --at_;
                return fail();
            default:
                return character(c);
        }
    }

    static Program character(char32_t c) { return {{Do::character, static_cast<std::int32_t>(c), 0}}; }

    Program set(Ranges ranges, bool negated = false) {
        sets_.push_back(set_of(std::move(ranges), negated));
        return {{Do::set, static_cast<std::int32_t>(sets_.size() - 1), 0}};
    }

    Program group() {
        if (++depth_ > deepest_pattern) return fail();
        std::optional<Do> look;
        if (take('?')) {
            if (take('='))
                look = Do::ahead;
            else if (take('!'))
                look = Do::not_ahead;
            else if (!take(':') && !group_name())
                return fail();
        }
        Program inside = alternatives();
        --depth_;
        if (failed_ || !take(')')) return fail();
        if (!look) return inside;
        inside.push_back({Do::accept, 0, 0});
        Program all{{*look, 1, size(inside) + 1}};
        append(all, inside);
        return all;
    }

    /// "<name>", never "<=" or "<!" (look-behind).
    bool group_name() noexcept {
        if (!take('<')) return false;
        const auto start = at_;
        while ((peek() >= 'a' && peek() <= 'z') || (peek() >= 'A' && peek() <= 'Z') || peek() == '_') ++at_;
        return at_ > start && take('>');
    }

    Program escape() {
        if (take('b')) return {{Do::edge, 0, 0}};
        if (take('B')) return {{Do::no_edge, 0, 0}};
        if (auto ranges = class_of(peek()); !ranges.empty()) {
            ++at_;
            return set(std::move(ranges));
        }
        const auto c = escaped_character();
        return c ? character(*c) : fail();
    }

    /// The character after a backslash: \n \t \x41 \u00E9, or a sign that stands for itself. Letters and digits that
    /// mean something we do not have are refused.
    std::optional<char32_t> escaped_character() {
        if (done()) return std::nullopt;
        const char32_t c = peek();
        ++at_;
        switch (c) {
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            case 'f':
                return '\f';
            case 'v':
                return '\v';
            case 'x':
                return hexadecimal(2);
            case 'u':
                return hexadecimal(4);
            default:
                break;
        }
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (!letter) return c;
        --at_;
        return std::nullopt;
    }

    std::optional<char32_t> hexadecimal(int count) {
        char32_t value = 0;
        for (int i = 0; i < count; ++i, ++at_) {
            const char32_t c = peek();
            if (c >= '0' && c <= '9')
                value = value * 16 + (c - '0');
            else if ((c | 0x20) >= 'a' && (c | 0x20) <= 'f')
                value = value * 16 + ((c | 0x20) - 'a' + 10);
            else
                return std::nullopt;
        }
        return value;
    }

    Program bracket() {
        const bool negated = take('^');
        Ranges ranges;
        while (!done() && peek() != ']')
            if (!add_range(ranges)) return fail();
        if (!take(']')) return fail();
        return set(std::move(ranges), negated);
    }

    bool add_range(Ranges& ranges) {
        if (peek() == '\\')
            if (const auto ranges_of_class = class_of(peek(1)); !ranges_of_class.empty()) {
                ranges.insert(ranges.end(), ranges_of_class.begin(), ranges_of_class.end());
                at_ += 2;
                return true;
            }
        const auto low = set_character();
        if (!low) return false;
        auto high = low;
        if (peek() == '-' && at_ + 1 < text_.size() && peek(1) != ']') {
            if (peek(1) == '\\' && !class_of(peek(2)).empty()) {  // "[\w-\d]": the hyphen is one of the characters
                ranges.emplace_back(*low, *low);
                ranges.emplace_back('-', '-');
                ++at_;
                return true;
            }
            ++at_;
            high = set_character();
        }
        if (!high || *high < *low) return false;
        ranges.emplace_back(*low, *high);
        return true;
    }

    std::optional<char32_t> set_character() {
        if (done()) return std::nullopt;
        if (take('\\')) return take('b') ? std::optional<char32_t>(8) : escaped_character();
        return text_[at_++];
    }

    std::vector<char32_t> text_;
    std::vector<std::size_t> offsets_;
    std::size_t at_ = 0;
    int depth_ = 0;
    bool failed_ = false;
    std::vector<Set> sets_;
};

std::optional<Pattern> Pattern::read(std::string_view pattern, std::size_t& mistake) {
    mistake = 0;
    if (pattern.size() > longest_pattern_bytes) return std::nullopt;
    return PatternReader(pattern).run(mistake);
}

}  // namespace ecoute::forms::expression

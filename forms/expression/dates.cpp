#include "forms/expression/dates.hpp"

#include <chrono>
#include <cmath>

#include "forms/expression/calendar_names.hpp"
#include "forms/expression/convert.hpp"

namespace ecoute::forms::expression {
namespace {

constexpr std::int64_t minute_ms = 60'000;
constexpr std::int64_t first_day = -719'528;  // 0000-01-01
constexpr std::int64_t last_day = 2'932'896;  // 9999-12-31

/// Takes fixed-width numbers and signs off the front of a text. Once something is missing, everything else fails too.
class Taker {
public:
    explicit Taker(std::string_view text) : rest_(text) {}

    std::int64_t digits(std::size_t count) noexcept {
        std::int64_t value = 0;
        for (std::size_t i = 0; i < count; ++i) {
            if (i >= rest_.size() || rest_[i] < '0' || rest_[i] > '9') return fail();
            value = value * 10 + (rest_[i] - '0');
        }
        rest_.remove_prefix(count);
        return value;
    }
    bool take(char c) noexcept {
        if (!rest_.starts_with(c)) return false;
        rest_.remove_prefix(1);
        return true;
    }
    void need(char c) noexcept {
        if (!take(c)) fail();
    }
    /// Up to three digits after the dot count, further ones are read and dropped.
    std::int64_t fraction_ms() noexcept {
        std::int64_t value = 0, weight = 100;
        if (rest_.empty() || rest_[0] < '0' || rest_[0] > '9') return fail();
        for (; !rest_.empty() && rest_[0] >= '0' && rest_[0] <= '9'; rest_.remove_prefix(1), weight /= 10)
            value += (rest_[0] - '0') * weight;
        return value;
    }
    std::int64_t fail() noexcept {
        failed_ = true;
        return 0;
    }
    bool done() const noexcept { return rest_.empty() && !failed_; }
    bool empty() const noexcept { return rest_.empty(); }

private:
    std::string_view rest_;
    bool failed_ = false;
};

void read_offset(Taker& taker, Moment& moment) noexcept {
    if (taker.empty()) return;
    if (taker.take('Z')) {
        moment.offset_minutes = 0;
        return;
    }
    const bool west = taker.take('-');
    if (!west) taker.need('+');
    const auto hours = taker.digits(2);
    std::int64_t minutes = 0;
    if (!taker.empty()) {
        taker.take(':');
        minutes = taker.digits(2);
    }
    if (hours > 23 || minutes > 59) taker.fail();
    moment.offset_minutes = (hours * 60 + minutes) * (west ? -1 : 1);
}

void read_time_of_day(Taker& taker, Moment& moment) noexcept {
    const auto hours = taker.digits(2);
    taker.need(':');
    const auto minutes = taker.digits(2);
    std::int64_t seconds = 0, fraction = 0;
    if (taker.take(':')) {
        seconds = taker.digits(2);
        if (taker.take('.')) fraction = taker.fraction_ms();
    }
    if (hours > 23 || minutes > 59 || seconds > 59) taker.fail();
    moment.time_ms = ((hours * 60 + minutes) * 60 + seconds) * 1000 + fraction;
    moment.timed = true;
    read_offset(taker, moment);
}

std::int64_t offset_at(std::int64_t utc_ms, const Clock* clock) {
    if (clock == nullptr) return 0;
    const std::chrono::sys_time<std::chrono::milliseconds> at{std::chrono::milliseconds(utc_ms)};
    return clock->local_offset(std::chrono::floor<std::chrono::seconds>(at)).count();
}

/// Splits milliseconds on the wall into day and time.
Moment on_wall(std::int64_t wall_ms, std::int64_t offset_minutes) noexcept {
    const std::int64_t day = wall_ms >= 0 ? wall_ms / day_ms : -((day_ms - 1 - wall_ms) / day_ms);
    return {day, wall_ms - day * day_ms, offset_minutes, true};
}

std::chrono::year_month_day calendar(std::int64_t day) { return std::chrono::sys_days{std::chrono::days(day)}; }

void append_padded(std::string& text, std::int64_t number, std::size_t width) {
    const auto digits = std::to_string(number);
    if (digits.size() < width) text.append(width - digits.size(), '0');
    text += digits;
}

}  // namespace

std::optional<Moment> read_moment(std::string_view text) noexcept {
    Taker taker(trimmed(text));
    const auto year = taker.digits(4);
    taker.need('-');
    const auto month = taker.digits(2);
    taker.need('-');
    const auto day = taker.digits(2);
    Moment moment;
    if (taker.take('T')) read_time_of_day(taker, moment);
    const std::chrono::year_month_day date{std::chrono::year(static_cast<int>(year)),
                                           std::chrono::month(static_cast<unsigned>(month)),
                                           std::chrono::day(static_cast<unsigned>(day))};
    if (!taker.done() || !date.ok()) return std::nullopt;
    moment.day = std::chrono::sys_days(date).time_since_epoch().count();
    return moment;
}

std::optional<Moment> read_time(std::string_view text) noexcept {
    Taker taker(trimmed(text));
    Moment moment;
    read_time_of_day(taker, moment);
    if (!taker.done()) return std::nullopt;
    return moment;
}

std::int64_t instant_ms(const Moment& moment, const Clock* clock) {
    const auto wall = moment.day * day_ms + moment.time_ms;
    if (moment.offset_minutes) return wall - *moment.offset_minutes * minute_ms;
    const auto guess = wall - offset_at(wall, clock) * minute_ms;
    return wall - offset_at(guess, clock) * minute_ms;
}

Moment local(const Moment& moment, const Clock* clock) {
    if (!moment.timed) return {moment.day, 0, std::nullopt, false};
    const auto instant = instant_ms(moment, clock);
    const auto offset = offset_at(instant, clock);
    return on_wall(instant + offset * minute_ms, offset);
}

std::optional<Moment> now(const Clock* clock) {
    if (clock == nullptr) return std::nullopt;
    const auto instant = clock->now().time_since_epoch().count();
    const auto offset = offset_at(instant, clock);
    return on_wall(instant + offset * minute_ms, offset);
}

double day_number(const Moment& moment, const Clock* clock) {
    const auto there = local(moment, clock);
    return static_cast<double>(there.day) + static_cast<double>(there.time_ms) / static_cast<double>(day_ms);
}

std::optional<Moment> moment_of(double number, const Clock* clock) {
    if (!(number >= static_cast<double>(first_day) && number < static_cast<double>(last_day + 1))) return std::nullopt;
    const auto day = std::floor(number);
    auto time = static_cast<std::int64_t>(std::round((number - day) * static_cast<double>(day_ms)));
    if (time == day_ms) --time;  // the last half of a millisecond stays on its day
    Moment moment{static_cast<std::int64_t>(day), time, std::nullopt, true};
    moment.offset_minutes = offset_at(instant_ms(moment, clock), clock);
    return moment;
}

std::string date_text(const Moment& moment) {
    if (moment.day < first_day || moment.day > last_day) return {};
    const auto date = calendar(moment.day);
    std::string text;
    append_padded(text, static_cast<int>(date.year()), 4);
    append_padded(text += '-', static_cast<unsigned>(date.month()), 2);
    append_padded(text += '-', static_cast<unsigned>(date.day()), 2);
    return text;
}

std::string date_time_text(const Moment& moment) {
    std::string text = date_text(moment);
    if (text.empty()) return text;
    append_padded(text += 'T', moment.time_ms / 3'600'000, 2);
    append_padded(text += ':', moment.time_ms / minute_ms % 60, 2);
    append_padded(text += ':', moment.time_ms / 1000 % 60, 2);
    append_padded(text += '.', moment.time_ms % 1000, 3);
    const auto offset = moment.offset_minutes.value_or(0);
    append_padded(text += offset < 0 ? '-' : '+', std::abs(offset) / 60, 2);
    append_padded(text += ':', std::abs(offset) % 60, 2);
    return text;
}

namespace {

/// Appends what one letter of a format stands for; false for a letter we do not know.
bool append_part(std::string& text, char letter, const Moment& moment, std::string_view language) {
    const auto date = calendar(moment.day);
    const auto month = static_cast<unsigned>(date.month());
    const auto weekday = std::chrono::weekday(std::chrono::sys_days(date)).c_encoding();
    switch (letter) {
        case 'Y':
            append_padded(text, static_cast<int>(date.year()), 4);
            break;
        case 'y':
            append_padded(text, static_cast<int>(date.year()) % 100, 2);
            break;
        case 'm':
            append_padded(text, month, 2);
            break;
        case 'n':
            append_padded(text, month, 1);
            break;
        case 'b':
            text += month_name(language, month - 1);
            break;
        case 'd':
            append_padded(text, static_cast<unsigned>(date.day()), 2);
            break;
        case 'e':
            append_padded(text, static_cast<unsigned>(date.day()), 1);
            break;
        case 'a':
            text += weekday_name(language, weekday);
            break;
        case 'H':
            append_padded(text, moment.time_ms / 3'600'000, 2);
            break;
        case 'h':
            append_padded(text, moment.time_ms / 3'600'000, 1);
            break;
        case 'M':
            append_padded(text, moment.time_ms / minute_ms % 60, 2);
            break;
        case 'S':
            append_padded(text, moment.time_ms / 1000 % 60, 2);
            break;
        case '3':
            append_padded(text, moment.time_ms % 1000, 3);
            break;
        default:
            return false;
    }
    return true;
}

}  // namespace

std::string formatted(const Moment& moment, std::string_view format, std::string_view language) {
    std::string text;
    for (std::size_t i = 0; i < format.size(); ++i) {
        if (format[i] == '%' && i + 1 < format.size() && append_part(text, format[i + 1], moment, language))
            ++i;
        else
            text += format[i];
    }
    return text;
}

}  // namespace ecoute::forms::expression

#include "analysis/svg_pen.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "forms/text.hpp"

namespace ecoute::analysis {
namespace {

struct Paint {
    const char *colour, *hatching;  ///< hatching: strokes over the colour; none for plain fills
    const char* stroke = "#fff";
};

Paint paint_of(Fill fill) noexcept {
    switch (fill) {
        case Fill::petrol:
            return {"#0f6e84", nullptr};
        case Fill::brown:
            return {"#d17a22", "M-2 2l4-4M0 8l8-8M6 10l4-4"};
        case Fill::grey:
            return {"#8a8f96", nullptr};
        case Fill::deep:
            return {"#0f4c5c", "M0 4h8"};
        case Fill::rust:
            return {"#8c3b12", "M4 0v8"};
        case Fill::pale:
            return {"#b9bdb8", "M-2 6l4 4M0 0l8 8M6-2l4 4"};
        case Fill::not_shown:
            return {"#f4f2ee", "M-2 2l4-4M0 8l8-8M6 10l4-4", "#6b6f76"};
        case Fill::scale_least:
            return {"#8c3b12", "M-2 2l4-4M0 8l8-8M6 10l4-4"};
        case Fill::scale_less:
            return {"#c98a5b", "M-2 2l4-4M0 8l8-8M6 10l4-4"};
        case Fill::scale_lesser:
            return {"#e6c9a8", "M-2 2l4-4M0 8l8-8M6 10l4-4"};
        case Fill::scale_middle:
            return {"#dcdcd7", nullptr};
        case Fill::scale_morer:
            return {"#9cc3cc", nullptr};
        case Fill::scale_more:
            return {"#0f6e84", nullptr};
        case Fill::scale_most:
            return {"#0f4c5c", nullptr};
    }
    return {"#0f6e84", nullptr};
}

}  // namespace

std::string svg_number(double value) {
    char text[32];
    const auto end = std::to_chars(text, text + sizeof text, std::round(value * 100) / 100).ptr;
    return {text, end};
}

std::string svg_escaped(std::string_view text) {
    std::string result;
    for (const char sign : text) switch (sign) {
            case '&':
                result += "&amp;";
                break;
            case '<':
                result += "&lt;";
                break;
            case '>':
                result += "&gt;";
                break;
            case '"':
                result += "&quot;";
                break;
            default:
                if (static_cast<unsigned char>(sign) >= 0x20) result += sign;
        }
    return result;
}

std::string svg_mark(std::string_view shown, Surroundings surroundings) {
    std::uint64_t hash = 14695981039346656037ull ^ (surroundings == Surroundings::subtitle_on_phone ? 1 : 0);
    for (const char sign : shown) hash = (hash ^ static_cast<unsigned char>(sign)) * 1099511628211ull;
    char text[17];
    const auto end = std::to_chars(text, text + sizeof text, hash, 16).ptr;
    return "c" + std::string{text, end};
}

std::string Fills::of(Fill fill) {
    const auto paint = paint_of(fill);
    if (!paint.hatching) return paint.colour;
    if (std::find(hatched_.begin(), hatched_.end(), fill) == hatched_.end()) hatched_.push_back(fill);
    return "url(#" + mark_ + "p" + std::to_string(int(fill)) + ")";
}

std::string Fills::ground(Fill fill) { return paint_of(fill).colour; }

std::string Fills::patterns() const {
    std::string used;
    for (const auto fill : hatched_) {
        const auto paint = paint_of(fill);
        used += "<pattern id=\"" + mark_ + "p" + std::to_string(int(fill)) +
                "\" width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\"><rect width=\"8\" height=\"8\" fill=\"" + paint.colour +
                "\"/><path d=\"" + paint.hatching + "\" stroke=\"" + paint.stroke +
                "\" stroke-opacity=\".45\" stroke-width=\"1.5\"/></pattern>";
    }
    return used.empty() ? "" : "<defs>" + used + "</defs>";
}

double Scale::at(double value) const noexcept { return left + width * (std::clamp(value, from, to) - from) / (to - from); }

Scale round_scale(double least, double most, int steps) noexcept {
    const double span = most - least, power = std::pow(10, std::floor(std::log10(span / (steps - 1))));
    Scale scale;
    scale.step = 10 * power;
    for (const double factor : {5.0, 2.0, 1.0})
        if (span / (factor * power) <= steps) scale.step = factor * power;
    scale.from = std::floor(least / scale.step) * scale.step;
    scale.to = std::ceil(most / scale.step - 1e-9) * scale.step;
    return scale;
}

void SvgPen::line(double x1, double y1, double x2, double y2, std::string_view rest) {
    out_ += "<line x1=\"" + svg_number(x(x1)) + "\" x2=\"" + svg_number(x(x2)) + "\" y1=\"" + svg_number(y1) + "\" y2=\"" +
            svg_number(y2) + "\" " + std::string{rest} + "/>";
}

void SvgPen::bar(double x1, double y, double width, double height, const std::string& fill, std::string_view rest) {
    const double left = right_to_left_ ? x(x1 + width) : x1;
    out_ += "<rect x=\"" + svg_number(left) + "\" y=\"" + svg_number(y) + "\" width=\"" + svg_number(width) + "\" height=\"" +
            svg_number(height) + "\" " + std::string{rest} + " fill=\"" + fill + "\"/>";
}

void SvgPen::point(double at, double y, bool full) {
    out_ += "<circle cx=\"" + svg_number(x(at)) + "\" cy=\"" + svg_number(y) +
            "\" r=\"6.5\" stroke=\"#0f6e84\" stroke-width=\"2.5\" fill=\"" + (full ? "#0f6e84" : "#fff") + "\"/>";
}

void SvgPen::interval(double low, double high, double middle, double half) {
    constexpr auto stroke = "stroke=\"currentColor\" stroke-width=\"2\"";
    line(low, middle, high, middle, stroke);
    for (const double end : {low, high}) line(end, middle - half, end, middle + half, stroke);
}

void SvgPen::text(double at, double y, std::string_view words, std::string_view rest, const std::string& after) {
    out_ += "<text x=\"" + svg_number(x(at)) + "\" y=\"" + svg_number(y) + "\" " + std::string{rest} + ">" + svg_escaped(words) +
            after + "</text>";
}

std::string svg_document(const SvgPen& pen, const Fills& fills, double height, std::string_view language, const std::string& mark,
                         std::string_view title, std::string_view description) {
    return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + svg_number(pen.width()) + " " + svg_number(height) +
           "\" role=\"img\" lang=\"" + svg_escaped(language) + "\" direction=\"" +
           (forms::right_to_left(language) ? "rtl" : "ltr") + "\" aria-labelledby=\"" + mark + "t " + mark +
           "d\" font-family=\"system-ui, 'Noto Sans', 'Noto Naskh Arabic', sans-serif\" font-size=\"15\" "
           "fill=\"currentColor\"><title id=\"" +
           mark + "t\">" + svg_escaped(title) + "</title><desc id=\"" + mark + "d\">" + svg_escaped(description) + "</desc>" +
           fills.patterns() + pen.body() + "</svg>";
}

}  // namespace ecoute::analysis
